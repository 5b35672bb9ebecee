import { afterEach, beforeEach, expect, test } from 'vitest';
import '#server/kinds.ts';
import { eq } from 'drizzle-orm';
import { post } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { talkKind } from '#server/talks/kind.ts';
import { aTalk, known, talk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function find(q: string, { as, slug = null, order = null }: Search = {}) {
  const view = await searchPage(await world.ctx(as), { slug, q, order, before: null });
  return view?.rows.map((row) => row.title) ?? null;
}

interface Search {
  as?: string;
  slug?: string | null;
  order?: string | null;
}

async function say(body: string, more = {}) {
  world.clock.set(world.clock.now() + 1000);
  await postPlain(await world.ctx(world.people.villager), talkKind, 'beipo', talk(body, more));
}

test('words are found in whichever characters they were typed, also two of them', async () => {
  await known(world, world.people.villager);
  await say('原来那条路晚上黑黢黢的，路灯坏了');
  await say('医保缴费到月底');
  await indexEverything(world.app);

  expect(await find('路燈')).toEqual(['原来那条路晚上黑黢黢的，路灯坏了']);
  expect(await find('医保')).toEqual(['医保缴费到月底']);
  expect(await find('灯')).toEqual(['原来那条路晚上黑黢黢的，路灯坏了']);
  expect(await find('冷库')).toEqual([]);
  expect(await find(`"') OR 1=1 --`)).toEqual([]);
});

test('the newest come first, and those with the word in the title when asked for', async () => {
  await known(world, world.people.villager);
  await say('路灯坏了');
  await say('大家看。路灯修好了');
  await indexEverything(world.app);

  expect(await find('路灯')).toEqual(['大家看', '路灯坏了']);
  expect(await find('路灯', { order: 'best' })).toEqual(['路灯坏了', '大家看']);
});

test('a place, a number and a slip code lead to the post', async () => {
  const { id } = await aTalk(world, '黄狗跑到院坝了');
  await indexEverything(world.app);
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, id));

  expect(await find('北坡村')).toEqual(['黄狗跑到院坝了']);
  expect(await find('#1001')).toEqual(['黄狗跑到院坝了']);
  expect(await find('１００１')).toEqual(['黄狗跑到院坝了']);
  expect(await find(row?.slipCode.toLowerCase() ?? '')).toEqual(['黄狗跑到院坝了']);
  expect(await find('黄狗', { slug: 'nanba' })).toEqual([]);
  expect(await find('黄狗', { slug: 'beipo' })).toEqual(['黄狗跑到院坝了']);
  expect(await find('黄狗', { slug: 'nowhere' })).toBeNull();
});

test('nobody finds what he may not see', async () => {
  await known(world, world.people.villager);
  await say('晚上停水', { audience: 'village' });
  await postPlain(await world.ctx(world.people.second), talkKind, 'beipo', talk('停水我也遇到'));
  await indexEverything(world.app);

  expect(await find('停水')).toEqual([]);
  expect(await find('停水', { as: world.people.southerner })).toEqual([]);
  expect(await find('停水', { as: world.people.neighbour })).toEqual(['晚上停水']);
});

test('changed words are found by the new wording only, withdrawn ones not at all', async () => {
  const { id } = await aTalk(world, '黄狗跑到院坝了');
  await indexEverything(world.app);
  const author = await world.ctx(world.people.villager);

  await editPost(author, id, { title: '花猫回来了', body: '花猫回来了', key: newToken() });
  await indexEverything(world.app);
  const byOld = await find('黄狗');
  const byNew = await find('花猫');
  await withdrawPost(author, id);
  const atOnce = await find('花猫');
  await indexEverything(world.app);

  expect([byOld, byNew, atOnce]).toEqual([[], ['花猫回来了'], []]);
  expect(await find('北坡村')).toEqual([]);
});

test('a notice is found beside talk', async () => {
  await postPlain(await world.ctx(world.people.clerk), noticeKind, 'beipo', {
    title: '医保缴费',
    body: '到12月底',
    audience: 'public',
    until: '',
    key: newToken(),
    photoIds: [],
  });
  await indexEverything(world.app);

  expect(await find('医保')).toEqual(['医保缴费']);
});
