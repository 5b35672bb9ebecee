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

/** A paper by which a household sends somebody. */
export interface Mandate {
  voteId: string;
  householdId: string;
  villagerId: string;
}

/** Whom a household sends, and for what. */
export interface Sending {
  voteId: string;
  householdId: string;
  /** The day of the meeting. */
  day: LocalDate;
  /** Who lives in the household. */
  members: { villagerId: string; adultFrom: LocalDate | null }[];
  /** Mandates of this vote that others gave. */
  others: Mandate[];
}

/** Why a household's paper does not count. */
export type MandateFault = 'other-meeting' | 'not-of-household' | 'too-young' | 'sent-by-another';

/**
 * What is wrong with a mandate; null when it counts (edge cases 25 and 29). It is for this one
 * meeting, for somebody of the household who is eighteen, and he speaks for one household alone.
 */
export function mandateFault(mandate: Mandate, sending: Sending): MandateFault | null {
  if (mandate.voteId !== sending.voteId) return 'other-meeting';
  const isOfHousehold = mandate.householdId === sending.householdId;
  const member = sending.members.find(({ villagerId }) => villagerId === mandate.villagerId);
  if (!isOfHousehold || !member) return 'not-of-household';
  if (member.adultFrom !== null && member.adultFrom > sending.day) return 'too-young';
  const speaksForOther = sending.others.some(
    (one) => one.villagerId === mandate.villagerId && one.householdId !== mandate.householdId,
  );
  return speaksForOther ? 'sent-by-another' : null;
}

/** How many stand on a roster, and of how many nobody has said; the quorum counts those who are in. */
export function rosterCounts(lines: { standing: Standing }[]): Record<Standing, number> {
  const of = (standing: Standing) => lines.filter((line) => line.standing === standing).length;
  return { in: of('in'), out: of('out'), unknown: of('unknown') };
}
