import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { post } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { editComment } from '#server/posts/comment-changes.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { sharePage } from '#server/posts/share.ts';
import { historyPage } from '#server/posts/word-pages.ts';
import { instantOf } from '#server/rules/dates.ts';
import { talkKind } from '#server/talks/kind.ts';
import { aTalk, talk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function aNotice(): Promise<string> {
  await postPlain(await world.ctx(world.people.secretary), noticeKind, 'beipo', {
    title: '停水',
    body: '明天停水到下午五点',
    audience: 'public',
    until: '',
    key: newToken(),
    photoIds: [],
  });
  const [row] = await world.app.db.read.select().from(post).where(eq(post.kind, 'notice'));
  return row?.id ?? '';
}

const slipOf = async (id: string) => {
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, id));
  return row?.slipCode ?? '';
};

test('what is copied for the group chat names nobody and ends with a short address', async () => {
  const { id } = await aTalk(world, '谁家的黄狗跑到我家院坝了');
  const slip = await slipOf(id);

  const view = await sharePage(await world.ctx(), slip.toLowerCase());

  expect(view?.text.split('\n')).toEqual([
    '柳河镇北坡村有人说：谁家的黄狗跑到我家院坝了',
    '还没有人说话，您来开个头。',
    '点开看全文，也可以说一句、问一句。',
    expect.stringMatching(new RegExp(`/s/${slip}$`)),
  ]);
  expect(view?.text).not.toContain('罗白露');
  expect(view?.qr).toMatch(/^<svg/);
});

test('a slip leads to its post; what is not for everybody is not handed on', async () => {
  const { id, path } = await aTalk(world);
  const slip = await slipOf(id);
  await postPlain(
    await world.ctx(world.people.villager),
    talkKind,
    'beipo',
    talk('只给村里', { audience: 'village' }),
  );
  const [inner] = await world.app.db.read.select().from(post).where(eq(post.audience, 'village'));
  const neighbour = await world.ctx(world.people.neighbour);

  const led = await world.get(`/s/${slip}`);
  const unknown = await world.get('/s/AAAAAAAAAA');
  const hidden = await world.get(`/s/${inner?.slipCode}`);

  expect(led.headers.get('location')).toBe(path);
  expect([unknown.status, hidden.status]).toEqual([404, 404]);
  expect(await sharePage(neighbour, inner?.slipCode ?? '')).toBeNull();
  await withdrawPost(await world.ctx(world.people.villager), id);
  expect(await sharePage(await world.ctx(), slip)).toBeNull();
});

test('official words keep every published wording, with what changed', async () => {
  const id = await aNotice();
  world.clock.set(instantOf('2026-11-16', '10:00'));
  const clerk = await world.ctx(world.people.clerk);
  await editPost(clerk, id, { title: '停水', body: '明天停水到下午三点', key: newToken() });

  const view = await historyPage(await world.ctx(), { kind: 'post', id });

  expect(view?.versions).toMatchObject([
    { no: 2, isCurrent: true, at: instantOf('2026-11-16', '10:00') },
    { no: 1, isCurrent: false, at: instantOf('2026-11-16', '08:30') },
  ]);
  expect(view?.versions[0]?.pieces).toEqual([
    { text: '明天停水到下午', change: 'same' },
    { text: '五', change: 'gone' },
    { text: '三', change: 'added' },
    { text: '点', change: 'same' },
  ]);
});

test('an official answer shows its wordings, a villager’s own words never do', async () => {
  const id = await aNotice();
  const asked = await speakUnder(await world.ctx(world.people.neighbour), id, {
    kind: 'ask',
    body: '几点来水？',
    shownAs: 'resident',
    key: newToken(),
  });
  const questionId = asked.ok ? asked.value.id : '';
  const secretary = await world.ctx(world.people.secretary);
  const said = await answerQuestion(secretary, questionId, { body: '五点来水', key: newToken() });
  const answerId = said.ok ? said.value.id : '';
  await editComment(secretary, answerId, { title: '', body: '三点就来水', key: newToken() });

  const visitor = await world.ctx();
  const ofAnswer = await historyPage(visitor, { kind: 'comment', id: answerId });
  const ofQuestion = await historyPage(visitor, { kind: 'comment', id: questionId });
  const { id: talkId } = await aTalk(world);

  expect(ofAnswer?.versions).toHaveLength(2);
  expect(ofQuestion).toBeNull();
  expect(await historyPage(visitor, { kind: 'post', id: talkId })).toBeNull();
});

test('what a villager said before he changed it is read by him and the handlers, by nobody else', async () => {
  const { id } = await aTalk(world);
  const author = await world.ctx(world.people.villager);
  await editPost(author, id, { title: '', body: '改过的话', key: newToken() });
  const read = async (personId?: string) =>
    historyPage(await world.ctx(personId), { kind: 'post', id });

  expect((await read(world.people.villager))?.versions).toHaveLength(2);
  expect((await read(world.people.secretary))?.versions).toHaveLength(2);
  expect(await read(world.people.neighbour)).toBeNull();
  expect(await read(world.people.southSecretary)).toBeNull();
  expect(await read()).toBeNull();
});
