import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type {
  DecisionForm,
  ObjectionForm,
  RemovalRule,
  SecondForm,
} from '#server/moderation/forms.ts';
import {
  closeOpen,
  type Look,
  openInTx,
  type ReviewRecord,
  type ReviewRow,
  reviewInTx,
  selectReview,
  sentTogether,
  updateReview,
} from '#server/moderation/records.ts';
import { release, remove, restore } from '#server/moderation/subjects.ts';
import { lookDueAt } from '#server/posts/create.ts';
import { kindOf } from '#server/posts/kinds.ts';
import { postById } from '#server/posts/load.ts';
import { blacken } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A first look at words or a photo: they are shown, or taken down with rule and reason. */
export async function decideReview(
  ctx: Context,
  id: string,
  form: DecisionForm,
): Promise<Result<{ id: string }>> {
  const row = await selectReview(ctx.db.read, id);
  const byPost = row && (await deskPost(ctx, row, 'review.decide'));
  if (!row || byPost === null) return refuse('notFound');
  const isOfPost = row.subjectKind === 'post';
  if (isOfPost && form.verdict === 'remove' && kindOf(row.kind).isSettled) {
    return refuse('staysPublished', 'verdict');
  }
  return oncePerForm(ctx, { action: 'review.decide', key: form.key, id }, async (tx, now, at) => {
    if (now.decidedAt !== null) return refuse('alreadyDone');
    const reason = blacken(form.reason);
    const reporters = await openInTx(tx, row.subjectKind, row.subjectId);
    const decision = {
      decidedAt: at,
      decidedById: ctx.viewer.personId,
      verdict: form.verdict,
      rule: form.rule ?? null,
      reason,
    };
    await closeOpen(tx, row, decision);
    if (form.verdict === 'keep') await release(tx, row, at);
    else await takeDown(tx, ctx, row, { rule: form.rule ?? 'elsewhere', reason, byPost, at });
    await record(tx, ctx, row, { what: `review.${form.verdict}`, byPost, at });
    if (form.verdict === 'remove') await tellRemoved(tx, row, form, { reason, at });
    if (row.why !== 'reported') await tellShown(tx, row, at);
    await tellReporters(
      tx,
      reporters.flatMap(({ reporterId }) => reporterId ?? []),
      form.verdict,
      at,
    );
    return accept({ id });
  });
}

/** The author objects to a removal, once; somebody else looks then. */
export async function objectToRemoval(
  ctx: Context,
  id: string,
  form: ObjectionForm,
): Promise<Result<{ id: string }>> {
  const row = await selectReview(ctx.db.read, id);
  if (!row || authorOf(row) !== ctx.viewer.personId || row.verdict !== 'remove') {
    return refuse('notFound');
  }
  const isLong = [...form.words].length > ctx.book.rules.texts.reasonLength;
  if (isLong) return refuse('tooLong', 'words');
  return oncePerForm(ctx, { action: 'review.object', key: form.key, id }, async (tx, now, at) => {
    if (now.objectedAt !== null) return refuse('alreadyDone');
    const dueAt = lookDueAt(ctx, at);
    await updateReview(tx, id, { objectedAt: at, objection: blacken(form.words), dueAt });
    return accept({ id });
  });
}

/** A second person looks: never the first one, never anybody it is about. */
export async function decideObjection(
  ctx: Context,
  id: string,
  form: SecondForm,
): Promise<Result<{ id: string }>> {
  const row = await selectReview(ctx.db.read, id);
  const byPost = row && (await deskPost(ctx, row, 'review.second'));
  const isFirst = row?.decidedById === ctx.viewer.personId;
  if (!row || byPost === null || row.objectedAt === null || isFirst) return refuse('notFound');
  return oncePerForm(ctx, { action: 'review.second', key: form.key, id }, async (tx, now, at) => {
    if (now.secondAt !== null) return refuse('alreadyDone');
    const secondReason = blacken(form.reason);
    const secondById = ctx.viewer.personId;
    await updateReview(tx, id, {
      secondAt: at,
      secondById,
      secondVerdict: form.verdict,
      secondReason,
    });
    if (form.verdict === 'restore') await restore(tx, row, at);
    await record(tx, ctx, row, { what: `review.${form.verdict}`, byPost, at });
    const words = wordsFor('zh').moderation.messages;
    const body =
      form.verdict === 'restore' ? words.restored(secondReason) : words.upheld(secondReason);
    await tell(tx, {
      personId: authorOf(row),
      template: `review.${form.verdict}`,
      body,
      path: `/reviews/${id}`,
      at,
    });
    return accept({ id });
  });
}

/** Who wrote what is looked at. */
export function authorOf(row: ReviewRow): string {
  if (row.subjectKind === 'comment') return row.commentAuthorId ?? row.postAuthorId;
  return row.subjectKind === 'photo' ? (row.photoOwnerId ?? row.postAuthorId) : row.postAuthorId;
}

/**
 * The post through which the viewer may look at this; null for whoever wrote it, reported it, or
 * answers for the matter (nobody decides about words on himself), and for whoever may not see it.
 */
export async function deskPost(
  ctx: Context,
  row: ReviewRow,
  action: Action,
): Promise<string | null> {
  if (ctx.viewer.personId === null || isConcerned(row, ctx.viewer.personId)) return null;
  if ((await postById(ctx, row.postId)) === null) return null;
  const village = await villageByCode(ctx, row.villageCode);
  return village && actingPost(ctx.viewer, action, village.path);
}

/** Whether this person is himself part of the matter. */
export function isConcerned(row: ReviewRow, personId: string): boolean {
  return [authorOf(row), row.reporterId, row.holderId, row.firstHolderId].includes(personId);
}

/** One form on one review, under its lock; sent again it gets its first answer. */
function oncePerForm(
  ctx: Context,
  { action, key, id }: { action: string; key: string; id: string },
  work: (tx: Tx, now: ReviewRecord, at: EpochMs) => Promise<Result<{ id: string }>>,
): Promise<Result<{ id: string }>> {
  const at = ctx.clock.now();
  const actorId = ctx.viewer.personId ?? '';
  return ctx.db.write(async (tx) => {
    await lock(tx, 'review', 'id', id);
    return once(tx, { actorId, action, key, at }, async () => {
      const now = await reviewInTx(tx, id);
      return now ? work(tx, now, at) : refuse('notFound');
    });
  });
}

interface Decided {
  rule: RemovalRule;
  reason: string;
  byPost: string;
  at: EpochMs;
}

async function takeDown(
  tx: Tx,
  ctx: Context,
  row: ReviewRow,
  { rule, reason, byPost, at }: Decided,
): Promise<void> {
  const { subjectKind, subjectId, postId } = row;
  await remove(tx, ctx, { subjectKind, subjectId, postId, rule, reason, byPost }, at);
}

async function tellRemoved(
  tx: Tx,
  row: ReviewRow,
  form: DecisionForm,
  { reason, at }: { reason: string; at: EpochMs },
): Promise<void> {
  const { messages, rules, desk } = wordsFor('zh').moderation;
  const subjects: Record<string, string> = desk.subject;
  const what = subjects[row.subjectKind] ?? '';
  await tell(tx, {
    personId: authorOf(row),
    template: 'review.remove',
    body: messages.removed(what, rules[form.rule ?? 'elsewhere'], sentence(reason)),
    path: `/reviews/${row.id}`,
    at,
  });
}

// Words and photos sent in one go are told of once, when the last of them has been looked at.
async function tellShown(tx: Tx, row: ReviewRow, at: EpochMs): Promise<void> {
  const { messages } = wordsFor('zh').moderation;
  const names: Record<string, string> = messages.sent;
  const isAlone = row.subjectKind === 'comment';
  const looks = isAlone ? [await reviewInTx(tx, row.id)] : await ownLooks(tx, row);
  if (looks.some((look) => look?.decidedAt === null)) return;
  const kept = looks.flatMap((look) => (look?.verdict === 'keep' ? [look.subjectKind] : []));
  const what = Object.keys(names).filter((kind) => kept.includes(kind));
  if (what.length === 0) return;
  await tell(tx, {
    personId: authorOf(row),
    template: 'review.keep',
    body: messages.shown(what.map((kind) => names[kind] ?? '')),
    path: `/posts/${row.postId}`,
    at,
  });
}

// What a clerk writes for somebody is that person's, the photos to it are the clerk's.
async function ownLooks(tx: Tx, row: ReviewRow): Promise<Look[]> {
  // Two who decide at one moment must see each other's decision, or neither tells.
  await lock(tx, 'post', 'id', row.postId);
  const looks = await sentTogether(tx, row);
  return looks.filter(({ ownerId }) => (ownerId ?? row.postAuthorId) === authorOf(row));
}

/** The reason as a sentence of its own: what was typed may end in a full stop already. */
function sentence(reason: string): string {
  return /[。.！!？?]$/.test(reason) ? reason : `${reason}。`;
}

async function tellReporters(
  tx: Tx,
  reporters: string[],
  verdict: 'keep' | 'remove',
  at: EpochMs,
): Promise<void> {
  const { messages } = wordsFor('zh').moderation;
  const body = verdict === 'remove' ? messages.reportRemoved : messages.reportKept;
  const message = { template: 'report.decided', body, path: null, at };
  await tell(tx, ...reporters.map((personId) => ({ ...message, personId })));
}

async function record(
  tx: Tx,
  ctx: Context,
  row: ReviewRow,
  { what, byPost, at }: { what: string; byPost: string; at: EpochMs },
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    villageCode: row.villageCode,
    actorId: ctx.viewer.personId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { reviewId: row.id, why: row.why },
  });
  tx.touch(`post:${row.postId}`, `village:${row.villageCode}`);
}
