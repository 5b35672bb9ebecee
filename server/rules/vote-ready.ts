import { type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';

/** What a roster is drawn up from. */
export interface RosterShape {
  type: string;
  groupCodes: string[] | null;
  opensAt: EpochMs;
}

/**
 * Whether a changed vote has other people on its roster: another electorate, other groups, or another
 * day of opening, since who comes of age by then may vote. Another hour of that day changes nobody.
 */
export function hasOtherElectors(before: RosterShape, after: RosterShape): boolean {
  const of = ({ type, groupCodes, opensAt }: RosterShape): [string, string[] | null, LocalDate] => [
    type,
    groupCodes?.toSorted() ?? null,
    localDate(opensAt),
  ];
  return JSON.stringify(of(before)) !== JSON.stringify(of(after));
}

/** What keeps a roster from being frozen, in the order in which it is done. */
export type Missing = 'roster' | 'unknown' | 'keys' | 'notice';

/** What is missing before a second person can freeze a roster and announce the vote; `earliest` is when it may open. */
export function missingToFreeze({
  electors,
  unknown,
  hasKeys,
  opensAt,
  earliest,
  now,
}: {
  electors: number;
  unknown: number;
  hasKeys: boolean;
  opensAt: EpochMs;
  earliest: EpochMs;
  now: EpochMs;
}): Missing[] {
  const found: Missing[] = [];
  if (electors === 0 && unknown === 0) found.push('roster');
  if (unknown > 0) found.push('unknown');
  if (!hasKeys) found.push('keys');
  if (opensAt <= now || opensAt < earliest) found.push('notice');
  return found;
}
