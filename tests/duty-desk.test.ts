import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignment, leave } from '#db/schema/grids.ts';
import { onDutyNow } from '#server/grids/duties.ts';
import { dutyDesk } from '#server/grids/duty-desk.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('the clerk puts a colleague on duty, and from then on somebody answers at night', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = {
    keeperId: world.people.cadre,
    gridCode: world.county.north,
    fromDay: '2026-11-16',
    fromTime: '08:00',
    toDay: '2026-11-17',
    toTime: '08:00',
  };

  const answer = await world.post('/desk/duty/shift', fields, cookie);

  expect(answer.status).toBe(303);
  const ctx = await world.ctx(world.people.clerk);
  const village = await villageBySlug(ctx, 'beipo');
  expect(await onDutyNow(ctx.db.read, village!.path, world.clock.now())).toBe(world.people.cadre);
  expect((await dutyDesk(ctx))?.shifts).toMatchObject([{ name: '廖小满' }]);
});

test('leave that ends before it begins comes back with what was typed', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = { personId: world.people.cadre, from: '2026-11-20', to: '2026-11-18' };

  const answer = await world.post('/desk/duty/leave', fields, cookie);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: '/desk/duty',
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

  await world.post('/desk/duty/leave', fields, cookie);

  const desk = await dutyDesk(await world.ctx(world.people.clerk));
  expect(desk?.leaves).toMatchObject([{ name: '廖小满', placeName: '1组' }]);
});

test('a villager has no such desk, and a clerk none in another village', async () => {
  expect(await dutyDesk(await world.ctx(world.people.villager))).toBeNull();
  const cookie = await world.cookieOf(world.people.clerk);
  const fields = { personId: world.people.southCadre, from: '2026-11-18', to: '2026-11-20' };

  expect((await world.post('/desk/duty/leave', fields, cookie)).status).toBe(404);
});

test('leave that is sent twice on a bad line is recorded once', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const personId = world.people.cadreTwo;
  const fields = { personId, from: '2026-11-23', to: '2026-11-24', key: newToken() };

  const first = await world.post('/desk/duty/leave', fields, cookie);
  const second = await world.post('/desk/duty/leave', fields, cookie);

  expect([first.status, second.status]).toEqual([303, 303]);
  const rows = await world.app.db.read.select().from(leave).where(eq(leave.personId, personId));
  expect(rows).toHaveLength(1);
});
