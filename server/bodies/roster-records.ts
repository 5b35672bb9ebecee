import { and, asc, count, eq, gt, gte, inArray, isNull, like, lt, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person, villager } from '#db/schema/accounts.ts';
import { assignment, grid, household } from '#db/schema/grids.ts';
import { partyMember } from '#db/schema/meetings.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const GROUP_LENGTH = 15;

/** Somebody on the village's roster, as far as a roll needs him. */
export interface RosterPerson {
  villagerId: string;
  name: string;
  householdCode: string;
  /** The village's own number of the household where it has a longer one. */
  householdNumber: string | null;
  groupCode: string;
  groupName: string;
}

const groupOf = sql<string>`substr(${household.gridCode}, 1, ${GROUP_LENGTH})`;

function rosterPeople(db: Reader) {
  return db
    .select({
      villagerId: villager.id,
      name: villager.name,
      householdCode: household.code,
      householdNumber: household.number,
      groupCode: groupOf,
      groupName: grid.shortName,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(grid, eq(grid.code, groupOf));
}

function isIn(villageCode: string) {
  return and(eq(villager.villageCode, villageCode), isNull(villager.leftAt));
}

/** One villager of a village by his line on its roster. */
export async function selectRosterPerson(
  db: Reader,
  { villageCode, villagerId }: { villageCode: string; villagerId: string },
): Promise<RosterPerson | null> {
  const [row] = await rosterPeople(db)
    .where(and(eq(villager.id, villagerId), isIn(villageCode)))
    .limit(1);
  return row ?? null;
}

/** Villagers whose name begins like this, in order of name. */
export function searchRoster(
  db: Reader,
  { villageCode, name, limit }: { villageCode: string; name: string; limit: number },
): Promise<RosterPerson[]> {
  return rosterPeople(db)
    .where(and(isIn(villageCode), like(villager.name, `${name}%`)))
    .orderBy(asc(villager.name), asc(villager.id))
    .limit(limit);
}

/** All villagers of these names, with the mark of their ID numbers' ends. */
export function selectNamesakes(db: Reader, villageCode: string, names: string[]) {
  return db
    .select({
      villagerId: villager.id,
      name: villager.name,
      idTailHmac: villager.idTailHmac,
      groupCode: groupOf,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(and(isIn(villageCode), among(villager.name, names)))
    .limit(20_000);
}

/** The lines of the roster with which these accounts are bound. */
export function selectLinesOf(db: Reader, villageCode: string, personIds: string[]) {
  return db
    .select({
      personId: villager.personId,
      villagerId: villager.id,
      groupCode: groupOf,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(and(isIn(villageCode), among(villager.personId, personIds)))
    .limit(1000);
}

/** Who is marked as a member of the Party in a village. */
export function selectPartyMembers(db: Reader, villageCode: string) {
  return db
    .select({ personId: person.id, name: person.name })
    .from(partyMember)
    .innerJoin(person, eq(person.id, partyMember.personId))
    .where(eq(partyMember.villageCode, villageCode))
    .orderBy(asc(partyMember.personId))
    .limit(500);
}

/** Who holds one of these posts in a village itself, in the order in which they are introduced. */
export function selectInPosts(
  db: Reader,
  { villageCode, posts, at }: { villageCode: string; posts: string[]; at: EpochMs },
) {
  return db
    .select({ personId: person.id, name: person.name })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(
      and(
        eq(assignment.gridCode, villageCode),
        inArray(assignment.post, posts),
        lte(assignment.since, at),
        or(isNull(assignment.until), gt(assignment.until, at)),
      ),
    )
    .orderBy(asc(assignment.sort), asc(assignment.since), asc(assignment.id))
    .limit(100);
}

/** How many households a village has. */
export async function countHouseholds(db: Reader, villageCode: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(household)
    .where(
      and(gte(household.gridCode, villageCode), lt(household.gridCode, nextCode(villageCode))),
    );
  return row?.n ?? 0;
}
