import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { grid, household } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/** More people than any village has. */
const WHOLE_VILLAGE = 50_000;
const GROUP_LENGTH = 15;

/** Somebody of the roster who is eighteen on a day, or of whom nobody has said whether he is. */
export interface Adult {
  villagerId: string;
  /** The account that reads for him; null without one. */
  personId: string | null;
  name: string;
  isHead: boolean;
  householdId: string;
  householdCode: string;
  /** The village's own number of the household where it has a longer one. */
  householdNumber: string | null;
  groupCode: string;
  groupName: string;
  /** The first day on which he is known to be eighteen; null where nobody has said. */
  adultFrom: LocalDate | null;
}

const groupOf = sql<string>`substr(${household.gridCode}, 1, ${GROUP_LENGTH})`;

/** The adults of a village, or of some of its groups, in order of household. */
export function selectAdults(
  db: Reader,
  {
    villageCode,
    groupCodes,
    day,
  }: { villageCode: string; groupCodes: string[] | null; day: LocalDate },
): Promise<Adult[]> {
  return db
    .select({
      villagerId: villager.id,
      personId: villager.personId,
      name: villager.name,
      isHead: villager.isHead,
      householdId: household.id,
      householdCode: household.code,
      householdNumber: household.number,
      groupCode: groupOf,
      groupName: grid.shortName,
      adultFrom: villager.adultFrom,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(grid, eq(grid.code, groupOf))
    .where(
      and(
        eq(villager.villageCode, villageCode),
        isNull(villager.leftAt),
        or(isNull(villager.adultFrom), lte(villager.adultFrom, day)),
        groupCodes === null ? undefined : among(groupOf, groupCodes),
      ),
    )
    .orderBy(asc(household.code), asc(villager.id))
    .limit(WHOLE_VILLAGE);
}
