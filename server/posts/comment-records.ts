import { and, asc, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared, shapes } from '#db/prepared.ts';
import { preparedInsert } from '#db/prepared-insert.ts';
import { person } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { comment, post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { preparedFor } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A whole row of `comment`. */
export type CommentRecord = typeof comment.$inferSelect;

/** A comment with its author's names. */
export interface CommentRow extends CommentRecord {
  authorName: string;
  authorNickname: string | null;
}

function commentRows(db: Reader, condition: SQL | undefined) {
  return db
    .select({ comment, authorName: person.name, authorNickname: person.nickname })
    .from(comment)
    .innerJoin(person, eq(person.id, comment.authorId))
    .where(condition)
    .orderBy(asc(comment.createdAt), asc(comment.id));
}

const roots = shapes(({ isFirst }: { isFirst: boolean }) =>
  prepared(['postId', 'at', 'id', 'limit'], (db, { postId, at, id, limit }) => {
    const isLater = sql`(${comment.createdAt}, ${comment.id}) > (${at}, ${id})`;
    // What a kind shows in a place of its own is no part of the talk.
    const isTalk = and(isNull(comment.parentId), ne(comment.kind, 'voice'));
    const isRoot = and(eq(comment.postId, postId), isTalk);
    return commentRows(db, isFirst ? isRoot : and(isRoot, isLater)).limit(limit);
  }),
);

/** The first comments under a post from a place on, oldest first; replies come with their roots. */
export async function selectRoots(
  db: Reader,
  postId: string,
  { after, limit }: { after: { at: EpochMs; id: string } | null; limit: number },
): Promise<CommentRow[]> {
  const { at, id } = after ?? { at: null, id: null };
  const rows = await roots({ isFirst: after === null })(db, { postId, at, id, limit });
  return rows.map(({ comment: row, ...names }) => ({ ...row, ...names }));
}

const rowsOfIds = prepared(['ids', 'limit'], (db, { ids, limit }) =>
  commentRows(db, among(comment.id, ids)).limit(limit),
);

/** These comments, oldest first. */
export async function selectComments(db: Reader, ids: string[]): Promise<CommentRow[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOfIds(db, { ids, limit: ids.length });
  return rows.map(({ comment: row, ...names }) => ({ ...row, ...names }));
}

const replies = prepared(['parentIds'], (db, { parentIds }) =>
  commentRows(db, among(comment.parentId, parentIds)).limit(500),
);

/** Replies to these comments, oldest first. */
export async function selectReplies(db: Reader, parentIds: string[]): Promise<CommentRow[]> {
  if (parentIds.length === 0) return [];
  const rows = await replies(db, { parentIds });
  return rows.map(({ comment: row, ...names }) => ({ ...row, ...names }));
}

const visibleComment = preparedFor(['id'], (db, { id }, visible) =>
  db
    .select({ comment })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(and(eq(comment.id, id), visible))
    .limit(1),
);

/** One comment, if the viewer may see its post. */
export async function selectComment(
  db: Reader,
  viewer: Viewer,
  id: string,
): Promise<CommentRecord | null> {
  const [row] = await visibleComment(db, viewer, { id });
  return row?.comment ?? null;
}

/** The comment as it is inside a write. */
export async function commentInTx(tx: Tx, id: string): Promise<CommentRecord | null> {
  const [row] = await tx.select().from(comment).where(eq(comment.id, id)).limit(1);
  return row ?? null;
}

export const insertComment = preparedInsert(comment);

export async function updateComment(
  tx: Tx,
  id: string,
  changes: Partial<CommentRecord>,
): Promise<void> {
  await tx.update(comment).set(changes).where(eq(comment.id, id));
}

const addToCount = prepared(['postId', 'n'], (tx, { postId, n }) =>
  tx
    .update(post)
    .set({ comments: sql`${post.comments} + ${n}` })
    .where(eq(post.id, postId)),
);

/** Adds to the number of comments shown under a post; `n` is 1 or −1. */
export async function addToComments(tx: Tx, postId: string, n: number): Promise<void> {
  await addToCount(tx, { postId, n });
}

/** The grid in which a household lives. */
export async function selectHouseholdGrid(db: Reader, householdId: string): Promise<string | null> {
  const [row] = await db
    .select({ gridCode: household.gridCode })
    .from(household)
    .where(eq(household.id, householdId))
    .limit(1);
  return row?.gridCode ?? null;
}

/** An open question with the post it stands under. */
export interface OpenQuestionRow {
  question: CommentRecord;
  villageCode: string;
  kind: string;
  no: number;
  title: string;
}

/** Questions that wait for an answer of this person, first due first, from a place on. */
export async function selectOpenQuestions(
  db: Reader,
  holderId: string,
  { after, limit }: { after: { dueAt: EpochMs; id: string } | null; limit: number },
): Promise<OpenQuestionRow[]> {
  const isLater = after
    ? sql`(${comment.firstDueAt}, ${comment.id}) > (${after.dueAt}, ${after.id})`
    : undefined;
  return db
    .select({
      question: comment,
      villageCode: post.villageCode,
      kind: post.kind,
      no: post.no,
      title: post.title,
    })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(
      and(
        eq(comment.holderId, holderId),
        isNull(comment.firstAnsweredAt),
        isNotNull(comment.firstDueAt),
        isNull(comment.removedAt),
        isNull(comment.withdrawnAt),
        isNull(post.removedAt),
        isLater,
      ),
    )
    .orderBy(asc(comment.firstDueAt), asc(comment.id))
    .limit(limit);
}
