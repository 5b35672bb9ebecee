import { and, asc, count, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { grid, household } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
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

const adult = {
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
};

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
    .select(adult)
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

function standsIn(villageCode: string) {
  return and(eq(villager.villageCode, villageCode), isNull(villager.leftAt));
}

/** How many people of a roster are grown up on a day, how many are not, of how many nobody has said. */
export async function countAges(
  db: Reader,
  villageCode: string,
  day: LocalDate,
): Promise<{ adults: number; minors: number; unknown: number }> {
  const number = async (age: ReturnType<typeof and>) => {
    const [row] = await db
      .select({ n: count() })
      .from(villager)
      .where(and(standsIn(villageCode), age));
    return row?.n ?? 0;
  };
  const [unknown, adults, minors] = await Promise.all([
    number(isNull(villager.adultFrom)),
    number(and(isNotNull(villager.adultFrom), lte(villager.adultFrom, day))),
    number(gt(villager.adultFrom, day)),
  ]);
  return { adults, minors, unknown };
}

/** Somebody of a roster of whose age nobody has said anything. */
export interface Ageless {
  villagerId: string;
  name: string;
  householdCode: string;
  householdNumber: string | null;
  groupName: string;
}

/** Part of those of unknown age, in order of name, after a line. */
export function selectAgeless(
  db: Reader,
  villageCode: string,
  { after, limit }: { after: { name: string; id: string } | null; limit: number },
): Promise<Ageless[]> {
  const isAfter = after && sql`(${villager.name}, ${villager.id}) > (${after.name}, ${after.id})`;
  return db
    .select({
      villagerId: villager.id,
      name: villager.name,
      householdCode: household.code,
      householdNumber: household.number,
      groupName: grid.shortName,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(grid, eq(grid.code, groupOf))
    .where(and(standsIn(villageCode), isNull(villager.adultFrom), isAfter ?? undefined))
    .orderBy(asc(villager.name), asc(villager.id))
    .limit(limit);
}

/** Sets from which day everybody of unknown age counts as grown up; gives the lines that changed. */
export function setAllAdult(tx: Tx, villageCode: string, adultFrom: LocalDate) {
  return tx
    .update(villager)
    .set({ adultFrom })
    .where(and(standsIn(villageCode), isNull(villager.adultFrom)))
    .returning({ id: villager.id });
}

/** Sets from which day one person is grown up, where nobody has said; gives the line if it changed. */
export function setAdultFrom(
  tx: Tx,
  { villageCode, villagerId }: { villageCode: string; villagerId: string },
  adultFrom: LocalDate,
) {
  return tx
    .update(villager)
    .set({ adultFrom })
    .where(and(standsIn(villageCode), eq(villager.id, villagerId), isNull(villager.adultFrom)))
    .returning({ id: villager.id });
}
