import { and, asc, eq, gt, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { assignment, grid, household, pairing } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const CHUNK = 500;

const isOpen = (at: EpochMs) => or(isNull(pairing.until), gt(pairing.until, at));

/** The households of a village that no cadre is paired with, group by group in order of number. */
export function selectUnpaired(db: Reader, villageCode: string, at: EpochMs) {
  return db.rows<{ id: string; code: string; gridCode: string }>(sql`
    SELECT h.id AS "id", h.code AS "code", h.grid_code AS "gridCode"
    FROM household h
    WHERE h.grid_code >= ${villageCode} AND h.grid_code < ${nextCode(villageCode)}
      AND NOT EXISTS (SELECT 1 FROM pairing p JOIN assignment a ON a.person_id = p.person_id
        WHERE p.household_id = h.id AND (p.until IS NULL OR p.until > ${at})
          AND a.since <= ${at} AND (a.until IS NULL OR a.until > ${at}))
    ORDER BY substr(h.grid_code, 1, 15), h.code
    LIMIT 5000`);
}

/** People in office at some places, or below a village, who answer for others: each with his post. */
export function selectPairable(
  db: Reader,
  by: { villageCode: string; above: string[]; posts: string[]; at: EpochMs },
) {
  const isBelow = and(
    gte(assignment.gridCode, by.villageCode),
    lt(assignment.gridCode, nextCode(by.villageCode)),
  );
  return db
    .select({
      personId: person.id,
      name: person.name,
      post: assignment.post,
      title: assignment.title,
      isDeputy: assignment.isDeputy,
      gridCode: assignment.gridCode,
      gridName: grid.shortName,
      level: grid.level,
    })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(
      and(
        or(isBelow, inArray(assignment.gridCode, by.above)),
        inArray(assignment.post, by.posts),
        isHeldAt(by.at),
      ),
    )
    .orderBy(asc(assignment.gridCode), asc(assignment.isDeputy), asc(assignment.sort))
    .limit(500);
}

/** How many households each of these people is paired with now. */
export function countPaired(db: Reader, personIds: string[], at: EpochMs) {
  return db
    .select({ personId: pairing.personId, n: sql<number>`count(*)`.mapWith(Number) })
    .from(pairing)
    .where(and(inArray(pairing.personId, personIds), isOpen(at)))
    .groupBy(pairing.personId)
    .limit(500);
}

/** Ends the pairings of households; gives back those that had one. */
export async function endPairings(tx: Tx, householdIds: string[], at: EpochMs): Promise<number> {
  let ended = 0;
  for (let from = 0; from < householdIds.length; from += CHUNK) {
    const some = householdIds.slice(from, from + CHUNK);
    const rows = await tx
      .update(pairing)
      .set({ until: at })
      .where(and(inArray(pairing.householdId, some), isOpen(at)))
      .returning({ id: pairing.id });
    ended += rows.length;
  }
  return ended;
}

/** Pairs households with cadres. */
export async function insertPairings(tx: Tx, rows: (typeof pairing.$inferInsert)[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx.insert(pairing).values(rows.slice(from, from + CHUNK));
  }
}

/** With whom these households are paired now. */
export async function selectPairings(db: Reader, householdIds: string[], at: EpochMs) {
  if (householdIds.length === 0) return [];
  return db
    .select({ householdId: household.id, personId: person.id, name: person.name })
    .from(pairing)
    .innerJoin(household, eq(household.id, pairing.householdId))
    .innerJoin(person, eq(person.id, pairing.personId))
    .where(and(inArray(pairing.householdId, householdIds), isOpen(at)))
    .limit(householdIds.length);
}
