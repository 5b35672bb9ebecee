import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '#server/demo/places.ts';
import type { Context } from '#server/kernel/context.ts';
import { keepRecording } from '#server/recordings/keeping.ts';

const RATE = 8000;
const SECONDS = 6;
/** Three strokes of a bell: when each is struck, in seconds, and how high it sounds, in hertz. */
const STROKES = [
  { at: 0, pitch: 523 },
  { at: 1.4, pitch: 440 },
  { at: 2.8, pitch: 349 },
];
/** Overtones of a bell with their share, and how fast they die away, a second. */
const OVERTONES = [
  { times: 1, share: 0.5, decay: 1.2 },
  { times: 2.76, share: 0.25, decay: 2.4 },
  { times: 5.4, share: 0.12, decay: 5 },
];

/**
 * Three strokes of a bell, taken in as the viewer's recording: nobody's voice is invented for the
 * demonstration, and the page says what is heard. Gives its id.
 */
export async function takeChime(ctx: Context): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cuntou-sound-'));
  try {
    const file = chime();
    const path = join(folder, 'chime.wav');
    await writeFile(path, file);
    const upload = { path, bytes: file.length, isTooBig: false, field: 'recording' };
    return must(await keepRecording(ctx, upload));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bell as a WAV file of one channel, eight bits a sample. */
export function chime(): Buffer {
  const samples = Buffer.from(
    Array.from({ length: RATE * SECONDS }, (_, no) => 128 + Math.round(100 * loudness(no / RATE))),
  );
  return Buffer.concat([
    Buffer.from('RIFF'),
    number(36 + samples.length),
    Buffer.from('WAVEfmt '),
    number(16),
    // Plain samples, one channel, so many a second and so many bytes, one byte and eight bits each.
    Buffer.from([1, 0, 1, 0]),
    number(RATE),
    number(RATE),
    Buffer.from([1, 0, 8, 0]),
    Buffer.from('data'),
    number(samples.length),
    samples,
  ]);
}

/** Between -1 and 1: all strokes together at this second. */
function loudness(second: number): number {
  const heard = STROKES.filter(({ at }) => at <= second).flatMap(({ at, pitch }) =>
    OVERTONES.map(({ times, share, decay }) => {
      const since = second - at;
      return share * Math.exp(-decay * since) * Math.sin(2 * Math.PI * pitch * times * since);
    }),
  );
  const sum = heard.reduce((all, one) => all + one, 0);
  return Math.max(-1, Math.min(1, sum));
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
