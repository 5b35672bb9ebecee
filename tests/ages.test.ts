import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { draft } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { agesPage } from '#server/bodies/ages.ts';
import { importCheck } from '#server/grids/household-import-views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;
let clerk: string;

beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
  clerk = await world.cookieOf(world.people.clerk);
});
afterEach(() => world.close());

const TODAY = '2026-11-16';

async function adultFrom(name: string): Promise<string | null | undefined> {
  const [line] = await world.app.db.read
    .select({ adultFrom: villager.adultFrom })
    .from(villager)
    .where(and(eq(villager.name, name), eq(villager.villageCode, north)));
  return line?.adultFrom;
}

async function idOf(personId: string): Promise<string> {
  const [line] = await world.app.db.read
    .select({ id: villager.id })
    .from(villager)
    .where(eq(villager.personId, personId));
  return line?.id ?? '';
}

async function bringIn(lines: string[]) {
  const form = new FormData();
  const file = ['组,户号,姓名,身份证号,出生日期', ...lines].join('\n');
  form.set('file', new Blob([file]), '名册.csv');
  await world.post(`/desk/roster/import/${north}`, form, clerk);
  const found = await importCheck(await world.ctx(world.people.clerk), north);
  if (!found || found === 'none') throw new Error(`check is ${found}`);
  return {
    found,
    press: () => world.post(`/desk/roster/import/${north}/apply`, { key: found.key }, clerk),
  };
}

const say = (fields: Record<string, string>, as = clerk) =>
  world.post(`/desk/bodies/${north}/ages`, fields, as);
const page = async (who: string) => agesPage(await world.ctx(who), north, null);

describe('a list with dates of birth', () => {
  test('leaves of who is grown up the day of the list, and of a child the birthday at eighteen', async () => {
    const { press } = await bringIn([
      '1组,21,金谷雨,,1990年3月7日',
      '1组,21,金小满,,2012/3/7',
      '1组,22,汪立秋,,',
      '1组,23,何大雪,11010519491231002X,',
    ]);
    await press();

    expect(await adultFrom('金谷雨')).toBe(TODAY);
    expect(await adultFrom('金小满')).toBe('2030-03-07');
    expect(await adultFrom('汪立秋')).toBeNull();
    expect(await adultFrom('何大雪')).toBe(TODAY);
  });

  test('keeps no birthday of a grown-up anywhere, waiting or brought in', async () => {
    const lying = async () =>
      JSON.stringify([
        await world.app.db.read.select().from(draft),
        await world.app.db.read.select().from(villager),
        await world.app.db.read.select().from(ledgerEntry),
      ]);
    const { found, press } = await bringIn(['1组,21,金谷雨,,1990-03-07']);
    const waiting = `${await lying()}${JSON.stringify(found)}`;

    await press();

    expect(waiting + (await lying())).not.toMatch(/1990|03-07/);
  });

  test('brought in again on another day changes nobody', async () => {
    const lines = ['1组,21,金谷雨,,1990-03-07', '1组,21,金小满,,2012-03-07'];
    await (await bringIn(lines)).press();
    world.clock.set(world.clock.now() + 40 * 24 * 3_600_000);

    const { found } = await bringIn(lines);

    expect(found).toMatchObject({ same: 2, counts: { added: 0, changed: 0 } });
  });

  test('says of whose age it is not sure, and leaves out who cannot be right', async () => {
    const { found } = await bringIn(['1组,21,金谷雨,,2012年3月', '1组,22,汪立秋,,2031-01-01']);

    expect(found.faults.map(({ row, code }) => [row, code])).toEqual([
      [2, 'birthUnclear'],
      [3, 'birthWrong'],
    ]);
  });

  test('without dates leaves what was known as it is', async () => {
    await (await bringIn(['1组,21,金谷雨,,2012-03-07'])).press();

    await (await bringIn(['1组,21,金谷雨,,', '1组,21,金小满,,'])).press();

    expect(await adultFrom('金谷雨')).toBe('2030-03-07');
  });
});

describe('people of unknown age', () => {
  test('are counted on the desk and listed by name', async () => {
    const view = await page(world.people.clerk);

    expect(view).toMatchObject({ adults: 0, minors: 0, unknown: 3 });
    expect(view?.people.map(({ name }) => name).sort()).toEqual(
      ['周寒露', '吴夏至', '罗白露'].sort(),
    );
  });

  test('are all grown up by one act, of which the ledger keeps who said it of how many', async () => {
    const answer = await say({ all: 'yes' });

    expect(answer.status).toBe(303);
    expect(await page(world.people.clerk)).toMatchObject({ adults: 3, unknown: 0 });
    expect(await adultFrom('罗白露')).toBe(TODAY);
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'roster.ages-said'));
    expect(acts).toMatchObject([
      { actorId: world.people.clerk, actorRole: 'clerk', facts: { how: 'all', people: 3 } },
    ]);
  });

  test('nobody says it of all without having ticked', async () => {
    const answer = await say({});

    expect((await answer.json()).form.errors).toEqual({ all: 'tickFirst' });
    expect(await adultFrom('罗白露')).toBeNull();
  });

  test('one by one: grown up, or a child with a day of birth', async () => {
    await say({ villagerId: await idOf(world.people.villager) });
    await say({ villagerId: await idOf(world.people.second), birth: '2012年3月7日' });
    const wrong = await say({ villagerId: await idOf(world.people.neighbour), birth: '明天' });

    expect(await adultFrom('罗白露')).toBe(TODAY);
    expect(await adultFrom('吴夏至')).toBe('2030-03-07');
    expect(wrong.status).toBe(422);
    expect(await page(world.people.clerk)).toMatchObject({ adults: 1, minors: 1, unknown: 1 });
  });

  test('what is known already is not said over', async () => {
    const villagerId = await idOf(world.people.villager);
    await say({ villagerId, birth: '2012-03-07' });

    const answers = [
      await say({ villagerId }),
      await say({ all: 'yes' }),
      await say({ all: 'yes' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 303, 422]);
    expect(await adultFrom('罗白露')).toBe('2030-03-07');
  });

  test('only the village’s office says it, of its own people', async () => {
    const { villager: folk, cadre, southSecretary } = world.people;
    const southerner = await idOf(world.people.southerner);

    for (const who of [folk, cadre, southSecretary]) {
      expect((await say({ all: 'yes' }, await world.cookieOf(who))).status).toBe(404);
      expect(await page(who)).toBeNull();
    }
    expect((await say({ villagerId: southerner })).status).toBe(422);
  });
});
