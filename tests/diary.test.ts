import { afterEach, beforeEach, expect, test } from 'vitest';
import '#server/kinds.ts';
import { diaryKind } from '#server/diary/kind.ts';
import { newToken } from '#server/kernel/ids.ts';
import { postPlain } from '#server/plain/commands.ts';
import { newPlain, plainList, plainPost } from '#server/plain/views.ts';
import { editPost, like } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { cadrePage, villageHome } from '#server/squares/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const place = { slug: 'beipo', list: 'diary' };
const threeSentences = '早上走了趟3组。沟里的淤泥清了一半，车还堵在桥头。明天找镇上借个小的。';

/** Three sentences, as the form would send them. */
function note(body = threeSentences) {
  return { body, audience: 'public' as const, key: newToken(), photoIds: [] };
}

async function write(body?: string) {
  return postPlain(await world.ctx(world.people.secretary), diaryKind, 'beipo', note(body));
}

async function pageOf(no = '1001') {
  return plainPost(await world.ctx(), { ...place, no, commentsAfter: null });
}

test('the secretary notes three sentences, and a passer-by reads who wrote them', async () => {
  const posted = await write();

  expect(posted).toEqual({ ok: true, value: { path: '/v/beipo/diary/1001' } });
  expect(await pageOf()).toMatchObject({
    title: '早上走了趟3组',
    html: `<p>${threeSentences}</p>`,
    parts: { byline: { name: '曾谷雨', official: { post: '党总支书记' } } },
  });
});

test.each(['villager', 'clerk', 'cadre', 'town'] as const)(
  'nobody else writes it: not the %s',
  async (who) => {
    const ctx = await world.ctx(world.people[who]);

    const refused = await postPlain(ctx, diaryKind, 'beipo', note());
    const form = await newPlain(ctx, place);

    expect(refused).toMatchObject({ ok: false, code: 'notAllowed' });
    expect(form).toBeNull();
  },
);

test('a note as long as a report comes back, when written and when changed', async () => {
  const long = '走'.repeat(201);
  await write();
  const post = await pageOf();
  const ctx = await world.ctx(world.people.secretary);

  const written = await write(long);
  const changed = await editPost(ctx, post?.parts.id ?? '', {
    title: '',
    body: long,
    key: newToken(),
  });

  expect(written).toMatchObject({ ok: false, code: 'tooLong', field: 'body' });
  expect(changed).toMatchObject({ ok: false, code: 'tooLong', field: 'body' });
  expect(await write('走'.repeat(200))).toMatchObject({ ok: true });
});

test('its form asks for one photo and says how long it may be', async () => {
  const form = await newPlain(await world.ctx(world.people.secretary), place);

  expect(form).toMatchObject({ photoLimit: 1, longest: 200, groups: [] });
});

test('villagers like it, say something, and a question has its clock', async () => {
  await write();
  const id = (await pageOf())?.parts.id ?? '';
  const ctx = await world.ctx(world.people.villager);

  await like(ctx, id);
  const words = { body: '小车村里老李有', shownAs: 'name' as const, key: newToken() };
  await speakUnder(ctx, id, { ...words, kind: 'say' });
  const question = { ...words, body: '桥头哪天能过车？', key: newToken() };
  await speakUnder(ctx, id, { ...question, kind: 'ask' });

  const { rows } = (await plainList(await world.ctx(), {
    ...place,
    before: null,
    after: null,
  })) ?? {
    rows: [],
  };
  const page = await pageOf();
  expect(rows).toMatchObject([{ likes: 1, title: '早上走了趟3组', saidBy: null }]);
  expect(page?.parts.questions).toEqual({ asked: 1, answered: 0 });
});

test('the newest note stands on the village’s home and on the secretary’s page', async () => {
  await write('昨天的事。');
  world.clock.set(world.clock.now() + DAY_MS);
  await write('今天的事。');

  const home = await villageHome(await world.ctx(), 'beipo', null);
  const secretary = await cadrePage(await world.ctx(), 'beipo', '00015');

  expect(home?.diary).toMatchObject([{ title: '今天的事' }]);
  expect(secretary?.diary).toMatchObject([{ title: '今天的事' }]);
});
