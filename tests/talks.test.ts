import { afterEach, beforeEach, expect, test } from 'vitest';
import '#server/kinds.ts';
import { postPlain } from '#server/plain/commands.ts';
import { plainPost } from '#server/plain/views.ts';
import { postCounts, postList } from '#server/posts/views.ts';
import { talkKind } from '#server/talks/kind.ts';
import { known, talk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function pageOf(path: string, viewerId?: string) {
  const [, slug = '', list = '', no = ''] = /^\/v\/(\w+)\/(\w+)\/(\d+)$/.exec(path) ?? [];
  return plainPost(await world.ctx(viewerId), { slug, list, no, commentsAfter: null });
}

test('a villager tells the village that a dog was found, and a passer-by reads it', async () => {
  const villager = await known(world, world.people.villager);

  const posted = await postPlain(
    await world.ctx(villager),
    talkKind,
    'beipo',
    talk('谁家的黄狗跑到我家院坝了，脖子上系红绳。来领嘛。'),
  );

  expect(posted).toEqual({ ok: true, value: { path: '/v/beipo/talks/1001' } });
  const page = await pageOf('/v/beipo/talks/1001');
  expect(page).toMatchObject({
    title: '谁家的黄狗跑到我家院坝了，脖子上系红绳',
    html: '<p>谁家的黄狗跑到我家院坝了，脖子上系红绳。来领嘛。</p>',
    parts: { byline: { name: '本村村民', isUnnamed: true, isMine: false } },
  });
  const list = await postList(await world.ctx(), { villageCode: world.county.north, kind: 'talk' });
  expect(list.rows).toMatchObject([{ no: 1001, path: '/v/beipo/talks/1001', duty: null }]);
  const counts = await postCounts(await world.ctx(), world.county.north, 'talk');
  expect(counts.get('standing')).toBe(1);
});

test('an account’s first words wait until somebody has looked', async () => {
  const posted = await postPlain(
    await world.ctx(world.people.villager),
    talkKind,
    'beipo',
    talk('大家好，我是新来的'),
  );

  expect(posted.ok).toBe(true);
  expect(await pageOf('/v/beipo/talks/1001')).toBeNull();
  expect(await pageOf('/v/beipo/talks/1001', world.people.neighbour)).toBeNull();
  expect(await pageOf('/v/beipo/talks/1001', world.people.villager)).toMatchObject({
    parts: { isHeld: true },
  });
  expect(await pageOf('/v/beipo/talks/1001', world.people.clerk)).not.toBeNull();
});

test('words for the village stay in the village', async () => {
  const villager = await known(world, world.people.villager);

  await postPlain(
    await world.ctx(villager),
    talkKind,
    'beipo',
    talk('晚上停水', { audience: 'village' }),
  );

  expect(await pageOf('/v/beipo/talks/1001')).toBeNull();
  expect(await pageOf('/v/beipo/talks/1001', world.people.southerner)).toBeNull();
  expect(await pageOf('/v/beipo/talks/1001', world.people.neighbour)).not.toBeNull();
  const atHome = await postList(await world.ctx(world.people.neighbour), {
    villageCode: world.county.north,
    kind: 'talk',
  });
  const away = await postList(await world.ctx(), { villageCode: world.county.north, kind: 'talk' });
  expect(atHome.rows).toHaveLength(1);
  expect(away.rows).toHaveLength(0);
});

test('pressing twice posts once', async () => {
  const villager = await known(world, world.people.villager);
  const form = talk('豆瓣酱晒好了，路过的来尝一勺');

  const first = await postPlain(await world.ctx(villager), talkKind, 'beipo', form);
  const second = await postPlain(await world.ctx(villager), talkKind, 'beipo', form);

  expect(second).toEqual(first);
  const list = await postList(await world.ctx(), { villageCode: world.county.north, kind: 'talk' });
  expect(list.rows).toHaveLength(1);
});

test('nobody posts in another village, and a visitor is asked to sign in', async () => {
  expect(
    await postPlain(await world.ctx(world.people.southerner), talkKind, 'beipo', talk('路过')),
  ).toMatchObject({ ok: false, code: 'notOfThisVillage' });
  expect(await postPlain(await world.ctx(), talkKind, 'beipo', talk('路过'))).toMatchObject({
    ok: false,
    code: 'signInFirst',
  });
});

test('a phone number in the words is covered whatever the form says', async () => {
  const villager = await known(world, world.people.villager);

  await postPlain(
    await world.ctx(villager),
    talkKind,
    'beipo',
    talk('捡到钱包，打 13800138000 找我'),
  );

  const page = await pageOf('/v/beipo/talks/1001');
  expect(page?.html).toBe('<p>捡到钱包，打 ■■■■■■■■■■■ 找我</p>');
});

test('older and newer pages of a list meet without gap or repeat', async () => {
  const villager = await known(world, world.people.villager);
  for (const n of [1, 2, 3, 4, 5]) {
    world.clock.set(world.clock.now() + 1000);
    await postPlain(await world.ctx(villager), talkKind, 'beipo', talk(`第${n}句话`));
  }
  const filter = { villageCode: world.county.north, kind: 'talk', limit: 2 };

  const first = await postList(await world.ctx(), filter);
  const second = await postList(await world.ctx(), { ...filter, before: first.older });
  const third = await postList(await world.ctx(), { ...filter, before: second.older });
  const back = await postList(await world.ctx(), { ...filter, after: third.newer });

  const numbers = (page: typeof first) => page.rows.map((row) => row.no);
  expect([first, second, third].map(numbers)).toEqual([[1005, 1004], [1003, 1002], [1001]]);
  expect(numbers(back)).toEqual([1003, 1002]);
  expect(first.newer).toBeNull();
  expect(third.older).toBeNull();
});
