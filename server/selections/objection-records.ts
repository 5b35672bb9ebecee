import { and, asc, count, eq, isNull, max } from 'drizzle-orm';
import { selectionObjection } from '#db/schema/objections.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type ObjectionRow = typeof selectionObjection.$inferSelect;

/** More than a round was ever objected to. */
const MOST_OBJECTIONS = 500;

export async function insertObjection(tx: Tx, row: ObjectionRow): Promise<void> {
  await tx.insert(selectionObjection).values(row);
}

export async function updateObjection(
  tx: Tx,
  id: string,
  changes: Partial<ObjectionRow>,
): Promise<void> {
  await tx.update(selectionObjection).set(changes).where(eq(selectionObjection.id, id));
}

export async function selectObjection(db: Reader, id: string): Promise<ObjectionRow | null> {
  const [row] = await db
    .select()
    .from(selectionObjection)
    .where(eq(selectionObjection.id, id))
    .limit(1);
  return row ?? null;
}

/** The number of the last objection in a round; 0 before the first. */
export async function lastObjectionNo(db: Reader, roundId: string): Promise<number> {
  const [row] = await db
    .select({ no: max(selectionObjection.no) })
    .from(selectionObjection)
    .where(eq(selectionObjection.roundId, roundId));
  return row?.no ?? 0;
}

/** Every objection in a round, in the order of their numbers. */
export function selectObjections(db: Reader, roundId: string): Promise<ObjectionRow[]> {
  return db
    .select()
    .from(selectionObjection)
    .where(eq(selectionObjection.roundId, roundId))
    .orderBy(asc(selectionObjection.no))
    .limit(MOST_OBJECTIONS);
}

/** The undecided objections of the county, next due first. */
export function selectOpenObjections(db: Reader): Promise<ObjectionRow[]> {
  return db
    .select()
    .from(selectionObjection)
    .where(isNull(selectionObjection.decidedAt))
    .orderBy(asc(selectionObjection.dueAt), asc(selectionObjection.id))
    .limit(MOST_OBJECTIONS);
}

/** How many objections in a round are undecided. */
export async function countOpenObjections(db: Reader, roundId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(selectionObjection)
    .where(and(eq(selectionObjection.roundId, roundId), isNull(selectionObjection.decidedAt)));
  return row?.n ?? 0;
}
