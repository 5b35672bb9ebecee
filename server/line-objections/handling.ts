import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type ActingOnObjection,
  actOnObjection,
  addObjectionStep,
  noteObjection,
  type ObjectionRef,
  touchObjection,
} from '#server/line-objections/act.ts';
import type {
  ObjectionAnswerForm,
  ObjectionRaiseForm,
  ObjectionReplyForm,
} from '#server/line-objections/forms.ts';
import { holderOfObjection } from '#server/line-objections/holder.ts';
import { countOnRow, wasCorrectedSince } from '#server/line-objections/line-records.ts';
import { tellOfObjection } from '#server/line-objections/news.ts';
import { updateObjection } from '#server/line-objections/records.ts';
import { changePost } from '#server/posts/create.ts';
import { prepareWords, type Wording } from '#server/posts/wording.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import {
  finishDue,
  type ObjectionOutcome,
  objectionLevel,
  raiseOf,
} from '#server/rules/line-objections.ts';
import { objectionPath } from '#server/rules/links.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

/** A first word before the matter is settled; a stock phrase is kept and stops no clock. */
export async function replyToObjection(
  ctx: Context,
  ref: ObjectionRef,
  form: ObjectionReplyForm,
): Promise<Result<{ isReceipt: boolean }>> {
  const words = officialWords(ctx, form.body);
  if (!words.ok) return words;
  const isReceipt = !isSubstantive(form.body, ctx.book.answerRule, 'question');
  return actOnObjection(
    ctx,
    ref,
    { act: 'reply', by: 'answerer', key: form.key },
    async (acting) => {
      const { tx, post, objection, at, actorId, byPost } = acting;
      if (objection.outcome !== null) return refuse('alreadyClosed', 'body');
      const step = { what: 'replied', words: words.value, byId: actorId, byPost, at };
      await addObjectionStep(tx, objection, step);
      if (!isReceipt) {
        const nextDueAt = deskOrder(post.finishDueAt);
        await changePost(tx, post, { state: 'replied', nextDueAt, ...firstAnswer(acting) }, at);
      }
      const what = isReceipt ? 'receipt' : 'replied';
      await noteObjection(acting, what, { content: words.value.body });
      await touchObjection(tx, objection);
      if (!isReceipt) await tellAsker(acting, 'replied');
      return accept({ isReceipt });
    },
  );
}

/** The answer that settles it; it must say something of its own, and stays beside the line. */
export async function answerObjection(
  ctx: Context,
  ref: ObjectionRef,
  form: ObjectionAnswerForm,
): Promise<Result> {
  const words = officialWords(ctx, form.body);
  if (!words.ok) return words;
  const says = isSubstantive(form.body, ctx.book.answerRule, 'question');
  if (!says) return refuse('saysNothing', 'body');
  const rule = { act: 'answer', by: 'answerer', key: form.key } as const;
  return actOnObjection<undefined>(ctx, ref, rule, (acting) =>
    answerInTx(acting, form.outcome, words.value),
  );
}

async function answerInTx(
  acting: ActingOnObjection,
  outcome: ObjectionOutcome,
  words: Wording,
): Promise<Result> {
  const { tx, post, objection, at, actorId, byPost } = acting;
  if (objection.outcome !== null) return refuse('alreadyClosed', 'body');
  const isTooEarly = outcome === 'corrected' && !(await isCorrected(acting));
  if (isTooEarly) return refuse('correctFirst', 'outcome');
  const step = { what: 'answered', outcome, words, byId: actorId, byPost, at };
  await addObjectionStep(tx, objection, step);
  await updateObjection(tx, post.id, { outcome, ...answered(acting, words) });
  const changes = { state: 'answered', finishedAt: at, nextDueAt: null, ...firstAnswer(acting) };
  await changePost(tx, post, changes, at);
  // Now everybody may know that it was asked and checked; what, and by whom, stays with them.
  const isNewToAll = objection.isPrivate && objection.answeredAt === null;
  if (isNewToAll) await countOnRow(tx, objection.rowId);
  await noteObjection(acting, 'answered', { facts: { outcome }, content: words.body });
  await touchObjection(tx, objection);
  await tellAsker(acting, 'answered');
  return accept();
}

/**
 * Its asker takes it one level up: within the county's days after an answer, or when it is late.
 * That level has days of its own; the total goes on, and the plate keeps who was asked first.
 */
export async function raiseObjection(
  ctx: Context,
  ref: ObjectionRef,
  form: ObjectionRaiseForm,
): Promise<Result> {
  const words = prepareWords(ctx, form.why, { isOfficial: false });
  if (!words.ok) return { ...words, field: 'why' };
  return actOnObjection<undefined>(
    ctx,
    ref,
    { act: 'raise', by: 'author', key: form.key },
    (acting) => raiseInTx(acting, words.value),
  );
}

async function raiseInTx(acting: ActingOnObjection, words: Wording): Promise<Result> {
  const { tx, ctx, post, objection, loaded, at, actorId, byPost } = acting;
  const { calendar, disclosures } = ctx.book;
  const { outcome, answeredAt, isPrivate } = objection;
  const from = objectionLevel(objection.level);
  const { finishDueAt: dueBefore } = post;
  const stands = { level: from, outcome, answeredAt, finishDueAt: dueBefore };
  const raise = raiseOf(disclosures.objection, stands, at);
  if (!raise) return refuse('limitPassed', 'why');
  const { village } = loaded;
  const level = raise.to;
  const asked = {
    village,
    level,
    isPrivate,
    draftedById: null,
    handler: '',
    askerId: post.authorId,
  };
  const holder = await holderOfObjection(tx, asked, at);
  if (!holder) return refuse('nobodyAnswers', 'why');
  const finishDueAt = finishDue(disclosures.objection, calendar, { level, startedAt: at });
  await updateObjection(tx, post.id, { level, outcome: null, raisedAt: at, raisedWhy: words.body });
  const raised = { postId: post.id, level };
  await addObjectionStep(tx, raised, { what: 'raised', words, byId: actorId, byPost, at });
  const state = post.firstAnsweredAt === null ? 'asked' : 'replied';
  const held = { holderId: holder.personId, holderGridCode: holder.gridCode };
  const clock = { finishDueAt, finishedAt: null, nextDueAt: deskOrder(finishDueAt) };
  await changePost(tx, post, { state, ...held, ...clock }, at);
  const facts = { level, why: raise.why, finishDueAt };
  await noteObjection(acting, 'raised', { facts, content: words.body });
  await touchObjection(tx, objection);
  tx.touch(`person:${post.holderId}`, `person:${holder.personId}`);
  await tellRaised(tx, acting, { toId: holder.personId, dueAt: finishDueAt });
  return accept();
}

// Nobody says that it was put right before it was.
function isCorrected({ tx, objection, post }: ActingOnObjection): Promise<boolean> {
  const { disclosureId } = objection;
  return wasCorrectedSince(tx, { disclosureId, since: post.createdAt });
}

function officialWords(ctx: Context, typed: string): Result<Wording> {
  const words = prepareWords(ctx, typed, { isOfficial: true });
  return words.ok ? words : { ...words, field: 'body' };
}

/** Whoever says the first thing of substance stops the first clock. */
function firstAnswer({ post, actorId, at }: ActingOnObjection) {
  if (post.firstAnsweredAt !== null) return {};
  return { firstAnsweredAt: at, firstAnsweredById: actorId };
}

function answered({ actorId, byPost, at }: ActingOnObjection, { body, html }: Wording) {
  const who = { answeredById: actorId, answeredByPost: byPost, answeredAt: at };
  return { answer: body, answerHtml: html, ...who };
}

async function tellAsker(
  acting: ActingOnObjection,
  template: 'replied' | 'answered',
): Promise<void> {
  const { tx, ctx, post, actorId } = acting;
  const news = newsOf(acting);
  await tellOfObjection(tx, actorId, {
    ...news,
    template,
    toId: post.authorId,
    who: ctx.viewer.name,
  });
}

async function tellRaised(
  tx: Tx,
  acting: ActingOnObjection,
  { toId, dueAt }: { toId: string; dueAt: number | null },
): Promise<void> {
  const news = newsOf(acting);
  // Who had it before learns that it is no longer his to answer.
  const before = { ...news, template: 'raisedAbove' as const, toId: acting.post.holderId };
  await tellOfObjection(tx, acting.actorId, { ...news, template: 'raised', toId, dueAt }, before);
}

function newsOf({ loaded, objection, post, at }: ActingOnObjection) {
  const { village } = loaded;
  const path = objectionPath(village.slug, post.no);
  return { village: village.name, no: post.no, path, isPrivate: objection.isPrivate, at };
}
