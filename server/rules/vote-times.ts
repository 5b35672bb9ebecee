import {
  addDays,
  DAY_MS,
  dayOfDate,
  type EpochMs,
  HOUR_MS,
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

/** Why a vote may not run from one instant to another. */
export type TimesFault = 'opens-before-notice' | 'too-short' | 'too-far' | 'opens-in-the-past';

/** What is wrong with a vote's times when its notice goes out now; empty when nothing is. */
export function timesFaults(
  { shortestHours, farthestDays }: Pick<VoteBook, 'shortestHours' | 'farthestDays'>,
  notice: Pick<Notice, 'days'>,
  { opensAt, closesAt }: { opensAt: EpochMs; closesAt: EpochMs },
  now: EpochMs,
): TimesFault[] {
  const faults: TimesFault[] = [];
  if (opensAt < now) faults.push('opens-in-the-past');
  if (opensAt < noticeOver(notice, now)) faults.push('opens-before-notice');
  if (closesAt - opensAt < shortestHours * HOUR_MS) faults.push('too-short');
  if (closesAt > now + farthestDays * DAY_MS) faults.push('too-far');
  return faults;
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

/** What somebody wants to change in a vote. */
export type VoteChange =
  | 'question'
  | 'options'
  | 'times'
  | 'secrecy'
  | 'roster'
  | 'tellers'
  | 'withdraw-elector'
  | 'void';

/**
 * What becomes of a change: it is made; the roster is frozen anew and the notice goes out again; the
 * vote is void and a new one begins (edge case 32); it is noted and the ballot stays; or it is refused.
 */
export type ChangeVerdict = 'made' | 'announce-again' | 'void-and-restart' | 'noted' | 'refused';

const WHILE_ANNOUNCED: Record<VoteChange, ChangeVerdict> = {
  question: 'announce-again',
  options: 'announce-again',
  times: 'announce-again',
  secrecy: 'announce-again',
  roster: 'announce-again',
  // The box is sealed for two people's keys, but nothing lies in it yet.
  tellers: 'made',
  'withdraw-elector': 'announce-again',
  void: 'made',
};

const WHILE_OPEN: Record<VoteChange, ChangeVerdict> = {
  question: 'void-and-restart',
  options: 'void-and-restart',
  times: 'void-and-restart',
  secrecy: 'void-and-restart',
  roster: 'refused',
  tellers: 'refused',
  'withdraw-elector': 'noted',
  void: 'made',
};

/** What becomes of a change in the state a vote is in. */
export function changeVerdict(state: VotePhase, change: VoteChange): ChangeVerdict {
  if (state === 'preparing') return 'made';
  if (state === 'announced') return WHILE_ANNOUNCED[change];
  if (state === 'open') return WHILE_OPEN[change];
  // A closed vote may still be declared void; what was counted or is void stays as it is.
  return state === 'closed' && change === 'void' ? 'made' : 'refused';
}

/** How many days late something was done or still is; 0 when it is in time. */
export function daysLate(dueOn: LocalDate, on: LocalDate): number {
  return Math.max(0, dayOfDate(on) - dayOfDate(dueOn));
}
