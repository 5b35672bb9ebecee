import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { startProduct } from '#tests/bench/processes.ts';
import { type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { acknowledgedBy, lostAndDoubled, startWriters } from '#tests/long/support/writers.ts';

const KILLS = 50;
const WRITERS = 8;
/** From the start of the process to its first answer. */
const UP_AGAIN_MS = 2_000;

let county: LongCounty;

beforeAll(async () => {
  county = await makeLongCounty();
});

afterAll(() => county.remove());

test(`the product is killed ${KILLS} times while ${WRITERS} write to it; nothing is lost or doubled`, async () => {
  let running = await startProduct(county.folder, county.env);
  const port = String(running.port);
  const writers = startWriters(county, WRITERS, () => running);
  const starts: number[] = [];

  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150 + (kill % 10) * 60));
    await running.kill();
    const began = performance.now();
    running = await startProduct(county.folder, { ...county.env, PORT: port });
    starts.push(performance.now() - began);
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
  const slowest = Math.max(...starts);
  console.log(
    `${acknowledgedBy(writers)} acknowledged, ${writers.again} sent again, slowest start ${Math.round(slowest)} ms`,
  );
  expect(acknowledgedBy(writers)).toBeGreaterThan(KILLS * WRITERS);
  expect(writers.again).toBeGreaterThan(KILLS);
  expect({ lost, doubled, integrity }).toEqual({ lost: [], doubled: [], integrity: 'ok' });
  expect({ wrong, refused: writers.wrong, code }).toEqual({ wrong: {}, refused: [], code: 0 });
  expect(slowest).toBeLessThan(UP_AGAIN_MS);
});
