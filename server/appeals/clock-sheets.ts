import { type AppealRef, findAppeal } from '#server/appeals/act.ts';
import { slaOf } from '#server/appeals/clocks.ts';
import { helpIn, type VillageHelp } from '#server/appeals/helper.ts';
import { type AppealRow, type SheetRow, selectSheets } from '#server/appeals/records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { dueAfter } from '#server/rules/appeal-limits.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { SheetDay } from '#server/rules/due-dates.ts';
import type { Limit, Source } from '#server/rules/rule-book.ts';

/** One version of a due date: the limit, every day up to it, and what it rests on. */
export interface ClockSheet {
  version: number;
  /** raised, repair, build, class, plan, reopened. */
  reason: string;
  startedAt: EpochMs;
  dueAt: EpochMs | null;
  madeAt: EpochMs;
  /** Null where a plan's own day counts, or the class sets none. */
  limit: Limit | null;
  /** The days as they were counted; empty when the calendar has changed since, or none are. */
  days: SheetDay[];
  /** The regulation the number was taken from. */
  /** The rule the number comes from; null for a plan's own dates. */
  source: Source | null;
  limitConfirmed: boolean;
  calendarConfirmed: boolean;
  calendarVersion: number;
  noDue: 'no-calendar' | 'no-roster' | 'no-limit' | null;
  isCurrent: boolean;
}

/** Both clocks of an appeal with all their versions, newest first. */
export interface ClockSheets {
  village: Village;
  help: VillageHelp | null;
  no: number;
  now: EpochMs;
  hours: { from: string; to: string }[];
  first: ClockSheet[];
  finish: ClockSheet[];
}

/** How every due date of an appeal was counted; null when the viewer may not see it. */
export async function clockSheets(ctx: Context, ref: AppealRef): Promise<ClockSheets | null> {
  const seen = await findAppeal(ctx, ref);
  if (!seen) return null;
  const { village, row } = seen;
  ctx.page.shows(`post:${row.post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null || row.post.audience !== 'public') ctx.page.keepPrivate();
  const [rows, help] = await Promise.all([
    selectSheets(ctx.db.read, row.post.id),
    helpIn(ctx, village.code),
  ]);
  const of = (clock: string) =>
    rows
      .filter((sheet) => sheet.clock === clock)
      .reverse()
      .map((sheet, at) => sheetView(ctx, row, sheet, at === 0));
  return {
    village,
    help,
    no: ref.no,
    now: ctx.clock.now(),
    hours: ctx.book.rules.workingHours.spans,
    first: of('first'),
    finish: of('finish'),
  };
}

function sheetView(
  ctx: Context,
  { appeal }: AppealRow,
  sheet: SheetRow,
  isCurrent: boolean,
): ClockSheet {
  const { source, confirmed } = ctx.book.rules.sla[slaOf(ctx, sheet.sla)];
  const limit = limitOf(ctx, sheet);
  const due = limit && dueAfter(ctx.book.calendar, sheet.startedAt, limit);
  // Days are shown only if they lead to the date that was promised.
  const isSame = due !== null && due.dueAt !== null && due.dueAt === sheet.dueAt;
  const isPlan = sheet.reason === 'plan';
  return {
    version: sheet.version,
    reason: sheet.reason,
    startedAt: sheet.startedAt,
    dueAt: sheet.dueAt,
    madeAt: sheet.madeAt,
    limit,
    days: isSame ? due.days : [],
    source: isPlan || sheet.reason === 'reopened' ? null : source,
    limitConfirmed: isPlan || confirmed,
    calendarConfirmed: isPlan || !isSame || due.confirmed,
    calendarVersion: sheet.calendarVersion,
    noDue: sheet.dueAt === null ? whyNone(limit, appeal.isManned, sheet.sla, ctx) : null,
    isCurrent,
  };
}

/** The limit that a sheet was counted with; null where a plan's own day counts, or there is none. */
export function limitOf(
  ctx: Context,
  { reason, sla, clock }: Pick<SheetRow, 'reason' | 'sla' | 'clock'>,
): Limit | null {
  const { rules } = ctx.book;
  if (reason === 'plan') return null;
  if (reason === 'reopened') return { n: rules.appeals.redoWorkingDays, unit: 'working-days' };
  const limits = rules.sla[slaOf(ctx, sla)];
  return clock === 'first' ? limits.first : limits.finish;
}

function whyNone(
  limit: Limit | null,
  isManned: boolean,
  sla: string,
  ctx: Context,
): ClockSheet['noDue'] {
  if (limit === null) return 'no-limit';
  const { needsRoster } = ctx.book.rules.sla[slaOf(ctx, sla)];
  return needsRoster && !isManned ? 'no-roster' : 'no-calendar';
}
