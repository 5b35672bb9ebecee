import {
  addDays,
  type EpochMs,
  instantOf,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';

/** A part of a whole, counted in whole people. */
export interface Part {
  part: number;
  of: number;
}

/**
 * How many have to sign: at least this part of them, so 12 of 111 for one in ten (四川省村务公开条例
 * 第八条：十分之一以上的村民). Where nobody is on the roster, one.
 */
export function signaturesNeeded({ part, of }: Part, outOf: number): number {
  return Math.max(1, Math.ceil((outOf * part) / of));
}

/** The last day on which signatures count. */
export function openThroughOf(openedAt: EpochMs, openDays: number): LocalDate {
  return addDays(localDate(openedAt), openDays);
}

/** The midnight at which signing is over. */
export function signingEndsAt(openThrough: LocalDate): EpochMs {
  return instantOf(addDays(openThrough, 1));
}

/** How a joint request stands. */
export type RequestState = 'open' | 'reached' | 'over';

/** How it stands at an instant: what was reached stays reached. */
export function requestState(
  { openThrough, reachedAt }: { openThrough: LocalDate; reachedAt: EpochMs | null },
  now: EpochMs,
): RequestState {
  if (reachedAt !== null) return 'reached';
  return now < signingEndsAt(openThrough) ? 'open' : 'over';
}
