import { and, asc, desc, eq, gte, inArray, isNull, lt } from 'drizzle-orm';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { selectionEntry, selectionRecommendation, selectionRound } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type RoundRow = typeof selectionRound.$inferSelect;
export type EntryRow = typeof selectionEntry.$inferSelect;
export type RecommendationRow = typeof selectionRecommendation.$inferSelect;

/** One entry a village; no county has more villages than this. */
const MOST_ENTRIES = 2000;
/** A secretary writes a few letters a month. */
const MOST_LETTERS = 50;

/** Opens a round; false when this month's was open already. */
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

/** Rounds of months before this one, the newest first. */
export function selectRounds(db: Reader, before: string, limit: number): Promise<RoundRow[]> {
  return db
    .select()
    .from(selectionRound)
    .where(lt(selectionRound.month, before))
    .orderBy(desc(selectionRound.month))
    .limit(limit);
}

/** Enters a letter; false when the village has one in the round already. */
export async function insertEntry(tx: Tx, row: EntryRow): Promise<boolean> {
  const made = await tx
    .insert(selectionEntry)
    .values(row)
    .onConflictDoNothing()
    .returning({ postId: selectionEntry.postId });
  return made.length > 0;
}

/** An entry whose letter still stands. */
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

/** The entries of a round with their letters, town by town; a letter taken down is out of it. */
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

/** What towns recommend in a round; a letter taken down takes no place of its town's. */
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

/** The letters that a village's secretary sent between two instants, the newest first. */
export function selectLetters(
  db: Reader,
  { villageCode, from, until }: { villageCode: string; from: EpochMs; until: EpochMs },
) {
  return db
    .select({ id: post.id, no: post.no, title: post.title, ...factColumns })
    .from(post)
    .where(
      and(
        eq(post.villageCode, villageCode),
        isLetter,
        gte(post.createdAt, from),
        lt(post.createdAt, until),
        isNull(post.removedAt),
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(MOST_LETTERS);
}

/** What the rules of entry look at in one letter; null when there is none, or it was taken down. */
export async function selectLetter(db: Reader, postId: string) {
  const [row] = await db
    .select({ villageCode: post.villageCode, ...factColumns })
    .from(post)
    .where(and(eq(post.id, postId), isLetter, isNull(post.removedAt)))
    .limit(1);
  return row ?? null;
}

/** Measure and day of every line of these letters. */
export function selectLines(db: Reader, postIds: string[]) {
  return db
    .select({ postId: promise.postId, measure: promise.measure, dueOn: promise.dueOn })
    .from(promise)
    .where(inArray(promise.postId, postIds))
    .limit(100 * Math.max(1, postIds.length));
}

/** An entry is a letter in a round. */
export interface EntryKey {
  roundId: string;
  postId: string;
}

const factColumns = { authorId: post.authorId, sentAt: post.createdAt };
const isLetter = and(eq(post.kind, 'letter'), eq(post.audience, 'public'));

function isEntry({ roundId, postId }: EntryKey) {
  return and(eq(selectionEntry.roundId, roundId), eq(selectionEntry.postId, postId));
}
