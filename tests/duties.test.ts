import { afterEach, beforeEach, expect, test } from 'vitest';
import { assignment, cadre } from '#db/schema/grids.ts';
import { insertAssignment } from '#server/grids/assignments.ts';
import { createGroups, createHouseholds, createMicroGrids } from '#server/grids/commands.ts';
import {
  answererFor,
  nextPostNo,
  onDutyNow,
  secretaryOf,
  standInFor,
} from '#server/grids/duties.ts';
import { gridGaps } from '#server/grids/gaps.ts';
import { pairHousehold, recordDutyShift, recordLeave } from '#server/grids/rosters.ts';
import { dutyPeople, gridPath, groupsOf } from '#server/grids/views.ts';
import { systemViewer } from '#server/kernel/viewer.ts';
import { DAY_MS, HOUR_MS } from '#server/rules/dates.ts';
import { MONDAY_MORNING, openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const at = MONDAY_MORNING;
const read = () => world.app.db.read;
const system = async () => ({ ...(await world.ctx()), viewer: systemViewer });

async function aHousehold(gridCode: string) {
  const made = await createHouseholds(await system(), { gridCode, count: 1 });
  if (!made.ok || !made.value[0]) throw new Error('no household was made');
  return made.value[0];
}

test('the cadre of the grid answers for its households', async () => {
  const { north, people } = world.county;

  const answerer = await answererFor(read(), { gridCode: `${north}001`, householdId: null }, at);

  expect(answerer).toEqual({ personId: people.cadre, gridCode: `${north}001` });
});

test('a village with one grid has one cadre for all its groups', async () => {
  const { south, people } = world.county;

  const answerer = await answererFor(read(), { gridCode: `${south}002`, householdId: null }, at);

  expect(answerer).toEqual({ personId: people.southCadre, gridCode: south });
});

test('where a grid has no cadre of its own, the secretary answers', async () => {
  const { north, people } = world.county;
  const made = await createGroups(await system(), { villageCode: north, names: ['3组'] });
  const code = made.ok ? (made.value[0]?.code ?? '') : '';

  const answerer = await answererFor(read(), { gridCode: code, householdId: null }, at);

  expect(answerer).toEqual({ personId: people.secretary, gridCode: north });
});

test('the cadre paired with a household outranks the cadre of its grid', async () => {
  const { north, people } = world.county;
  const { id } = await aHousehold(`${north}001`);

  await pairHousehold(await world.ctx(people.town), {
    householdId: id,
    personId: people.southSecretary,
  });

  const answerer = await answererFor(read(), { gridCode: `${north}001`, householdId: id }, at);
  expect(answerer?.personId).toBe(people.southSecretary);
});

test('a household has one pairing at a time: the newest', async () => {
  const { north, people } = world.county;
  const { id } = await aHousehold(`${north}001`);
  const ctx = await world.ctx(people.town);
  await pairHousehold(ctx, { householdId: id, personId: people.southSecretary });
  world.clock.set(at + DAY_MS);

  await pairHousehold(ctx, { householdId: id, personId: people.cadreTwo });

  const place = { gridCode: `${north}001`, householdId: id };
  expect((await answererFor(read(), place, at))?.personId).toBe(people.southSecretary);
  expect((await answererFor(read(), place, at + DAY_MS))?.personId).toBe(people.cadreTwo);
});

test('a cadre of another place cannot pair a household, and does not learn that it exists', async () => {
  const { north, people } = world.county;
  const { id } = await aHousehold(`${north}001`);

  const result = await pairHousehold(await world.ctx(people.southSecretary), {
    householdId: id,
    personId: people.southCadre,
  });

  expect(result).toMatchObject({ ok: false, code: 'notFound' });
});

test('the deputy stands in on the days of the leave, and on no other', async () => {
  const { north, people } = world.county;
  const grid = `${north}001`;
  await recordLeave(await world.ctx(people.secretary), {
    personId: people.cadre,
    fromAt: at,
    untilAt: at + DAY_MS,
  });

  expect(await standInFor(read(), people.cadre, grid, at - HOUR_MS)).toBeNull();
  expect(await standInFor(read(), people.cadre, grid, at)).toBe(people.deputy);
  expect(await standInFor(read(), people.cadre, grid, at + DAY_MS)).toBeNull();
});

test('when the deputy is away too, the secretary stands in', async () => {
  const { north, people } = world.county;
  const ctx = await world.ctx(people.secretary);
  for (const personId of [people.cadre, people.deputy]) {
    await recordLeave(ctx, { personId, fromAt: at, untilAt: at + DAY_MS });
  }

  const standIn = await standInFor(read(), people.cadre, `${north}001`, at);

  expect(standIn).toBe(people.secretary);
});

test('for a secretary without a deputy on leave the town stands in', async () => {
  const { north, people } = world.county;
  await recordLeave(await world.ctx(people.town), {
    personId: people.secretary,
    fromAt: at,
    untilAt: at + DAY_MS,
  });

  expect(await standInFor(read(), people.secretary, north, at)).toBe(people.town);
});

test('a secretary cannot send the cadre of another village on leave', async () => {
  const { people } = world.county;

  const result = await recordLeave(await world.ctx(people.secretary), {
    personId: people.southCadre,
    fromAt: at,
    untilAt: at + DAY_MS,
  });

  expect(result).toMatchObject({ ok: false, code: 'notFound' });
});

test('nobody is on duty until a roster is loaded; the village comes before the county', async () => {
  const { north, countyCode, people } = world.county;
  const path = (await gridPath(await world.ctx(), north)) ?? '';
  const night = { fromAt: at, untilAt: at + 12 * HOUR_MS };
  expect(await onDutyNow(read(), path, at)).toBeNull();
  const ctx = await world.ctx(people.dispatcher);
  await recordDutyShift(ctx, { gridCode: countyCode, personId: people.dispatcher, ...night });
  expect(await onDutyNow(read(), path, at)).toBe(people.dispatcher);

  await recordDutyShift(ctx, { gridCode: north, personId: people.clerk, ...night });

  expect(await onDutyNow(read(), path, at)).toBe(people.clerk);
  expect(await onDutyNow(read(), path, at + 12 * HOUR_MS)).toBeNull();
});

test('the secretary of a village is found', async () => {
  const { south, people } = world.county;

  expect(await secretaryOf(read(), south, at)).toEqual({
    personId: people.southSecretary,
    gridCode: south,
  });
});

test('numbers of posts run on in each village and are given once', async () => {
  const { north, south } = world.county;
  const take = (village: string) => world.app.db.write((tx) => nextPostNo(tx, village));

  const inNorth = await Promise.all([take(north), take(north), take(north)]);

  expect(inNorth.toSorted()).toEqual([1001, 1002, 1003]);
  expect(await take(south)).toBe(1001);
});

test('groups keep their codes when the list is loaded again', async () => {
  const { north } = world.county;
  const ctx = await system();
  const first = await createGroups(ctx, { villageCode: north, names: ['1组', '3组'] });

  const again = await createGroups(ctx, { villageCode: north, names: ['1组', '3组', '4组'] });

  expect(first).toMatchObject({
    ok: true,
    value: [{ code: `${north}001` }, { code: `${north}003` }],
  });
  expect(again).toMatchObject({
    ok: true,
    value: [{}, { code: `${north}003` }, { code: `${north}004` }],
  });
  expect((await groupsOf(ctx, north)).map((group) => group.name)).toEqual([
    '1组',
    '2组',
    '3组',
    '4组',
  ]);
});

test('a micro grid lies inside its group', async () => {
  const { north } = world.county;

  const made = await createMicroGrids(await system(), {
    groupCode: `${north}001`,
    names: ['东头'],
  });

  expect(made).toMatchObject({ ok: true, value: [{ code: `${north}001001` }] });
  expect(await answererFor(read(), { gridCode: `${north}001001`, householdId: null }, at)).toEqual({
    personId: world.people.cadre,
    gridCode: `${north}001`,
  });
});

test('a cadre keeps his public number in a new post, and a number is never given again', async () => {
  const { north, people } = world.county;
  const grant = (personId: string) =>
    world.app.db.write((tx) =>
      insertAssignment(tx, { personId, post: 'clerk', gridCode: north, since: at }),
    );
  await grant(people.cadre);
  await grant(people.villager);

  await grant(people.villager);

  const numbers = await read().select({ no: cadre.no, personId: cadre.personId }).from(cadre);
  expect(numbers.find((one) => one.personId === people.cadre)?.no).toBe(12);
  expect(numbers.find((one) => one.personId === people.villager)?.no).toBe(25);
  expect(new Set(numbers.map((one) => one.no)).size).toBe(numbers.length);
});

test('a plate names the person, his group, his number and where to read more', async () => {
  const { north, people } = world.county;
  const ctx = await world.ctx(people.villager);

  const plates = await dutyPeople(ctx, [{ personId: people.cadre, gridCode: `${north}001` }]);

  expect(plates.get(people.cadre)).toEqual({
    name: '廖小满',
    post: 'grid_cadre',
    groupName: '1组',
    gridName: '北坡村',
    cadreNo: '00012',
    phone: '0838-555 0101',
    path: '/v/beipo/people/00012',
    away: null,
  });
  expect([...ctx.page.tags]).toContain(`person:${people.cadre}`);
});

test.each([
  ['a guest does not', undefined],
  ['a villager of another village does not', 'southerner'],
  ['a villager of this village does', 'neighbour'],
  ['anybody in office does', 'southSecretary'],
] as const)('whether a work phone is read on a plate: %s', async (title, who) => {
  const { people } = world.county;
  const ctx = await world.ctx(who && people[who]);

  const plates = await dutyPeople(ctx, [{ personId: people.secretary, gridCode: null }]);

  const isDialled = !title.endsWith('not');
  expect(plates.get(people.secretary)?.phone === null).toBe(!isDialled);
});

test('the check finds a group nobody heads, and duties without a deputy', async () => {
  const { north, countyCode } = world.county;
  await createGroups(await system(), { villageCode: north, names: ['3组'] });
  const { code } = await aHousehold(`${north}003`);

  const gaps = await gridGaps(world.app);

  expect(gaps.placesWithoutHead).toEqual([`${north}003`]);
  expect(gaps.householdsWithoutCadre).toEqual([code]);
  expect(gaps.placesWithTwoHeads).toEqual([]);
  expect(gaps.placesWithoutDeputy).not.toContain(`${north}001`);
  expect(gaps.placesWithoutDeputy).toContain(`${north}002`);
  expect(gaps.placesWithoutHead).not.toContain(countyCode);
});

test('two cadres for one grid are one too many', async () => {
  const { north, people } = world.county;
  await world.app.db.write((tx) =>
    insertAssignment(tx, {
      personId: people.clerk,
      post: 'grid_cadre',
      gridCode: `${north}001`,
      since: at,
    }),
  );

  expect((await gridGaps(world.app)).placesWithTwoHeads).toEqual([`${north}001`]);
  expect(await read().select().from(assignment)).not.toHaveLength(0);
});
