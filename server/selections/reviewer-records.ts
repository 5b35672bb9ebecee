import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { reviewer, reviewerKin, selectionReader, selectionSheet } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type ReviewerRow = typeof reviewer.$inferSelect;
export type ReaderRow = typeof selectionReader.$inferSelect;

/** A county's list of reviewers is far shorter. */
const MOST_REVIEWERS = 1000;

/** Puts somebody on the list; false when he stands there. */
export async function insertReviewer(tx: Tx, row: ReviewerRow): Promise<boolean> {
  const made = await tx
    .insert(reviewer)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: reviewer.id });
  return made.length > 0;
}

/** Takes somebody off the list; false when he was not on it. */
export async function setEnded(tx: Tx, id: string, endedAt: EpochMs): Promise<boolean> {
  const ended = await tx
    .update(reviewer)
    .set({ endedAt })
    .where(and(eq(reviewer.id, id), isNull(reviewer.endedAt)))
    .returning({ id: reviewer.id });
  return ended.length > 0;
}

/** Everybody who stands on the list, with his name; whoever closed his account has left it. */
export function selectReviewers(db: Reader) {
  return db
    .select({ reviewer, name: person.name })
    .from(reviewer)
    .innerJoin(person, eq(person.id, reviewer.personId))
    .where(and(isNull(reviewer.endedAt), isNull(person.disabledAt)))
    .limit(MOST_REVIEWERS);
}

/** Whether somebody stands on the list. */
export async function selectReviewer(db: Reader, personId: string): Promise<ReviewerRow | null> {
  const [row] = await db
    .select()
    .from(reviewer)
    .where(and(eq(reviewer.personId, personId), isNull(reviewer.endedAt)))
    .limit(1);
  return row ?? null;
}

/** Declares relatives in a village; false when it was declared. */
export async function insertReviewerKin(
  tx: Tx,
  row: typeof reviewerKin.$inferSelect,
): Promise<boolean> {
  const made = await tx
    .insert(reviewerKin)
    .values(row)
    .onConflictDoNothing()
    .returning({ villageCode: reviewerKin.villageCode });
  return made.length > 0;
}

/** Takes a declaration back; false when there was none. */
export async function deleteReviewerKin(
  tx: Tx,
  personId: string,
  villageCode: string,
): Promise<boolean> {
  const gone = await tx
    .delete(reviewerKin)
    .where(and(eq(reviewerKin.personId, personId), eq(reviewerKin.villageCode, villageCode)))
    .returning({ villageCode: reviewerKin.villageCode });
  return gone.length > 0;
}

/** The villages in which these people have declared relatives. */
export function selectReviewerKin(db: Reader, personIds: string[]) {
  return db
    .select()
    .from(reviewerKin)
    .where(among(reviewerKin.personId, personIds))
    .limit(MOST_REVIEWERS * 10);
}

/** The drawn reviewers of a round, in the order of the draw. */
export function selectReaders(db: Reader, roundId: string) {
  return db
    .select({ reader: selectionReader, name: person.name })
    .from(selectionReader)
    .innerJoin(person, eq(person.id, selectionReader.personId))
    .where(eq(selectionReader.roundId, roundId))
    .orderBy(asc(selectionReader.no))
    .limit(MOST_REVIEWERS);
}

/** Somebody among the drawn reviewers of a round. */
export async function selectReaderOf(
  db: Reader,
  roundId: string,
  personId: string,
): Promise<ReaderRow | null> {
  const { roundId: round, personId: who } = selectionReader;
  const [row] = await db
    .select()
    .from(selectionReader)
    .where(and(eq(who, personId), eq(round, roundId)))
    .limit(1);
  return row ?? null;
}

/** The rounds in which somebody has something to read; who only stands by is told nothing. */
export function selectReadings(db: Reader, personId: string): Promise<ReaderRow[]> {
  return db
    .select()
    .from(selectionReader)
    .where(and(eq(selectionReader.personId, personId), hasSheet))
    .limit(MOST_REVIEWERS);
}

export async function insertReaders(tx: Tx, rows: ReaderRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(selectionReader).values(rows);
}

const hasSheet = sql`EXISTS (SELECT 1 FROM ${selectionSheet} WHERE ${selectionSheet.roundId} = ${selectionReader.roundId} AND ${selectionSheet.no} = ${selectionReader.no})`;
