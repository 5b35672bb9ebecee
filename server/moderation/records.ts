import { and, asc, desc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { List } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { comment, photo, post, review, tombstone } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { isInside, preparedFor } from '#server/posts/visible-to.ts';

/** A whole row of `review`. */
export type ReviewRecord = typeof review.$inferSelect;

/** A review with what it is about: the post, the comment or photo, and who wrote it. */
export interface ReviewRow extends ReviewRecord {
  kind: string;
  no: number;
  title: string;
  postHtml: string;
  postAuthorId: string;
  holderId: string | null;
  firstHolderId: string | null;
  commentHtml: string | null;
  commentAuthorId: string | null;
  photoHash: string | null;
  photoOwnerId: string | null;
  photoWidth: number | null;
  photoHeight: number | null;
}

/** Whose desk it is: the places, and how much of it at most. */
interface DeskOf {
  paths: string[];
  limit: number;
}

const columns = {
  review,
  kind: post.kind,
  no: post.no,
  title: post.title,
  postHtml: post.html,
  postAuthorId: post.authorId,
  holderId: post.holderId,
  firstHolderId: post.firstHolderId,
  commentHtml: comment.html,
  commentAuthorId: comment.authorId,
  photoHash: photo.hash,
  photoOwnerId: photo.ownerId,
  photoWidth: photo.width,
  photoHeight: photo.height,
};

/**
 * Reviews that wait for a first look in these places, first due first; only of what its reader may
 * see: what goes past the village does not come back to its review desk.
 */
export async function selectWaiting(db: Reader, viewer: Viewer, { paths, limit }: DeskOf) {
  return flat(await waitingIn(db, viewer, { paths, limit }));
}

const waitingIn = preparedFor(['paths', 'limit'], (db, { paths, limit }, visible) =>
  reviews(db, and(isNull(review.decidedAt), liesIn(paths), visible)).limit(limit),
);

/** Removals to which the author objected, waiting for a second person. */
export async function selectObjected(db: Reader, viewer: Viewer, { paths, limit }: DeskOf) {
  return flat(await objectedIn(db, viewer, { paths, limit }));
}

const objectedIn = preparedFor(['paths', 'limit'], (db, { paths, limit }, visible) =>
  reviews(db, and(gt(review.objectedAt, 0), isNull(review.secondAt), liesIn(paths), visible)).limit(
    limit,
  ),
);

function liesIn(paths: List): SQL {
  return isInside(sql`${review.villageCode}`, paths);
}

/** One review with its subject. */
export async function selectReview(db: Reader, id: string): Promise<ReviewRow | null> {
  const [row] = flat(await reviews(db, eq(review.id, id)).limit(1));
  return row ?? null;
}

function reviews(db: Pick<Tx, 'select'>, condition: SQL | undefined) {
  return db
    .select(columns)
    .from(review)
    .innerJoin(post, eq(post.id, review.postId))
    .leftJoin(comment, and(eq(review.subjectKind, 'comment'), eq(comment.id, review.subjectId)))
    .leftJoin(photo, and(eq(review.subjectKind, 'photo'), eq(photo.id, review.subjectId)))
    .where(condition)
    .orderBy(asc(review.dueAt), asc(review.id));
}

function flat(rows: Awaited<ReturnType<typeof reviews>>): ReviewRow[] {
  return rows.map(({ review: row, ...rest }) => ({ ...row, ...rest }));
}

/** One look of several; `ownerId` is who sent a photo. */
export interface Look {
  subjectKind: string;
  verdict: string | null;
  decidedAt: number | null;
  ownerId: string | null;
}

/** The looks at words and photos of a post that were sent in one go, inside a write. */
export function sentTogether(
  tx: Tx,
  { postId, openedAt }: Pick<ReviewRecord, 'postId' | 'openedAt'>,
): Promise<Look[]> {
  const { subjectKind, subjectId, verdict, decidedAt } = review;
  const photos = tx.select({ id: photo.id }).from(photo).where(eq(photo.postId, postId));
  const words = and(eq(subjectKind, 'post'), eq(subjectId, postId));
  const pictures = and(eq(subjectKind, 'photo'), inArray(subjectId, photos));
  return tx
    .select({ subjectKind, verdict, decidedAt, ownerId: photo.ownerId })
    .from(review)
    .leftJoin(photo, and(eq(subjectKind, 'photo'), eq(photo.id, subjectId)))
    .where(and(eq(review.openedAt, openedAt), or(words, pictures)))
    .limit(100);
}

/** The last removal of a subject, for its author. */
export async function selectRemoval(
  db: Reader,
  subjectKind: string,
  subjectId: string,
): Promise<ReviewRecord | null> {
  const [row] = await db
    .select()
    .from(review)
    .where(
      and(
        eq(review.subjectKind, subjectKind),
        eq(review.subjectId, subjectId),
        eq(review.verdict, 'remove'),
      ),
    )
    .orderBy(desc(review.openedAt))
    .limit(1);
  return row ?? null;
}

/** The open reviews of a subject inside a write. */
export function openInTx(tx: Tx, subjectKind: string, subjectId: string): Promise<ReviewRecord[]> {
  return tx
    .select()
    .from(review)
    .where(
      and(
        eq(review.subjectKind, subjectKind),
        eq(review.subjectId, subjectId),
        isNull(review.decidedAt),
      ),
    )
    .limit(100);
}

export async function reviewInTx(tx: Tx, id: string): Promise<ReviewRecord | null> {
  const [row] = await tx.select().from(review).where(eq(review.id, id)).limit(1);
  return row ?? null;
}

export async function updateReview(
  tx: Tx,
  id: string,
  changes: Partial<ReviewRecord>,
): Promise<void> {
  await tx.update(review).set(changes).where(eq(review.id, id));
}

/** Decides every open review of a subject at once: it was looked at once. */
export async function closeOpen(
  tx: Tx,
  { subjectKind, subjectId }: Pick<ReviewRecord, 'subjectKind' | 'subjectId'>,
  decision: Partial<ReviewRecord>,
): Promise<void> {
  await tx
    .update(review)
    .set(decision)
    .where(
      and(
        eq(review.subjectKind, subjectKind),
        eq(review.subjectId, subjectId),
        isNull(review.decidedAt),
      ),
    );
}

export async function deleteTombstone(
  tx: Tx,
  subjectKind: string,
  subjectId: string,
): Promise<void> {
  await tx
    .delete(tombstone)
    .where(and(eq(tombstone.subjectKind, subjectKind), eq(tombstone.subjectId, subjectId)));
}

/** Since when an account exists, for whoever has to look at its first words. */
export async function selectAccountAge(db: Reader, personId: string): Promise<number | null> {
  const [row] = await db
    .select({ createdAt: person.createdAt })
    .from(person)
    .where(eq(person.id, personId))
    .limit(1);
  return row?.createdAt ?? null;
}
