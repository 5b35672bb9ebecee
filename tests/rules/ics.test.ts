import { describe, expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import { type CalendarEvent, icsEscaped, icsFolded, icsText, icsUtc } from '#server/rules/ics.ts';

const event: CalendarEvent = {
  uid: 'votes-12-closes@cuntou.example',
  sequence: 0,
  changedAt: instantOf('2026-11-16', '08:30'),
  on: { at: instantOf('2026-11-25', '18:00') },
  summary: '投票截止：5组支渠怎么修？',
  description: '名册上的人投票\nhttps://cuntou.example/v/shiti/votes/12',
  location: '',
  url: 'https://cuntou.example/v/shiti/votes/12',
  isCancelled: false,
};

const calendarOf = (events: CalendarEvent[]) =>
  icsText({
    ...{ name: '石梯村的日子', lang: 'zh-Hans', refreshHours: 6, events },
    source: 'https://cuntou.example/cal/shiti.ics',
  });
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');
const changed = (changes: Partial<CalendarEvent>) =>
  linesOf(calendarOf([{ ...event, ...changes }]));

describe('values', () => {
  test.each([
    ['先修沟, 再扩路', '先修沟\\, 再扩路'],
    ['a;b\\c', 'a\\;b\\\\c'],
    ['一\r\n二\r三\n四', '一\\n二\\n三\\n四'],
    ['铃\u0007声', '铃声'],
    ['全角，；照旧', '全角，；照旧'],
    ['END:VEVENT\nBEGIN:VEVENT', 'END:VEVENT\\nBEGIN:VEVENT'],
  ])('%j is written %j', (text, written) => {
    expect(icsEscaped(text)).toBe(written);
  });

  test.each([
    ['2026-11-16', '08:30', '20261116T003000Z'],
    ['2026-11-16', '00:00', '20261115T160000Z'],
    ['2027-01-01', '07:59', '20261231T235900Z'],
  ])('%s %s in the village is %s', (day, time, stamp) => {
    expect(icsUtc(instantOf(day, time))).toBe(stamp);
  });
});

describe('lines', () => {
  test.each([
    ['of 75 bytes stay whole', 'x'.repeat(75), 1],
    ['of 76 bytes are folded', 'x'.repeat(76), 2],
    ['of 149 bytes: the space counts', 'x'.repeat(149), 2],
    ['of 150 bytes', 'x'.repeat(150), 3],
    ['of Chinese', '村'.repeat(60), 3],
    ['of signs beyond the first plane', '𠮷'.repeat(40), 3],
  ])('%s', (_, line, parts) => {
    const folded = icsFolded(line).split('\r\n');

    expect(folded).toHaveLength(parts);
    expect(folded.every((one) => Buffer.byteLength(one) <= 75)).toBe(true);
    expect(folded.join('').replaceAll(' ', '')).toBe(line);
    expect(folded.join('')).not.toContain('\uFFFD');
  });

  test('all end in CRLF, and none but folded ones begin with a space', () => {
    const text = calendarOf([event]);

    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

describe('an event', () => {
  test('at an hour stands in the zone of the village', () => {
    expect(changed({})).toContain('DTSTART;TZID=Asia/Shanghai:20261125T180000');
    expect(changed({})).toContain('TZID:Asia/Shanghai');
  });

  test('with an end has it in the same zone', () => {
    const at = instantOf('2026-11-25', '08:00');

    expect(changed({ on: { at, endsAt: instantOf('2026-11-25', '18:00') } })).toContain(
      'DTEND;TZID=Asia/Shanghai:20261125T180000',
    );
  });

  test('of a whole day has a date and no hour', () => {
    const lines = changed({ on: { day: '2026-11-25' } });

    expect(lines).toContain('DTSTART;VALUE=DATE:20261125');
    expect(lines.filter((line) => /^DTSTART.*T\d/.test(line))).toEqual(['DTSTART:19910915T020000']);
  });

  test('called off keeps its name, grows its number and says so', () => {
    const lines = changed({ isCancelled: true, sequence: 1 });

    expect(lines).toContain('UID:votes-12-closes@cuntou.example');
    expect(lines).toContain('SEQUENCE:1');
    expect(lines).toContain('STATUS:CANCELLED');
  });

  test('says where it is only when somebody said so', () => {
    expect(changed({}).some((line) => line.startsWith('LOCATION'))).toBe(false);
    expect(changed({ location: '村委会,会议室' })).toContain('LOCATION:村委会\\,会议室');
  });

  test('whose title holds a line end opens no second event', () => {
    const lines = changed({ summary: '题目\nEND:VEVENT\nBEGIN:VEVENT' });

    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  });
});

test('a calendar without events is one all the same', () => {
  expect(linesOf(calendarOf([])).slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
});
