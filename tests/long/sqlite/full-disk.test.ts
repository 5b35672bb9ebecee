import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { ask } from '#tests/bench/load.ts';
import { startProduct } from '#tests/bench/processes.ts';
import { copyOf, type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { acknowledgedBy, lostAndDoubled, startWriters } from '#tests/long/support/writers.ts';

const WRITERS = 8;
const DISK = 'size=64m';
const BLOCK = 4096;
/** What is left free: too little for the next commits. */
const LEFT_BYTES = 32 * 1024;

// Only root may mount a small disk.
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!mayMount) console.warn('The stories of a full disk need root on Linux; they are left out.');

let disk: string;
let county: LongCounty;

beforeAll(async () => {
  if (!mayMount) return;
  disk = mkdtempSync(join(tmpdir(), 'cuntou-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', DISK, 'none', disk]);
  const made = await makeLongCounty();
  county = copyOf(made, join(disk, 'data'));
  made.remove();
});

afterAll(() => {
  if (!mayMount) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Takes all of the disk but a little: half of what is still free at a time, since others write too. */
function fillDisk(): () => void {
  const ballast = join(disk, 'ballast');
  let taken = 0;
  for (let free = freeBytes(); free > LEFT_BYTES; free = freeBytes()) {
    taken += Math.ceil((free - LEFT_BYTES) / 2 / BLOCK) * BLOCK;
    execFileSync('fallocate', ['-l', String(taken), ballast]);
  }
  return () => rmSync(ballast);
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
}

test.runIf(mayMount)(
  'on a full disk nobody is told "saved", and service comes back by itself',
  async () => {
    const running = await startProduct(county.folder, county.env);
    const writers = startWriters(county, WRITERS, () => running);
    const readers: number[] = [];
    const rounds: { saved: number; refused: number }[] = [];

    for (let round = 0; round < 3; round += 1) {
      await pause(1_500);
      const empty = fillDisk();
      await expect
        .poll(() => writers.failures.answers, { timeout: 20_000 })
        .toBeGreaterThan(round * 20);
      const before = acknowledgedBy(writers);
      const refused = writers.failures.answers;
      await pause(1_500);
      readers.push((await ask(running, { path: '/v/shiti' })).status);
      readers.push((await ask(running, { path: '/county' })).status);
      rounds.push({
        saved: acknowledgedBy(writers) - before,
        refused: writers.failures.answers - refused,
      });
      empty();
      const after = acknowledgedBy(writers);
      await expect.poll(() => acknowledgedBy(writers), { timeout: 20_000 }).toBeGreaterThan(after);
    }
    await writers.stop();
    const code = await running.stop();

    const db = await openDatabase(county.databaseUrl);
    const { lost, doubled } = await lostAndDoubled(db.read, writers);
    const wrong = await wrongCounters(db.read);
    await db.close();
    const sqlite = new BetterSqlite3(county.databaseUrl, { readonly: true });
    const integrity = sqlite.pragma('integrity_check', { simple: true });
    sqlite.close();
    console.log(
      `${acknowledgedBy(writers)} acknowledged, ${writers.failures.answers} answers of 5xx`,
    );
    expect({ lost, doubled, wrong, integrity }).toEqual({
      ...{ lost: [], doubled: [], wrong: {}, integrity: 'ok' },
    });
    expect({ notPlain: writers.failures.notPlain, refused: writers.wrong, code }).toEqual({
      ...{ notPlain: 0, refused: [], code: 0 },
    });
    expect(readers.filter((status) => status !== 200)).toEqual([]);
    expect(rounds.every(({ refused }) => refused > 0)).toBe(true);
  },
);
