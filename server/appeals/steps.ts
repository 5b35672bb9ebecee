import type { Acting } from '#server/appeals/act.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import { insertStep, selectCosigners } from '#server/appeals/records.ts';
import { newId } from '#server/kernel/ids.ts';
import { changePost } from '#server/posts/create.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Words of a handler with photos already taken in. */
export interface HandlerWords {
  key: string;
  words: string;
  photoIds: string[];
}

/** Adds one thing done to the appeal's history; returns its id. */
export async function addStep(
  { tx, row, at, actorId, byPost }: Acting,
  kind: string,
  { body, html }: { body: string; html: string } = { body: '', html: '' },
  facts: Record<string, string | number | boolean | null> = {},
): Promise<string> {
  const id = newId();
  const standsIn = byPost !== 'author' && row.post.holderId !== actorId ? row.post.holderId : null;
  await insertStep(tx, {
    id,
    postId: row.post.id,
    kind,
    byId: actorId,
    byPost,
    insteadOfId: standsIn,
    at,
    round: row.appeal.round,
    body,
    html,
    facts,
  });
  return id;
}

/** Photos of a step: taken in before the write, given to it inside. */
export function addPhotos(
  { tx, ctx, row, at, actorId }: Acting,
  subjectId: string,
  photoIds: string[],
) {
  const { id: postId, villageCode } = row.post;
  const place = { subjectKind: 'step', subjectId, postId, villageCode, ownerId: actorId };
  return givePhotos(tx, ctx, photoIds, place, at);
}

/** The first answer of substance: the clock stops and names who gave it. */
export async function stopFirstClock({ tx, row, at, actorId }: Acting): Promise<void> {
  if (row.post.firstAnsweredAt !== null) return;
  const state = row.post.state === 'received' ? 'answered' : row.post.state;
  const changes = {
    firstAnsweredAt: at,
    firstAnsweredById: actorId,
    state,
    nextDueAt: deskOrder(row.post.finishDueAt),
  };
  await changePost(tx, row.post, changes, at);
  Object.assign(row.post, changes);
}

/** Tells the author, and everybody who said 我家也是, what happened. */
export async function tellAll(
  { tx, ctx, row, village, at }: Acting,
  template: Parameters<typeof tellPeople>[2]['template'],
  dueAt: EpochMs | null = null,
): Promise<void> {
  const { authorId, no, audience } = row.post;
  const cosigners = (await selectCosigners(tx, row.post.id)).filter((one) => one !== authorId);
  const news = { village, no, handlers: [], isPrivate: audience !== 'public', at, dueAt };
  const told = { ...news, who: ctx.viewer.name };
  await tellPeople(tx, ctx, { ...told, template, to: [authorId] });
  // Only the author confirms: who said 我家也是 is not asked to.
  const toOthers = template === 'proposed' ? 'lookedAt' : template;
  await tellPeople(tx, ctx, { ...told, template: toOthers, to: cosigners });
}

/** The next deadline of an appeal whose finish is then: the first answer comes before it. */
export function nextDue(post: Acting['row']['post'], finishDueAt: EpochMs | null): EpochMs | null {
  return post.firstAnsweredAt === null ? post.nextDueAt : deskOrder(finishDueAt);
}
