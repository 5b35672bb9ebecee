import { afterEach, beforeEach, expect, test } from 'vitest';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { checkPage } from '#server/appeals/raising.ts';
import { receiptPage, trackPage } from '#server/appeals/tracking.ts';
import { appealPage } from '#server/appeals/views.ts';
import { recordLeave } from '#server/grids/rosters.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const FROM = instantOf('2026-11-17');
const UNTIL = instantOf('2026-11-19', '24:00');

async function anAppeal() {
  const result = await raiseAppeal(await world.ctx(world.people.villager), 'beipo', {
    key: newToken(),
    picture: null,
    words: '老槐树下的路灯不亮',
    photoIds: [],
    groupCode: `${world.county.north}001`,
    landmark: '老槐树下',
    latitude: null,
    longitude: null,
    addressee: 'cadre',
    audience: 'public',
    shownAs: 'resident',
    notAccusation: false,
    forPersonId: null,
  });
  if (!result.ok) throw new Error(result.code);
  return { slug: 'beipo', no: result.value.no };
}

async function isAway(who: 'cadre' | 'deputy') {
  const { people } = world.county;
  const leave = { personId: people[who], fromAt: FROM, untilAt: UNTIL };
  const result = await recordLeave(await world.ctx(people.secretary), leave);
  if (!result.ok) throw new Error(result.code);
}

const villager = () => world.ctx(world.people.villager);
const away = { until: UNTIL, standIn: { name: '曾处暑', phone: '0838-555 0103' } };

test('from the first morning of a leave every page of a matter names who stands in, with his phone', async () => {
  const ref = await anAppeal();
  const slug = 'beipo';
  await isAway('cadre');
  const before = await appealPage(await villager(), ref);

  world.clock.set(FROM + 1);

  const asked = { place: slug, no: String(ref.no), code: null };
  const [page, receipt, tracked] = await Promise.all([
    appealPage(await villager(), ref),
    receiptPage(await villager(), slug, ref.no),
    trackPage(await villager(), asked),
  ]);
  expect(before?.duty?.holder.away).toBeNull();
  for (const duty of [page?.duty, receipt?.duty, tracked.found?.duty]) {
    expect(duty?.holder).toMatchObject({ name: '廖小满', away });
  }
});

test('who is away is said before anything is sent, and until the last day is over', async () => {
  await isAway('cadre');
  world.clock.set(FROM + 1);
  const cookie = await world.cookieOf(world.people.villager);
  const group = { groupCode: `${world.county.north}001`, landmark: '老槐树下' };
  await world.post('/v/beipo/appeals/new/photo', { words: '老槐树下的路灯不亮' }, cookie);
  await world.post('/v/beipo/appeals/new/where', group, cookie);

  const during = await checkPage(await villager(), 'beipo');
  world.clock.set(UNTIL);
  const after = await checkPage(await villager(), 'beipo');

  expect(during?.duty?.holder).toMatchObject({ name: '廖小满', away });
  expect(after?.duty?.holder).toMatchObject({ name: '廖小满', away: null });
});

test('when the deputy is away too the secretary stands in', async () => {
  const ref = await anAppeal();
  await isAway('cadre');
  await isAway('deputy');
  world.clock.set(FROM + 1);

  const page = await appealPage(await villager(), ref);

  expect(page?.duty?.holder.away?.standIn?.name).toBe('曾谷雨');
});

test('the page kept for guests changes by itself when the leave begins and when it ends', async () => {
  const ref = await anAppeal();
  await isAway('cadre');
  const staleAfter = async (at: number) => {
    world.clock.set(at);
    const guest = await world.ctx();
    await trackPage(guest, { place: ref.slug, no: String(ref.no), code: null });
    return guest.page;
  };
  const before = await staleAfter(FROM - 1);
  const during = await staleAfter(FROM);

  expect(before.staleAt).toBe(FROM);
  expect(during.staleAt).toBeLessThanOrEqual(UNTIL);
  expect([...during.tags]).toContain(`person:${world.people.deputy}`);
});
