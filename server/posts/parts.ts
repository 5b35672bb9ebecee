import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost, may, speakingPost } from '#server/kernel/permissions.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import { selectComment } from '#server/posts/comment-records.ts';
import { isReadByMany, kindOf } from '#server/posts/kinds.ts';
import { likes } from '#server/posts/like-records.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { isParty, type Parties } from '#server/posts/parties.ts';
import { type PhotoRecord, selectPhotos } from '#server/posts/photo-records.ts';
import { holderOfQuestion } from '#server/posts/question-holder.ts';
import { selectTombstones } from '#server/posts/records.ts';
import {
  type Byline,
  bylineOf,
  type CommentView,
  type Gone,
  goneOf,
  threadOf,
} from '#server/posts/thread.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export interface PhotoView {
  id: string;
  /** Served at `/photos/{hash}-{width}.webp`. */
  hash: string;
  width: number;
  height: number;
  bytes: Record<string, number>;
  caption: string;
  /** What it is for: 'post', 'before', 'after', 'portrait'. */
  purpose: string;
  /** Only the owner, reviewers and the parties of the matter see it until somebody has looked. */
  isHeld: boolean;
  mayCover: boolean;
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
  /** Photos of it that were taken down: by which rule, and why. */
  gonePhotos: Gone[];
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
    gonePhotos: tombstones.filter(({ subjectKind }) => subjectKind === 'photo'),
    likes: { n: post.likes, isMine: isLiked },
    photos: isOver ? [] : photoViews(ctx, photos, loaded.village, post),
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

/**
 * Photos as this viewer sees them: released ones, his own, and all for reviewers and for the parties
 * of the matter they belong to.
 */
export function photoViews(
  ctx: Context,
  rows: PhotoRecord[],
  village: Village,
  matter?: Parties,
): PhotoView[] {
  const reviews = may(ctx.viewer, 'review.decide', village.path) && ctx.viewer.posts.length > 0;
  const seesAll = reviews || (matter !== undefined && isParty(ctx.viewer, matter, village.path));
  return rows.flatMap((row) => {
    const { hash, width, height, bytes } = row;
    const isMine = row.ownerId === ctx.viewer.personId;
    const isShown = row.releasedAt !== null || isMine || seesAll;
    if (!isShown || hash === null || width === null || height === null || bytes === null) return [];
    const isHeld = row.releasedAt === null;
    const { id, caption, purpose } = row;
    const seen = { isHeld, mayCover: isMine || reviews };
    return [{ id, hash, width, height, bytes, caption, purpose, ...seen }];
  });
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
  const { isOfficial, hasClock, isBinding, isSettled, areWordsFixed, mayPost } = kindOf(post.kind);
  const isFixed = isSettled || areWordsFixed;
  const allows = (action: Parameters<typeof may>[1]) =>
    !isOver && may(ctx.viewer, action, village.path);
  // Whoever wrote it in a group of the village changes it there, as long as he serves.
  const servesInside = isMine && speakingPost(ctx.viewer, mayPost, village.path) !== null;
  const serves = allows(mayPost) || servesInside;
  return {
    say: allows('comment.say'),
    like: isReadByMany(post.audience) && allows('post.like'),
    report: allows('post.report') && !isMine,
    edit: !isOver && !isFixed && (isOfficial ? serves && (isMine || !isBinding) : isMine),
    withdraw: !isOver && isMine && !hasClock && !isBinding && (!isOfficial || serves),
    correctPrivacy: !isOver && actingPost(ctx.viewer, 'privacy.correct', village.path) !== null,
  };
}

/** The page on which a comment stands, if the viewer may see it. */
export async function commentPlace(ctx: Context, commentId: string): Promise<LoadedPost | null> {
  const comment = await selectComment(ctx.db.read, ctx.viewer, commentId);
  return comment && postById(ctx, comment.postId);
}
