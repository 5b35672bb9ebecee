import {
  DAY_MS,
  daysBetween,
  dayWordChangesAt,
  type EpochMs,
  HOUR_MS,
  MINUTE_MS,
  nextMidnight,
} from '#server/rules/dates.ts';
import {
  addWorkingMinutes,
  dueAtAfterWorkingDays,
  isCalendarOfficial,
  isWithinWorkingDay,
  nextWorkingStart,
  type WorkCalendar,
  workingDayEnd,
  workingDaysBetween,
  workingMinutesBetween,
} from '#server/rules/working-time.ts';

/**
 * run: time is being used · wait: outside working hours, or not begun · soon: at most the county's
 * soonMinutes (four working hours) left · done: answered or finished · rest: paused with a reason
 * · awaits: proposed closed, waits for the person · late: past due · unset: no calendar, no roster
 * or no limit yet.
 */
export type ClockState = 'run' | 'wait' | 'soon' | 'done' | 'rest' | 'awaits' | 'late' | 'unset';

/** A length of time as it is printed: minutes up to 59 and for answers, whole hours, whole days. */
export interface ClockAmount {
  n: number;
  unit: 'minutes' | 'hours' | 'days';
}

/** What one of the two clocks on a plate shows at an instant. */
export interface ClockFace {
  kind: 'first' | 'finish';
  state: ClockState;
  /** Share of the allowed time, 0 to 1, for the ring's arc. */
  used: number;
  /** Left (run, soon), taken (done), over (late); null when less than a countable day is over. */
  amount: ClockAmount | null;
  /** For wait: when counting begins; null while a first answer is still owed. */
  startsAt: EpochMs | null;
  /** The deadline; for awaits until when the person may look and send it back. */
  dueAt: EpochMs | null;
  endedAt: EpochMs | null;
  /** For unset: nobody is on the duty roster, rather than a year without its notice. */
  isUnmanned: boolean;
  /** False when the calendar of a year or the number itself is provisional. */
  confirmed: boolean;
  /** The next instant at which this face reads differently by itself; null for never. */
  changesAt: EpochMs | null;
}

/**
 * How a clock runs: in working time; round the clock (E0 and E1 while a roster names someone);
 * or not at all (E0 and E1 while nobody is on the roster).
 */
export type ClockPace = 'working' | 'round-the-clock' | 'nobody';

/** The facts of a first answer; instants are EpochMs. */
export interface FirstFacts {
  startedAt: EpochMs;
  dueAt: EpochMs | null;
  endedAt: EpochMs | null;
  pace: ClockPace;
  /** False when the limit's number is provisional; left out, only the calendar decides. */
  limitConfirmed?: boolean;
}

/** The facts of a finish. */
export interface FinishFacts extends FirstFacts {
  /** Whether the limit is known to the villager: the first answer is given, or the remedy set. */
  begun: boolean;
  /** Proposed closed: until when the person may look and send it back. */
  awaits: { until: EpochMs | null } | null;
  /** Paused for a listed reason since then. */
  paused: { since: EpochMs } | null;
  /** A dated plan (P60) with no open step past its day; dueAt is then its next open step's day. */
  planKept: boolean;
}

/** The clock 首次答复: working minutes, resting at night and on days off. */
export function firstClock(facts: FirstFacts, cal: WorkCalendar, now: EpochMs): ClockFace {
  const blank = blankFace('first', facts, cal);
  if (facts.endedAt !== null) return doneFace(blank, takenToAnswer(facts, facts.endedAt, cal), now);
  if (facts.pace === 'nobody' || facts.dueAt === null) return blank;
  const used = shareUsed(facts, facts.dueAt, cal, now);
  if (now >= facts.dueAt) return lateFace(blank, lateToAnswer(facts, facts.dueAt, cal, now), now);
  const isResting = facts.pace === 'working' && !isWithinWorkingDay(cal, now);
  if (isResting) return waitFace({ ...blank, used }, nextWorkingStart(cal, now), now);
  const face = runningFace({ ...blank, used }, facts.pace, cal, now);
  const closesAt = facts.pace === 'working' ? workingDayEnd(cal, now) : null;
  return { ...face, changesAt: earliest(face.changesAt, closesAt) };
}

/** The clock 办结: whole working days left, calendar days taken; it never sleeps. */
export function finishClock(facts: FinishFacts, cal: WorkCalendar, now: EpochMs): ClockFace {
  const blank = blankFace('finish', facts, cal);
  if (facts.endedAt !== null) return doneFace(blank, takenToFinish(facts, facts.endedAt), now);
  if (facts.awaits) return awaitsFace(blank, facts.awaits.until, now);
  if (!facts.begun) return { ...blank, state: 'wait' };
  if (facts.pace === 'nobody' || facts.dueAt === null) return blank;
  if (facts.paused) return restFace(blank, facts, facts.paused.since, now);
  const used = share(facts.startedAt, facts.dueAt, now);
  if (now < facts.dueAt) return runningFace({ ...blank, used }, facts.pace, cal, now);
  if (facts.planKept)
    return { ...blank, state: 'run', used: 1, changesAt: wordsChange(blank, now) };
  return lateFace(blank, lateToFinish(facts, facts.dueAt, now), now);
}

function blankFace(kind: ClockFace['kind'], facts: FirstFacts, cal: WorkCalendar): ClockFace {
  const isOfficial = facts.dueAt === null || isCalendarOfficial(cal, facts.startedAt, facts.dueAt);
  return {
    kind,
    state: 'unset',
    used: 0,
    amount: null,
    startsAt: null,
    dueAt: facts.pace === 'nobody' ? null : facts.dueAt,
    endedAt: facts.endedAt,
    isUnmanned: facts.pace === 'nobody',
    confirmed: isOfficial && facts.limitConfirmed !== false,
    changesAt: null,
  };
}

function doneFace(blank: ClockFace, amount: ClockAmount, now: EpochMs): ClockFace {
  const { endedAt } = blank;
  const words = endedAt === null ? null : dayWordChangesAt(endedAt, now);
  const changesAt = earliest(words, wordsChange(blank, now));
  return { ...blank, state: 'done', used: 1, amount, changesAt };
}

function waitFace(blank: ClockFace, startsAt: EpochMs | null, now: EpochMs): ClockFace {
  const words = startsAt === null ? null : dayWordChangesAt(startsAt, now);
  const changesAt = earliest(startsAt, words, wordsChange(blank, now), blank.dueAt);
  return { ...blank, state: 'wait', startsAt, changesAt };
}

// The mock draws a waiting ring nearly full: the work is done, the last word is missing.
function awaitsFace(blank: ClockFace, until: EpochMs | null, now: EpochMs): ClockFace {
  const words = until === null ? null : dayWordChangesAt(until, now);
  const changesAt = until !== null && until > now ? earliest(until, words) : words;
  return { ...blank, state: 'awaits', used: 0.96, dueAt: until, changesAt };
}

function restFace(blank: ClockFace, facts: FinishFacts, since: EpochMs, now: EpochMs): ClockFace {
  const used = facts.dueAt === null ? 0 : share(facts.startedAt, facts.dueAt, since);
  return { ...blank, state: 'rest', used, changesAt: wordsChange(blank, now) };
}

function lateFace(blank: ClockFace, late: Late, now: EpochMs): ClockFace {
  const changesAt = earliest(late.growsAt, wordsChange(blank, now));
  return { ...blank, state: 'late', used: 1, amount: late.amount, changesAt };
}

function runningFace(
  blank: ClockFace,
  pace: ClockPace,
  cal: WorkCalendar,
  now: EpochMs,
): ClockFace {
  const { dueAt } = blank;
  const left = dueAt === null ? null : timeLeft(pace, cal, now, dueAt);
  if (!left) return blank;
  const changesAt = earliest(left.shrinksAt, dueAt, wordsChange(blank, now));
  return { ...blank, state: left.isSoon ? 'soon' : 'run', amount: left.amount, changesAt };
}

interface Left {
  amount: ClockAmount;
  isSoon: boolean;
  shrinksAt: EpochMs | null;
}

interface Late {
  amount: ClockAmount | null;
  growsAt: EpochMs | null;
}

// Days while the due day lies ahead, hours and minutes on the day itself. A part of an hour is
// never rounded up: nobody is promised time that is not there.
function timeLeft(pace: ClockPace, cal: WorkCalendar, now: EpochMs, dueAt: EpochMs): Left | null {
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

// An answer is as long as people worked; beyond one working day it is counted in working days,
// the start's date excluded, just as its limit was.
function takenToAnswer(facts: FirstFacts, endedAt: EpochMs, cal: WorkCalendar): ClockAmount {
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

function takenToFinish(facts: FinishFacts, endedAt: EpochMs): ClockAmount {
  if (facts.pace === 'round-the-clock') return naturalTaken(facts.startedAt, endedAt);
  return { n: daysBetween(facts.startedAt, endedAt), unit: 'days' };
}

function naturalTaken(startedAt: EpochMs, endedAt: EpochMs): ClockAmount {
  const isLong = endedAt - startedAt >= DAY_MS;
  if (isLong) return { n: daysBetween(startedAt, endedAt), unit: 'days' };
  const minutes = Math.floor(endedAt / MINUTE_MS) - Math.floor(startedAt / MINUTE_MS);
  return { n: Math.max(minutes, 0), unit: 'minutes' };
}

// A limit given in working days is overrun in working days: a due Friday is one day late on
// Monday, and the week of 国庆 does not make an answer seven days late.
function lateToAnswer(facts: FirstFacts, dueAt: EpochMs, cal: WorkCalendar, now: EpochMs): Late {
  if (facts.pace === 'round-the-clock') return naturalLate(dueAt, now);
  const days = workingDaysBetween(cal, dueAt, now) ?? daysBetween(dueAt, now);
  return { amount: wholeDays(days), growsAt: nextWorkingMidnight(cal, now) ?? nextMidnight(now) };
}

function lateToFinish(facts: FinishFacts, dueAt: EpochMs, now: EpochMs): Late {
  if (facts.pace === 'round-the-clock') return naturalLate(dueAt, now);
  return { amount: wholeDays(daysBetween(dueAt, now)), growsAt: nextMidnight(now) };
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

function shareUsed(facts: FirstFacts, dueAt: EpochMs, cal: WorkCalendar, now: EpochMs): number {
  if (facts.pace !== 'working') return share(facts.startedAt, dueAt, now);
  const allowed = workingMinutesBetween(cal, facts.startedAt, dueAt);
  const used = workingMinutesBetween(cal, facts.startedAt, now);
  if (!allowed || used === null) return 0;
  return Math.min(used / allowed, 1);
}

function share(startedAt: EpochMs, dueAt: EpochMs, now: EpochMs): number {
  if (dueAt <= startedAt) return 1;
  return Math.min(Math.max((now - startedAt) / (dueAt - startedAt), 0), 1);
}

function wordsChange(face: ClockFace, now: EpochMs): EpochMs | null {
  return face.dueAt === null ? null : dayWordChangesAt(face.dueAt, now);
}

function wholeMinute(at: EpochMs): EpochMs {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function earliest(...instants: (EpochMs | null)[]): EpochMs | null {
  const set = instants.filter((at) => at !== null);
  return set.length === 0 ? null : Math.min(...set);
}
