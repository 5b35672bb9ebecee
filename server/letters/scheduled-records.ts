import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { scheduledLetter } from '#db/schema/letters.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type ScheduledRow = typeof scheduledLetter.$inferSelect;

export async function insertScheduled(tx: Tx, row: ScheduledRow): Promise<void> {
  await tx.insert(scheduledLetter).values(row);
}

/** What this person has set to appear, the next first. */
export function selectScheduledBy(db: Reader, authorId: string): Promise<ScheduledRow[]> {
  return db
    .select()
    .from(scheduledLetter)
    .where(eq(scheduledLetter.authorId, authorId))
    .orderBy(asc(scheduledLetter.publishAt))
    .limit(50);
}

/** One of this person's. */
export async function selectScheduled(
  db: Reader,
  authorId: string,
  id: string,
): Promise<ScheduledRow | null> {
  const [row] = await db
    .select()
    .from(scheduledLetter)
    .where(and(eq(scheduledLetter.id, id), eq(scheduledLetter.authorId, authorId)))
    .limit(1);
  return row ?? null;
}

/** What should have appeared by now. */
export function selectDue(db: Reader, now: EpochMs, limit: number): Promise<ScheduledRow[]> {
  return db
    .select()
    .from(scheduledLetter)
    .where(and(isNull(scheduledLetter.refusal), lte(scheduledLetter.publishAt, now)))
    .orderBy(asc(scheduledLetter.publishAt), asc(scheduledLetter.id))
    .limit(limit);
}

/** Takes a letter out of the list, so that nobody else sends it; whether it was still there. */
export async function takeScheduled(tx: Tx, id: string): Promise<boolean> {
  const taken = await tx
    .delete(scheduledLetter)
    .where(eq(scheduledLetter.id, id))
    .returning({ id: scheduledLetter.id });
  return taken.length > 0;
}

/** Keeps why it did not appear; whether it was still waiting. */
export async function refuseScheduled(tx: Tx, id: string, refusal: string): Promise<boolean> {
  const refused = await tx
    .update(scheduledLetter)
    .set({ refusal })
    .where(and(eq(scheduledLetter.id, id), isNull(scheduledLetter.refusal)))
    .returning({ id: scheduledLetter.id });
  return refused.length > 0;
}
