import {
  addDays,
  DAY_MS,
  dayOfDate,
  type EpochMs,
  instantOf,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import type { Notice, VoteBook } from '#server/rules/vote-book.ts';

/**
 * The first day after so many full natural days: neither the day of the notice nor the day of the
 * meeting counts (民法典 201), so ten days from the 1st end with the 11th and the 12th is free. None
 * asked: the same day.
 */
export function fullDaysAfter(day: LocalDate, days: number): LocalDate {
  return days === 0 ? day : addDays(day, days + 1);
}

/** The midnight from which a meeting may be held or a vote may open, after a notice given then. */
export function noticeOver({ days }: Pick<Notice, 'days'>, noticeAt: EpochMs): EpochMs {
  if (days === 0) return noticeAt;
  return instantOf(fullDaysAfter(localDate(noticeAt), days));
}

/** When those who have not voted are reminded: so many days before closing; null when that is past at opening. */
export function reminderAt(
  { reminderDays }: Pick<VoteBook, 'reminderDays'>,
  { opensAt, closesAt }: { opensAt: EpochMs; closesAt: EpochMs },
): EpochMs | null {
  const at = closesAt - reminderDays * DAY_MS;
  return at > opensAt ? at : null;
}

/** How far a vote is: opening and closing follow from the clock, the rest is written down. */
export type VotePhase = 'preparing' | 'announced' | 'open' | 'closed' | 'counted' | 'void';

/**
 * How far a vote is at an instant, whatever the job of the minute has written by then: open from its
 * opening up to, and not at, its closing. A word that is no state counts as not announced.
 */
export function phaseOf(
  { state, opensAt, closesAt }: { state: string; opensAt: EpochMs; closesAt: EpochMs },
  at: EpochMs,
): VotePhase {
  if (state === 'void' || state === 'counted' || state === 'closed') return state;
  if (state !== 'announced' && state !== 'open') return 'preparing';
  if (at >= closesAt) return 'closed';
  return at >= opensAt ? 'open' : 'announced';
}

/** How many days late something was done or still is; 0 when it is in time. */
export function daysLate(dueOn: LocalDate, on: LocalDate): number {
  return Math.max(0, dayOfDate(on) - dayOfDate(dueOn));
}
