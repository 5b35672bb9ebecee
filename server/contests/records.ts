import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person, villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { contest } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type ContestRow = typeof contest.$inferSelect;

/** More run at the same time in no county. */
const MOST = 500;

export async function insertContest(tx: Tx, row: typeof contest.$inferInsert): Promise<void> {
  await tx.insert(contest).values(row);
}

/** One choice by its post. */
export async function selectContest(db: Reader, id: string): Promise<ContestRow | null> {
  const [row] = await db.select().from(contest).where(eq(contest.id, id)).limit(1);
  return row ?? null;
}

/** These choices, in no order. */
export async function selectContests(db: Reader, ids: string[]): Promise<ContestRow[]> {
  if (ids.length === 0) return [];
  return db.select().from(contest).where(among(contest.id, ids)).limit(ids.length);
}

/** A village's choices in these states, newest first. */
export function selectOfVillage(
  db: Reader,
  by: { villageCode: string; states: string[]; limit: number },
): Promise<ContestRow[]> {
  return db
    .select()
    .from(contest)
    .where(and(eq(contest.villageCode, by.villageCode), among(contest.state, by.states)))
    .orderBy(desc(contest.no))
    .limit(by.limit);
}

/** Every choice in these states, of all villages. */
export function selectRunning(db: Reader, states: string[]): Promise<ContestRow[]> {
  return db
    .select()
    .from(contest)
    .where(among(contest.state, states))
    .orderBy(asc(contest.id))
    .limit(MOST);
}

export async function updateContest(
  tx: Tx,
  id: string,
  changes: Partial<ContestRow>,
): Promise<void> {
  await tx.update(contest).set(changes).where(eq(contest.id, id));
}

/** Somebody of a household, and the account with which he reads; null without one. */
export interface HouseholdMember {
  villagerId: string;
  householdId: string;
  name: string;
  isHead: boolean;
  personId: string | null;
  gridCode: string;
  householdNumber: string;
}

/** Everybody who stands on the roster in these households, heads first. */
export async function selectMembers(
  db: Reader,
  householdIds: string[],
): Promise<HouseholdMember[]> {
  if (householdIds.length === 0) return [];
  const rows = await db
    .select({
      villagerId: villager.id,
      householdId: villager.householdId,
      name: villager.name,
      isHead: villager.isHead,
      personId: person.id,
      phoneTail: person.phoneTail,
      gridCode: household.gridCode,
      code: household.code,
      number: household.number,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .leftJoin(person, eq(person.id, villager.personId))
    .where(and(among(villager.householdId, householdIds), isNull(villager.leftAt)))
    .orderBy(desc(villager.isHead), asc(villager.id))
    .limit(MOST * 20);
  return rows.map(({ phoneTail, code, number, personId, ...member }) => ({
    ...member,
    // Without a phone nobody reads with the account.
    personId: phoneTail === null ? null : personId,
    householdNumber: number ?? code.slice(-3),
  }));
}

/** Villagers of this name in a village, with their households. */
export function selectNamed(
  db: Reader,
  villageCode: string,
  names: string[],
): Promise<
  { villagerId: string; name: string; householdId: string; code: string; number: string | null }[]
> {
  return db
    .select({
      villagerId: villager.id,
      name: villager.name,
      householdId: villager.householdId,
      code: household.code,
      number: household.number,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(
      and(
        eq(villager.villageCode, villageCode),
        among(villager.name, names),
        isNull(villager.leftAt),
      ),
    )
    .limit(100);
}
