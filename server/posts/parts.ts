import { wordsFor } from '#content/messages/words.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { type Speaker, shownName, speakerOf } from '#server/posts/bylines.ts';
import {
  type CommentRow,
  selectComment,
  selectReplies,
  selectRoots,
} from '#server/posts/comment-records.ts';
import { holderOfQuestion } from '#server/posts/comments.ts';
import { clocksOf, type Duty, dutyOf, plainClock } from '#server/posts/duty.ts';
import { isReadByMany, kindOf } from '#server/posts/kinds.ts';
import { likes } from '#server/posts/like-records.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { type PhotoRecord, selectPhotos } from '#server/posts/photo-records.ts';
import { type FullPost, selectTombstones, type Tombstone } from '#server/posts/records.ts';
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
}

export interface PhotoView {
  id: string;
  /** Served at `/photos/{hash}-{width}.webp`. */
  hash: string;
  width: number;
  height: number;
  bytes: Record<string, number>;
  caption: string;
  /** Only the owner and reviewers see it until somebody has looked. */
  isHeld: boolean;
  mayCover: boolean;
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

/** What every kind of post shows beside its own words. */
export interface PostParts {
  id: string;
  /** Whether everybody may read the post and what is said under it. */
  isPublic: boolean;
  byline: Byline;
  createdAt: EpochMs;
  editedAt: EpochMs | null;
  isWithdrawn: boolean;
  isHeld: boolean;
  hasVersions: boolean;
  gone: Gone | null;
  likes: { n: number; isMine: boolean };
  photos: PhotoView[];
  comments: CommentView[];
  /** Where the next comments begin; null when these are all. */
  moreComments: string | null;
  questions: { asked: number; answered: number };
  /** Who would answer a question that this viewer asks here. */
  answerer: DutyPerson | null;
  may: {
    say: boolean;
    like: boolean;
    report: boolean;
    edit: boolean;
    withdraw: boolean;
    correctPrivacy: boolean;
  };
  /** Under which names this viewer may speak; null for guests. */
  speaker: Speaker | null;
  isSignedIn: boolean;
  /** For the forms of this page; '' for guests, whose page is shared. */
  key: string;
}

/** Everything around the words of a post, for this viewer; null when he may not see the post. */
export async function postParts(
  ctx: Context,
  postId: string,
  commentsAfter: string | null = null,
): Promise<PostParts | null> {
  const loaded = await postById(ctx, postId);
  return loaded && partsOf(ctx, loaded, commentsAfter);
}

/** The same for a post that is already loaded through the viewer. */
export async function partsOf(
  ctx: Context,
  loaded: LoadedPost,
  commentsAfter: string | null = null,
): Promise<PostParts> {
  const { post } = loaded;
  const { personId } = ctx.viewer;
  ctx.page.shows(`post:${post.id}`);
  const tombstones = await selectTombstones(ctx.db.read, post.id);
  const [thread, photos, answerer, isLiked, speaker] = await Promise.all([
    threadOf(ctx, loaded, { after: commentsAfter, tombstones }),
    selectPhotos(ctx.db.read, 'post', [post.id]),
    answererOf(ctx, loaded),
    personId === null ? false : likes(ctx.db.read, post.id, personId),
    speakerOf(ctx, loaded.village.path),
  ]);
  const isOver = post.withdrawnAt !== null || post.removedAt !== null;
  const questions = thread.roots.filter((one) => one.kind === 'ask' && one.html !== null);
  return {
    id: post.id,
    isPublic: post.audience === 'public',
    byline: bylineOf(ctx, loaded.village, post, thread.people),
    createdAt: post.createdAt,
    editedAt: post.editedAt,
    isWithdrawn: post.withdrawnAt !== null,
    isHeld: post.releasedAt === null,
    hasVersions: kindOf(post.kind).isOfficial && post.editedAt !== null,
    gone: goneOf(tombstones, 'post', post.id),
    likes: { n: post.likes, isMine: isLiked },
    photos: isOver ? [] : photoViews(ctx, photos, loaded.village),
    comments: thread.roots,
    moreComments: thread.more,
    questions: {
      asked: questions.length,
      answered: questions.filter((one) => one.duty?.first.state === 'done').length,
    },
    answerer,
    may: mayDo(ctx, loaded),
    speaker,
    isSignedIn: personId !== null,
    key: personId === null ? '' : newToken(),
  };
}

/** Photos as this viewer sees them: released ones, his own, and all for reviewers. */
export function photoViews(ctx: Context, rows: PhotoRecord[], village: Village): PhotoView[] {
  const reviews = may(ctx.viewer, 'review.decide', village.path) && ctx.viewer.posts.length > 0;
  return rows.flatMap((row) => {
    const { hash, width, height, bytes } = row;
    const isMine = row.ownerId === ctx.viewer.personId;
    const isShown = row.releasedAt !== null || isMine || reviews;
    if (!isShown || hash === null || width === null || height === null || bytes === null) return [];
    const isHeld = row.releasedAt === null;
    const seen = { caption: row.caption, isHeld, mayCover: isMine || reviews };
    return [{ id: row.id, hash, width, height, bytes, ...seen }];
  });
}

async function threadOf(
  ctx: Context,
  loaded: LoadedPost,
  { after, tombstones }: { after: string | null; tombstones: Tombstone[] },
) {
  const { post } = loaded;
  const limit = ctx.book.rules.pages.comments;
  const roots = await selectRoots(ctx.db.read, post.id, {
    after: readPlace(after),
    limit: limit + 1,
  });
  const shown = roots.slice(0, limit);
  const replies = await selectReplies(
    ctx.db.read,
    shown.map((row) => row.id),
  );
  const all = [...shown, ...replies].filter((row) => isReadable(ctx, row, loaded));
  const people = await peopleOf(ctx, post, all);
  const views = all.map((row) => ({ row, view: viewOf(ctx, loaded, row, { people, tombstones }) }));
  for (const { row, view } of views) {
    const root = views.find((one) => one.row.id === row.parentId);
    if (root) root.view.replies.push(view);
  }
  const last = shown.at(-1);
  return {
    people,
    roots: views.filter(({ row }) => row.parentId === null).map(({ view }) => view),
    more: roots.length > limit && last ? `${last.createdAt}_${last.id}` : null,
  };
}

function viewOf(
  ctx: Context,
  loaded: LoadedPost,
  row: CommentRow,
  { people, tombstones }: { people: Map<string, DutyPerson>; tombstones: Tombstone[] },
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
  const owed = { ...row, firstHolderId: row.holderId, finishDueAt: null, finishedAt: null };
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
  const owing = rows.flatMap(({ holderId, holderGridCode, firstAnsweredById }) =>
    [holderId, firstAnsweredById].flatMap((personId) =>
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

function bylineOf(
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

async function answererOf(ctx: Context, loaded: LoadedPost): Promise<DutyPerson | null> {
  const holder = await holderOfQuestion(ctx, loaded, ctx.clock.now());
  if (!holder) return null;
  const people = await dutyPeople(ctx, [holder]);
  return people.get(holder.personId) ?? null;
}

function mayDo(ctx: Context, { post, village }: LoadedPost): PostParts['may'] {
  const isOver = post.withdrawnAt !== null || post.removedAt !== null;
  const isMine = ctx.viewer.personId !== null && post.authorId === ctx.viewer.personId;
  const { isOfficial, hasClock, mayPost } = kindOf(post.kind);
  const allows = (action: Parameters<typeof may>[1]) =>
    !isOver && may(ctx.viewer, action, village.path);
  return {
    say: allows('comment.say'),
    like: isReadByMany(post.audience) && allows('post.like'),
    report: allows('post.report') && !isMine,
    edit: !isOver && (isOfficial ? allows(mayPost) : isMine),
    withdraw: !isOver && isMine && !hasClock && (!isOfficial || allows(mayPost)),
    correctPrivacy: !isOver && actingPost(ctx.viewer, 'privacy.correct', village.path) !== null,
  };
}

function goneOf(tombstones: Tombstone[], subjectKind: string, subjectId: string): Gone | null {
  const found = tombstones.find(
    (one) => one.subjectKind === subjectKind && one.subjectId === subjectId,
  );
  if (!found) return null;
  const { rule, reason, byPost, at } = found;
  return { rule, reason, byPost, at };
}

function readPlace(text: string | null): { at: EpochMs; id: string } | null {
  const [, at, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return at && id ? { at: Number(at), id } : null;
}

/** The page on which a comment stands, if the viewer may see it. */
export async function commentPlace(ctx: Context, commentId: string): Promise<LoadedPost | null> {
  const comment = await selectComment(ctx.db.read, ctx.viewer, commentId);
  return comment && postById(ctx, comment.postId);
}
