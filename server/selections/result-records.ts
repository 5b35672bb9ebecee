import { and, desc, eq } from 'drizzle-orm';
import {
  type ResultEntry,
  type ResultTable,
  type ResultWords,
  selectionResult,
  selectionRound,
} from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type { ResultEntry, ResultTable, ResultWords };
export type ResultRow = typeof selectionResult.$inferSelect;

/** A result is corrected a few times at most. */
const MOST_VERSIONS = 100;

export async function insertResult(tx: Tx, row: ResultRow): Promise<void> {
  await tx.insert(selectionResult).values(row);
}

/** What was published of a round, the newest version first. */
export function selectResults(db: Reader, roundId: string): Promise<ResultRow[]> {
  return db
    .select()
    .from(selectionResult)
    .where(eq(selectionResult.roundId, roundId))
    .orderBy(desc(selectionResult.version))
    .limit(MOST_VERSIONS);
}

/** One version of a result; null when there is none. */
export async function selectResult(
  db: Reader,
  roundId: string,
  version: number,
): Promise<ResultRow | null> {
  const [row] = await db
    .select()
    .from(selectionResult)
    .where(and(eq(selectionResult.roundId, roundId), eq(selectionResult.version, version)))
    .limit(1);
  return row ?? null;
}

/** The first result of a round is published, and may be objected to until a midnight. */
export async function setPublished(
  tx: Tx,
  roundId: string,
  published: { publishedAt: EpochMs; objectionsUntil: EpochMs },
): Promise<void> {
  await tx.update(selectionRound).set(published).where(eq(selectionRound.id, roundId));
}
