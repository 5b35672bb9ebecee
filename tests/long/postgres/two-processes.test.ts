import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { appealStep } from '#db/schema/appeals.ts';
import { job } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import type { Database } from '#db/surface.ts';
import { newToken } from '#server/kernel/ids.ts';
import { ask } from '#tests/bench/load.ts';
import { type Running, startProduct } from '#tests/bench/processes.ts';
import { silentAppeals } from '#tests/long/support/appeals.ts';
import { emptyDatabase, type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import { guestBody } from '#tests/long/support/guests.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { acknowledgedBy, lostAndDoubled, startWriters } from '#tests/long/support/writers.ts';

const WRITERS = 8;
/** Well before the connections that are still open are cut. */
const DRAINED_MS = 3_500;
/** Another process hears of a write a moment later than the one that wrote. */
const HEARD_MS = 1_000;
const TAKEN_OVER_MS = 65_000;

let county: LongCounty;
let db: Database;
let running: Running[];

beforeAll(async () => {
  county = await makeLongCounty(await emptyDatabase(inject('postgresBase')));
  db = await openDatabase(county.databaseUrl);
  running = [await start('one'), await start('two')];
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await db.close();
  county.remove();
});

/** A process whose connections PostgreSQL knows by this name. */
function start(name: string, port = '0'): Promise<Running> {
  const DATABASE_URL = `${county.databaseUrl}?application_name=${name}`;
  return startProduct(county.folder, { ...county.env, DATABASE_URL, PORT: port });
}

function processNo(n: number): Running {
  return running[n % running.length]!;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('two processes on one database', () => {
  test('restarted in turn under load, each request succeeds after one retry at most', async () => {
    const writers = startWriters(county, WRITERS, (writer, tries) => processNo(writer + tries));
    const stops: { ms: number; code: number | null }[] = [];

    for (let turn = 0; turn < 6; turn += 1) {
      await pause(700);
      const { port } = processNo(turn);
      const began = performance.now();
      const code = await processNo(turn).stop();
      stops.push({ ms: performance.now() - began, code });
      running[turn % 2] = await start(turn % 2 === 0 ? 'one' : 'two', String(port));
    }
    await writers.stop();

    const { lost, doubled } = await lostAndDoubled(db.read, writers);
    console.log(
      `${acknowledgedBy(writers)} acknowledged, ${writers.again} sent again, slowest stop ${Math.round(Math.max(...stops.map(({ ms }) => ms)))} ms`,
    );
    expect(acknowledgedBy(writers)).toBeGreaterThan(100);
    expect(writers.mostTries).toBeLessThanOrEqual(2);
    expect({ lost, doubled, refused: writers.wrong }).toEqual({
      lost: [],
      doubled: [],
      refused: [],
    });
    expect(stops.every(({ ms, code }) => ms < DRAINED_MS && code === 0)).toBe(true);
  });

  test('a guest reads what was acknowledged, here at once and there a moment later', async () => {
    const [apart = ''] = county.postIds.slice(-1);
    const path = await pathOf(apart);
    const others = { ...county, postIds: county.postIds.slice(0, -1) };
    const writers = startWriters(others, WRITERS, (writer) => processNo(writer));
    const slowest: number[] = [];

    for (let n = 0; n < 25; n += 1) {
      const [here, there] = [processNo(n), processNo(n + 1)];
      await Promise.all([guestBody(here, path), guestBody(there, path)]);
      const body = `听得见吗 ${n} ${newToken().slice(0, 6)}`;
      const form = { kind: 'say', body, shownAs: 'resident', key: newToken() };
      const said = await ask(here, {
        path: `/posts/${apart}/comments`,
        cookie: county.people[n]?.cookie ?? '',
        form,
      });
      expect(said.status).toBe(303);
      expect(await guestBody(here, path), 'stale where it was written').toContain(body);
      slowest.push(await untilHeard(there, path, body));
    }
    await writers.stop();

    console.log(`heard by the other process within ${Math.round(Math.max(...slowest))} ms`);
    expect(Math.max(...slowest)).toBeLessThan(HEARD_MS);
    const { lost, doubled } = await lostAndDoubled(db.read, writers);
    expect({ lost, doubled, wrong: await wrongCounters(db.read) }).toEqual({
      ...{ lost: [], doubled: [], wrong: {} },
    });
  });

  test('when it is quiet again both show what a newly started one shows', async () => {
    await pause(HEARD_MS);
    const fresh = await start('fresh');
    const paths = ['/', '/v/shiti', '/v/shiti/appeals', '/v/shiti/talks', '/county'];
    for (const id of county.postIds.slice(-10)) paths.push(await pathOf(id));

    const differing: string[] = [];
    for (const path of paths) {
      const [one, two, newest] = await Promise.all(
        [processNo(0), processNo(1), fresh].map((each) => guestBody(each, path)),
      );
      if (one !== newest || two !== newest) differing.push(path);
    }
    await fresh.stop();

    expect(differing).toEqual([]);
  });

  test('when the clock moves in both, each silent matter is closed once', async () => {
    const ids = await silentAppeals(county, 12);
    const cookie = county.bar.villager ?? '';

    for (let press = 0; press < 13; press += 1) {
      const form = { back: '/' };
      const moved = await ask(processNo(press), { path: '/demo/next-workday', cookie, form });
      expect(moved.status).toBe(303);
    }
    await expect.poll(() => unconfirmedOf(ids), { timeout: 10_000 }).toEqual(ids.map(() => 1));

    expect(await wrongCounters(db.read)).toEqual({});
  });

  test('killed while it holds the lock of the worker, the other takes over within a minute', async () => {
    const admin = new pg.Client({ connectionString: county.databaseUrl });
    await admin.connect();
    await admin.query('BEGIN');
    // Jobs note when they ran: while nobody may, whoever works goes on holding the lock.
    await admin.query('LOCK TABLE job IN SHARE MODE');
    const cookie = county.bar.villager ?? '';
    const moving = ask(processNo(0), { path: '/demo/next-workday', cookie, form: { back: '/' } });
    moving.catch(() => {});
    await expect.poll(() => holderOfLock(admin), { timeout: 10_000 }).toHaveLength(1);
    const [holder] = await holderOfLock(admin);
    const at = holder === 'one' ? 0 : 1;

    await processNo(at).kill();
    await admin.query('COMMIT');
    await admin.end();
    const killedAt = await lastRun();
    const began = performance.now();
    await expect.poll(lastRun, { timeout: TAKEN_OVER_MS, interval: 500 }).toBeGreaterThan(killedAt);

    console.log(`taken over after ${Math.round((performance.now() - began) / 1000)} s`);
    running[at] = await start(holder ?? 'one');
  });
});

async function untilHeard(target: Running, path: string, words: string): Promise<number> {
  const began = performance.now();
  while (!(await guestBody(target, path)).includes(words)) {
    if (performance.now() - began > 5 * HEARD_MS) return Number.POSITIVE_INFINITY;
  }
  return performance.now() - began;
}

async function pathOf(id: string): Promise<string> {
  const [row] = await db.read.select({ slip: post.slipCode }).from(post).where(eq(post.id, id));
  const answer = await ask(processNo(0), { path: `/s/${row?.slip}` });
  return String(answer.headers.location);
}

async function unconfirmedOf(ids: string[]): Promise<number[]> {
  const steps = await db.read
    .select({ postId: appealStep.postId })
    .from(appealStep)
    .where(eq(appealStep.kind, 'unconfirmed'));
  return ids.map((id) => steps.filter(({ postId }) => postId === id).length);
}

async function holderOfLock(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()`,
  );
  return rows.map(({ name }) => name);
}

async function lastRun(): Promise<number> {
  const [row] = await db.read.select({ at: sql<number>`max(${job.ranAt})` }).from(job);
  return Number(row?.at ?? 0);
}
