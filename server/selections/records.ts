import { and, asc, desc, eq, isNull, lt } from 'drizzle-orm';
import { post } from '#db/schema/posts.ts';
import { selectionEntry, selectionRecommendation, selectionRound } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type RoundRow = typeof selectionRound.$inferSelect;
export type EntryRow = typeof selectionEntry.$inferSelect;
export type RecommendationRow = typeof selectionRecommendation.$inferSelect;

/** One entry a village; no county has more villages than this. */
const MOST_ENTRIES = 2000;

/** Opens a round; false when this month's of its kind was open already. */
export async function insertRound(tx: Tx, row: RoundRow): Promise<boolean> {
  const made = await tx
    .insert(selectionRound)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: selectionRound.id });
  return made.length > 0;
}

export async function selectRound(db: Reader, id: string): Promise<RoundRow | null> {
  const [row] = await db.select().from(selectionRound).where(eq(selectionRound.id, id)).limit(1);
  return row ?? null;
}

/** Rounds of months before this one, the newest first, in a month by their kinds. */
export function selectRounds(db: Reader, before: string, limit: number): Promise<RoundRow[]> {
  return db
    .select()
    .from(selectionRound)
    .where(lt(selectionRound.month, before))
    .orderBy(desc(selectionRound.month), desc(selectionRound.kind))
    .limit(limit);
}

/** Enters a post; false when its village has one in the round already. */
export async function insertEntry(tx: Tx, row: EntryRow): Promise<boolean> {
  const made = await tx
    .insert(selectionEntry)
    .values(row)
    .onConflictDoNothing()
    .returning({ postId: selectionEntry.postId });
  return made.length > 0;
}

/** An entry whose post still stands. */
export async function selectEntry(db: Reader, which: EntryKey): Promise<EntryRow | null> {
  const [row] = await db
    .select({ entry: selectionEntry })
    .from(selectionEntry)
    .innerJoin(post, eq(post.id, selectionEntry.postId))
    .where(and(isEntry(which), isNull(post.removedAt)))
    .limit(1);
  return row?.entry ?? null;
}

/** Takes an entry back; false when it was not there. */
export async function deleteEntry(tx: Tx, which: EntryKey): Promise<boolean> {
  const gone = await tx
    .delete(selectionEntry)
    .where(isEntry(which))
    .returning({ postId: selectionEntry.postId });
  return gone.length > 0;
}

/** The entries of a round with their posts, town by town; a post taken down is out of it. */
export function selectEntries(db: Reader, roundId: string) {
  return db
    .select({ entry: selectionEntry, no: post.no, title: post.title, authorId: post.authorId })
    .from(selectionEntry)
    .innerJoin(post, eq(post.id, selectionEntry.postId))
    .where(and(eq(selectionEntry.roundId, roundId), isNull(post.removedAt)))
    .orderBy(asc(selectionEntry.townCode), asc(selectionEntry.postId))
    .limit(MOST_ENTRIES);
}

export async function insertRecommendation(tx: Tx, row: RecommendationRow): Promise<void> {
  await tx.insert(selectionRecommendation).values(row).onConflictDoNothing();
}

/** Takes a recommendation back; false when it was not there. */
export async function deleteRecommendation(tx: Tx, { roundId, postId }: EntryKey) {
  const { roundId: round, postId: id } = selectionRecommendation;
  const gone = await tx
    .delete(selectionRecommendation)
    .where(and(eq(round, roundId), eq(id, postId)))
    .returning({ postId: id });
  return gone.length > 0;
}

/** What towns recommend in a round; a post taken down takes no place of its town's. */
export async function selectRecommendations(
  db: Reader,
  roundId: string,
): Promise<RecommendationRow[]> {
  const rows = await db
    .select({ recommendation: selectionRecommendation })
    .from(selectionRecommendation)
    .innerJoin(post, eq(post.id, selectionRecommendation.postId))
    .where(and(eq(selectionRecommendation.roundId, roundId), isNull(post.removedAt)))
    .limit(MOST_ENTRIES);
  return rows.map(({ recommendation }) => recommendation);
}

/** An entry is a post in a round. */
export interface EntryKey {
  roundId: string;
  postId: string;
}

function isEntry({ roundId, postId }: EntryKey) {
  return and(eq(selectionEntry.roundId, roundId), eq(selectionEntry.postId, postId));
}
