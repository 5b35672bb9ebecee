import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignment, dutyShift, leave } from '#db/schema/grids.ts';
import { onDutyNow } from '#server/grids/duties.ts';
import { dutyDesk } from '#server/grids/duty-desk.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const desk = (place: string, form: 'leave' | 'shift') => `/desk/duty/${place}/${form}`;

test('the clerk puts a colleague on duty, and from then on somebody answers at night', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = {
    keeperId: world.people.cadre,
    fromDay: '2026-11-16',
    fromTime: '08:00',
    toDay: '2026-11-17',
    toTime: '08:00',
  };

  const answer = await world.post(desk(world.county.north, 'shift'), fields, cookie);

  expect(answer.status).toBe(303);
  const ctx = await world.ctx(world.people.clerk);
  const village = await villageBySlug(ctx, 'beipo');
  expect(await onDutyNow(ctx.db.read, village!.path, world.clock.now())).toBe(world.people.cadre);
  expect((await dutyDesk(ctx))?.shifts.rows).toMatchObject([
    { name: '廖小满', placeName: '柳河镇 北坡村' },
  ]);
});

test('leave that ends before it begins comes back with what was typed', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = { personId: world.people.cadre, from: '2026-11-20', to: '2026-11-18' };

  const answer = await world.post(desk(world.county.north, 'leave'), fields, cookie);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: `/desk/duty/${world.county.north}`,
    form: { values: fields, errors: { to: 'dateOrder' } },
  });
});

test('who looks after two groups is away once', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = { personId: world.people.cadre, from: '2026-11-18', to: '2026-11-20' };
  await world.app.db.write(async (tx) => {
    const ofCadre = eq(assignment.personId, world.people.cadre);
    const [held] = await tx.select().from(assignment).where(ofCadre);
    const second = { id: newId(), gridCode: `${world.county.north}002` };
    await tx.insert(assignment).values({ ...held!, ...second });
  });

  await world.post(desk(world.county.north, 'leave'), fields, cookie);

  const found = await dutyDesk(await world.ctx(world.people.clerk));
  expect(found?.leaves.rows).toMatchObject([{ name: '廖小满', placeName: '柳河镇 北坡村 1组' }]);
});

test('a villager has no such desk, and a clerk none in another village', async () => {
  expect(await dutyDesk(await world.ctx(world.people.villager))).toBeNull();
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = { personId: world.people.southCadre, from: '2026-11-18', to: '2026-11-20' };

  expect((await world.post(desk(world.county.north, 'leave'), fields, cookie)).status).toBe(404);
});

test('leave that is sent twice on a bad line is recorded once', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const personId = world.people.cadreTwo;
  const fields = { personId, from: '2026-11-23', to: '2026-11-24', key: newToken() };

  const first = await world.post(desk(world.county.north, 'leave'), fields, cookie);
  const second = await world.post(desk(world.county.north, 'leave'), fields, cookie);

  expect([first.status, second.status]).toEqual([303, 303]);
  const rows = await world.app.db.read.select().from(leave).where(eq(leave.personId, personId));
  expect(rows).toHaveLength(1);
});

test('the county dispatcher goes down to a village and finds its people there, and no others', async () => {
  const { countyCode, townCode, south, people } = world.county;
  const ctx = await world.ctx(people.dispatcher);

  const [county, town, village] = [
    await dutyDesk(ctx),
    await dutyDesk(ctx, townCode),
    await dutyDesk(ctx, south),
  ];

  expect(county?.place.code).toBe(countyCode);
  expect(county?.others).toEqual([{ code: townCode, name: '柳河镇' }]);
  expect(county?.colleagues.map(({ name }) => name)).toEqual(['易秋分', '严冬至', '苏清明']);
  expect(town?.others.map(({ name }) => name)).toEqual(['桥头社区', '北坡村', '南坝村']);
  expect(town?.colleagues.map(({ name }) => name)).toEqual(['邱立冬']);
  expect(village).toMatchObject({ above: { code: townCode }, others: [] });
  expect(village?.colleagues.map(({ name }) => name)).toEqual(['温惊蛰', '冯立夏']);
});

test('whoever appoints the town records its leave, and reads whose it is with town and village', async () => {
  const { townCode, south, people } = world.county;
  const cookie = await world.cookieOf(people.dispatcher);
  const days = { from: '2026-12-01', to: '2026-12-03' };

  await world.post(desk(townCode, 'leave'), { personId: people.town, ...days }, cookie);
  await world.post(desk(south, 'leave'), { personId: people.southCadre, ...days }, cookie);

  const found = await dutyDesk(await world.ctx(people.dispatcher));
  expect(found?.leaves.rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: '邱立冬', placeName: '柳河镇' }),
      expect.objectContaining({ name: '冯立夏', placeName: '柳河镇 南坝村' }),
    ]),
  );
});

test('a roster longer than its page goes on behind it, and nothing is left out', async () => {
  const { countyCode, community, people } = world.county;
  const fromAt = world.clock.now() + 30 * DAY_MS;
  const personId = people.communityCadre;
  const shifts = Array.from({ length: 40 }, (_, n) => ({
    ...{ id: newId(), gridCode: community, personId },
    ...{ fromAt: fromAt + Math.floor(n / 4) * DAY_MS, untilAt: fromAt + 60 * DAY_MS },
  }));
  await world.app.db.write(async (tx) => {
    await tx.insert(dutyShift).values(shifts);
  });
  const ctx = await world.ctx(people.dispatcher);

  const first = await dutyDesk(ctx, countyCode);
  const second = await dutyDesk(ctx, countyCode, { shifts: first?.shifts.next ?? null });

  const rows = [...(first?.shifts.rows ?? []), ...(second?.shifts.rows ?? [])];
  expect(first?.shifts).toMatchObject({ isFirst: true, next: expect.any(String) });
  expect(second?.shifts).toMatchObject({ isFirst: false, next: null });
  expect(rows.filter(({ name }) => name === '赖小寒')).toHaveLength(40);
});
