import { afterAll, beforeAll, expect, test } from 'vitest';
import { ruleVersion } from '#db/schema/kernel.ts';
import { ruleTables } from '#server/kernel/county-book.ts';
import { recordRules } from '#server/kernel/rule-versions.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const kept = () => world.app.db.read.select().from(ruleVersion);

test('the county’s tables are kept word for word, once a version', async () => {
  const tables = ruleTables(world.app.env.root);

  await recordRules(world.app.db, tables, world.clock.now());
  await recordRules(world.app.db, tables, world.clock.now());

  const rows = await kept();
  expect(rows).toHaveLength(tables.length);
  expect(rows.find((row) => row.name === 'rules')?.body).toEqual(tables[0]?.body);
});

test('a new version stands beside the old one', async () => {
  const before = { name: 'example', version: 1, body: { days: 3 } };
  const after = { name: 'example', version: 2, body: { days: 5 } };

  await recordRules(world.app.db, [before], world.clock.now());
  await recordRules(world.app.db, [after], world.clock.now());

  const rows = (await kept()).filter((row) => row.name === 'example');
  expect(rows.map((row) => row.body).sort()).toEqual([{ days: 3 }, { days: 5 }]);
});

test('a table changed under its old number is refused in words', async () => {
  const changed = { name: 'example', version: 2, body: { days: 9 } };

  const recording = recordRules(world.app.db, [changed], world.clock.now());

  await expect(recording).rejects.toThrow('Give it a new version number');
});
