import type { Tx } from '#db/surface.ts';
import {
  type ClockFacts,
  insertSheet,
  type MilestoneRow,
  selectClockFacts,
  selectMilestones,
} from '#server/appeals/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { ClockExtras } from '#server/posts/kinds.ts';
import {
  type AppealLimits,
  type Due,
  isPlanKept,
  nextPlanDue,
} from '#server/rules/appeal-limits.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { isSlaCode, type SlaCode } from '#server/rules/rule-book.ts';

/** What an appeal knows about its clocks beyond its post: pace, plan, and whether it waits. */
export async function appealClockExtras(
  ctx: Context,
  postIds: string[],
): Promise<Map<string, ClockExtras>> {
  const [appeals, milestones] = await Promise.all([
    selectClockFacts(ctx.db.read, postIds),
    selectMilestones(ctx.db.read, postIds),
  ]);
  return new Map(
    appeals.map((appeal) => [
      appeal.postId,
      extrasOf(
        ctx,
        appeal,
        milestones.filter((step) => step.postId === appeal.postId),
      ),
    ]),
  );
}

function extrasOf(ctx: Context, appeal: ClockFacts, milestones: MilestoneRow[]): ClockExtras {
  const { rules } = ctx.book;
  const sla = slaOf(ctx, appeal.sla);
  const awaits = appeal.proposedAt !== null && appeal.confirmedAt === null;
  const { needsRoster } = rules.sla[sla];
  return {
    pace: needsRoster ? (appeal.isManned ? 'round-the-clock' : 'nobody') : 'working',
    // A provisional number is said on the sheet; a plate warns only of a provisional calendar.
    limitConfirmed: true,
    begun: true,
    awaits: awaits ? { until: confirmUntil(ctx, appeal.proposedAt ?? 0) } : null,
    paused: null,
    // Sent back, it owes what was missing by its new day, however well the plan was kept.
    planKept:
      appeal.reopened === 0 &&
      planCounts(ctx, sla) &&
      isPlanKept(newestPlan(milestones), ctx.clock.now()),
    forPlan: appeal.reopened === 0 && planCounts(ctx, sla) && milestones.length === 0,
  };
}

/** Whether a plan moves the finish: only where something is newly built (P60); a repair keeps its limit. */
export function planCounts(ctx: Context, sla: string): boolean {
  return sla === ctx.book.rules.appeals.buildSla;
}

/** The class written in a row; an unknown one is a bug. */
export function slaOf(ctx: Context, code: string): SlaCode {
  if (!isSlaCode(ctx.book.rules, code)) throw new Error(`${code} is no class of limits`);
  return code;
}

/** Until when the person may look and send it back: natural days after it was proposed closed. */
export function confirmUntil(ctx: Context, proposedAt: EpochMs): EpochMs {
  return proposedAt + ctx.book.rules.appeals.confirmDays * DAY_MS;
}

/** The steps of the plan that counts: the newest. */
export function newestPlan<T extends { planNo: number }>(steps: T[]): T[] {
  const newest = Math.max(0, ...steps.map((step) => step.planNo));
  return steps.filter((step) => step.planNo === newest);
}

/** The day of the plan's next open step, or null without a plan. */
export function planDue(steps: MilestoneRow[]): EpochMs | null {
  return nextPlanDue(newestPlan(steps));
}

/** Writes both sheets of an appeal: each due date with its calendar, rules and class. */
export async function writeSheets(
  tx: Tx,
  ctx: Context,
  {
    postId,
    limits,
    startedAt,
    reason,
    at,
  }: {
    postId: string;
    limits: AppealLimits;
    startedAt: EpochMs;
    reason: string;
    at: EpochMs;
  },
): Promise<void> {
  for (const clock of ['first', 'finish'] as const) {
    await writeSheet(tx, ctx, {
      postId,
      clock,
      due: limits[clock],
      sla: limits.sla,
      startedAt,
      reason,
      at,
    });
  }
}

/** Writes one sheet; the earlier ones of the same clock stay in view. */
export async function writeSheet(
  tx: Tx,
  ctx: Context,
  {
    due,
    clock,
    ...sheet
  }: {
    postId: string;
    clock: 'first' | 'finish';
    due: Pick<Due, 'dueAt' | 'calendarVersion' | 'confirmed'>;
    sla: string;
    startedAt: EpochMs;
    reason: string;
    at: EpochMs;
  },
): Promise<void> {
  const { at, ...rest } = sheet;
  await insertSheet(tx, {
    ...rest,
    clock,
    dueAt: due.dueAt,
    calendarVersion: due.calendarVersion,
    ruleVersion: ctx.book.rules.version,
    confirmed: due.confirmed,
    madeAt: at,
  });
}
