import { type Acting, type AppealRef, actOn, note } from '#server/appeals/act.ts';
import { newestPlan, planCounts, planDue, writeSheet } from '#server/appeals/clocks.ts';
import {
  insertMilestones,
  selectMilestones,
  updateAppeal,
  updateMilestoneDone,
} from '#server/appeals/records.ts';
import {
  addPhotos,
  addStep,
  type HandlerWords,
  nextDue,
  stopFirstClock,
  tellAll,
} from '#server/appeals/steps.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import { daysBetween, type EpochMs, instantOf } from '#server/rules/dates.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

/** 签收: the handler has it; no clock stops. */
export function signAppeal(ctx: Context, ref: AppealRef, key: string): Promise<Result> {
  return actOn<undefined>(ctx, ref, { act: 'sign', by: 'appeal.sign', key }, async (acting) => {
    const { tx, row, at, actorId } = acting;
    if (row.appeal.signedAt !== null) return refuse('alreadyDone');
    await updateAppeal(tx, row.post.id, { signedAt: at, signedById: actorId });
    await addStep(acting, 'signed');
    await note(acting, 'appeal.signed', {}, null);
    return accept();
  });
}

/**
 * Answers in words. Stock phrases are kept as a note and stop no clock; the first answer of
 * substance stops the first clock, whoever of those responsible gives it.
 */
export async function answerAppeal(
  ctx: Context,
  ref: AppealRef,
  form: HandlerWords,
): Promise<Result<{ isReceipt: boolean }>> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const isReceipt = !isSubstantive(form.words, ctx.book.answerRule);
  const rule = { act: 'answer', by: 'appeal.answer', key: form.key } as const;
  return actOn(ctx, ref, rule, async (acting) => {
    const stepId = await addStep(acting, isReceipt ? 'receipt' : 'answered', words.value);
    await addPhotos(acting, stepId, form.photoIds);
    if (!isReceipt) await stopFirstClock(acting);
    await note(acting, isReceipt ? 'appeal.receipt' : 'appeal.answered', {}, words.value.body);
    if (!isReceipt) await tellAll(acting, 'answered');
    return accept({ isReceipt });
  });
}

/** A dated plan: the finish is then the day of its next open step; the plan before stays in view. */
export async function planAppeal(
  ctx: Context,
  ref: AppealRef,
  form: { key: string; words: string; steps: { what: string; dueOn: string }[] },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const { dueTime } = ctx.book.rules.workingHours;
  const steps = form.steps.map((step) => ({ ...step, dueAt: instantOf(step.dueOn, dueTime) }));
  if (steps.some((step) => step.dueAt <= ctx.clock.now())) return refuse('planInPast', 'dueOn');
  if (isTooFar(ctx, steps)) return refuse('planTooFar', 'dueOn');
  const rule = { act: 'plan', by: 'appeal.answer', key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    const before = newestPlan(await selectMilestones(tx, [row.post.id]));
    const planNo = (before[0]?.planNo ?? 0) + 1;
    const rows = steps
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .map((step, sort) => ({
        id: newId(),
        postId: row.post.id,
        planNo,
        sort,
        doneAt: null,
        ...step,
      }));
    await insertMilestones(tx, rows);
    const counts = planCounts(ctx, row.appeal.sla);
    const dueAt = counts ? planDue(rows) : row.post.finishDueAt;
    const next = rows.at(-1)?.dueOn ?? null;
    await updateAppeal(tx, row.post.id, { plannedFor: next });
    await addStep(acting, 'planned', words.value, { planNo, steps: rows.length, dueOn: next });
    await stopFirstClock(acting);
    const changes = { state: 'planned', finishDueAt: dueAt, nextDueAt: deskOrder(dueAt) };
    await changePost(tx, row.post, changes, at);
    if (counts) await writePlanSheet(acting, dueAt);
    await note(acting, 'appeal.planned', { planNo, dueAt }, steps);
    await tellAll(acting, 'planned', dueAt);
    return accept();
  });
}

/** Progress with photos; a step of the plan may be ticked off with it. */
export async function reportProgress(
  ctx: Context,
  ref: AppealRef,
  form: HandlerWords & { milestoneId: string | null },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const rule = { act: 'progress', by: 'appeal.answer', key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    if (
      form.milestoneId !== null &&
      !(await updateMilestoneDone(tx, row.post.id, form.milestoneId, at))
    ) {
      return refuse('alreadyDone', 'milestoneId');
    }
    const stepId = await addStep(acting, 'progress', words.value, {
      milestoneId: form.milestoneId,
    });
    await addPhotos(acting, stepId, form.photoIds);
    if (isSubstantive(form.words, ctx.book.answerRule)) await stopFirstClock(acting);
    if (form.milestoneId !== null) await moveToNextStep(acting);
    await note(acting, 'appeal.progress', { milestoneId: form.milestoneId }, words.value.body);
    await tellAll(acting, 'progress');
    return accept();
  });
}

/** From today to the first step, and from each step to the next, there are so many days at most. */
function isTooFar(ctx: Context, steps: { dueOn: string; dueAt: EpochMs }[]): boolean {
  const longest = ctx.book.rules.appeals.planStepDays;
  const instants = [ctx.clock.now(), ...steps.map((step) => step.dueAt).toSorted((a, b) => a - b)];
  return instants.some((at, n) => n > 0 && daysBetween(instants[n - 1] ?? at, at) > longest);
}

async function moveToNextStep({ tx, ctx, row, at }: Acting): Promise<void> {
  if (!planCounts(ctx, row.appeal.sla)) return;
  const dueAt = planDue(await selectMilestones(tx, [row.post.id]));
  await changePost(tx, row.post, { finishDueAt: dueAt, nextDueAt: nextDue(row.post, dueAt) }, at);
}

async function writePlanSheet({ tx, ctx, row, at }: Acting, dueAt: EpochMs | null): Promise<void> {
  await writeSheet(tx, ctx, {
    postId: row.post.id,
    clock: 'finish',
    due: { dueAt, calendarVersion: ctx.book.calendar.version, confirmed: true },
    sla: row.appeal.sla,
    startedAt: row.post.createdAt,
    reason: 'plan',
    at,
  });
}
