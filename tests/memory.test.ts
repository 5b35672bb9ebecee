import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { among, beginsWithOne } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { setting } from '#db/schema/kernel.ts';
import { memory } from '#server/kernel/memory.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Reads of people by id, remembered, and which ids were asked of the database. */
function rememberedReads() {
  const asked: string[] = [];
  const people = memory<string>('person:');
  const read = (...ids: string[]) =>
    people(world.app, ids, async (missing) => {
      asked.push(...missing);
      return new Map(missing.map((id) => [id, `name of ${id}`]));
    });
  return { asked, read, people };
}

const touch = (...tags: string[]) => world.app.db.write(async (tx) => tx.touch(...tags));

describe('what stands on every page', () => {
  test('is read once, and only what is not known yet', async () => {
    const { asked, read } = rememberedReads();

    await read('a');
    const both = await read('a', 'b', 'b');

    expect(asked).toEqual(['a', 'b']);
    expect([...both]).toEqual([
      ['a', 'name of a'],
      ['b', 'name of b'],
    ]);
  });

  test.each([
    ['everything, when any place was changed', 'grid:510681000000', ['a', 'b']],
    ['everything, when nobody knows what was changed', '*', ['a', 'b']],
    ['one person, when only he was changed', 'person:b', ['b']],
    ['nothing, when a post was changed', 'post:1', []],
  ])('is read again: %s', async (_what, tag, again) => {
    const { asked, read } = rememberedReads();
    await read('a', 'b');

    await touch(tag);
    await read('a', 'b');

    expect(asked).toEqual(['a', 'b', ...again]);
  });

  test('is not kept when it changed while it was being read', async () => {
    const { asked, read, people } = rememberedReads();

    const overtaken = await people(world.app, ['a'], async () => {
      await touch('person:a');
      return new Map([['a', 'the old name']]);
    });
    const fresh = await read('a');

    expect(overtaken.get('a')).toBe('the old name');
    expect(fresh.get('a')).toBe('name of a');
    expect(asked).toEqual(['a']);
  });
});

describe('a prepared query', () => {
  test('reads inside a write what that write has written, and outside what was there before', async () => {
    await world.app.db.write((tx) => writeSetting(tx, 'prepared', 'old'));

    const seen = await world.app.db.write(async (tx) => {
      await writeSetting(tx, 'prepared', 'new');
      const outside = await readSetting(world.app.db.read, 'prepared');
      return { inside: await readSetting(tx, 'prepared'), outside };
    });

    expect(seen).toEqual({ inside: 'new', outside: 'old' });
    expect(await readSetting(world.app.db.read, 'prepared')).toBe('new');
  });

  test('may not be run after its write ended', async () => {
    const kept = await world.app.db.write(async (tx) => ({ tx }));

    await expect(async () => readSetting(kept.tx, 'prepared')).rejects.toThrow('after its write');
  });

  test('takes lists of any length, with quotes and commas in them', async () => {
    const keys = ['list.a', `list.'b",{}`, 'list.路灯'];
    await world.app.db.write(async (tx) => {
      for (const key of keys) await writeSetting(tx, key, 1);
    });
    const oneOf = prepared(['keys'], (db, marks) =>
      db
        .select({ key: setting.key })
        .from(setting)
        .where(among(setting.key, marks.keys))
        .orderBy(sql`${setting.key} DESC`)
        .limit(10),
    );
    const begun = prepared(['starts'], (db, { starts }) =>
      db.select({ key: setting.key }).from(setting).where(beginsWithOne(setting.key, starts)),
    );

    const { read } = world.app.db;

    expect((await oneOf(read, { keys })).map(({ key }) => key).sort()).toEqual(keys.toSorted());
    expect(await oneOf(read, { keys: ['list.a', 'list'] })).toEqual([{ key: 'list.a' }]);
    expect(await oneOf(read, { keys: [] })).toEqual([]);
    expect(await begun(read, { starts: ['list.'] })).toHaveLength(3);
    expect(await begun(read, { starts: ['list.路', 'other'] })).toEqual([{ key: 'list.路灯' }]);
    expect(await begun(read, { starts: [] })).toEqual([]);
  });
});
