import type { EpochMs } from '#server/rules/dates.ts';

/** The one source of "now". Commands read it once. */
export interface Clock {
  now(): EpochMs;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved by hand: for tests and for making history. */
export interface HandClock extends Clock {
  set(at: EpochMs): void;
}

/** A clock standing at the given instant. */
export function handClock(at: EpochMs): HandClock {
  let now = at;
  return {
    now: () => now,
    set(next) {
      now = next;
    },
  };
}

/** A clock that runs on from the machine's, ahead or behind by an offset in ms that can change. */
export interface ShiftedClock extends Clock {
  shiftTo(offset: number): void;
}

/** The demonstration's clock. */
export function shiftedClock(offset: number): ShiftedClock {
  let shift = offset;
  return {
    now: () => Date.now() + shift,
    shiftTo(next) {
      shift = next;
    },
  };
}
