import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { type BenchCounty, makeBase, makeCounty } from '#tests/bench/county.ts';
import { ask } from '#tests/bench/load.ts';
import { startProduct } from '#tests/bench/processes.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { acknowledgedBy, lostAndDoubled, startWriters } from '#tests/long/support/writers.ts';

const POSTS = 100_000;
const WRITERS = 8;
const RESTORED_MS = 30_000;

let root: string;
let county: BenchCounty;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cuntou-backup-'));
  await makeBase(join(root, 'base'));
  county = await makeCounty(join(root, 'base'), join(root, 'county'), POSTS);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The operator's command line, as a process of its own. */
function cuntou(folder: string, ...args: string[]) {
  return promisify(execFile)(process.execPath, ['server/start.mjs', '--cli', ...args], {
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'error' },
  });
}

test(`${POSTS} posts, saved while people write, are there again within half a minute`, async () => {
  const running = await startProduct(county.folder, { LOG_LEVEL: 'silent' });
  const { cookies, peopleIds, talkIds } = county;
  const people = peopleIds.map((id, n) => ({ id, cookie: cookies[n] ?? '' }));
  const writers = startWriters({ people, postIds: talkIds, drafts: [] }, WRITERS, () => running);
  await expect.poll(() => acknowledgedBy(writers), { timeout: 60_000 }).toBeGreaterThan(200);

  const before = structuredClone({ acknowledged: writers.acknowledged });
  await cuntou(county.folder, 'backup', join(root, 'backup'));
  const meanwhile = acknowledgedBy(writers) - acknowledgedBy(before);
  await writers.stop();
  await running.stop();
  const folder = join(root, 'restored');
  const began = performance.now();
  await cuntou(folder, 'restore', join(root, 'backup'));
  const restoredAfter = performance.now() - began;

  const db = await openDatabase(join(folder, 'cuntou.db'));
  const { lost, doubled } = await lostAndDoubled(db.read, before);
  const wrong = await wrongCounters(db.read, 'counters');
  await db.close();
  console.log(
    `${acknowledgedBy(before)} acknowledged before, ${meanwhile} meanwhile, restored in ${Math.round(restoredAfter)} ms`,
  );
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: {} });
  expect(meanwhile).toBeGreaterThan(0);
  expect(writers.failures.answers).toBe(0);
  expect(restoredAfter).toBeLessThan(RESTORED_MS);
  await expectServed(folder);
});

/** With the key that was kept elsewhere, the restored county is served and its people are signed in. */
async function expectServed(folder: string): Promise<void> {
  const SECRET_KEY = readFileSync(join(county.folder, 'secret.key'), 'utf8').trim();
  const again = await startProduct(folder, { LOG_LEVEL: 'silent', SECRET_KEY });
  const [page, own] = await Promise.all([
    ask(again, { path: '/v/shiti/appeals' }),
    ask(again, { path: '/me', cookie: county.cookies[0] ?? '' }),
  ]);
  await again.stop();
  expect([page.status, own.status]).toEqual([200, 200]);
}
