import { and, asc, eq, gte, inArray, isNull, like, lt, sql } from 'drizzle-orm';
import { assignment, grid, household } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** Far below the parameters either engine takes. */
const CHUNK = 500;

/** Changes what a place is called. */
export async function renameRow(tx: Tx, code: string, name: string): Promise<void> {
  await tx.update(grid).set({ name, shortName: name }).where(eq(grid.code, code));
}

/** Posts held in a place or below it at an instant. */
export function selectHeldIn(db: Reader, code: string, at: EpochMs) {
  return db
    .select({ id: assignment.id })
    .from(assignment)
    .where(
      and(gte(assignment.gridCode, code), lt(assignment.gridCode, nextCode(code)), isHeldAt(at)),
    )
    .limit(1);
}

/** Closes a place with all below it, and hangs it below the one it goes to. */
export async function retirePlace(
  tx: Tx,
  {
    place,
    successor,
    at,
  }: {
    place: { code: string; path: string };
    successor: { code: string; path: string };
    at: EpochMs;
  },
): Promise<void> {
  const { code, path } = place;
  await tx
    .update(grid)
    .set({ retiredAt: at })
    .where(and(gte(grid.code, code), lt(grid.code, nextCode(code)), isNull(grid.retiredAt)));
  await tx.update(grid).set({ parentCode: successor.code }).where(eq(grid.code, code));
  await tx
    .update(grid)
    .set({ path: sql`replace(${grid.path}, ${path}, ${`${successor.path}${code}/`})` })
    .where(like(grid.path, `${path}%`));
}

/** Moves every household of a place, and of what lies below it, to another place. */
export async function moveAllHouseholds(tx: Tx, from: string, to: string): Promise<number> {
  const moved = await tx
    .update(household)
    .set({ gridCode: to })
    .where(and(gte(household.gridCode, from), lt(household.gridCode, nextCode(from))))
    .returning({ id: household.id });
  return moved.length;
}

/** The households of a place and below it whose numbers lie in a range, or that were ticked. */
export function selectPicked(
  db: Reader,
  gridCode: string,
  { ids, from, to }: { ids: string[]; from: number | null; to: number | null },
) {
  const isPicked =
    from === null || to === null
      ? inArray(household.id, ids)
      : sql`CAST(substr(${household.code}, length(${household.code}) - 2) AS INTEGER) BETWEEN ${from} AND ${to}`;
  return db
    .select({ id: household.id, code: household.code, gridCode: household.gridCode })
    .from(household)
    .where(
      and(gte(household.gridCode, gridCode), lt(household.gridCode, nextCode(gridCode)), isPicked),
    )
    .orderBy(asc(household.code))
    .limit(2000);
}

/** Moves households to a place; their numbers stay. */
export async function moveHouseholdRows(tx: Tx, ids: string[], gridCode: string): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    const some = ids.slice(from, from + CHUNK);
    await tx.update(household).set({ gridCode }).where(inArray(household.id, some));
  }
}

/** How many households a place has, with all below it. */
export async function countHouseholds(db: Reader, gridCode: string): Promise<number> {
  const [row] = await db.rows<{ n: number }>(sql`
    SELECT count(*) AS "n" FROM household
    WHERE grid_code >= ${gridCode} AND grid_code < ${nextCode(gridCode)}`);
  return Number(row?.n ?? 0);
}
