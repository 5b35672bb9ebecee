import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { dutyShift, grid, household, leave, pairing, villageProfile } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { GridRow } from '#server/grids/division-records.ts';
import { breathe } from '#server/kernel/breathe.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const CHUNK = 200;
const SERIAL_LENGTH = 3;

/** A place with what is needed to put others below it. */
export async function selectPlace(db: Reader, code: string) {
  const [row] = await db
    .select({
      code: grid.code,
      name: grid.shortName,
      level: grid.level,
      path: grid.path,
      parentCode: grid.parentCode,
      retiredAt: grid.retiredAt,
    })
    .from(grid)
    .where(eq(grid.code, code))
    .limit(1);
  return row ?? null;
}

/**
 * The highest code given below a place on one level. Codes are given upwards and never again, also
 * not those of places that were merged into others.
 */
export async function selectLastCode(db: Reader, parentCode: string, level: string) {
  const [row] = await db
    .select({ code: grid.code })
    .from(grid)
    .where(
      and(gte(grid.code, parentCode), lt(grid.code, nextCode(parentCode)), eq(grid.level, level)),
    )
    .orderBy(desc(grid.code))
    .limit(1);
  return row?.code ?? null;
}

/** Writes new places. */
export async function insertPlaces(tx: Tx, rows: GridRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(grid).values(rows);
}

/** The highest household code that was numbered in a grid; a household may live elsewhere by now. */
export async function selectLastHousehold(db: Reader, gridCode: string) {
  const [row] = await db
    .select({ code: household.code })
    .from(household)
    .where(
      and(
        gte(household.code, gridCode),
        lt(household.code, nextCode(gridCode)),
        // A micro grid numbers its own.
        sql`length(${household.code}) = ${gridCode.length + SERIAL_LENGTH}`,
      ),
    )
    .orderBy(desc(household.code))
    .limit(1);
  return row?.code ?? null;
}

/** Writes new households. */
export async function insertHouseholds(
  tx: Tx,
  rows: (typeof household.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx.insert(household).values(rows.slice(from, from + CHUNK));
    await breathe();
  }
}

const householdOf = prepared(['id'], (db, { id }) =>
  db
    .select({ id: household.id, gridCode: household.gridCode, path: grid.path })
    .from(household)
    .innerJoin(grid, eq(grid.code, household.gridCode))
    .where(eq(household.id, id))
    .limit(1),
);

/** A household and the path of its grid. */
export async function selectHousehold(db: Reader, id: string) {
  const [row] = await householdOf(db, { id });
  return row ?? null;
}

/** Ends the pairing a household has. */
export async function endPairing(tx: Tx, householdId: string, at: EpochMs): Promise<void> {
  await tx
    .update(pairing)
    .set({ until: at })
    .where(and(eq(pairing.householdId, householdId), isNull(pairing.until)));
}

/** Pairs a household with a cadre. */
export async function insertPairing(tx: Tx, row: typeof pairing.$inferInsert): Promise<void> {
  await tx.insert(pairing).values(row);
}

/** Records days on which a person's deputy answers. */
export async function insertLeave(tx: Tx, row: typeof leave.$inferInsert): Promise<void> {
  await tx.insert(leave).values(row);
}

/** Records who is on duty out of hours. */
export async function insertDutyShift(tx: Tx, row: typeof dutyShift.$inferInsert): Promise<void> {
  await tx.insert(dutyShift).values(row);
}

/** Writes what a village's own pages say about it. */
export async function upsertProfile(
  tx: Tx,
  { villageCode, ...words }: typeof villageProfile.$inferInsert,
): Promise<void> {
  await tx
    .insert(villageProfile)
    .values({ villageCode, ...words })
    .onConflictDoUpdate({ target: villageProfile.villageCode, set: words });
}
