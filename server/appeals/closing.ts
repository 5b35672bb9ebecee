import { lock } from '#db/dialect.ts';
import { type Acting, type AppealRef, actOn, findAppeal, note } from '#server/appeals/act.ts';
import { confirmUntil, slaOf, writeSheet } from '#server/appeals/clocks.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import {
  insertStep,
  selectById,
  selectSilent,
  selectSteps,
  updateAppeal,
} from '#server/appeals/records.ts';
import {
  addPhotos,
  addStep,
  type HandlerWords,
  stopFirstClock,
  tellAll,
} from '#server/appeals/steps.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { changePost } from '#server/posts/create.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { dueAfterWorkingDays } from '#server/rules/due-dates.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

/**
 * Proposes to close, with evidence: words, and a photo or a count. Only the appellant's own word
 * makes it solved.
 */
export async function proposeClose(
  ctx: Context,
  ref: AppealRef,
  form: HandlerWords & { count: string },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const hasEvidence = form.photoIds.length > 0 || form.count !== '';
  if (!hasEvidence) return refuse('needsEvidence', 'count');
  // It may be the first answer too, and a stock phrase answers nothing; with its evidence a few
  // plain words are enough.
  if (!isSubstantive(form.words, ctx.book.answerRule, 'question')) {
    return refuse('saysNothing', 'words');
  }
  const rule = { act: 'propose', by: 'appeal.close', key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    const stepId = await addStep(acting, 'proposed', words.value, { count: form.count });
    await addPhotos(acting, stepId, form.photoIds);
    await stopFirstClock(acting);
    await updateAppeal(tx, row.post.id, { proposedAt: at, confirmedAt: null });
    await changePost(tx, row.post, { state: 'awaiting', nextDueAt: null }, at);
    await note(acting, 'appeal.proposed', { count: form.count }, words.value.body);
    await tellAll(acting, 'proposed', confirmUntil(ctx, at));
    return accept();
  });
}

/** The appellant says it is done, with a grade from 1 (best) to 5: this alone makes it solved. */
export async function confirmAppeal(
  ctx: Context,
  ref: AppealRef,
  form: { key: string; grade: number; words: string },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: false });
  if (!words.ok) return words;
  const by = await whoConfirms(ctx, ref);
  const rule = { act: 'confirm', by, key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    if (await worksOn(acting)) return refuse('notAllowed');
    await addStep(acting, 'confirmed', words.value, { grade: form.grade });
    await updateAppeal(tx, row.post.id, { confirmedAt: at, grade: form.grade });
    await changePost(tx, row.post, { state: 'solved', finishedAt: at, nextDueAt: null }, at);
    await note(acting, 'appeal.confirmed', { grade: form.grade }, words.value.body);
    await tellPeople(tx, ctx, {
      template: 'confirmed',
      village: acting.village,
      no: row.post.no,
      to: [],
      handlers: row.post.holderId ? [row.post.holderId] : [],
      isPrivate: row.post.audience !== 'public',
      at,
    });
    return accept();
  });
}

/**
 * The appellant says it is not done yet: it is reopened and counted. A new round has its own limit;
 * the total time goes on from the first day.
 */
export async function sayNotYet(
  ctx: Context,
  ref: AppealRef,
  form: { key: string; words: string; photoIds: string[] },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: false });
  if (!words.ok) return words;
  const by = await whoConfirms(ctx, ref);
  const rule = { act: 'notYet', by, key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    if (await worksOn(acting)) return refuse('notAllowed');
    const stepId = await addStep(acting, 'notYet', words.value);
    await addPhotos(acting, stepId, form.photoIds);
    const sla = slaOf(ctx, row.appeal.sla);
    const due = dueAfterWorkingDays(ctx.book.calendar, at, ctx.book.rules.appeals.redoWorkingDays);
    await updateAppeal(tx, row.post.id, {
      round: row.appeal.round + 1,
      reopened: row.appeal.reopened + 1,
      proposedAt: null,
      confirmedAt: null,
    });
    const changes = {
      state: 'answered',
      finishedAt: null,
      finishDueAt: due.dueAt,
      nextDueAt: deskOrder(due.dueAt),
    };
    await changePost(tx, row.post, changes, at);
    await writeSheet(tx, ctx, {
      postId: row.post.id,
      clock: 'finish',
      due,
      sla,
      startedAt: at,
      reason: 'reopened',
      at,
    });
    await note(acting, 'appeal.reopened', { reopened: row.appeal.reopened + 1 }, words.value.body);
    await tellPeople(tx, ctx, {
      template: 'reopened',
      village: acting.village,
      no: row.post.no,
      to: [],
      handlers: row.post.holderId ? [row.post.holderId] : [],
      isPrivate: row.post.audience !== 'public',
      at,
      dueAt: due.dueAt,
    });
    return accept();
  });
}

/**
 * Marks what nobody looked at in time as unconfirmed: its own state, never counted as solved. The
 * person may still confirm or send it back. Safe to run again.
 */
export async function markUnconfirmed(ctx: Context): Promise<number> {
  const at = ctx.clock.now();
  const before = at - ctx.book.rules.appeals.confirmDays * DAY_MS;
  const silent = await selectSilent(ctx.db.read, before);
  for (const { postId } of silent) await markOneUnconfirmed(ctx, postId);
  return silent.length;
}

async function markOneUnconfirmed(ctx: Context, postId: string): Promise<void> {
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    // The person may be saying so at this very moment: his word counts.
    await lock(tx, 'post', 'id', postId);
    const row = await selectById(tx, postId);
    if (row?.post.state !== 'awaiting') return;
    await changePost(tx, row.post, { state: 'unconfirmed', nextDueAt: null }, at);
    await insertStep(tx, {
      id: newId(),
      postId,
      kind: 'unconfirmed',
      byId: null,
      byPost: 'system',
      insteadOfId: null,
      at,
      round: row.appeal.round,
      body: '',
      html: '',
      facts: {},
    });
    await append(tx, {
      what: 'appeal.unconfirmed',
      subjectKind: 'appeal',
      subjectId: postId,
      villageCode: row.post.villageCode,
      actorId: null,
      actorRole: 'system',
      at,
      ruleVersion: ctx.book.rules.version,
    });
  });
}

// Somebody without a phone is asked face to face or by telephone, by a person who did not handle it.
async function whoConfirms(ctx: Context, ref: AppealRef): Promise<'author' | 'appeal.confirm-for'> {
  const seen = await findAppeal(ctx, ref);
  const isEntered = seen !== null && seen.row.post.enteredById !== null;
  const isAuthor = seen?.row.post.authorId === ctx.viewer.personId;
  return isEntered && !isAuthor ? 'appeal.confirm-for' : 'author';
}

/** Whether this person answers for it, wrote it in, or did any of its work: then he judges none. */
async function worksOn({ tx, row, actorId, byPost }: Acting): Promise<boolean> {
  const { post } = row;
  if (post.holderId === actorId || post.enteredById === actorId) return true;
  if (byPost === 'author') return false;
  const steps = await selectSteps(tx, post.id);
  return steps.some((step) => step.byId === actorId && !JUDGING.has(step.kind));
}

/** Steps that are the appellant's own word, given for him by somebody who did none of the work. */
const JUDGING = new Set(['confirmed', 'notYet']);
