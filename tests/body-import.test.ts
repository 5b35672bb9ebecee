import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { draft } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { rollTemplate } from '#server/bodies/import-file.ts';
import { rollCheckPage, rollImportPage } from '#server/bodies/import-views.ts';
import { rollOf } from '#server/bodies/roll.ts';
import { newId } from '#server/kernel/ids.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;
let clerk: string;

beforeAll(async () => {
  world = await openWorld();
  north = world.county.north;
  clerk = await world.cookieOf(world.people.clerk);
});
afterAll(() => world.close());
beforeEach(() =>
  world.app.db.write(async (tx) => {
    await tx.delete(bodyMember);
    await tx.delete(draft);
  }),
);

const HEADERS = '姓名,性别,组,身份证号后6位';
const desk = (body: string) => `/desk/bodies/${north}/${body}/import`;

async function send(lines: string[], body: BodyCode = 'representatives', as = clerk) {
  const form = new FormData();
  form.set('file', new Blob([[HEADERS, ...lines].join('\n')]), '代表.csv');
  return world.post(desk(body), form, as);
}

async function check(body: BodyCode = 'representatives') {
  const ref = { villageCode: north, body };
  const found = await rollCheckPage(await world.ctx(world.people.clerk), ref);
  if (!found || found === 'none') throw new Error(`check is ${found}`);
  return found;
}

async function bringIn(lines: string[], body: BodyCode = 'representatives') {
  expect((await send(lines, body)).status).toBe(303);
  const { key } = await check(body);
  return world.post(`${desk(body)}/apply`, { key }, clerk);
}

function rollNow(body: BodyCode = 'representatives') {
  return rollOf(world.app.db.read, north, body, world.clock.now());
}

/** A second villager of the name, in the second group. */
async function addNamesake(name: string): Promise<string> {
  const id = newId();
  const [second] = await world.app.db.read
    .select()
    .from(villager)
    .where(eq(villager.personId, world.people.second));
  if (!second) throw new Error('nobody in the second group');
  const { villageCode, householdId } = second;
  await world.app.db.write((tx) =>
    tx.insert(villager).values({ id, villageCode, householdId, name }),
  );
  return id;
}

describe('a table of representatives', () => {
  test('puts those of the roster on the roll, in its order and in one act', async () => {
    const answer = await bringIn(['周寒露,女,2组,', '罗白露,女,,', '吴夏至,男,2组,']);

    expect(answer.status).toBe(303);
    expect(
      (await rollNow()).map(({ name, isWoman, groupName }) => [name, isWoman, groupName]),
    ).toEqual([
      ['周寒露', true, '2组'],
      ['罗白露', true, '1组'],
      ['吴夏至', false, '2组'],
    ]);
    const acts = await world.app.db.read
      .select({ facts: ledgerEntry.facts })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'body.added'));
    expect(acts.at(-1)?.facts).toEqual({ body: 'representatives', added: 3, size: 3 });
  });

  test('brought in again it adds nobody twice, and takes nobody off', async () => {
    await bringIn(['罗白露,女,,']);

    await send(['罗白露,女,,', '周寒露,女,,']);
    const found = await check();
    await world.post(`${desk('representatives')}/apply`, { key: found.key }, clerk);

    expect([found.same, found.ready.map(({ name }) => name)]).toEqual([1, ['周寒露']]);
    expect((await rollNow()).map(({ name }) => name)).toEqual(['罗白露', '周寒露']);
  });

  test('pressed twice it is answered the same', async () => {
    await send(['罗白露,女,,']);
    const { key } = await check();

    const first = await world.post(`${desk('representatives')}/apply`, { key }, clerk);
    const second = await world.post(`${desk('representatives')}/apply`, { key }, clerk);

    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await rollNow()).toHaveLength(1);
  });

  test('names what is wrong, line by line, and brings in the rest', async () => {
    await send([
      '罗白露,女,,',
      '罗白露,女,,',
      '何外乡,男,,',
      '周寒露,不详,,',
      '吴夏至,男,9组,',
      '138,男,,',
    ]);

    const found = await check();

    expect(found.ready.map(({ name }) => name)).toEqual(['罗白露']);
    expect(found.faults.map(({ row, code }) => [row, code])).toEqual([
      [3, 'sameLineTwice'],
      [5, 'sexUnknown'],
      [6, 'noSuchGroup'],
      [7, 'nameWrong'],
      [4, 'notOnRoster'],
    ]);
  });

  test('tells people of one name apart by their group, or asks', async () => {
    const other = await addNamesake('罗白露');
    try {
      await send(['罗白露,女,,']);
      const unclear = await check();
      await bringIn(['罗白露,女,2组,']);

      expect(unclear.faults).toMatchObject([{ code: 'namesakes' }]);
      expect((await rollNow()).map(({ villagerId }) => villagerId)).toEqual([other]);
    } finally {
      await world.app.db.write((tx) => tx.delete(villager).where(eq(villager.id, other)));
    }
  });

  test('reads the sex from a whole ID number where no column says it', async () => {
    const lines = ['何外乡,,,11010519491231002X', '周寒露,,,'];
    await send(lines, 'collective_members');

    const found = await check('collective_members');

    expect(found.ready).toMatchObject([{ name: '何外乡', isWoman: true }]);
    expect(found.faults.map(({ code }) => code)).toEqual(['sexUnknown']);
  });

  test('does not take somebody for another of his name', async () => {
    await send(['罗白露,女,,31002X']);

    expect((await check()).faults).toMatchObject([{ code: 'idDiffers' }]);
  });

  test('keeps no ID number, not even while it waits', async () => {
    await send(['罗白露,,,11010519491231002X']);

    const rows = await world.app.db.read.select().from(draft);

    expect(JSON.stringify(rows)).not.toContain('31002X');
    expect(JSON.stringify(await check())).not.toContain('19491231');
  });
});

test('a table of the collective’s members takes by name alone who is on no roster here', async () => {
  await bringIn(['何外乡,男,,', '罗白露,女,,'], 'collective_members');

  const roll = await rollNow('collective_members');
  expect(roll.map(({ name, villagerId }) => [name, villagerId !== null])).toEqual([
    ['何外乡', false],
    ['罗白露', true],
  ]);
});

test('the line of the template is refused when it stays', async () => {
  const lines = writeDelimited(rollTemplate()).split('\r\n').slice(1);

  await send(lines.filter((line) => line !== ''));

  expect((await check()).ready).toEqual([]);
});

test('nobody else sends, sees or brings in a table', async () => {
  await send(['罗白露,女,,']);
  const { key } = await check();
  const { villager: folk, southSecretary, cadre } = world.people;

  for (const who of [folk, southSecretary, cadre]) {
    const as = await world.cookieOf(who);
    expect((await send(['罗白露,女,,'], 'representatives', as)).status).toBe(404);
    expect((await world.post(`${desk('representatives')}/apply`, { key }, as)).status).toBe(404);
    expect((await world.get(`${desk('representatives')}/template.csv`, as)).status).toBe(404);
    const ref = { villageCode: north, body: 'representatives' };
    expect(await rollImportPage(await world.ctx(who), ref)).toBeNull();
  }
  expect(await rollNow()).toEqual([]);
});

test('a table that is not wanted is dropped', async () => {
  await send(['罗白露,女,,']);

  await world.post(`${desk('representatives')}/drop`, {}, clerk);

  const ref = { villageCode: north, body: 'representatives' };
  expect(await rollCheckPage(await world.ctx(world.people.clerk), ref)).toBe('none');
});
