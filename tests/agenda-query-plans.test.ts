import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { runningPage } from '#server/agenda/county.ts';
import { alsoGrowing, collectStatements, costsOf } from '#tests/support/query-plans.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let collected: ReturnType<typeof collectStatements>;
let world: World;

beforeAll(async () => {
  // First: a connection keeps what it prepared, and prepares it only once.
  collected = collectStatements();
  world = await openWorld();
});

afterAll(async () => {
  collected.stop();
  await world.close();
});

/** What villages decide together, and keep for ever. */
const DECIDED = ['vote', 'survey', 'motion_step', 'contest', 'drive'];
const ID = '00000000-0000-0000-0000-000000000000';
const LISTS: [kind: string, after: string][] = [
  ['vote', `1763000000000_${ID}`],
  ['survey', `1763000000000_${ID}`],
  ['meeting', `2026-11-20_${ID}`],
  ['contest', `2026-11-20_${ID}`],
  ['drive', `2026-11-20_${ID}`],
];

test('what runs in the county is found among what runs, not among all that ever ran', async () => {
  alsoGrowing(DECIDED);
  const guest = await world.ctx();
  for (const [kind, after] of LISTS) {
    await runningPage(guest, { kind, town: null, after: null });
    await runningPage(guest, { kind, town: 'liuhe', after });
  }
  for (const text of preparedTexts(world.app.db.read)) collected.statements.add(text);

  const connection = new BetterSqlite3(world.app.env.databaseUrl, { readonly: true });
  const costly = [...collected.statements].flatMap((statement) => {
    const costs = costsOf(connection, statement);
    return costs.length > 0 ? [{ statement, costs }] : [];
  });
  connection.close();

  expect(costly).toEqual([]);
});
