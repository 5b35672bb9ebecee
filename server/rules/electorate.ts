import type { LocalDate } from '#server/rules/dates.ts';

/** In: may vote. Out: may not. Unknown: somebody has to look, and says so with his name. */
export type Standing = 'in' | 'out' | 'unknown';

/** Why; `adult` and `age-unknown` follow from the roster, `deprived` is entered by hand. */
export type StandingReason =
  | 'adult'
  | 'age-unknown'
  | 'too-young'
  | 'left'
  | 'deprived'
  | 'other-group';

/** What is known of somebody on the village's roster. */
export interface Candidate {
  /** The first day at eighteen; null where nobody has said. */
  adultFrom: LocalDate | null;
  /** The day on which he left the village; null while he lives there. */
  leftOn: LocalDate | null;
  /** A court took his political rights (村民委员会组织法 16); who only serves a sentence keeps them. */
  isDeprived: boolean;
  groupCode: string | null;
}

/** The day that counts, and the groups that vote; null for the whole village. */
export interface Scope {
  day: LocalDate;
  groupCodes: string[] | null;
}

/**
 * Whether somebody stands on the roster of a vote on a day (村民委员会组织法 16、26、32). The eighteenth
 * birthday counts if it is that very day; an unknown age is decided by a person, never guessed.
 */
export function electorStanding(
  { adultFrom, leftOn, isDeprived, groupCode }: Candidate,
  { day, groupCodes }: Scope,
): { standing: Standing; reason: StandingReason } {
  if (leftOn !== null && leftOn <= day) return { standing: 'out', reason: 'left' };
  const isElsewhere = groupCodes !== null && !groupCodes.includes(groupCode ?? '');
  if (isElsewhere) return { standing: 'out', reason: 'other-group' };
  if (isDeprived) return { standing: 'out', reason: 'deprived' };
  if (adultFrom === null) return { standing: 'unknown', reason: 'age-unknown' };
  if (adultFrom > day) return { standing: 'out', reason: 'too-young' };
  return { standing: 'in', reason: 'adult' };
}

/** Why somebody may not speak for a household. */
export type MandateFault = 'not-of-household' | 'too-young';

/**
 * Whether a household may send this person; null when it may (edge cases 25 and 29): he lives in it,
 * and so in no other, and is eighteen on the day. The paper is kept with one line of one roster, so it
 * holds for one meeting.
 */
export function mandateFault(
  villagerId: string,
  members: { id: string; adultFrom: LocalDate | null }[],
  day: LocalDate,
): MandateFault | null {
  const member = members.find(({ id }) => id === villagerId);
  if (!member) return 'not-of-household';
  const isYoung = member.adultFrom !== null && member.adultFrom > day;
  return isYoung ? 'too-young' : null;
}
