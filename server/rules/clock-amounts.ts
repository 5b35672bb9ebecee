import {
  DAY_MS,
  daysBetween,
  type EpochMs,
  HOUR_MS,
  MINUTE_MS,
  nextMidnight,
} from '#server/rules/dates.ts';
import { dueAtAfterWorkingDays } from '#server/rules/due-dates.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';
import {
  addWorkingMinutes,
  isWithinWorkingDay,
  workingDaysBetween,
  workingMinutesBetween,
} from '#server/rules/working-time.ts';

/** How long, as a plate prints it: what is left, what was taken, and by how much it is late. */

/** A length of time as it is printed: minutes up to 59 and for answers, whole hours, whole days. */
export interface ClockAmount {
  n: number;
  unit: 'minutes' | 'hours' | 'days';
}

/**
 * How a clock runs: in working time; round the clock (E0 and E1 while a roster names someone);
 * or not at all (E0 and E1 while nobody is on the roster).
 */
export type ClockPace = 'working' | 'round-the-clock' | 'nobody';

/** From when a clock is counted, and at which pace. */
export interface Stretch {
  startedAt: EpochMs;
  pace: ClockPace;
}

/** What is left of a limit; `shrinksAt` is when its figure, or soon, changes next. */
export interface Left {
  amount: ClockAmount;
  isSoon: boolean;
  shrinksAt: EpochMs | null;
}

/** By how much a limit is overrun; the amount is null before a countable unit is over. */
export interface Late {
  amount: ClockAmount | null;
  growsAt: EpochMs | null;
}

/**
 * Days while the due day lies ahead, hours and minutes on the day itself. A part of an hour is
 * never rounded up: nobody is promised time that is not there.
 */
export function timeLeft(
  pace: ClockPace,
  cal: WorkCalendar,
  now: EpochMs,
  dueAt: EpochMs,
): Left | null {
  if (pace === 'round-the-clock') return naturalLeft(cal, now, dueAt);
  const days = workingDaysBetween(cal, now, dueAt);
  if (days === null) return null;
  if (days > 0) {
    const shrinksAt = nextWorkingMidnight(cal, now);
    return { amount: { n: days, unit: 'days' }, isSoon: false, shrinksAt };
  }
  const minutes = workingMinutesBetween(cal, now, dueAt);
  if (minutes === null) return null;
  const amount = hoursOrMinutes(minutes);
  const step = minutes - amountMinutes(amount) + 1;
  return { amount, isSoon: minutes <= cal.soonMinutes, shrinksAt: stepAt(cal, now, minutes, step) };
}

/**
 * An answer is as long as people worked; beyond one working day it is counted in working days,
 * the start's date excluded, just as its limit was.
 */
export function takenToAnswer(facts: Stretch, endedAt: EpochMs, cal: WorkCalendar): ClockAmount {
  if (facts.pace !== 'working') return naturalTaken(facts.startedAt, endedAt);
  const minutes = workingMinutesBetween(cal, facts.startedAt, endedAt);
  const days = workingDaysBetween(cal, facts.startedAt, endedAt);
  if (minutes === null || days === null) return naturalTaken(facts.startedAt, endedAt);
  const isLong = minutes > cal.minutesPerDay && days > 0;
  if (isLong) return { n: days, unit: 'days' };
  // Zero is for answers at night; one within the first minute of work was not before opening.
  const isAtOnce = minutes === 0 && isWithinWorkingDay(cal, endedAt);
  return { n: isAtOnce ? 1 : minutes, unit: 'minutes' };
}

/** How long a finish took: calendar days, the first not counted. */
export function takenToFinish(facts: Stretch, endedAt: EpochMs): ClockAmount {
  if (facts.pace === 'round-the-clock') return naturalTaken(facts.startedAt, endedAt);
  return { n: daysBetween(facts.startedAt, endedAt), unit: 'days' };
}

/**
 * A limit given in working days is overrun in working days: a due Friday is one day late on
 * Monday, and the week of 国庆 does not make an answer seven days late.
 */
export function lateToAnswer(
  facts: Stretch,
  dueAt: EpochMs,
  cal: WorkCalendar,
  now: EpochMs,
): Late {
  if (facts.pace === 'round-the-clock') return naturalLate(dueAt, now);
  const days = workingDaysBetween(cal, dueAt, now) ?? daysBetween(dueAt, now);
  return { amount: wholeDays(days), growsAt: nextWorkingMidnight(cal, now) ?? nextMidnight(now) };
}

/** How late a finish is: calendar days. */
export function lateToFinish(facts: Stretch, dueAt: EpochMs, now: EpochMs): Late {
  if (facts.pace === 'round-the-clock') return naturalLate(dueAt, now);
  return { amount: wholeDays(daysBetween(dueAt, now)), growsAt: nextMidnight(now) };
}

/** Share of the allowed time that is used, 0 to 1, in the time the clock runs in. */
export function shareUsed(facts: Stretch, dueAt: EpochMs, cal: WorkCalendar, now: EpochMs): number {
  if (facts.pace !== 'working') return share(facts.startedAt, dueAt, now);
  const allowed = workingMinutesBetween(cal, facts.startedAt, dueAt);
  const used = workingMinutesBetween(cal, facts.startedAt, now);
  if (!allowed || used === null) return 0;
  return Math.min(used / allowed, 1);
}

/** Share of the natural time between two instants that is over, 0 to 1. */
export function share(startedAt: EpochMs, dueAt: EpochMs, now: EpochMs): number {
  if (dueAt <= startedAt) return 1;
  return Math.min(Math.max((now - startedAt) / (dueAt - startedAt), 0), 1);
}

// Turning from run to soon is a change too, even in the middle of a printed hour.
function stepAt(cal: WorkCalendar, now: EpochMs, minutes: number, step: number): EpochMs | null {
  const toSoon = minutes > cal.soonMinutes ? minutes - cal.soonMinutes : step;
  return addWorkingMinutes(cal, now, Math.min(step, toSoon));
}

function naturalLeft(cal: WorkCalendar, now: EpochMs, dueAt: EpochMs): Left {
  const minutes = Math.floor(dueAt / MINUTE_MS) - Math.floor(now / MINUTE_MS);
  const amount = hoursOrMinutes(minutes);
  const step = minutes - amountMinutes(amount) + 1;
  const toSoon = minutes > cal.soonMinutes ? minutes - cal.soonMinutes : step;
  const shrinksAt = wholeMinute(now) + Math.min(step, toSoon) * MINUTE_MS;
  return { amount, isSoon: minutes <= cal.soonMinutes, shrinksAt };
}

function naturalTaken(startedAt: EpochMs, endedAt: EpochMs): ClockAmount {
  const isLong = endedAt - startedAt >= DAY_MS;
  if (isLong) return { n: daysBetween(startedAt, endedAt), unit: 'days' };
  const minutes = Math.floor(endedAt / MINUTE_MS) - Math.floor(startedAt / MINUTE_MS);
  return { n: Math.max(minutes, 0), unit: 'minutes' };
}

function naturalLate(dueAt: EpochMs, now: EpochMs): Late {
  const over = now - dueAt;
  if (over >= DAY_MS) {
    const days = Math.floor(over / DAY_MS);
    return { amount: { n: days, unit: 'days' }, growsAt: dueAt + (days + 1) * DAY_MS };
  }
  const amount = hoursOrMinutes(Math.floor(over / MINUTE_MS));
  const unitMs = amount.unit === 'hours' ? HOUR_MS : MINUTE_MS;
  return { amount: amount.n > 0 ? amount : null, growsAt: dueAt + (amount.n + 1) * unitMs };
}

function wholeDays(n: number): ClockAmount | null {
  return n > 0 ? { n, unit: 'days' } : null;
}

function hoursOrMinutes(minutes: number): ClockAmount {
  if (minutes < 60) return { n: minutes, unit: 'minutes' };
  return { n: Math.floor(minutes / 60), unit: 'hours' };
}

function amountMinutes(amount: ClockAmount): number {
  return amount.unit === 'hours' ? amount.n * 60 : amount.n;
}

// Working days change their number at the midnight that begins a working day.
function nextWorkingMidnight(cal: WorkCalendar, now: EpochMs): EpochMs | null {
  const nextDue = dueAtAfterWorkingDays(cal, now, 1);
  return nextDue === null ? null : nextMidnight(nextDue - DAY_MS);
}

function wholeMinute(at: EpochMs): EpochMs {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
