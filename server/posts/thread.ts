import { wordsFor } from '#content/messages/words.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { shownName } from '#server/posts/bylines.ts';
import {
  type CommentRow,
  selectComments,
  selectReplies,
  selectRoots,
} from '#server/posts/comment-records.ts';
import { clocksOf, type Duty, dutyOf, plainClock } from '#server/posts/duty.ts';
import { kindOf } from '#server/posts/kinds.ts';
import type { LoadedPost } from '#server/posts/load.ts';
import { type FullPost, type StandingTombstone, selectTombstones } from '#server/posts/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Who says something: a villager under the name he chose, or somebody in office. */
export interface Byline {
  name: string;
  /** A common word such as 本村村民, not a name. */
  isUnnamed: boolean;
  official: DutyPerson | null;
  isMine: boolean;
}

/** What became of removed words: the rule, the reason, whose decision. */
export interface Gone {
  rule: string;
  reason: string;
  byPost: string;
  at: EpochMs;
  /** The look that took it down: its author objects there. */
  reviewId: string | null;
}

export interface CommentView {
  id: string;
  kind: string;
  byline: Byline;
  /** Null when it may no longer be read. */
  html: string | null;
  createdAt: EpochMs;
  editedAt: EpochMs | null;
  isHeld: boolean;
  isWithdrawn: boolean;
  gone: Gone | null;
  /** Of a question: who owes the answer, and its clock. */
  duty: Duty | null;
  replies: CommentView[];
  mayAnswer: boolean;
  mayChange: boolean;
}

/** A page of what is said under a post, each with its replies, and whoever is named there. */
export async function threadOf(
  ctx: Context,
  loaded: LoadedPost,
  { after, tombstones }: { after: string | null; tombstones: StandingTombstone[] },
) {
  const { post } = loaded;
  const limit = ctx.book.rules.pages.comments;
  const roots = await selectRoots(ctx.db.read, post.id, {
    after: readPlace(after),
    limit: limit + 1,
  });
  const shown = roots.slice(0, limit);
  const { people, views } = await withReplies(ctx, loaded, shown, tombstones);
  const last = shown.at(-1);
  return {
    people,
    roots: views,
    more: roots.length > limit && last ? `${last.createdAt}_${last.id}` : null,
  };
}

/** These comments under a post with their replies, as this viewer reads them, oldest first. */
export async function commentsOf(
  ctx: Context,
  loaded: LoadedPost,
  ids: string[],
): Promise<CommentView[]> {
  if (ids.length === 0) return [];
  const { read } = ctx.db;
  const [rows, tombstones] = await Promise.all([
    selectComments(read, ids),
    selectTombstones(read, loaded.post.id),
  ]);
  return (await withReplies(ctx, loaded, rows, tombstones)).views;
}

async function withReplies(
  ctx: Context,
  loaded: LoadedPost,
  roots: CommentRow[],
  tombstones: StandingTombstone[],
) {
  const replies = await selectReplies(
    ctx.db.read,
    roots.map((row) => row.id),
  );
  const all = [...roots, ...replies].filter((row) => isReadable(ctx, row, loaded));
  const people = await peopleOf(ctx, loaded.post, all);
  const views = all.map((row) => ({ row, view: viewOf(ctx, loaded, row, { people, tombstones }) }));
  for (const { row, view } of views) {
    const root = views.find((one) => one.row.id === row.parentId);
    if (root) root.view.replies.push(view);
  }
  const shown = views.filter(({ row }) => row.parentId === null).map(({ view }) => view);
  return { people, views: shown };
}

function viewOf(
  ctx: Context,
  loaded: LoadedPost,
  row: CommentRow,
  { people, tombstones }: { people: Map<string, DutyPerson>; tombstones: StandingTombstone[] },
): CommentView {
  const isStanding = row.withdrawnAt === null && row.removedAt === null;
  const byline = bylineOf(ctx, loaded.village, row, people);
  const isQuestion = row.kind === 'ask' && isStanding;
  const duty = isQuestion ? questionDuty(ctx, row, people) : null;
  return {
    id: row.id,
    kind: row.kind,
    byline,
    html: isStanding ? row.html : null,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    isHeld: row.releasedAt === null,
    isWithdrawn: row.withdrawnAt !== null,
    gone: goneOf(tombstones, 'comment', row.id),
    duty,
    replies: [],
    mayAnswer: isQuestion && answersHere(ctx, row, loaded),
    mayChange: byline.isMine && isStanding,
  };
}

function questionDuty(ctx: Context, row: CommentRow, people: Map<string, DutyPerson>) {
  const owed = { ...row, finishDueAt: null, finishedAt: null };
  const extras = { ...plainClock, begun: false };
  const { first } = clocksOf(owed, extras, ctx.book.calendar, ctx.clock.now());
  ctx.page.changesAt(first.changesAt);
  return dutyOf(owed, people, { first, finish: null });
}

// The exact right is checked when the answer is sent; this only decides whether a form is shown.
function answersHere(ctx: Context, row: CommentRow, { village }: LoadedPost): boolean {
  if (ctx.viewer.posts.length === 0) return false;
  const isHolder = row.holderId === ctx.viewer.personId;
  return isHolder || actingPost(ctx.viewer, 'comment.answer', village.path) !== null;
}

function isReadable(ctx: Context, row: CommentRow, { village }: LoadedPost): boolean {
  if (row.releasedAt !== null) return true;
  const isMine = row.authorId === ctx.viewer.personId;
  return isMine || actingPost(ctx.viewer, 'review.decide', village.path) !== null;
}

function peopleOf(ctx: Context, post: FullPost, rows: CommentRow[]) {
  const officials = rows.flatMap(({ authorId, authorPost }) =>
    authorPost === null ? [] : [{ personId: authorId, gridCode: null }],
  );
  const owing = rows.flatMap(({ holderId, holderGridCode, firstHolderId, firstAnsweredById }) =>
    [holderId, firstHolderId, firstAnsweredById].flatMap((personId) =>
      personId === null ? [] : [{ personId, gridCode: holderGridCode }],
    ),
  );
  const author = kindOf(post.kind).isOfficial
    ? [{ personId: post.authorId, gridCode: post.holderGridCode }]
    : [];
  return dutyPeople(ctx, [...author, ...owing, ...officials]);
}

type Authored = Pick<CommentRow, 'authorId' | 'shownAs' | 'authorName' | 'authorNickname'> & {
  authorPost?: string | null;
  kind: string;
};

/** Who says a post or a comment, as this viewer reads it. */
export function bylineOf(
  ctx: Context,
  village: Village,
  said: Authored | FullPost,
  people: Map<string, DutyPerson>,
): Byline {
  const isPost = 'slipCode' in said;
  const isOfficial = isPost ? kindOf(said.kind).isOfficial : Boolean(said.authorPost);
  const official = (isOfficial && people.get(said.authorId)) || null;
  const names = { name: said.authorName, nickname: said.authorNickname };
  const shown = { shownAs: said.shownAs, ...names, kind: village.kind };
  const name = official?.name ?? shownName(wordsFor(ctx.lang), shown);
  const isNamed = said.shownAs === 'name' || (said.shownAs === 'nickname' && names.nickname);
  return {
    name,
    isUnnamed: !official && !isNamed,
    official,
    isMine: ctx.viewer.personId !== null && said.authorId === ctx.viewer.personId,
  };
}

/** What became of removed words; null when they stand. */
export function goneOf(
  tombstones: StandingTombstone[],
  subjectKind: string,
  subjectId: string,
): Gone | null {
  const found = tombstones.find(
    (one) => one.subjectKind === subjectKind && one.subjectId === subjectId,
  );
  if (!found) return null;
  const { rule, reason, byPost, at, reviewId } = found;
  return { rule, reason, byPost, at, reviewId };
}

function readPlace(text: string | null): { at: EpochMs; id: string } | null {
  const [, at, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return at && id ? { at: Number(at), id } : null;
}
