import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { shapes } from '#db/prepared.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import type { PostRecord } from '#server/posts/records.ts';
import { preparedFor, standing } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

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
  activityPlace: post.activityPlace,
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
