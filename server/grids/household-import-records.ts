import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { grid, household, pairing, rosterImport } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** More than any village has. */
const WHOLE_VILLAGE = 50_000;
const CHUNK = 500;

/** Every group and micro grid a village ever had. */
export function selectGridsOf(db: Reader, villageCode: string) {
  return db
    .select({
      code: grid.code,
      name: grid.shortName,
      level: grid.level,
      path: grid.path,
      retiredAt: grid.retiredAt,
    })
    .from(grid)
    .where(
      and(
        gte(grid.code, villageCode),
        lt(grid.code, nextCode(villageCode)),
        inArray(grid.level, ['grid', 'micro_grid']),
      ),
    )
    .orderBy(asc(grid.code))
    .limit(WHOLE_VILLAGE);
}

/** Every household of a village. */
export function selectHouseholdsOf(db: Reader, villageCode: string) {
  return db
    .select({
      id: household.id,
      code: household.code,
      gridCode: household.gridCode,
      number: household.number,
    })
    .from(household)
    .where(and(gte(household.gridCode, villageCode), lt(household.gridCode, nextCode(villageCode))))
    .orderBy(asc(household.gridCode), asc(household.code))
    .limit(WHOLE_VILLAGE);
}

/** Hangs households into the grids they are in by now. */
export async function moveIntoGrids(
  tx: Tx,
  moves: { household: { id: string }; gridCode: string }[],
): Promise<void> {
  for (const [gridCode, into] of Map.groupBy(moves, (move) => move.gridCode)) {
    const ids = into.map((move) => move.household.id);
    for (let from = 0; from < ids.length; from += CHUNK) {
      const some = ids.slice(from, from + CHUNK);
      await tx.update(household).set({ gridCode }).where(inArray(household.id, some));
    }
  }
}

/** Notes that a file was brought in. */
export async function insertImport(tx: Tx, row: typeof rosterImport.$inferInsert): Promise<void> {
  await tx.insert(rosterImport).values(row);
}

/** The newest import of a village. */
export async function selectLastImport(db: Reader, villageCode: string) {
  const [row] = await db
    .select()
    .from(rosterImport)
    .where(eq(rosterImport.villageCode, villageCode))
    .orderBy(desc(rosterImport.at))
    .limit(1);
  return row ?? null;
}

/** Notes that an import was taken back. */
export async function markUndone(tx: Tx, id: string, at: EpochMs): Promise<void> {
  await tx.update(rosterImport).set({ undoneAt: at }).where(eq(rosterImport.id, id));
}

/** Takes away the empty households that an import made, unless a cadre was paired with them. */
export async function deleteImportedHouseholds(
  tx: Tx,
  villageCode: string,
  importId: string,
  kept: Set<string>,
): Promise<number> {
  const made = await tx
    .select({ id: household.id })
    .from(household)
    .where(
      and(
        gte(household.gridCode, villageCode),
        lt(household.gridCode, nextCode(villageCode)),
        eq(household.importId, importId),
        sql`NOT EXISTS (SELECT 1 FROM ${pairing} WHERE ${pairing.householdId} = ${household.id})`,
      ),
    )
    .limit(WHOLE_VILLAGE);
  const ids = made.map(({ id }) => id).filter((id) => !kept.has(id));
  for (let from = 0; from < ids.length; from += CHUNK) {
    await tx.delete(household).where(inArray(household.id, ids.slice(from, from + CHUNK)));
  }
  return ids.length;
}
