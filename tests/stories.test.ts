import { afterEach, beforeEach, expect, test } from 'vitest';
import '#server/kinds.ts';
import { newToken } from '#server/kernel/ids.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { postPlain } from '#server/plain/commands.ts';
import { plainList, plainPost } from '#server/plain/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { storyKind } from '#server/stories/kind.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const pages = { slug: 'beipo', list: 'stories' };

/** An evening of stories, as a form would send it. */
function evening(more: { day?: string; time?: string; place?: string; title?: string } = {}) {
  return {
    title: '修渠那年的事，周六晚上讲',
    body: '三位老人讲一九七六年修渠。来的自带板凳。',
    day: '2026-11-21',
    time: '19:00',
    place: '村文化院坝',
    shownAs: 'name' as const,
    audience: 'public' as const,
    key: newToken(),
    ...more,
  };
}

async function tell(who: string, form = evening()) {
  return postPlain(await world.ctx(who), storyKind, 'beipo', { ...form, photoIds: [] });
}

async function pageOf(viewerId?: string) {
  return plainPost(await world.ctx(viewerId), { ...pages, no: '1001', commentsAfter: null });
}

test('a villager says on which evening and where stories are told', async () => {
  const villager = await known(world, world.people.villager);

  const told = await tell(villager);

  expect(told).toEqual({ ok: true, value: { path: '/v/beipo/stories/1001' } });
  const when = { periodStartsAt: instantOf('2026-11-21', '19:00'), activityPlace: '村文化院坝' };
  expect(await pageOf()).toMatchObject({
    ...when,
    title: '修渠那年的事，周六晚上讲',
    parts: { byline: { name: '罗白露', official: null } },
  });
  const list = await plainList(await world.ctx(), { ...pages, before: null, after: null });
  expect(list?.rows).toMatchObject([when]);
  expect(list?.showsAdd).toBe(true);
});

test('a story without an activity is only a story; one of last month may be told too', async () => {
  const villager = await known(world, world.people.villager);

  await tell(villager, evening({ day: '', time: '', place: '' }));
  await tell(villager, evening({ day: '2026-10-17', time: '', place: '村微信群' }));

  const list = await plainList(await world.ctx(), { ...pages, before: null, after: null });
  expect(list?.rows).toMatchObject([
    { periodStartsAt: instantOf('2026-10-17'), activityPlace: '村微信群' },
    { periodStartsAt: null, activityPlace: '' },
  ]);
});

test('offices tell stories too, and theirs appear at once; another village tells its own', async () => {
  const { clerk, town, southerner } = world.people;

  const [byClerk, byTown] = [await tell(clerk), await tell(town)];
  const elsewhere = await tell(southerner);

  expect([byClerk.ok, byTown.ok]).toEqual([true, true]);
  expect(await pageOf()).toMatchObject({ parts: { byline: { name: '钟芒种' }, isHeld: false } });
  expect(elsewhere).toMatchObject({ ok: false, code: 'notOfThisVillage' });
});

test('an account’s first story waits until somebody has looked', async () => {
  await tell(world.people.villager);

  expect(await pageOf()).toBeNull();
  expect(await pageOf(world.people.villager)).toMatchObject({ parts: { isHeld: true } });
});

test.each([
  ['an hour without a day', { day: '' }, { day: 'required' }],
  ['no day at all', { day: '周六' }, { day: 'dateWrong' }],
  ['no hour at all', { time: '晚上' }, { time: 'timeWrong' }],
  ['a place as long as a story', { place: '坝'.repeat(41) }, { place: 'tooLong' }],
  ['no title', { title: '' }, { title: 'required' }],
])('%s brings the form back with the words', async (_what, wrong, errors) => {
  const cookie = await world.cookieOf(await known(world, world.people.villager));

  const sent = await world.post('/v/beipo/stories', evening(wrong), cookie);

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({
    path: '/v/beipo/stories/new',
    form: { values: { body: '三位老人讲一九七六年修渠。来的自带板凳。' }, errors },
  });
});

test('a telephone number beside the place is covered before anybody reads it', async () => {
  const cookie = await world.cookieOf(await known(world, world.people.villager));

  const sent = await world.post(
    '/v/beipo/stories',
    evening({ place: '老张家，13800138000' }),
    cookie,
  );

  expect(sent.status).toBe(422);
  const again = await sent.json();
  expect(again).toMatchObject({ form: { errors: { place: 'personalMasked' } } });
  expect(JSON.stringify(again)).not.toContain('13800138000');
});

test('a name that stood in the place alone is covered by 隐私更正', async () => {
  await tell(world.people.clerk, evening({ place: '郑小雪家院坝' }));
  const id = (await pageOf())?.parts.id ?? '';

  await correctPrivacy(await world.ctx(world.people.clerk), id, {
    datum: '郑小雪',
    key: newToken(),
  });

  expect((await pageOf())?.activityPlace).toBe('■■■家院坝');
});

test('whoever told it changes the evening and the place; nobody else does', async () => {
  const villager = await known(world, world.people.villager);
  await tell(villager);
  const moved = { day: '2026-11-28', time: '18:30', place: '老学堂', key: newToken() };
  const send = async (personId: string, form = moved) =>
    world.post('/v/beipo/stories/1001/activity', form, await world.cookieOf(personId));

  const other = await send(world.people.clerk);
  const wrong = await send(villager, { ...moved, day: '', key: newToken() });
  const sent = await send(villager);

  expect(other.status).toBe(404);
  expect(await wrong.json()).toMatchObject({ form: { errors: { day: 'required' } } });
  expect(sent.status).toBe(303);
  expect(await pageOf()).toMatchObject({
    periodStartsAt: instantOf('2026-11-28', '18:30'),
    activityPlace: '老学堂',
    move: null,
  });
  expect((await pageOf(villager))?.move).toMatchObject({ day: '2026-11-28', time: '18:30' });
  const notStory = await world.post(
    '/v/beipo/talks/1001/activity',
    moved,
    await world.cookieOf(villager),
  );
  expect(notStory.status).toBe(404);
});
