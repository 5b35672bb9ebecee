import {
  addDays,
  dateOfDay,
  dayNumber,
  dayOfDate,
  type EpochMs,
  instantOf,
  type LocalDate,
} from '#server/rules/dates.ts';

/**
 * standing: the owner is at it · claimed: he has reported how it came out · asked: drawn villagers
 * are being asked · kept, part, broken: their verdict · undecided: too few of them answered.
 */
export type PromiseState =
  | 'standing'
  | 'claimed'
  | 'asked'
  | 'kept'
  | 'part'
  | 'broken'
  | 'undecided';

export const promiseStates = [
  'standing',
  'claimed',
  'asked',
  'kept',
  'part',
  'broken',
  'undecided',
] satisfies PromiseState[];

/** Reads a state out of a row; an unknown word is a bug. */
export function promiseState(word: string): PromiseState {
  const state = promiseStates.find((one) => one === word);
  if (!state) throw new Error(`${word} is not a state of a promise`);
  return state;
}

/** What the owner says of a promise at its end; only villagers decide whether it was kept. */
export type Claim = 'done' | 'part' | 'not-done';

/** What can be done to a promise. */
export type PromiseAct = 'report' | 'change' | 'claim' | 'ask' | 'decide' | 'pass';

const possibleIn: Record<PromiseAct, PromiseState[]> = {
  report: ['standing', 'claimed', 'asked', 'part', 'broken', 'undecided'],
  change: ['standing'],
  claim: ['standing'],
  ask: ['standing', 'claimed', 'undecided'],
  decide: ['asked'],
  pass: ['standing', 'claimed', 'asked', 'undecided'],
};

/** Whether this act is possible in this state; the wording and the date also need `mayChange`. */
export function isPromiseActPossible(act: PromiseAct, state: PromiseState): boolean {
  return possibleIn[act].includes(state);
}

/** A promise that can be counted has a measure and a day; anything else is an intention (打算). */
export function isCounted(line: { measure: string; dueOn: LocalDate | null }): boolean {
  return line.measure.trim() !== '' && line.dueOn !== null;
}

/** The instant from which a promise due on this day is over: the midnight after it. */
export function promiseDueAt(dueOn: LocalDate): EpochMs {
  return instantOf(addDays(dueOn, 1));
}

/** Wording and date may change until the day is over; afterwards only the outcome is reported. */
export function mayChange(state: PromiseState, dueAt: EpochMs | null, now: EpochMs): boolean {
  return isPromiseActPossible('change', state) && (dueAt === null || now < dueAt);
}

/** How a promise reads now. */
export interface PromiseFace {
  state: PromiseState | 'soon' | 'unreported' | 'intention';
  /** Whole days until its day (0: today), or since it, for a promise that nobody has reported on. */
  days: number | null;
  /** When it will read differently by itself; null for never. */
  changesAt: EpochMs | null;
}

/**
 * The face of a promise: running, nearly due within `soonDays`, or over without a word of its owner
 * (到期未报). What was claimed or decided stands.
 */
export function promiseFace(
  promise: { state: PromiseState; dueOn: LocalDate | null },
  now: EpochMs,
  { soonDays }: { soonDays: number },
): PromiseFace {
  const { state, dueOn } = promise;
  if (dueOn === null) return { state: 'intention', days: null, changesAt: null };
  if (state !== 'standing') return { state, days: null, changesAt: null };
  const left = dayOfDate(dueOn) - dayNumber(now);
  const changesAt = instantOf(dateOfDay(dayNumber(now) + 1));
  if (left < 0) return { state: 'unreported', days: -left, changesAt };
  return { state: left <= soonDays ? 'soon' : 'standing', days: left, changesAt };
}
