import {
  type ClockAmount,
  type ClockPace,
  type Late,
  lateToAnswer,
  lateToFinish,
  type Stretch,
  share,
  shareUsed,
  takenToAnswer,
  takenToFinish,
  timeLeft,
} from '#server/rules/clock-amounts.ts';
import { dayWordChangesAt } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isCalendarOfficial, type WorkCalendar } from '#server/rules/work-calendar.ts';
import { isWithinWorkingDay, nextWorkingStart, workingDayEnd } from '#server/rules/working-time.ts';

/**
 * run: time is being used · wait: outside working hours, or not begun · soon: at most the county's
 * soonMinutes (four working hours) left · done: answered or finished · rest: paused with a reason
 * · awaits: proposed closed, waits for the person · late: past due · unset: no calendar, no roster
 * or no limit yet.
 */
export type ClockState = 'run' | 'wait' | 'soon' | 'done' | 'rest' | 'awaits' | 'late' | 'unset';

/** What one of the two clocks on a plate shows at an instant. */
export interface ClockFace {
  /** plan: the finish of what is newly built, while its dated plan is still owed. */
  kind: 'first' | 'finish' | 'plan';
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

/** The facts of a first answer; instants are EpochMs. */
export interface FirstFacts extends Stretch {
  dueAt: EpochMs | null;
  endedAt: EpochMs | null;
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
  /** Its dated plan is still owed, and dueAt is the day for that plan. */
  forPlan: boolean;
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
  const isForPlan = facts.forPlan && facts.endedAt === null && !facts.awaits;
  const blank = blankFace(isForPlan ? 'plan' : 'finish', facts, cal);
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

function wordsChange(face: ClockFace, now: EpochMs): EpochMs | null {
  return face.dueAt === null ? null : dayWordChangesAt(face.dueAt, now);
}

function earliest(...instants: (EpochMs | null)[]): EpochMs | null {
  const set = instants.filter((at) => at !== null);
  return set.length === 0 ? null : Math.min(...set);
}
