import { type Acting, type AppealRef, actOn, note } from '#server/appeals/act.ts';
import { planCounts, planDue, slaOf, writeSheet } from '#server/appeals/clocks.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import { selectMilestones, updateAppeal } from '#server/appeals/records.ts';
import { addStep, nextDue, tellAll } from '#server/appeals/steps.ts';
import { answererFor } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost, narrowPost } from '#server/posts/create.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { type AppealItem, audienceOf, itemOf } from '#server/rules/appeal-classes.ts';
import { limitsFor, slaFor } from '#server/rules/appeal-limits.ts';
import type { SlaCode } from '#server/rules/rule-book.ts';

/** How an appeal is to be put right, in which class, and why. */
export interface RemedyForm {
  key: string;
  itemCode: string;
  remedy: 'repair' | 'build' | 'neither';
  isUrgent: boolean;
  words: string;
}

/**
 * Says how it will be put right: mended (N3) or newly built (P60), which sets the limit. Within two
 * working days, with a reason the villager may contest; once contested only the town decides. A
 * class that belongs to the town takes the appeal out of the village's hands: `isMoved`.
 */
export async function classifyAppeal(
  ctx: Context,
  ref: AppealRef,
  form: RemedyForm,
): Promise<Result<{ isMoved: boolean }>> {
  const item = itemOf(ctx.book.appealClasses, form.itemCode);
  if (!item) return refuse('pickOne', 'itemCode');
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return words;
  const rule = { act: 'classify', by: 'appeal.classify', key: form.key } as const;
  return actOn(ctx, ref, rule, async (acting) => {
    const { row, byPost } = acting;
    const isTheTowns = row.appeal.contestedAt !== null && byPost !== 'town_admin';
    if (isTheTowns) return refuse('townDecides');
    const remedy = form.remedy === 'neither' ? null : form.remedy;
    const { rules } = ctx.book;
    // Without a roster nobody runs at night: a limit that nobody keeps would only stop the clocks.
    const isUrgent = form.isUrgent && row.appeal.isManned;
    const sla = slaFor(rules, ordinarySla(ctx, item, isUrgent), remedy);
    if (isTooLateToMove(acting, sla)) return refuse('limitPassed');
    const finishDueAt = await setLimit(acting, { item, sla, remedy });
    const isMoved = await setAudience(acting, item.audience);
    const facts = { remedy, sla, itemCode: item.code };
    await addStep(acting, 'classified', words.value, { ...facts, dueAt: finishDueAt });
    await note(acting, 'appeal.classified', facts, words.value.body);
    await tellAll(acting, 'classified', finishDueAt);
    return accept({ isMoved });
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
    await tellWhoDecides(acting);
    return accept();
  });
}

/** The town hears that it has to decide, the handler that he may not. */
async function tellWhoDecides({ tx, ctx, row, village, at }: Acting) {
  const town = await answererFor(tx, { gridCode: village.townCode, householdId: null }, at);
  const handlers = [town?.personId, row.post.holderId].filter((one) => one != null);
  const isPrivate = row.post.audience !== 'public';
  const news = { village, no: row.post.no, to: [], handlers, isPrivate, at };
  await tellPeople(tx, ctx, { ...news, template: 'contested' });
}

/** A limit that has passed is not moved by those who missed it: the town decides. */
function isTooLateToMove({ ctx, row, at, byPost }: Acting, sla: SlaCode): boolean {
  const { finishDueAt, createdAt } = row.post;
  const isTheirs = byPost !== 'town_admin' && byPost !== 'dispatcher';
  if (!isTheirs || finishDueAt === null || at <= finishDueAt) return false;
  const { rules, calendar } = ctx.book;
  const { finish } = limitsFor(rules, sla, createdAt, calendar, row.appeal.isManned);
  return finish.dueAt === null || finish.dueAt > finishDueAt;
}

/** Writes class and limit; counting never starts again, it runs from when the words were sent. */
async function setLimit(
  { tx, ctx, row, at }: Acting,
  { item, sla, remedy }: { item: AppealItem; sla: SlaCode; remedy: 'repair' | 'build' | null },
): Promise<number | null> {
  const postId = row.post.id;
  const startedAt = row.post.createdAt;
  const { rules, calendar } = ctx.book;
  const { finish } = limitsFor(rules, sla, startedAt, calendar, row.appeal.isManned);
  const classified = { itemCode: item.code, sla, remedy, remedyDueAt: null, classifiedAt: at };
  await updateAppeal(tx, postId, classified);
  const planned = planCounts(ctx, sla) ? planDue(await selectMilestones(tx, [postId])) : null;
  const finishDueAt = planned ?? finish.dueAt;
  const changes = { finishDueAt, nextDueAt: nextDue(row.post, finishDueAt) };
  await changePost(tx, row.post, changes, at);
  Object.assign(row.post, changes);
  const reason = remedy ?? 'class';
  await writeSheet(tx, ctx, { postId, clock: 'finish', due: finish, sla, startedAt, reason, at });
  return finishDueAt;
}

/** Hides what the class keeps private; what belongs to the town is handed to the town's person. */
async function setAudience({ tx, row, village, at }: Acting, byClass: string): Promise<boolean> {
  const audience = narrowed(row.post.audience, byClass);
  if (audience === row.post.audience) return false;
  const isMoved = audience === 'town';
  const holder = isMoved
    ? await answererFor(tx, { gridCode: village.townCode, householdId: null }, at)
    : null;
  const handed = holder && {
    holderId: holder.personId,
    // Whoever was asked in the village must not go on reading it.
    firstHolderId: holder.personId,
    holderGridCode: holder.gridCode,
  };
  const releasedAt = row.post.releasedAt ?? at;
  await narrowPost(tx, row.post, { audience, releasedAt, ...handed }, at);
  Object.assign(row.post, { audience, releasedAt, ...handed });
  return isMoved;
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
