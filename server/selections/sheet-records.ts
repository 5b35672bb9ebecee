import { and, asc, countDistinct, eq, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { formKey } from '#db/schema/kernel.ts';
import { selectionReader, selectionRound, selectionSheet } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { RoundRow } from '#server/selections/records.ts';

export type SheetRow = typeof selectionSheet.$inferSelect;

/** Rows of a long list go in by so many, below what one statement may carry. */
const AT_ONCE = 50;
/** Two dozen entries of some hundred towns, read by nine. */
const MOST_SHEETS = 5000;

export async function insertSheets(tx: Tx, rows: SheetRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await tx.insert(selectionSheet).values(rows.slice(at, at + AT_ONCE));
  }
}

/** Every sheet of a round, drafts and recusals too. */
export function selectSheets(db: Reader, roundId: string): Promise<SheetRow[]> {
  return db
    .select()
    .from(selectionSheet)
    .where(eq(selectionSheet.roundId, roundId))
    .limit(MOST_SHEETS);
}

/** What one reviewer reads in a round. */
export function selectSheetsOf(db: Reader, roundId: string, no: number): Promise<SheetRow[]> {
  const { roundId: round, no: reader } = selectionSheet;
  return db
    .select()
    .from(selectionSheet)
    .where(and(eq(round, roundId), eq(reader, no)))
    .limit(MOST_SHEETS);
}

/** Sheets of a round that were given out before an instant and not sent, of those not told of it yet. */
export function selectUnsent(
  db: Reader,
  of: { roundId: string; assignedBefore: EpochMs; action: string; key: string },
): Promise<{ personId: string; postId: string }[]> {
  const { roundId, no, postId, assignedAt, sentAt, recusedAt } = selectionSheet;
  const isTold = and(
    eq(formKey.actorId, selectionReader.personId),
    eq(formKey.action, of.action),
    eq(formKey.key, of.key),
  );
  return db
    .select({ personId: selectionReader.personId, postId })
    .from(selectionSheet)
    .innerJoin(
      selectionReader,
      and(eq(selectionReader.roundId, roundId), eq(selectionReader.no, no)),
    )
    .where(
      and(
        eq(roundId, of.roundId),
        lt(assignedAt, of.assignedBefore),
        isNull(sentAt),
        isNull(recusedAt),
        notExists(db.select({ one: sql`1` }).from(formKey).where(isTold)),
      ),
    )
    .orderBy(asc(no), asc(postId))
    .limit(MOST_SHEETS);
}

/** How many reviewers of a round have something to read. */
export async function countReaders(db: Reader, roundId: string): Promise<number> {
  const [row] = await db
    .select({ n: countDistinct(selectionSheet.no) })
    .from(selectionSheet)
    .where(eq(selectionSheet.roundId, roundId));
  return row?.n ?? 0;
}

/** One sheet of a reviewer. */
export interface SheetKey {
  roundId: string;
  postId: string;
  no: number;
}

export async function selectSheet(db: Reader, key: SheetKey): Promise<SheetRow | null> {
  const [row] = await db.select().from(selectionSheet).where(isSheet(key)).limit(1);
  return row ?? null;
}

export async function updateSheet(
  tx: Tx,
  key: SheetKey,
  changes: Partial<SheetRow>,
): Promise<void> {
  await tx.update(selectionSheet).set(changes).where(isSheet(key));
}

/** A reviewer gives these entries back; what he gave for them counts no longer. */
export async function setRecused(
  tx: Tx,
  { roundId, no }: { roundId: string; no: number },
  postIds: string[],
  recusedAt: EpochMs,
): Promise<void> {
  const { roundId: round, no: reader, postId, recusedAt: recused } = selectionSheet;
  const gone = { points: {}, reasons: {}, remark: '', sentAt: null, recusedAt };
  await tx
    .update(selectionSheet)
    .set(gone)
    .where(and(eq(round, roundId), eq(reader, no), among(postId, postIds), isNull(recused)));
}

/** The round has its reviewers: from which draw, and until when they read. */
export async function setReview(
  tx: Tx,
  roundId: string,
  review: Pick<RoundRow, 'drawId' | 'reviewUntil'>,
): Promise<void> {
  await tx.update(selectionRound).set(review).where(eq(selectionRound.id, roundId));
}

/** Rounds whose towns have chosen and whose result is not published yet. */
export function selectUnpublished(db: Reader, now: EpochMs): Promise<RoundRow[]> {
  return db
    .select()
    .from(selectionRound)
    .where(and(lte(selectionRound.townsUntil, now), isNull(selectionRound.publishedAt)))
    .limit(100);
}

function isSheet({ roundId, postId, no }: SheetKey) {
  return and(
    eq(selectionSheet.roundId, roundId),
    eq(selectionSheet.postId, postId),
    eq(selectionSheet.no, no),
  );
}
