import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { selectionRound } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A county has a few kinds of round a month. */
const AT_ONCE = 50;

/** The rounds whose days of objections are over and which are not final yet. */
export function selectEnded(db: Reader, now: EpochMs): Promise<{ id: string }[]> {
  const { id, objectionsUntil, publishedAt, finalAt } = selectionRound;
  return db
    .select({ id })
    .from(selectionRound)
    .where(and(isNotNull(publishedAt), isNull(finalAt), lte(objectionsUntil, now)))
    .orderBy(asc(objectionsUntil), asc(id))
    .limit(AT_ONCE);
}

export async function setFinal(tx: Tx, id: string, finalAt: EpochMs): Promise<void> {
  await tx.update(selectionRound).set({ finalAt }).where(eq(selectionRound.id, id));
}
