import { dutyPeople } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LoadedMotion } from '#server/motions/load.ts';
import { countVoices, selectVoices, type VoiceRecord } from '#server/motions/voice-records.ts';
import { textBefore } from '#server/posts/rewording.ts';
import { type CommentView, commentsOf } from '#server/posts/thread.ts';
import { wordsOfComments } from '#server/posts/voices.ts';
import { compareWordings, type Piece } from '#server/posts/word-pages.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The reasons of one side: a page of them, and where the next ones begin. */
export interface SideView {
  side: 'for' | 'against';
  /** How many stand; those that wait for a look are not counted. */
  n: number;
  comments: CommentView[];
  more: string | null;
}

/** Other words for the text, beside the text they were proposed for. */
export interface AmendmentView {
  comment: CommentView;
  state: 'open' | 'taken' | 'declined';
  /** Null when the words may no longer be read. */
  pieces: Piece[] | null;
  /** Who decided, when and why; null while it is open. */
  decided: { name: string; at: EpochMs; reason: string } | null;
}

/** For and against, each with a page of reasons from its own place on. */
export async function sidesOf(
  ctx: Context,
  loaded: LoadedMotion,
  after: { for: string | null; against: string | null },
): Promise<SideView[]> {
  const counts = await countVoices(ctx.db.read, loaded.post.id);
  const sides = ['for', 'against'] as const;
  return Promise.all(
    sides.map(async (side) => {
      const rows = await pageOf(ctx, loaded, side, after[side]);
      const n = counts.get(side) ?? 0;
      return { side, n, comments: await viewsOf(ctx, loaded, rows.shown), more: rows.more };
    }),
  );
}

/** The amendments in the order in which they were proposed. */
export async function amendmentsOf(ctx: Context, loaded: LoadedMotion): Promise<AmendmentView[]> {
  const { shown: rows } = await pageOf(ctx, loaded, 'amend', null);
  if (rows.length === 0) return [];
  const [comments, words, people] = await Promise.all([
    viewsOf(ctx, loaded, rows),
    wordsOfComments(
      ctx,
      rows.map(({ commentId }) => commentId),
    ),
    decidersOf(ctx, loaded, rows),
  ]);
  const before = await textBefore(ctx.db.read, loaded.post);
  return rows.flatMap((row) => {
    const comment = comments.find(({ id }) => id === row.commentId);
    if (!comment) return [];
    const body = comment.html === null ? null : (words.get(row.commentId) ?? null);
    // What was decided is held against the text as it was then.
    const pieces = body === null ? null : compareWordings(before(row.decidedAt), body);
    return [{ comment, state: stateOf(row), pieces, decided: decidedOf(row, people) }];
  });
}

async function pageOf(
  ctx: Context,
  { post }: LoadedMotion,
  side: string,
  after: string | null,
): Promise<{ shown: VoiceRecord[]; more: string | null }> {
  const limit = ctx.book.rules.pages.comments;
  const from = /^[\da-f-]{36}$/.test(after ?? '') ? after : null;
  const query = { motionId: post.id, side, after: from, limit: limit + 1 };
  const rows = await selectVoices(ctx.db.read, query);
  const shown = rows.slice(0, limit);
  return { shown, more: rows.length > limit ? (shown.at(-1)?.commentId ?? null) : null };
}

function viewsOf(ctx: Context, loaded: LoadedMotion, rows: VoiceRecord[]): Promise<CommentView[]> {
  return commentsOf(
    ctx,
    loaded,
    rows.map(({ commentId }) => commentId),
  );
}

async function decidersOf(ctx: Context, { village }: LoadedMotion, rows: VoiceRecord[]) {
  const deciders = rows.flatMap(({ decidedById }) =>
    decidedById === null ? [] : [{ personId: decidedById, gridCode: village.code }],
  );
  return dutyPeople(ctx, deciders);
}

function stateOf({ state }: VoiceRecord): AmendmentView['state'] {
  return state === 'taken' || state === 'declined' ? state : 'open';
}

function decidedOf(
  { decidedById, decidedAt, reason }: VoiceRecord,
  people: Awaited<ReturnType<typeof decidersOf>>,
): AmendmentView['decided'] {
  if (decidedById === null || decidedAt === null) return null;
  return { name: people.get(decidedById)?.name ?? '', at: decidedAt, reason: reason ?? '' };
}
