import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { motionKind } from '#server/motions/kind.ts';
import { type MotionRecord, selectMotions } from '#server/motions/records.ts';
import type { Running } from '#server/posts/running.ts';
import { type PostPage, type PostRow, postList } from '#server/posts/views.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { hallPath } from '#server/rules/links.ts';
import { motionStanding, type ShownState } from '#server/rules/motions.ts';

/** One matter in a list. */
export interface MotionRow {
  post: PostRow;
  state: ShownState;
  raisedBy: string;
  signed: number;
  needed: number;
  logDueAt: EpochMs | null;
  talkThrough: LocalDate | null;
}

/** A village's hall: what runs first, then what is closed. */
export interface MotionList {
  village: Village;
  now: EpochMs;
  running: MotionRow[];
  /** Null on pages that have not come so far yet. */
  done: MotionRow[] | null;
  newer: string | null;
  older: string | null;
}

type Part = 'open' | 'over';

/** The hall of a village; null for no such village. One cursor leads through both parts. */
export async function motionList(
  ctx: Context,
  slug: string,
  cursors: { before: string | null; after: string | null },
): Promise<MotionList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const before = readPlace(cursors.before);
  const after = readPlace(cursors.after);
  const part = (before ?? after)?.part ?? 'open';
  const place = { before: before?.cursor ?? null, after: after?.cursor ?? null };
  const page = await partOf(ctx, village, part, place);
  const found = { village, now: ctx.clock.now() };
  if (part === 'over') {
    const done = await rowsOf(ctx, page);
    return { ...found, running: [], done, ...neighbours('over', page) };
  }
  const running = await rowsOf(ctx, page);
  if (page.older !== null) return { ...found, running, done: null, ...neighbours('open', page) };
  const rest = await partOf(ctx, village, 'over', { before: null, after: null });
  const { newer } = neighbours('open', page);
  const { older } = neighbours('over', rest);
  return { ...found, running, done: await rowsOf(ctx, rest), newer, older };
}

/** What a village talks over now, for its front page: names gathered, and talks with their last day. */
export async function runningNow(
  ctx: Context,
  village: Pick<Village, 'code' | 'slug'>,
): Promise<Running<'gathering' | 'talking'>[]> {
  const page = await postList(ctx, {
    ...{ villageCode: village.code, kind: motionKind.code, state: 'open', limit: 5 },
  });
  const rows = await rowsOf(ctx, page);
  return rows.flatMap(({ post: { no, title }, state, talkThrough }) => {
    if (state !== 'gathering' && state !== 'talking') return [];
    const lastDay = state === 'talking' ? talkThrough : null;
    return [{ path: hallPath(village.slug, no), title, lastDay, what: state }];
  });
}

function partOf(
  ctx: Context,
  village: Village,
  state: Part,
  place: { before: string | null; after: string | null },
): Promise<PostPage> {
  return postList(ctx, { villageCode: village.code, kind: motionKind.code, state, ...place });
}

async function rowsOf(ctx: Context, { rows }: PostPage): Promise<MotionRow[]> {
  const ids = rows.map(({ id }) => id);
  const known = new Map((await selectMotions(ctx.db.read, ids)).map((one) => [one.id, one]));
  return rows.flatMap((post) => {
    const motion = known.get(post.id);
    return motion ? [rowOf(ctx, post, motion)] : [];
  });
}

function rowOf(ctx: Context, post: PostRow, motion: MotionRecord): MotionRow {
  const { raisedBy, signed, needed, logDueAt, talkThrough } = motion;
  const facts = { ...motion, createdAt: post.createdAt };
  const { gatherDays } = ctx.book.motions;
  const { state, changesAt } = motionStanding(facts, gatherDays, ctx.clock.now());
  if (changesAt !== null) ctx.page.changesAt(changesAt);
  return { post, state, raisedBy, signed, needed, logDueAt, talkThrough };
}

function neighbours(part: Part, { newer, older }: PostPage) {
  const mark = (cursor: string | null) => cursor && `${part}-${cursor}`;
  return { newer: mark(newer), older: mark(older) };
}

/** 'open-1763…_0199…' → the part and the cursor inside it; null for anything else. */
function readPlace(text: string | null): { part: Part; cursor: string } | null {
  const [, part, cursor] = /^(open|over)-(\d{1,15}_[\da-f-]{36})$/.exec(text ?? '') ?? [];
  return part && cursor ? { part: part === 'open' ? 'open' : 'over', cursor } : null;
}
