import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { plainText } from '#server/kernel/markdown.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { authorOf, deskPost, isConcerned } from '#server/moderation/commands.ts';
import { removalRules } from '#server/moderation/forms.ts';
import { selectCorrectedPlaces } from '#server/moderation/privacy-records.ts';
import {
  type ReviewRow,
  selectAccountAge,
  selectObjected,
  selectReview,
  selectWaiting,
} from '#server/moderation/records.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import { lastVersion } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** One line of the review desk. */
export interface ReviewLine {
  id: string;
  subjectKind: string;
  why: string;
  excerpt: string;
  dueAt: EpochMs | null;
  openedAt: EpochMs;
}

/** What waits for a first look, and what authors object to, both first due first. */
export interface ReviewDesk {
  waiting: ReviewLine[];
  objected: ReviewLine[];
}

/** The review desk; null for whoever looks at nothing. */
export async function reviewDesk(ctx: Context): Promise<ReviewDesk | null> {
  const first = pathsOf(ctx.viewer, 'review.decide');
  const second = pathsOf(ctx.viewer, 'review.second');
  const { personId } = ctx.viewer;
  if (personId === null || first.length + second.length === 0) return null;
  ctx.page.keepPrivate();
  const limit = ctx.book.rules.pages.desk;
  const [waiting, objected] = await Promise.all([
    first.length > 0 ? selectWaiting(ctx.db.read, ctx.viewer, { paths: first, limit }) : [],
    second.length > 0 ? selectObjected(ctx.db.read, ctx.viewer, { paths: second, limit }) : [],
  ]);
  const mine = (row: ReviewRow) => !isConcerned(row, personId);
  return {
    waiting: waiting.filter(mine).map(lineOf),
    objected: objected.filter((row) => mine(row) && row.decidedById !== personId).map(lineOf),
  };
}

/** How much waits for this viewer's look, for the rail of his desk. */
export async function reviewCount(ctx: Context): Promise<number> {
  const desk = await reviewDesk(ctx);
  return desk ? desk.waiting.length + desk.objected.length : 0;
}

/** One case of the review desk. */
export interface ReviewView {
  id: string;
  subjectKind: string;
  subjectId: string;
  why: string;
  reportedWords: string;
  postPath: string;
  postTitle: string;
  postHtml: string;
  commentHtml: string | null;
  photo: { id: string; hash: string; width: number; height: number } | null;
  accountOpenedAt: EpochMs | null;
  openedAt: EpochMs;
  dueAt: EpochMs | null;
  verdict: string | null;
  /** A removal to which the author objected, for a second person. */
  objection: { words: string; firstRule: string; firstReason: string; sealedHtml: string } | null;
  mayDecide: boolean;
  mayDecideSecond: boolean;
  rules: readonly string[];
  key: string;
}

/** A case with everything needed to decide it; null for whoever may not look at it. */
export async function reviewPage(ctx: Context, id: string): Promise<ReviewView | null> {
  const row = await selectReview(ctx.db.read, id);
  if (!row) return null;
  const [first, second] = await Promise.all([
    deskPost(ctx, row, 'review.decide'),
    deskPost(ctx, row, 'review.second'),
  ]);
  if (first === null && second === null) return null;
  ctx.page.keepPrivate();
  const loaded = await postById(ctx, row.postId);
  const isObjected = row.objectedAt !== null && row.secondAt === null;
  return {
    id,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    why: row.why,
    reportedWords: row.words,
    postPath: loaded?.path ?? `/posts/${row.postId}`,
    postTitle: row.title,
    postHtml: row.postHtml,
    commentHtml: row.commentHtml,
    photo: photoOf(row),
    accountOpenedAt: await selectAccountAge(ctx.db.read, authorOf(row)),
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    verdict: row.verdict,
    objection: row.objectedAt === null ? null : await objectionOf(ctx, row),
    mayDecide: first !== null && row.decidedAt === null,
    mayDecideSecond: second !== null && isObjected && row.decidedById !== ctx.viewer.personId,
    rules: removalRules,
    key: newToken(),
  };
}

/** What the author of removed words sees: rule, reason, his own words, and how to object. */
export interface RemovalView {
  id: string;
  subjectKind: string;
  /** The post in which it stood. */
  post: { path: string; title: string } | null;
  photo: ReviewView['photo'];
  rule: string;
  reason: string;
  html: string;
  objectedAt: EpochMs | null;
  secondVerdict: string | null;
  secondReason: string | null;
  mayObject: boolean;
  key: string;
}

/** A removal as its author sees it; null for everybody else. */
export async function removalPage(ctx: Context, id: string): Promise<RemovalView | null> {
  const row = await selectReview(ctx.db.read, id);
  const isMine = row !== null && authorOf(row) === ctx.viewer.personId;
  if (!isMine || row.verdict !== 'remove') return null;
  ctx.page.keepPrivate();
  const [version, loaded] = await Promise.all([
    lastVersion(ctx.db.read, row.subjectKind, row.subjectId),
    postById(ctx, row.postId),
  ]);
  return {
    id,
    subjectKind: row.subjectKind,
    post: loaded && { path: loaded.path, title: loaded.post.title },
    photo: photoOf(row),
    rule: row.rule ?? 'elsewhere',
    reason: row.reason ?? '',
    html: version?.html ?? '',
    objectedAt: row.objectedAt,
    secondVerdict: row.secondVerdict,
    secondReason: row.secondReason,
    mayObject: row.objectedAt === null,
    key: newToken(),
  };
}

/** The form for 隐私更正 of a post; null for whoever may not correct there. */
export async function privacyPage(
  ctx: Context,
  postId: string,
): Promise<{ loaded: LoadedPost; key: string; correctedPlaces: number } | null> {
  const loaded = await postById(ctx, postId);
  if (!loaded || !actingPost(ctx.viewer, 'privacy.correct', loaded.village.path)) return null;
  ctx.page.keepPrivate();
  const correctedPlaces = await selectCorrectedPlaces(ctx.db.read, postId);
  return { loaded, key: newToken(), correctedPlaces };
}

function lineOf(row: ReviewRow): ReviewLine {
  const { id, subjectKind, why, dueAt, openedAt } = row;
  const words = row.commentHtml ?? row.postHtml;
  return { id, subjectKind, why, dueAt, openedAt, excerpt: plainText(words, 60) || row.title };
}

function photoOf(row: ReviewRow): ReviewView['photo'] {
  const { photoHash: hash, photoWidth: width, photoHeight: height } = row;
  if (hash === null || width === null || height === null) return null;
  return { id: row.subjectId, hash, width, height };
}

async function objectionOf(ctx: Context, row: ReviewRow): Promise<ReviewView['objection']> {
  const version = await lastVersion(ctx.db.read, row.subjectKind, row.subjectId);
  return {
    words: row.objection ?? '',
    firstRule: row.rule ?? 'elsewhere',
    firstReason: row.reason ?? '',
    sealedHtml: version?.html ?? '',
  };
}
