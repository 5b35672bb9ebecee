import { and, eq, getTableColumns, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { preparedInsert } from '#db/prepared-insert.ts';
import { person } from '#db/schema/accounts.ts';
import { grid } from '#db/schema/grids.ts';
import { photo, post, review, searchQueue, tombstone } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { preparedFor } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A whole row of `post`. */
export type PostRecord = typeof post.$inferSelect;

/** What a post's own page and its commands need. */
export interface FullPost extends PostRecord {
  authorName: string;
  authorNickname: string | null;
}

/** Which post: by id, by its number in a village, or by its slip code. */
export type WhichPost = { id: string } | { villageCode: string; no: number } | { slipCode: string };

function fullPost(db: Tx, which: SQL | undefined) {
  return db
    .select({ post, authorName: person.name, authorNickname: person.nickname })
    .from(post)
    .innerJoin(person, eq(person.id, post.authorId))
    .where(which)
    .limit(1);
}

const postOfId = preparedFor(['id'], (db, { id }, visible) =>
  fullPost(db, and(eq(post.id, id), visible)),
);
const postOfNo = preparedFor(['villageCode', 'no'], (db, { villageCode, no }, visible) =>
  fullPost(db, and(eq(post.villageCode, villageCode), eq(post.no, no), visible)),
);
const postOfSlip = preparedFor(['slipCode'], (db, { slipCode }, visible) =>
  fullPost(db, and(eq(post.slipCode, slipCode), visible)),
);

/** One post with its author's names, if the viewer may see it. */
export async function selectPost(
  db: Reader,
  viewer: Viewer,
  which: WhichPost,
): Promise<FullPost | null> {
  const [row] = await ('id' in which
    ? postOfId(db, viewer, which)
    : 'no' in which
      ? postOfNo(db, viewer, which)
      : postOfSlip(db, viewer, which));
  if (!row) return null;
  return { ...row.post, authorName: row.authorName, authorNickname: row.authorNickname };
}

const postRow = prepared(['id'], (db, { id }) =>
  db.select().from(post).where(eq(post.id, id)).limit(1),
);

const villageOfId = prepared(['id'], (db, { id }) =>
  db.select({ code: post.villageCode }).from(post).where(eq(post.id, id)).limit(1),
);

/** The village of a post, whoever asks; null where there is none. */
export async function selectVillageOf(db: Reader, id: string): Promise<string | null> {
  const [row] = await villageOfId(db, { id });
  return row?.code ?? null;
}

/** The post as it is inside a write. */
export async function postInTx(tx: Tx, id: string): Promise<PostRecord | null> {
  const [row] = await postRow(tx, { id });
  return row ?? null;
}

export const insertPost = preparedInsert(post);

export async function updatePost(tx: Tx, id: string, changes: Partial<PostRecord>): Promise<void> {
  await tx.update(post).set(changes).where(eq(post.id, id));
}

const namesOfIds = prepared(['ids', 'limit'], (db, { ids, limit }) =>
  db
    .select({ id: person.id, name: person.name, nickname: person.nickname })
    .from(person)
    .where(among(person.id, ids))
    .limit(limit),
);

/** Names of these people, for bylines. */
export async function selectNames(db: Reader, ids: string[]) {
  return ids.length === 0 ? [] : namesOfIds(db, { ids, limit: ids.length });
}

const groupNames = prepared(['codes', 'limit'], (db, { codes, limit }) =>
  db
    .select({ code: grid.code, name: grid.shortName })
    .from(grid)
    .where(among(grid.code, codes))
    .limit(limit),
);

/** Short names of villager groups by code (3组). */
export async function selectGroupNames(db: Reader, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await groupNames(db, { codes, limit: codes.length });
  return new Map(rows.map((row) => [row.code, row.name]));
}

const addToQueue = prepared(['postId', 'at'], (tx, { postId, at }) =>
  tx
    .insert(searchQueue)
    .values({ postId, at })
    .onConflictDoUpdate({ target: searchQueue.postId, set: { at: sql`${at}` } }),
);

/** The post waits to be put into the search index again. */
export async function queueForSearch(tx: Tx, postId: string, at: EpochMs): Promise<void> {
  await addToQueue(tx, { postId, at });
}

/** Somebody must look at this. */
export type NewReview = Pick<
  typeof review.$inferInsert,
  'subjectKind' | 'subjectId' | 'postId' | 'villageCode' | 'why' | 'dueAt'
> & { reporterId?: string; words?: string; at: EpochMs };

export async function openReviews(tx: Tx, rows: NewReview[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(review).values(
    rows.map(({ at, reporterId, words, ...row }) => ({
      ...row,
      id: newId(),
      reporterId: reporterId ?? null,
      words: words ?? '',
      openedAt: at,
    })),
  );
}

/**
 * Words and photos of a post wait for no look any longer: from now on only its author and those who
 * answer read it. What was reported stays reported.
 */
export async function stopWaiting(tx: Tx, postId: string, at: EpochMs): Promise<void> {
  await tx
    .update(photo)
    .set({ releasedAt: at })
    .where(and(eq(photo.postId, postId), isNull(photo.releasedAt)));
  const open = and(eq(review.postId, postId), isNull(review.decidedAt));
  const ofPost = and(ne(review.subjectKind, 'comment'), ne(review.why, 'reported'));
  await tx.update(review).set({ decidedAt: at, verdict: 'narrowed' }).where(and(open, ofPost));
}

/** Photos of a post, of an answer or of a draft become part of this subject. */
export async function attachPhotos(
  tx: Tx,
  photoIds: string[],
  subject: {
    kind: string;
    id: string;
    postId: string;
    ownerIds: string[];
    releasedAt: EpochMs | null;
  },
): Promise<string[]> {
  if (photoIds.length === 0) return [];
  const rows = await tx
    .update(photo)
    .set({
      subjectKind: subject.kind,
      subjectId: subject.id,
      postId: subject.postId,
      releasedAt: subject.releasedAt,
    })
    .where(
      and(
        inArray(photo.id, photoIds),
        inArray(photo.ownerId, subject.ownerIds),
        eq(photo.subjectKind, 'draft'),
      ),
    )
    .returning({ id: photo.id });
  return rows.map((row) => row.id);
}

/** What stands in place of removed words. */
export type Tombstone = typeof tombstone.$inferSelect;

export async function insertTombstone(tx: Tx, row: Tombstone): Promise<void> {
  await tx.insert(tombstone).values(row).onConflictDoNothing();
}

/** The look that took it down, under which its author objects. */
const removingReview = sql<string | null>`(SELECT r.id FROM review r
  WHERE r.subject_kind = tombstone.subject_kind AND r.subject_id = tombstone.subject_id
    AND r.verdict = 'remove' ORDER BY r.opened_at DESC LIMIT 1)`;

const tombstonesOf = prepared(['postId'], (db, { postId }) =>
  db
    .select({ ...getTableColumns(tombstone), reviewId: removingReview })
    .from(tombstone)
    .where(eq(tombstone.postId, postId))
    .limit(500),
);

/** A tombstone as a page shows it. */
export type StandingTombstone = Tombstone & { reviewId: string | null };

/** The tombstones on a post's page: its own, its comments' and its photos'. */
export function selectTombstones(db: Reader, postId: string): Promise<StandingTombstone[]> {
  return tombstonesOf(db, { postId });
}
