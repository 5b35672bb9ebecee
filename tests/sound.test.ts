import { describe, expect, test } from 'vitest';
import { filmOf, soundOf } from '#server/recordings/sound.ts';
import { byteRange } from '#server/rules/byte-range.ts';
import { anMp3, anMp4, anOpus, aWav, aWebm } from '#tests/support/sounds.ts';

describe('a recording', () => {
  test.each([
    ['audio/wav', aWav()],
    ['audio/mp4', anMp4()],
    ['audio/mpeg', anMp3()],
    ['audio/ogg', anOpus()],
    ['audio/webm', aWebm()],
  ])('of %s is known by its content and keeps no place', (type, file) => {
    const sound = soundOf(file);

    expect(sound?.type).toBe(type);
    expect(sound?.bytes.toString('utf8')).not.toMatch(/石梯村|30\.97/);
  });

  test.each([
    ['a film in MPEG-4', anMp4('vide')],
    ['a film in WebM', aWebm(1)],
    ['a page', Buffer.from('<html>')],
    ['nothing', Buffer.alloc(0)],
    ['a box longer than its file', anMp4().subarray(0, 60)],
    ['an endless tag', Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1')],
    ['a cut page of Ogg', anOpus().subarray(0, 50)],
  ])('is refused: %s', (_what, file) => {
    expect(soundOf(file)).toBe(null);
  });

  test('keeps its sound where others point to it', () => {
    const file = anMp4();
    const at = file.indexOf('mdat');

    const sound = soundOf(file);

    expect(sound?.bytes.length).toBe(file.length);
    expect(sound?.bytes.subarray(at)).toEqual(file.subarray(at));
  });

  test('cleaned twice is the same', () => {
    for (const file of [aWav(), anMp4(), anMp3(), anOpus(), aWebm()]) {
      const once = soundOf(file)?.bytes ?? Buffer.alloc(0);

      expect(soundOf(once)?.bytes).toEqual(once);
    }
  });
});

describe('a film', () => {
  test.each([
    ['video/mp4', anMp4('vide')],
    ['video/webm', aWebm(1)],
  ])('of %s is known by its content and keeps no place', (type, file) => {
    const film = filmOf(file);

    expect(film?.type).toBe(type);
    expect(film?.bytes.toString('utf8')).not.toMatch(/石梯村|30\.97/);
  });

  test.each([
    ['sound alone', anMp4()],
    ['sound alone in WebM', aWebm()],
    ['a track of places', anMp4('meta')],
    ['a page', Buffer.from('<html>')],
    ['a box longer than its file', anMp4('vide').subarray(0, 60)],
  ])('is refused: %s', (_what, file) => {
    expect(filmOf(file)).toBe(null);
  });
});

test.each([
  [undefined, null],
  ['bytes=0-3', { from: 0, to: 3 }],
  ['bytes=4-', { from: 4, to: 9 }],
  ['bytes=-2', { from: 8, to: 9 }],
  ['bytes=-50', { from: 0, to: 9 }],
  ['bytes=8-99', { from: 8, to: 9 }],
  ['bytes=10-', 'nowhere'],
  ['bytes=-0', 'nowhere'],
  ['bytes=5-4', null],
  ['bytes=0-1,3-4', null],
  ['bytes=-', null],
  ['lines=0-3', null],
])('of ten bytes, "%s" is %o', (header, piece) => {
  expect(byteRange(header, 10)).toEqual(piece);
});
