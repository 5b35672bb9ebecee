import { withdrawAppeal } from '#server/appeals/commands.ts';
import type { CastMember } from '#server/demo/cast.ts';
import type { EventOf } from '#server/demo/content.ts';
import { gridOf, must } from '#server/demo/places.ts';
import { selectOpenReviews } from '#server/demo/records.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { castMember, ctxAt, ctxOf, key, remember, type Stage, told } from '#server/demo/stage.ts';
import { diaryKind } from '#server/diary/kind.ts';
import { recordLeave } from '#server/grids/rosters.ts';
import { decideReview } from '#server/moderation/commands.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, like as likePost, report as reportPost } from '#server/posts/commands.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import { storyKind } from '#server/stories/kind.ts';
import { talkKind } from '#server/talks/kind.ts';

/** People come by over some hours. */
const BETWEEN_LIKES_MS = 4 * MINUTE_MS;

export async function talk(stage: Stage, event: EventOf<'talk'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const body = `${event.title}\n\n${event.text}`;
  const { shownAs } = event;
  const form = { body, shownAs, audience: 'public' as const, key: key(), photoIds };
  const { path } = must(await postPlain(ctx, talkKind, stage.village.slug, form));
  await remember(stage, event, numberIn(path));
}

/** 书记日记. */
export async function diary(stage: Stage, event: EventOf<'diary'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const form = { body: event.text, audience: 'public' as const, key: key(), photoIds };
  const { path } = must(await postPlain(ctx, diaryKind, stage.village.slug, form));
  await remember(stage, event, numberIn(path));
}

/** 故事会. */
export async function story(stage: Stage, event: EventOf<'story'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const { title, text: body, day, time, place, shownAs } = event;
  const words = { title, body, day, time, place, shownAs };
  const form = { ...words, audience: 'public' as const, key: key(), photoIds };
  const { path } = must(await postPlain(ctx, storyKind, stage.village.slug, form));
  await remember(stage, event, numberIn(path));
}

export async function notice(stage: Stage, event: EventOf<'notice'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, from, to: until } = event;
  const groups = event.groups.map((name) => gridOf(stage.places, stage.village.code, name));
  const audience = 'public' as const;
  const form = { title, body, audience, from, until, groups, key: key() };
  const posted = await postPlain(ctx, noticeKind, stage.village.slug, { ...form, photoIds: [] });
  const { path } = must(posted);
  await remember(stage, event, numberIn(path));
}

/** 说一句 and 问村里一句. */
export async function speak(stage: Stage, event: EventOf<'comment' | 'ask'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const under = event.do === 'comment' ? event.under : undefined;
  const { id } = must(
    await speakUnder(ctx, told(stage, event.post).id, {
      kind: event.do === 'ask' ? 'ask' : 'say',
      body: event.text,
      ...(under !== undefined && { parentId: commentOf(stage, under) }),
      shownAs: 'resident',
      key: key(),
    }),
  );
  stage.comments.set(event.id, id);
}

export async function reply(stage: Stage, event: EventOf<'answer-question'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const question = commentOf(stage, event.question);
  must(await answerQuestion(ctx, question, { body: event.text, key: key() }));
}

/** So many more people who like a post: of the village first, then of the whole county. */
export async function like(stage: Stage, event: EventOf<'like'>): Promise<void> {
  const post = told(stage, event.post);
  const given = stage.liked.get(event.post) ?? new Set<string>();
  stage.liked.set(event.post, given);
  const people = [...stage.cast.members.values()].filter(
    ({ personId }) => personId !== post.authorId && !given.has(personId),
  );
  const isHere = ({ villageCode }: CastMember) => villageCode === stage.village.code;
  const here = people.filter(isHere);
  const from = here.length === 0 ? 0 : (stage.posts.size * 11) % here.length;
  const elsewhere = people.filter((one) => !isHere(one));
  const chosen = [...here.slice(from), ...here.slice(0, from), ...elsewhere].slice(0, event.people);
  if (chosen.length < event.people) throw new Error(`only ${chosen.length} more people are left`);
  const latest = stage.content.county.beginsAt;
  await Promise.all(
    chosen.map(async ({ personId }, n) => {
      given.add(personId);
      const at = Math.min(event.at + n * BETWEEN_LIKES_MS, latest);
      must(await likePost(await ctxOf(stage.app, personId, at), post.id));
    }),
  );
}

export async function edit(stage: Stage, event: EventOf<'edit'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const form = { title: '', body: event.text, key: key() };
  must(await editPost(ctx, told(stage, event.post).id, form));
}

/** The author says why, and takes it back. */
export async function withdraw(stage: Stage, event: EventOf<'withdraw'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const post = told(stage, event.post);
  const said = { kind: 'say' as const, body: event.text, shownAs: 'resident' as const, key: key() };
  must(await speakUnder(ctx, post.id, said));
  must(await withdrawAppeal(ctx, post, key()));
}

export async function report(stage: Stage, event: EventOf<'report'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { id } = told(stage, event.post);
  const form = { subjectKind: 'post' as const, subjectId: id, words: event.text, key: key() };
  must(await reportPost(ctx, id, form));
}

export async function remove(stage: Stage, event: EventOf<'remove'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const [review] = await selectOpenReviews(ctx.db.read, told(stage, event.post).id, true);
  if (review === undefined) throw new Error('nobody reported it');
  const { rule, text: reason } = event;
  must(await decideReview(ctx, review, { verdict: 'remove', rule, reason, key: key() }));
}

export async function leave(stage: Stage, event: EventOf<'leave'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { personId } = castMember(stage, event.who);
  must(await recordLeave(ctx, { personId, fromAt: event.at, untilAt: event.until }));
}

/** Somebody who is no part of the matter looks at what is new, and lets it appear. */
export async function look(stage: Stage, name: string, at: EpochMs): Promise<void> {
  const { id } = told(stage, name);
  for (const review of await selectOpenReviews(stage.app.db.read, id, false)) {
    await lookAt(stage, review, at);
  }
}

async function lookAt(stage: Stage, review: string, at: EpochMs): Promise<void> {
  for (const reviewer of reviewers(stage)) {
    const ctx = await ctxAt(stage, reviewer, at);
    const form = { verdict: 'keep' as const, rule: undefined, reason: '', key: key() };
    const result = await decideReview(ctx, review, form);
    if (result.ok || result.code === 'alreadyDone') return;
  }
  throw new Error('nobody is left who may look');
}

/** The clerk looks; where it is about him, the secretary, and then the town. */
function reviewers({ village, content }: Stage): string[] {
  const holds = (post: string) =>
    village.people.filter((one) => one.posts.some((held) => held.post === post));
  const own = [...holds('clerk'), ...holds('secretary')].map((one) => `${village.slug}/${one.key}`);
  const town = content.county.staff.filter((one) => one.town === village.town);
  return [...own, ...town.map((one) => `county/${one.key}`)];
}

function commentOf({ comments }: Stage, name: string): string {
  const id = comments.get(name);
  if (id === undefined) throw new Error(`nobody said ${name} yet`);
  return id;
}

/** '/v/shiti/talks/1004' → 1004. */
function numberIn(path: string): number {
  return Number(path.split('/').at(-1));
}
