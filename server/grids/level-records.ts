import { and, asc, eq, isNull, notInArray } from 'drizzle-orm';
import { grid, gridLevel } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';

/** The county's levels, lowest first. */
export function selectLevels(db: Reader) {
  return db.select().from(gridLevel).orderBy(asc(gridLevel.no)).limit(6);
}

/** Whether a standing place lies on a level that is not among these. */
export async function selectStray(db: Reader, levels: string[]): Promise<boolean> {
  const [row] = await db
    .select({ code: grid.code })
    .from(grid)
    .where(and(notInArray(grid.level, levels), isNull(grid.retiredAt)))
    .limit(1);
  return row !== undefined;
}

/** The path of a county, if this place is one. */
export async function selectCountyPath(db: Reader, code: string): Promise<string | null> {
  const [row] = await db
    .select({ path: grid.path })
    .from(grid)
    .where(and(eq(grid.code, code), eq(grid.level, 'county')))
    .limit(1);
  return row?.path ?? null;
}

/** Codes of the counties in this database; an installation serves one. */
export async function selectCounties(db: Reader): Promise<string[]> {
  const rows = await db
    .select({ code: grid.code })
    .from(grid)
    .where(and(eq(grid.level, 'county'), isNull(grid.parentCode)))
    .orderBy(asc(grid.code))
    .limit(10);
  return rows.map(({ code }) => code);
}
