import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { comment, post, postVersion, review } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { decideObjection, decideReview, objectToRemoval } from '#server/moderation/commands.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { removalPage, reviewDesk, reviewPage } from '#server/moderation/views.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, report } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { postPage } from '#server/posts/page.ts';
import { instantOf } from '#server/rules/dates.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
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

const keep = () => ({ verdict: 'keep' as const, reason: '', key: newToken() });
const remove = (reason = '点了别人的名字骂') => ({
  verdict: 'remove' as const,
  rule: 'insult' as const,
  reason,
  key: newToken(),
});

async function waitingFor(personId: string) {
  const desk = await reviewDesk(await world.ctx(personId));
  return desk?.waiting ?? null;
}

async function pageFor(personId?: string, no = '1001') {
  const address = { slug: 'beipo', kind: 'talk', no, commentsAfter: null };
  return postPage(await world.ctx(personId), address);
}

async function reported(): Promise<{ postId: string; reviewId: string }> {
  const { id } = await aTalk(world, '张某某是个懒虫');
  const subject = { subjectKind: 'post' as const, subjectId: '' };
  const said = { ...subject, words: '骂人了', key: newToken() };
  await report(await world.ctx(world.people.neighbour), id, said);
  const [row] = await world.app.db.read.select().from(review).where(eq(review.postId, id));
  return { postId: id, reviewId: row?.id ?? '' };
}

test('first words wait two working hours at most, then the clerk shows them', async () => {
  await postPlain(await world.ctx(world.people.villager), talkKind, 'beipo', talk('大家好'));

  const waiting = await waitingFor(world.people.clerk);
  await decideReview(await world.ctx(world.people.clerk), waiting?.[0]?.id ?? '', keep());

  expect(waiting).toMatchObject([
    { why: 'first', excerpt: '大家好', dueAt: instantOf('2026-11-16', '10:30') },
  ]);
  expect(await waitingFor(world.people.clerk)).toEqual([]);
  expect(await pageFor()).toMatchObject({ html: '<p>大家好</p>' });
  const [message] = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, world.people.villager));
  expect(message).toMatchObject({ template: 'review.keep' });
});

test('only those who may look have a review desk, each for his own place', async () => {
  await reported();

  expect(await waitingFor(world.people.villager)).toBeNull();
  expect(await waitingFor(world.people.cadre)).toBeNull();
  expect(await waitingFor(world.people.sysadmin)).toBeNull();
  expect(await waitingFor(world.people.southSecretary)).toEqual([]);
  expect(await waitingFor(world.people.secretary)).toHaveLength(1);
  expect(await waitingFor(world.people.town)).toHaveLength(1);
});

test('removed words leave a tombstone for all, and stay readable for their author', async () => {
  const { postId, reviewId } = await reported();

  const decided = await decideReview(await world.ctx(world.people.clerk), reviewId, remove());

  expect(decided.ok).toBe(true);
  const forAll = await pageFor();
  expect(forAll).toMatchObject({
    title: '',
    html: null,
    sealedHtml: null,
    parts: { gone: { rule: 'insult', reason: '点了别人的名字骂', byPost: 'clerk' } },
  });
  expect((await pageFor(world.people.villager))?.sealedHtml).toBe('<p>张某某是个懒虫</p>');
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, postId));
  expect(row).toMatchObject({ title: '', body: '', html: '' });
  const told = await world.app.db.read.select().from(outboxMessage);
  expect(told.map((one) => [one.personId, one.template])).toEqual(
    expect.arrayContaining([
      [world.people.villager, 'review.remove'],
      [world.people.neighbour, 'report.decided'],
    ]),
  );
});

test('beside the tombstone of a post or a comment its author finds where to object', async () => {
  const { postId, reviewId } = await reported();
  await speakUnder(await world.ctx(world.people.neighbour), postId, {
    kind: 'say',
    body: '你才是懒虫',
    shownAs: 'resident',
    key: newToken(),
  });
  const commentId = (await pageFor())?.parts.comments[0]?.id ?? '';
  const subject = { subjectKind: 'comment' as const, subjectId: commentId, words: '骂人' };
  await report(await world.ctx(world.people.villager), postId, { ...subject, key: newToken() });
  const waiting = await waitingFor(world.people.clerk);
  const second = waiting?.find((one) => one.subjectKind === 'comment')?.id ?? '';
  await decideReview(await world.ctx(world.people.clerk), second, remove());
  await decideReview(await world.ctx(world.people.clerk), reviewId, remove());

  const page = await pageFor(world.people.villager);

  expect(page?.parts.gone?.reviewId).toBe(reviewId);
  expect(page?.parts.comments[0]?.gone?.reviewId).toBe(second);
  expect(await removalPage(await world.ctx(world.people.villager), reviewId)).not.toBeNull();
  expect(await removalPage(await world.ctx(world.people.neighbour), reviewId)).toBeNull();
});

test('an objection goes to a second person, never to the first', async () => {
  const { reviewId } = await reported();
  await decideReview(await world.ctx(world.people.town), reviewId, remove());
  const author = await world.ctx(world.people.villager);
  const form = { verdict: 'restore' as const, reason: '是句玩笑话', key: newToken() };

  const early = await decideObjection(await world.ctx(world.people.dispatcher), reviewId, form);
  const objected = await objectToRemoval(author, reviewId, { words: '开玩笑的', key: newToken() });
  const byFirst = await decideObjection(await world.ctx(world.people.town), reviewId, form);
  const bySecond = await decideObjection(await world.ctx(world.people.dispatcher), reviewId, form);

  expect([early.ok, objected.ok, byFirst.ok, bySecond.ok]).toEqual([false, true, false, true]);
  expect(await pageFor()).toMatchObject({ html: '<p>张某某是个懒虫</p>', parts: { gone: null } });
  expect(await removalPage(author, reviewId)).toMatchObject({ secondVerdict: 'restore' });
});

test('nobody looks at words on himself or of his own', async () => {
  await postPlain(await world.ctx(world.people.secretary), noticeKind, 'beipo', {
    title: '停水',
    body: '停水一天',
    audience: 'public',
    until: '',
    key: newToken(),
    photoIds: [],
  });
  const [notice] = await world.app.db.read.select().from(post).where(eq(post.kind, 'notice'));
  const postId = notice?.id ?? '';
  const subject = { subjectKind: 'post' as const, subjectId: '' };
  const said = { ...subject, words: '写错了', key: newToken() };
  await report(await world.ctx(world.people.clerk), postId, said);
  const [row] = await world.app.db.read.select().from(review).where(eq(review.postId, postId));
  const reviewId = row?.id ?? '';

  const bySecretary = await decideReview(await world.ctx(world.people.secretary), reviewId, keep());
  const byReporter = await decideReview(await world.ctx(world.people.clerk), reviewId, keep());

  expect([bySecretary, byReporter]).toMatchObject([{ code: 'notFound' }, { code: 'notFound' }]);
  expect(await waitingFor(world.people.secretary)).toEqual([]);
  expect(await reviewPage(await world.ctx(world.people.secretary), reviewId)).toBeNull();
  expect(await waitingFor(world.people.town)).toHaveLength(1);
});

test('a reported comment is taken down and no longer counted', async () => {
  const { id } = await aTalk(world);
  const spoken = await speakUnder(await world.ctx(world.people.neighbour), id, {
    kind: 'say',
    body: '你才是狗',
    shownAs: 'resident',
    key: newToken(),
  });
  const subjectId = spoken.ok ? spoken.value.id : '';
  const subject = { subjectKind: 'comment' as const, subjectId };
  await report(await world.ctx(world.people.second), id, {
    ...subject,
    words: '骂人',
    key: newToken(),
  });

  const [waiting] = (await waitingFor(world.people.clerk)) ?? [];
  await decideReview(await world.ctx(world.people.clerk), waiting?.id ?? '', remove('骂邻居'));

  const page = await pageFor();
  expect(page?.parts.comments).toMatchObject([{ html: null, gone: { reason: '骂邻居' } }]);
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, id));
  expect(row?.comments).toBe(0);
});

test('a name is covered in every version, comment, message and in search, and leaves no trace', async () => {
  const { id } = await aTalk(world, '感谢郑小雪帮我找到狗');
  const ask = (body: string) => ({
    kind: 'ask' as const,
    body,
    shownAs: 'resident' as const,
    key: newToken(),
  });
  await speakUnder(await world.ctx(world.people.neighbour), id, ask('郑小雪住哪里？'));
  const author = await world.ctx(world.people.villager);
  await editPost(author, id, { title: '', body: '感谢邻居郑 小 雪', key: newToken() });
  await indexEverything(world.app);
  const clerk = await world.ctx(world.people.clerk);

  const byVillager = await correctPrivacy(author, id, { datum: '郑小雪', key: newToken() });
  const nowhere = await correctPrivacy(clerk, id, { datum: '王大寒', key: newToken() });
  const done = await correctPrivacy(clerk, id, { datum: '郑小雪', key: newToken() });

  expect([byVillager, nowhere]).toMatchObject([{ code: 'notFound' }, { code: 'datumNotFound' }]);
  expect(done.ok).toBe(true);
  const { read } = world.app.db;
  const everything = JSON.stringify([
    await read.select().from(post),
    await read.select().from(comment),
    await read.select().from(postVersion),
    await read.select().from(outboxMessage),
    await read.select().from(ledgerEntry),
  ]);
  expect(everything).not.toMatch(/郑\s*小\s*雪/);
  expect(everything).toContain('感谢邻居■ ■ ■');
  const found = await searchPage(clerk, { slug: null, q: '郑小雪', order: null, before: null });
  expect(found?.rows).toEqual([]);
});

test('where a county looks first, a changed wording waits again', async () => {
  const { id } = await aTalk(world, '黄狗领走了');
  const { moderation } = world.app.book.rules;
  const rules = { ...moderation, textAppears: 'after-look' as const };
  const book = { ...world.app.book, rules: { ...world.app.book.rules, moderation: rules } };
  const author = { ...(await world.ctx(world.people.villager)), book };

  await editPost(author, id, { title: '', body: '黄狗又来了', key: newToken() });

  expect(await pageFor()).toBeNull();
  expect(await waitingFor(world.people.clerk)).toMatchObject([{ why: 'words' }]);
});

test('the forms of the desk say what is missing and answer 404 to everybody else', async () => {
  const { reviewId } = await reported();
  const clerk = await world.cookieOf(world.people.clerk);
  const villager = await world.cookieOf(world.people.villager);
  const path = `/desk/reviews/${reviewId}/decision`;

  const empty = await world.post(path, { verdict: 'remove', key: newToken() }, clerk);
  const stranger = await world.post(path, { verdict: 'keep', key: newToken() }, villager);
  const fine = await world.post(path, { verdict: 'keep', key: newToken() }, clerk);

  expect(empty.status).toBe(422);
  expect(await empty.json()).toMatchObject({
    form: { errors: { rule: 'pickOne', reason: 'required' } },
  });
  expect(stranger.status).toBe(404);
  expect(fine.headers.get('location')).toBe('/desk/reviews');
});
