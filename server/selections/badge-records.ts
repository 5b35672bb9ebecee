import { and, desc, eq, isNull } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { selectionBadge } from '#db/schema/objections.ts';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { selectionRound } from '#db/schema/selections.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type BadgeRow = typeof selectionBadge.$inferSelect;

/** A post is entered in a few rounds at most. */
const PER_POST = 3;

export async function insertBadges(tx: Tx, rows: BadgeRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(selectionBadge).values(rows).onConflictDoNothing();
}

/** The badges of these posts with what their rounds are called, and the promise that lost one. */
export function selectBadges(db: Reader, postIds: string[]) {
  if (postIds.length === 0) return Promise.resolve([]);
  return badgesOf(db, { postIds, limit: postIds.length * PER_POST });
}

const shown = {
  badge: selectionBadge,
  kind: selectionRound.kind,
  month: selectionRound.month,
  promiseNo: promise.no,
  promised: promise.what,
};

const badgesOf = prepared(['postIds', 'limit'], (db, { postIds, limit }) =>
  db
    .select(shown)
    .from(selectionBadge)
    .innerJoin(selectionRound, eq(selectionRound.id, selectionBadge.roundId))
    .leftJoin(promise, eq(promise.id, selectionBadge.promiseId))
    .where(among(selectionBadge.postId, postIds))
    .limit(limit),
);

const badgesAt = prepared(['villageCode', 'limit'], (db, { villageCode, limit }) =>
  db
    .select({ ...shown, no: post.no, title: post.title })
    .from(selectionBadge)
    .innerJoin(selectionRound, eq(selectionRound.id, selectionBadge.roundId))
    .innerJoin(post, and(eq(post.id, selectionBadge.postId), isNull(post.removedAt)))
    .leftJoin(promise, eq(promise.id, selectionBadge.promiseId))
    .where(eq(selectionBadge.villageCode, villageCode))
    .orderBy(desc(selectionBadge.at), desc(selectionBadge.postId))
    .limit(limit),
);

/** What a village was chosen for last, lost or not, with the numbers of the posts' pages. */
export function selectVillageBadges(db: Reader, villageCode: string, limit: number) {
  return badgesAt(db, { villageCode, limit });
}

/** A badge of a round; null where the post has none. */
export async function selectBadge(
  db: Reader,
  { roundId, postId }: { roundId: string; postId: string },
): Promise<BadgeRow | null> {
  const [row] = await db
    .select()
    .from(selectionBadge)
    .where(and(eq(selectionBadge.roundId, roundId), eq(selectionBadge.postId, postId)))
    .limit(1);
  return row ?? null;
}

/** Strikes the badges that a post still has; which ones. */
export function loseBadges(
  tx: Tx,
  postId: string,
  lost: { lostAt: EpochMs; lostWhy: string; promiseId: string | null },
): Promise<BadgeRow[]> {
  return tx
    .update(selectionBadge)
    .set(lost)
    .where(and(eq(selectionBadge.postId, postId), isNull(selectionBadge.lostAt)))
    .returning();
}

/** The first promise of each of these letters that villagers found not kept. */
export async function selectBroken(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  if (postIds.length === 0) return new Map();
  const rows = await db
    .select({ id: promise.id, postId: promise.postId })
    .from(promise)
    .where(and(among(promise.postId, postIds), eq(promise.state, 'broken')))
    .limit(postIds.length * MOST_PROMISES);
  return new Map(rows.toReversed().map(({ id, postId }) => [postId, id]));
}

/** No letter promises more. */
const MOST_PROMISES = 100;
