import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { ask } from '#tests/bench/load.ts';
import { type Running, startProduct } from '#tests/bench/processes.ts';
import {
  asAdmin,
  type Cluster,
  follow,
  makeCluster,
  openGate,
} from '#tests/long/support/cluster.ts';
import { emptyDatabase, type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { acknowledgedBy, lostAndDoubled, startWriters } from '#tests/long/support/writers.ts';
import { inDatabase } from '#tests/support/embedded-postgres.ts';

const WRITERS = 8;
const CRASHES = 5;
const WRITABLE_AGAIN_MS = 15_000;

let primary: Cluster;
let gate: Awaited<ReturnType<typeof openGate>>;
let county: LongCounty;
let running: Running;

beforeAll(async () => {
  primary = await makeCluster();
  await primary.start();
  const direct = await emptyDatabase(primary.url);
  gate = await openGate(primary.port);
  county = await makeLongCounty(direct);
  const reached = new URL(direct);
  reached.port = String(gate.port);
  running = await startProduct(county.folder, { ...county.env, DATABASE_URL: reached.href });
});

afterAll(async () => {
  await running.stop();
  gate.close();
  county.remove();
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The county's database on another server. */
function on(cluster: Cluster): string {
  return inDatabase(cluster.url, new URL(county.databaseUrl).pathname.slice(1));
}

test('PostgreSQL is killed under load: nothing acknowledged is lost, and service comes back by itself', async () => {
  const writers = startWriters(county, WRITERS, () => running);
  const meanwhile: number[] = [];

  for (let crash = 0; crash < CRASHES; crash += 1) {
    await pause(1_000);
    await primary.crash();
    meanwhile.push((await ask(running, { path: '/readyz' })).status);
    meanwhile.push((await ask(running, { path: '/healthz' })).status);
    await pause(300);
    await primary.start();
  }
  const before = acknowledgedBy(writers);
  await expect.poll(() => acknowledgedBy(writers), { timeout: 10_000 }).toBeGreaterThan(before);
  await writers.stop();

  const db = await openDatabase(county.databaseUrl);
  const { lost, doubled } = await lostAndDoubled(db.read, writers);
  const wrong = await wrongCounters(db.read);
  await db.close();
  console.log(
    `${acknowledgedBy(writers)} acknowledged, ${writers.failures.answers} answers of 5xx, ${writers.again} sent again`,
  );
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: {} });
  expect(writers.failures.answers).toBeGreaterThan(0);
  expect({ notPlain: writers.failures.notPlain, refused: writers.wrong }).toEqual({
    ...{ notPlain: 0, refused: [] },
  });
  expect(meanwhile).toEqual(Array.from({ length: CRASHES }, () => [503, 200]).flat());
});

test('the primary is lost under load: its standby takes over with everything acknowledged', async () => {
  await primary.stop();
  const standby = await primary.copy();
  follow(standby, primary, 'standby');
  await primary.start(['synchronous_standby_names=standby']);
  await standby.start();
  await expect.poll(() => followers(primary.url), { timeout: 20_000 }).toEqual(['sync']);
  const writers = startWriters(county, WRITERS, () => running);
  await expect.poll(() => acknowledgedBy(writers), { timeout: 20_000 }).toBeGreaterThan(100);

  await primary.crash();
  const began = performance.now();
  await asAdmin(standby.url, 'SELECT pg_promote()');
  gate.moveTo(standby.port);
  const before = acknowledgedBy(writers);
  await expect
    .poll(() => acknowledgedBy(writers), { timeout: 2 * WRITABLE_AGAIN_MS, interval: 20 })
    .toBeGreaterThan(before);
  const writableAfter = performance.now() - began;
  await pause(1_000);
  await writers.stop();

  const db = await openDatabase(on(standby));
  const { lost, doubled } = await lostAndDoubled(db.read, writers);
  const wrong = await wrongCounters(db.read);
  await db.close();
  console.log(
    `${acknowledgedBy(writers)} acknowledged, writable again after ${Math.round(writableAfter)} ms`,
  );
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: {} });
  expect(writers.wrong).toEqual([]);
  expect(writableAfter).toBeLessThan(WRITABLE_AGAIN_MS);
  await running.stop();
  await standby.stop();
  standby.remove();
  primary.remove();
});

async function followers(url: string): Promise<string[]> {
  const rows = await asAdmin<{ state: string }>(
    url,
    'SELECT sync_state AS state FROM pg_stat_replication',
  );
  return rows.map(({ state }) => state);
}
