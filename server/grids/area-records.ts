import { and, asc, eq, inArray, isNull, like, sql } from 'drizzle-orm';
import { grid } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Villages with what hangs them where they are. */
export function selectWhereabouts(db: Reader, codes: string[]) {
  return db
    .select({ code: grid.code, path: grid.path, parentCode: grid.parentCode })
    .from(grid)
    .where(and(inArray(grid.code, codes), eq(grid.level, 'village')))
    .orderBy(asc(grid.code))
    .limit(500);
}

/** The villages that hang below a place; in a town, those of no work area. */
export async function selectVillagesOf(db: Reader, parentCode: string): Promise<string[]> {
  const rows = await db
    .select({ code: grid.code })
    .from(grid)
    .where(and(eq(grid.parentCode, parentCode), eq(grid.level, 'village')))
    .orderBy(asc(grid.code))
    .limit(500);
  return rows.map(({ code }) => code);
}

/** Hangs one village below another place: its own path and all below it move with it. */
export async function moveVillage(
  tx: Tx,
  { code, from, to }: { code: string; from: string; to: { code: string; path: string } },
): Promise<void> {
  await tx.update(grid).set({ parentCode: to.code }).where(eq(grid.code, code));
  await tx
    .update(grid)
    .set({ path: sql`replace(${grid.path}, ${from}, ${`${to.path}${code}/`})` })
    .where(like(grid.path, `${from}%`));
}

/** The work areas of a town. */
export function selectAreas(db: Reader, townCode: string) {
  return db
    .select({ code: grid.code, name: grid.shortName, path: grid.path })
    .from(grid)
    .where(and(eq(grid.parentCode, townCode), eq(grid.level, 'area'), isNull(grid.retiredAt)))
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(100);
}

/** Closes a work area that has no villages any more. */
export async function retireArea(tx: Tx, code: string, at: EpochMs): Promise<void> {
  await tx.update(grid).set({ retiredAt: at }).where(eq(grid.code, code));
}
