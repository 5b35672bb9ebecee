import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared, shapes } from '#db/prepared.ts';
import { preparedInsert } from '#db/prepared-insert.ts';
import { person } from '#db/schema/accounts.ts';
import { grid } from '#db/schema/grids.ts';
import { photo, post, postVersion, review, searchQueue, tombstone } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { preparedFor, standing } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A whole row of `post`. */
export type PostRecord = typeof post.$inferSelect;

/** What a post's own page and its commands need. */
export interface FullPost extends PostRecord {
  authorName: string;
  authorNickname: string | null;
}

/** A place in a list, newest first. */
export interface Cursor {
  at: EpochMs;
  id: string;
}

export interface ListQuery {
  villageCode: string | null;
  kind: string;
  audience: string;
  state: string | null;
  groupCode: string | null;
  before: Cursor | null;
  after: Cursor | null;
  limit: number;
}

/** The columns that a row of a list shows; `html` only its beginning. */
const listColumns = {
  id: post.id,
  kind: post.kind,
  villageCode: post.villageCode,
  groupCode: post.groupCode,
  no: post.no,
  title: post.title,
  html: sql<string>`substr(${post.html}, 1, 600)`,
  authorId: post.authorId,
  shownAs: post.shownAs,
  state: post.state,
  holderId: post.holderId,
  holderGridCode: post.holderGridCode,
  firstHolderId: post.firstHolderId,
  firstDueAt: post.firstDueAt,
  firstAnsweredAt: post.firstAnsweredAt,
  firstAnsweredById: post.firstAnsweredById,
  finishDueAt: post.finishDueAt,
  finishedAt: post.finishedAt,
  createdAt: post.createdAt,
  changedAt: post.changedAt,
  releasedAt: post.releasedAt,
  periodStartsAt: post.periodStartsAt,
  periodEndsAt: post.periodEndsAt,
  groupCodes: post.groupCodes,
  likes: post.likes,
  comments: post.comments,
  cosigns: post.cosigns,
  photos: post.photos,
};

/** A row of a list. */
export type ListRecord = Pick<PostRecord, Exclude<keyof typeof listColumns, 'html'>> & {
  html: string;
};

/** What of a list's query changes its text. */
interface ListShape {
  isOfVillage: boolean;
  hasState: boolean;
  hasGroup: boolean;
  place: 'first' | 'before' | 'after';
}

const lists = shapes(({ isOfVillage, hasState, hasGroup, place }: ListShape) =>
  preparedFor(
    ['villageCode', 'kind', 'audience', 'state', 'groupCode', 'at', 'id', 'limit'],
    (db, marks, visible) =>
      db
        .select(listColumns)
        .from(post)
        .where(
          and(
            isOfVillage ? eq(post.villageCode, marks.villageCode) : undefined,
            eq(post.kind, marks.kind),
            eq(post.audience, marks.audience),
            hasState ? eq(post.state, marks.state) : undefined,
            hasGroup ? eq(post.groupCode, marks.groupCode) : undefined,
            place === 'before'
              ? sql`(${post.createdAt}, ${post.id}) < (${marks.at}, ${marks.id})`
              : undefined,
            place === 'after'
              ? sql`(${post.createdAt}, ${post.id}) > (${marks.at}, ${marks.id})`
              : undefined,
            visible,
            standing(),
          ),
        )
        .orderBy(
          ...(place === 'after'
            ? [asc(post.createdAt), asc(post.id)]
            : [desc(post.createdAt), desc(post.id)]),
        )
        .limit(marks.limit),
  ),
);

/** One page of one audience's standing posts, newest first (oldest first with `after`). */
export function selectList(db: Reader, viewer: Viewer, query: ListQuery): Promise<ListRecord[]> {
  const { before, after, villageCode, state, groupCode, kind, audience, limit } = query;
  const list = lists({
    isOfVillage: villageCode !== null,
    hasState: state !== null,
    hasGroup: groupCode !== null,
    place: before ? 'before' : after ? 'after' : 'first',
  });
  const { at, id } = before ?? after ?? { at: null, id: null };
  return list(db, viewer, { villageCode, kind, audience, state, groupCode, at, id, limit });
}

const rowsOfIds = shapes(({ showsHeld }: { showsHeld: boolean }) =>
  preparedFor(['ids', 'limit'], (db, { ids, limit }, visible) =>
    db
      .select(listColumns)
      .from(post)
      .where(and(among(post.id, ids), visible, showsHeld ? undefined : standing()))
      .limit(limit),
  ),
);

/** These posts, in no order; for search results, desks and a person's own things. */
export async function selectRows(
  db: Reader,
  viewer: Viewer,
  { ids, showsHeld }: { ids: string[]; showsHeld: boolean },
): Promise<ListRecord[]> {
  if (ids.length === 0) return [];
  return rowsOfIds({ showsHeld })(db, viewer, { ids, limit: ids.length });
}

/** A person's own posts, newest first. */
export async function selectOwn(
  db: Reader,
  authorId: string,
  limit: number,
): Promise<ListRecord[]> {
  return db
    .select(listColumns)
    .from(post)
    .where(eq(post.authorId, authorId))
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(limit);
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

/** Keeps a wording that was published: for all to compare, or sealed for author and handler. */
export async function keepVersion(
  tx: Tx,
  row: Omit<typeof postVersion.$inferInsert, 'id' | 'no'>,
): Promise<void> {
  const [last] = await tx
    .select({ no: postVersion.no })
    .from(postVersion)
    .where(
      and(eq(postVersion.subjectKind, row.subjectKind), eq(postVersion.subjectId, row.subjectId)),
    )
    .orderBy(desc(postVersion.no))
    .limit(1);
  await tx.insert(postVersion).values({ ...row, id: newId(), no: (last?.no ?? 0) + 1 });
}

/** The wording before the last change. */
export async function lastVersion(db: Reader, subjectKind: string, subjectId: string) {
  const [row] = await db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.subjectKind, subjectKind), eq(postVersion.subjectId, subjectId)))
    .orderBy(desc(postVersion.no))
    .limit(1);
  return row ?? null;
}

/** Every kept wording of a subject, oldest first. */
export async function selectVersions(db: Reader, subjectKind: string, subjectId: string) {
  return db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.subjectKind, subjectKind), eq(postVersion.subjectId, subjectId)))
    .orderBy(asc(postVersion.no))
    .limit(100);
}

/** What stands in place of removed words. */
export type Tombstone = typeof tombstone.$inferSelect;

export async function insertTombstone(tx: Tx, row: Tombstone): Promise<void> {
  await tx.insert(tombstone).values(row).onConflictDoNothing();
}

const tombstonesOf = prepared(['postId'], (db, { postId }) =>
  db.select().from(tombstone).where(eq(tombstone.postId, postId)).limit(500),
);

/** The tombstones on a post's page: its own, its comments' and its photos'. */
export function selectTombstones(db: Reader, postId: string): Promise<Tombstone[]> {
  return tombstonesOf(db, { postId });
}
