import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, inject, test } from 'vitest';

const KILLS = 50;
const WRITERS = 8;
/** A database left by a killed process can be written again within this. */
const UP_AGAIN_MS = 2_000;

test(`${KILLS} times kill -9 under ${WRITERS} writers loses and doubles nothing`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cuntou-kill-'));
  const path = join(folder, 'cuntou.db');
  copyFileSync(inject('sqliteBase'), path);
  const next = Array.from({ length: WRITERS }, () => 0);
  const slowest: number[] = [];

  for (let kill = 0; kill < KILLS; kill += 1) {
    const { acknowledged, readyAfterMs } = await writeUntilKilled(path, next, 200 + kill * 10);
    slowest.push(readyAfterMs);
    for (const key of acknowledged) {
      const [writer, no] = key.split(':').map(Number);
      // The write after the last acknowledged one is sent again with the same key.
      next[writer!] = Math.max(next[writer!]!, no! + 1);
    }
  }

  const db = new BetterSqlite3(path, { readonly: true });
  const counts = new Map(
    db.prepare('SELECT template, count(*) FROM outbox_message GROUP BY template').raw().all() as [
      string,
      number,
    ][],
  );
  const lost = next.flatMap((end, writer) =>
    Array.from({ length: end }, (_, no) => `${writer}:${no}`).filter((key) => !counts.has(key)),
  );
  const doubled = [...counts].filter(([, times]) => times > 1);
  const integrity = db.pragma('integrity_check', { simple: true });
  db.close();
  rmSync(folder, { recursive: true, force: true });
  console.log(`${counts.size} writes, slowest start ${Math.round(Math.max(...slowest))} ms`);
  expect(counts.size).toBeGreaterThan(KILLS);
  expect({ lost, doubled, integrity }).toEqual({ lost: [], doubled: [], integrity: 'ok' });
  expect(Math.max(...slowest)).toBeLessThan(UP_AGAIN_MS);
});

/** Lets the writers write for some ms, then kills them as a power cut of the process would. */
function writeUntilKilled(path: string, next: number[], ms: number) {
  const child = spawn(
    process.execPath,
    ['tests/long/sqlite/bare-writers.ts', path, ...next.map(String)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  let isWriting = false;
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    if (isWriting) return;
    isWriting = true;
    setTimeout(() => child.kill('SIGKILL'), ms);
  });
  return new Promise<{ acknowledged: string[]; readyAfterMs: number }>((resolve) => {
    child.once('close', () => {
      // The last line may have been cut in the middle: it was not acknowledged.
      const [readyAfter, ...acknowledged] = said.split('\n').slice(0, -1);
      resolve({ acknowledged, readyAfterMs: Number(readyAfter) });
    });
  });
}
