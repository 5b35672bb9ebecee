import { type Acting, type AppealRef, actOn, note } from '#server/appeals/act.ts';
import { newestPlan, planDue, slaOf, writeSheet } from '#server/appeals/clocks.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import {
  insertMilestones,
  insertStep,
  selectCosigners,
  selectMilestones,
  updateAppeal,
  updateMilestoneDone,
} from '#server/appeals/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { type AppealItem, audienceOf, itemOf } from '#server/rules/appeal-classes.ts';
import { limitsFor, slaFor } from '#server/rules/appeal-limits.ts';
import { type EpochMs, instantOf } from '#server/rules/dates.ts';
import type { SlaCode } from '#server/rules/rule-book.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

/** Words of a handler with photos already taken in. */
export interface HandlerWords {
  key: string;
  words: string;
  photoIds: string[];
}

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

/**
 * Says how it will be put right: mended (N3) or newly built (P60), which sets the limit. Within two
 * working days, with a reason the villager may contest; once contested only the town decides.
 */
export async function classifyAppeal(
  ctx: Context,
  ref: AppealRef,
  form: {
    key: string;
    itemCode: string;
    remedy: 'repair' | 'build' | 'neither';
    isUrgent: boolean;
    words: string;
  },
): Promise<Result> {
  const item = itemOf(ctx.book.appealClasses, form.itemCode);
  if (!item) return refuse('pickOne', 'itemCode');
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const rule = { act: 'classify', by: 'appeal.classify', key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    const remedy = form.remedy === 'neither' ? null : form.remedy;
    const isContested = row.appeal.contestedAt !== null;
    if (isContested && acting.byPost !== 'town_admin') return refuse('townDecides');
    const { rules, calendar } = ctx.book;
    const sla = slaFor(rules, ordinarySla(ctx, item, form.isUrgent), remedy);
    // Counting never starts again: the new limit runs from when the words were sent.
    const limits = limitsFor(rules, sla, row.post.createdAt, calendar, row.appeal.isManned);
    await updateAppeal(tx, row.post.id, {
      itemCode: item.code,
      sla,
      remedy,
      remedyDueAt: null,
      classifiedAt: at,
    });
    const finishDueAt = planDue(await selectMilestones(tx, [row.post.id])) ?? limits.finish.dueAt;
    await changePost(
      tx,
      row.post,
      {
        finishDueAt,
        nextDueAt: nextDue(row.post, finishDueAt),
        audience: narrowed(row.post.audience, item.audience),
      },
      at,
    );
    await writeSheet(tx, ctx, {
      postId: row.post.id,
      clock: 'finish',
      due: limits.finish,
      sla,
      startedAt: row.post.createdAt,
      reason: remedy ?? 'class',
      at,
    });
    await addStep(acting, 'classified', words.value, {
      remedy,
      itemCode: item.code,
      sla,
      dueAt: finishDueAt,
    });
    await note(acting, 'appeal.classified', { remedy, sla, itemCode: item.code }, words.value.body);
    await tellAll(acting, 'classified', finishDueAt);
    return accept();
  });
}

/** The author does not agree with how it is to be put right: the town looks again. */
export async function contestRemedy(
  ctx: Context,
  ref: AppealRef,
  form: { key: string; words: string },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: false });
  if (!words.ok) return words;
  const rule = { act: 'contest', by: 'author', key: form.key } as const;
  return actOn<undefined>(ctx, ref, rule, async (acting) => {
    const { tx, row, at } = acting;
    if (row.appeal.classifiedAt === null || row.appeal.contestedAt !== null)
      return refuse('alreadyDone');
    await updateAppeal(tx, row.post.id, { contestedAt: at });
    await addStep(acting, 'contested', words.value);
    await note(acting, 'appeal.contested', {}, words.value.body);
    return accept();
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
    const dueAt = planDue(rows);
    const next = rows.at(-1)?.dueOn ?? null;
    await updateAppeal(tx, row.post.id, { plannedFor: next });
    await addStep(acting, 'planned', words.value, { planNo, steps: rows.length, dueOn: next });
    await stopFirstClock(acting);
    await changePost(tx, row.post, { state: 'planned', finishDueAt: dueAt, nextDueAt: dueAt }, at);
    await writePlanSheet(acting, dueAt);
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
    nextDueAt: row.post.finishDueAt,
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
  const cosigners = await selectCosigners(tx, row.post.id);
  await tellPeople(tx, ctx, {
    template,
    village,
    no: row.post.no,
    to: [row.post.authorId, ...cosigners],
    handlers: [],
    isPrivate: row.post.audience !== 'public',
    at,
    dueAt,
    who: ctx.viewer.name,
  });
}

async function moveToNextStep({ tx, row, at }: Acting): Promise<void> {
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

function nextDue(post: Acting['row']['post'], finishDueAt: EpochMs | null): EpochMs | null {
  return post.firstAnsweredAt === null ? post.nextDueAt : finishDueAt;
}

// The round-the-clock limits of E0 and E1 are for what cannot wait; a question about the same thing
// has the item's ordinary limit.
function ordinarySla(ctx: Context, item: AppealItem, isUrgent: boolean): SlaCode {
  const own = slaOf(ctx, item.sla);
  const isCalm = ctx.book.rules.sla[own].needsRoster && !isUrgent;
  return isCalm && item.alternative ? slaOf(ctx, item.alternative) : own;
}

// A class may hide what turned out to be private; it never shows what was sent in confidence.
function narrowed(current: string, byClass: string): string {
  const audience = audienceOf(byClass);
  if (current !== 'public' || audience === 'public') return current;
  return audience === 'handlers' ? 'handlers' : 'town';
}
