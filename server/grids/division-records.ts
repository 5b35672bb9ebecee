import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { divisionSuccession, grid, gridLevel } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';

/** Rows of one insert: far below the parameters either engine takes. */
const CHUNK = 500;

export type GridRow = typeof grid.$inferInsert;
export type LevelRow = typeof gridLevel.$inferInsert;
export type SuccessionRow = typeof divisionSuccession.$inferInsert;

/** The readable name in the address of a village with this code. */
export async function selectSlug(db: Reader, code: string): Promise<string | null> {
  const [row] = await db
    .select({ slug: grid.slug })
    .from(grid)
    .where(and(eq(grid.code, code), eq(grid.level, 'village')))
    .limit(1);
  return row?.slug ?? null;
}

const successorOf = prepared(['old'], (db, { old }) =>
  db
    .select({ slug: grid.slug })
    .from(divisionSuccession)
    .innerJoin(grid, eq(grid.code, divisionSuccession.newCode))
    .where(or(eq(divisionSuccession.oldSlug, old), eq(divisionSuccession.oldCode, old)))
    .limit(1),
);

/** The village into which the one with this old name or code was merged, as slug. */
export async function selectSuccessor(db: Reader, old: string): Promise<string | null> {
  const [row] = await successorOf(db, { old });
  return row?.slug ?? null;
}

/** The old village of this slug, if it was merged into the village with this code. */
export async function selectMerger(db: Reader, oldSlug: string, newCode: string) {
  const [row] = await db
    .select({ oldName: divisionSuccession.oldName, since: divisionSuccession.since })
    .from(divisionSuccession)
    .where(and(eq(divisionSuccession.oldSlug, oldSlug), eq(divisionSuccession.newCode, newCode)))
    .limit(1);
  return row ?? null;
}

/** Every place of the installation that has a name in addresses. */
export function selectNamedPlaces(db: Reader) {
  return db
    .select({ code: grid.code, slug: grid.slug })
    .from(grid)
    .where(inArray(grid.level, ['county', 'town', 'village']))
    .limit(10_000);
}

/** Writes places: new ones whole, known ones without touching their address or their parent. */
export async function upsertPlaces(tx: Tx, rows: GridRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx
      .insert(grid)
      .values(rows.slice(from, from + CHUNK))
      .onConflictDoUpdate({
        target: grid.code,
        set: {
          name: sql`excluded.name`,
          shortName: sql`excluded.short_name`,
          kind: sql`excluded.kind`,
          sort: sql`excluded.sort`,
        },
      });
  }
}

/** Replaces the county's levels. */
export async function replaceLevels(tx: Tx, rows: LevelRow[]): Promise<void> {
  await tx.delete(gridLevel);
  await tx.insert(gridLevel).values(rows);
}

/** Records merged villages; those already recorded stay as they are. */
export async function insertSuccessions(tx: Tx, rows: SuccessionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(divisionSuccession).values(rows.slice(0, CHUNK)).onConflictDoNothing();
}
