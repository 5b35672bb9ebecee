import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { closeApp, openApp } from '#server/boot.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { App } from '#server/kernel/context.ts';
import { readEnv } from '#server/kernel/env.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { freshDatabase } from '#tests/support/fresh-database.ts';

/**
 * A drawn villager without a phone answers on paper, and for that the table of his pool is opened; how
 * many sheets there are depends on whose town the drawn reviewers may not read.
 */
const byLot = "('draw.opening-asked', 'draw.table-opened', 'selection.sheet-sent')";

/** Everything of a county that depends neither on the ids nor on the lots that chance gave it. */
const figures = {
  tallies: 'SELECT village_code, kind, state, month, n FROM village_tally WHERE n <> 0',
  posts: `SELECT village_code, no, kind, state, audience, title, body, first_due_at, finish_due_at,
    first_answered_at, finished_at, created_at, likes, comments, cosigns, photos FROM post`,
  sheets: `SELECT p.village_code, p.no, s.clock, s.version, s.due_at, s.reason FROM clock_sheet s
    JOIN post p ON p.id = s.post_id`,
  steps: `SELECT p.village_code, p.no, s.kind, s.at, s.round, s.body FROM appeal_step s
    JOIN post p ON p.id = s.post_id`,
  said: `SELECT p.village_code, p.no, c.kind, c.body, c.created_at, c.first_due_at FROM comment c
    JOIN post p ON p.id = c.post_id`,
  acts: `SELECT what, village_code, count(*) AS n, min(at) AS from_at, max(at) AS until_at
    FROM ledger_entry WHERE what NOT IN ${byLot} GROUP BY what, village_code`,
  messages: `SELECT template, count(*) AS n FROM outbox_message WHERE template <> 'promise.ask'
    GROUP BY template`,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuntou-replay-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the whole demonstration, told twice, is the same county to the minute', async () => {
  const first = await told('first');
  const second = await told('second');

  expect(Object.values(first).every((rows) => rows.length > 0)).toBe(true);
  expect(second).toEqual(first);
});

test('a recount misses no act that is missing in the ledger', async () => {
  const base = await freshDatabase(folder);
  const env = readEnv({ DATA_DIR: join(folder, 'acts'), LOG_LEVEL: 'silent' });
  const app = await openApp({ ...env, databaseUrl: base.url });
  await seedDemo(app, () => {}, { only: ASKING_VILLAGES });
  const unnoticed: string[] = [];

  for (const what of recounted) {
    const found = await withoutOne(app, what);
    if (found.length === 0) unnoticed.push(what);
  }

  expect(unnoticed).toEqual([]);
  expect(await wrongCounters(app.db.read)).toEqual({});
  await closeApp(app);
  await base.drop();
});

/** Villages of the demonstration that published, were asked about a line, and ask jointly. */
const ASKING_VILLAGES = ['gaogongqiao', 'huming'];
const recounted = [
  ...['talk.posted', 'letter.posted', 'objection.asked', 'objection.answered', 'request.opened'],
  ...['disclosure.published', 'disclosure.signed', 'disclosure.met', 'comment.said'],
];

/** What a recount says while one entry of this act is away. */
async function withoutOne(app: App, what: string): Promise<string[]> {
  const [one] = await app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, what))
    .limit(1);
  if (!one) throw new Error(`the villages have no ${what}`);
  await app.db.write((tx) => tx.delete(ledgerEntry).where(eq(ledgerEntry.id, one.id)));
  const found = Object.keys(await wrongCounters(app.db.read));
  await app.db.write((tx) => tx.insert(ledgerEntry).values(one));
  return found;
}

/** Seeds all villages through the commands; every figure in an order of its own. */
async function told(name: string): Promise<Record<string, string[]>> {
  const data = join(folder, name);
  const env = readEnv({ DATA_DIR: data, LOG_LEVEL: 'silent' });
  const base = await freshDatabase(folder);
  const app = await openApp({ ...env, databaseUrl: base.url });
  await seedDemo(app, () => {});
  expect(await wrongCounters(app.db.read)).toEqual({});
  const found: Record<string, string[]> = {};
  for (const [what, statement] of Object.entries(figures)) {
    const rows = await app.db.read.rows(sql.raw(statement));
    found[what] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  await closeApp(app);
  await base.drop();
  return found;
}
