import type { Reader } from '#db/surface.ts';
import { adultsOf } from '#server/bodies/adults.ts';
import { onRollsOf } from '#server/bodies/roll.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import { electorStanding } from '#server/rules/electorate.ts';
import type { Electorate } from '#server/rules/vote-book.ts';
import type { VoteRecord } from '#server/votes/records.ts';
import type { ElectorRecord, Standing } from '#server/votes/roster-records.ts';

/** Somebody, or a household, that may stand on a roster. */
export type ElectorLine = Pick<
  ElectorRecord,
  'villagerId' | 'householdId' | 'memberId' | 'name' | 'groupCode'
> & { standing: Standing; reason: string };

/** Which lines an electorate has in a village at this moment, by group and household, or as on its roll. */
export function electorLines(
  db: Reader,
  electorate: Electorate,
  vote: Pick<VoteRecord, 'villageCode' | 'groupCodes' | 'opensAt' | 'unit'>,
  at: EpochMs,
): Promise<ElectorLine[]> {
  if (electorate.rolls.length > 0) return linesOfRolls(db, electorate, vote.villageCode, at);
  return vote.unit === 'household' ? linesOfHouseholds(db, vote) : linesOfPeople(db, vote);
}

type Where = Pick<VoteRecord, 'villageCode' | 'groupCodes' | 'opensAt'>;

/** Eighteen on the day on which it opens counts (村民委员会组织法 第十六条); where nobody has said, somebody decides. */
async function linesOfPeople(
  db: Reader,
  { villageCode, groupCodes, opensAt }: Where,
): Promise<ElectorLine[]> {
  const day = localDate(opensAt);
  const adults = await adultsOf(db, villageCode, groupCodes, day);
  return adults.map(({ villagerId, name, groupCode, adultFrom }) => {
    // The roster holds who lives here; a court's judgement is entered by hand (`decideElector`).
    const known = { adultFrom, groupCode, leftOn: null, isDeprived: false };
    const { standing, reason } = electorStanding(known, { day, groupCodes });
    return { villagerId, householdId: null, memberId: null, name, groupCode, standing, reason };
  });
}

/** One line a household, called after its head; one that is away counts as well. */
async function linesOfHouseholds(
  db: Reader,
  { villageCode, groupCodes, opensAt }: Where,
): Promise<ElectorLine[]> {
  const adults = await adultsOf(db, villageCode, groupCodes, localDate(opensAt));
  const households = Map.groupBy(adults, ({ householdId }) => householdId);
  return [...households].map(([householdId, people]) => {
    const head = people.find(({ isHead }) => isHead) ?? people[0];
    const { name = '', groupCode = null } = head ?? {};
    return {
      ...{ villagerId: null, householdId, memberId: null, name, groupCode },
      ...{ standing: 'in' as const, reason: 'household' },
    };
  });
}

/** Who stands on several rolls stands here once. */
async function linesOfRolls(
  db: Reader,
  { rolls }: Electorate,
  villageCode: string,
  at: EpochMs,
): Promise<ElectorLine[]> {
  const members = await onRollsOf(db, villageCode, rolls, at);
  return members.map(({ id, villagerId, name, groupCode }) => ({
    ...{ villagerId, householdId: null, memberId: id, name, groupCode },
    ...{ standing: 'in' as const, reason: 'on-roll' },
  }));
}
