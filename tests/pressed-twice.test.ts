import { and, eq, like } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { postVersion, privacyCorrection, review } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { decideObjection, decideReview, objectToRemoval } from '#server/moderation/commands.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { editPost, report, withdrawPost } from '#server/posts/commands.ts';
import { editComment, withdrawComment } from '#server/posts/comment-changes.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { aTalk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** A post that a neighbour finds unfit, and the look it waits for. */
async function reported(): Promise<{ postId: string; reviewId: string }> {
  const { id } = await aTalk(world, '张某某是个懒虫');
  const said = { subjectKind: 'post' as const, subjectId: '', words: '骂人了', key: newToken() };
  await report(await world.ctx(world.people.neighbour), id, said);
  const [row] = await world.app.db.read.select().from(review).where(eq(review.postId, id));
  return { postId: id, reviewId: row?.id ?? '' };
}

/** Twice in one moment, as a finger on a slow phone does, and once more a day later. */
async function thrice<T>(act: () => Promise<T>): Promise<T[]> {
  const pressed = await Promise.all([act(), act()]);
  world.clock.set(world.clock.now() + 86_400_000);
  return [...pressed, await act()];
}

const entries = (what: string) =>
  world.app.db.read.select().from(ledgerEntry).where(eq(ledgerEntry.what, what));
const versionsOf = (subjectId: string) =>
  world.app.db.read.select().from(postVersion).where(eq(postVersion.subjectId, subjectId));
const told = (personId: string, template: string) =>
  world.app.db.read
    .select()
    .from(outboxMessage)
    .where(and(eq(outboxMessage.personId, personId), like(outboxMessage.template, template)));

test('a decision, an objection and the second look are each taken once', async () => {
  const { reviewId } = await reported();
  const { town, villager, dispatcher } = world.people;
  const verdict = { verdict: 'remove' as const, rule: 'insult' as const, reason: '骂人了' };
  const first = { ...verdict, key: newToken() };
  const objection = { words: '是句玩笑话', key: newToken() };
  const second = { verdict: 'restore' as const, reason: '是玩笑', key: newToken() };

  const decided = await thrice(async () => decideReview(await world.ctx(town), reviewId, first));
  const objected = await thrice(async () =>
    objectToRemoval(await world.ctx(villager), reviewId, objection),
  );
  const looked = await thrice(async () =>
    decideObjection(await world.ctx(dispatcher), reviewId, second),
  );

  const answer = { ok: true, value: { id: reviewId } };
  expect([decided, objected, looked]).toEqual(Array(3).fill([answer, answer, answer]));
  expect([await entries('review.remove'), await entries('review.restore')]).toMatchObject([
    [{ actorId: town }],
    [{ actorId: dispatcher }],
  ]);
  expect(await told(villager, 'review.%')).toHaveLength(2);
});

test('somebody else who decides after it was decided is told so', async () => {
  const { reviewId } = await reported();
  const keep = () => ({ verdict: 'keep' as const, reason: '', key: newToken() });
  await decideReview(await world.ctx(world.people.town), reviewId, keep());

  const late = await decideReview(await world.ctx(world.people.clerk), reviewId, keep());

  expect(late).toMatchObject({ ok: false, code: 'alreadyDone' });
});

test('a changed wording is kept once, and the next one is another', async () => {
  const { id } = await aTalk(world);
  const author = await world.ctx(world.people.villager);
  const form = { title: '', body: '黄狗领走了', key: newToken() };

  const changed = await thrice(() => editPost(author, id, form));
  await editPost(author, id, { ...form, body: '黄狗又跑了', key: newToken() });

  expect(changed.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect((await versionsOf(id)).map(({ body }) => body).sort()).toEqual(
    ['谁家的黄狗跑到我家院坝了', '黄狗领走了'].sort(),
  );
  expect(await entries('post.edited')).toHaveLength(2);
});

test('a comment is changed once and taken back once, with the same answer each time', async () => {
  const { id } = await aTalk(world);
  const neighbour = await world.ctx(world.people.neighbour);
  const words = { kind: 'say' as const, body: '是我家的狗', shownAs: 'resident' as const };
  const said = await speakUnder(neighbour, id, { ...words, key: newToken() });
  const mine = said.ok ? said.value.id : '';
  const form = { title: '', body: '不是我家的', key: newToken() };

  const changed = await thrice(() => editComment(neighbour, mine, form));
  const taken = await thrice(() => withdrawComment(neighbour, mine));

  const answer = { ok: true, value: { postId: id } };
  expect([changed, taken]).toEqual(Array(2).fill([answer, answer, answer]));
  expect(await versionsOf(mine)).toHaveLength(2);
  expect([await entries('comment.edited'), await entries('comment.withdrawn')]).toMatchObject([
    [{ actorId: world.people.neighbour }],
    [{ actorId: world.people.neighbour }],
  ]);
});

test('a post taken back twice is taken back once, and nobody is told that it is missing', async () => {
  const { id } = await aTalk(world);
  const author = await world.ctx(world.people.villager);

  const taken = await thrice(() => withdrawPost(author, id));

  expect(taken.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await versionsOf(id)).toHaveLength(1);
  expect(await entries('post.withdrawn')).toHaveLength(1);
});

test('a name is covered once, and the second press does not say that it was never there', async () => {
  const { id } = await aTalk(world, '唐立夏家的狗');
  const clerk = await world.ctx(world.people.clerk);
  const form = { datum: '唐立夏', key: newToken() };

  const covered = await thrice(() => correctPrivacy(clerk, id, form));

  expect(covered.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await world.app.db.read.select().from(privacyCorrection)).toHaveLength(1);
});
