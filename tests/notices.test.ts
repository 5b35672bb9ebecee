import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { newPlain, plainList, plainPost } from '#server/plain/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const pages = { slug: 'beipo', list: 'notices' };

/** The notice of a day without water, as a form would send it. */
function noWater(more: { from?: string; until?: string; groups?: string; title?: string } = {}) {
  return {
    title: '11月20日停水',
    body: '上午九点到下午五点，请存水。',
    audience: 'public' as const,
    until: '2026-11-20',
    key: newToken(),
    ...more,
  };
}

test('the secretary posts a notice with a period; a villager cannot', async () => {
  const notice = { ...noWater(), groups: [], photoIds: [] };
  const [villager, secretary] = [world.people.villager, world.people.secretary];

  const refused = await postPlain(await world.ctx(villager), noticeKind, 'beipo', notice);
  const posted = await postPlain(await world.ctx(secretary), noticeKind, 'beipo', notice);

  expect(refused).toMatchObject({ ok: false, code: 'notAllowed' });
  expect(posted).toEqual({ ok: true, value: { path: '/v/beipo/notices/1001' } });
  const page = await plainPost(await world.ctx(), { ...pages, no: '1001', commentsAfter: null });
  expect(page).toMatchObject({
    title: '11月20日停水',
    listTitle: '公告',
    parts: { byline: { name: '曾谷雨', official: { post: '党总支书记' } } },
  });
  expect(page?.periodEndsAt).toBe(instantOf('2026-11-21'));
});

test('the list reads differently when a period ends, and is kept no longer', async () => {
  const notice = { ...noWater(), groups: [], photoIds: [] };
  await postPlain(await world.ctx(world.people.secretary), noticeKind, 'beipo', notice);
  const ctx = await world.ctx();

  const list = await plainList(ctx, { ...pages, before: null, after: null });

  expect(list?.rows).toMatchObject([{ title: '11月20日停水', saidBy: null, kindName: '公告' }]);
  expect(list?.showsAdd).toBe(false);
  expect(ctx.page.staleAt).toBe(instantOf('2026-11-21'));
});

test('it says from when until when it holds, and for which groups', async () => {
  const groups = [`${world.county.north}002`];
  const notice = { ...noWater({ from: '2026-11-18' }), groups, photoIds: [] };

  await postPlain(await world.ctx(world.people.secretary), noticeKind, 'beipo', notice);

  const page = await plainPost(await world.ctx(), { ...pages, no: '1001', commentsAfter: null });
  const list = await plainList(await world.ctx(), { ...pages, before: null, after: null });
  const period = {
    periodStartsAt: instantOf('2026-11-18'),
    periodEndsAt: instantOf('2026-11-21'),
    forGroups: ['2组'],
  };
  expect(page).toMatchObject(period);
  expect(list?.rows).toMatchObject([period]);
});

test('only an office is shown the form, and only it can send one', async () => {
  const cookie = await world.cookieOf(world.people.villager);

  const sent = await world.post('/v/beipo/notices', noWater(), cookie);

  expect(sent.status).toBe(404);
  expect(await newPlain(await world.ctx(world.people.villager), pages)).toBeNull();
  expect(await newPlain(await world.ctx(world.people.clerk), pages)).toMatchObject({
    photoLimit: 6,
  });
});

test.each([
  ['a day that is over', { until: '2026-11-15' }, { until: 'dateWrong' }],
  ['no day at all', { until: '下个月' }, { until: 'dateWrong' }],
  [
    'a period that runs backwards',
    { from: '2026-11-21', until: '2026-11-20' },
    { until: 'dateOrder' },
  ],
  ['a group of another village', { groups: '999999102999001' }, { groups: 'pickOne' }],
  ['no title', { title: ' ' }, { title: 'required' }],
  ['a title too long', { title: '水'.repeat(61) }, { title: 'tooLong' }],
])('%s brings the form back with the words', async (_what, wrong, errors) => {
  const cookie = await world.cookieOf(world.people.clerk);

  const sent = await world.post('/v/beipo/notices', noWater(wrong), cookie);

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({
    path: '/v/beipo/notices/new',
    form: { values: { body: '上午九点到下午五点，请存水。' }, errors },
  });
});

test('a list that no kind declares is nothing', async () => {
  const nowhere = { slug: 'beipo', list: 'appeals', before: null, after: null };
  const cookie = await world.cookieOf(world.people.clerk);

  expect(await plainList(await world.ctx(), nowhere)).toBeNull();
  expect((await world.post('/v/beipo/gossip', noWater(), cookie)).status).toBe(404);
});
