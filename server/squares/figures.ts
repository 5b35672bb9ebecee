import type { Context } from '#server/kernel/context.ts';
import { appealState, isOpen } from '#server/rules/appeal-states.ts';
import { localDate, nextMonth } from '#server/rules/dates.ts';
import { medianOf } from '#server/rules/median.ts';
import { workingMinutesBetween } from '#server/rules/working-time.ts';
import { type AnswerRow, selectTallies } from '#server/squares/records.ts';

/** Plain counts of appeals: what came in, was answered, was done in the words of its author. */
export interface AppealCounts {
  received: number;
  answered: number;
  solved: number;
  open: number;
}

/** Counts from counters by state; what its author took back is not counted at all. */
export function countAppeals(tallies: { state: string; n: number }[]): AppealCounts {
  const counts = { received: 0, answered: 0, solved: 0, open: 0 };
  for (const { state: word, n } of tallies) {
    const state = appealState(word);
    if (state === 'withdrawn') continue;
    counts.received += n;
    if (state !== 'received') counts.answered += n;
    if (state === 'solved') counts.solved += n;
    if (isOpen(state)) counts.open += n;
  }
  return counts;
}

/** Counters of public appeals, one row a village and state. */
export type Tallies = Awaited<ReturnType<typeof selectTallies>>;

/** Counters of public appeals below a place, from a month ('2026-11') on. */
export function talliesOf(ctx: Context, placeCode: string, fromMonth: string): Promise<Tallies> {
  return selectTallies(ctx.db.read, { kind: 'appeal', placeCode, fromMonth });
}

/** This month's public appeals below a place. */
export async function monthOf(ctx: Context, placeCode: string): Promise<AppealCounts> {
  const now = ctx.clock.now();
  ctx.page.changesAt(nextMonth(now));
  return countAppeals(await talliesOf(ctx, placeCode, localDate(now).slice(0, 7)));
}

/**
 * The median first answer in working minutes, over the newest appeals. One without an answer counts
 * as longer than all once its time is up, and not at all before. Null below the county's minimum.
 */
export function medianFirstAnswer(ctx: Context, rows: AnswerRow[]): number | null {
  const now = ctx.clock.now();
  const minutes = rows.flatMap((row) => {
    if (row.state === 'withdrawn') return [];
    if (row.firstAnsweredAt !== null) {
      return workingMinutesBetween(ctx.book.calendar, row.createdAt, row.firstAnsweredAt) ?? [];
    }
    const isDue = row.firstDueAt !== null && row.firstDueAt <= now;
    return isDue ? [Number.POSITIVE_INFINITY] : [];
  });
  return medianOf(minutes, ctx.book.rules.figures.medianMinimum);
}
