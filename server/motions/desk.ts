import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type MotionRecord, selectWaiting } from '#server/motions/records.ts';
import { type ShownStep, stepAhead } from '#server/motions/step-lines.ts';
import { selectPassed } from '#server/motions/step-records.ts';
import { selectOpenAmendments } from '#server/motions/voice-records.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import { addDays, type EpochMs, instantOf } from '#server/rules/dates.ts';
import { motionStanding } from '#server/rules/motions.ts';
import { placesOf } from '#server/rules/place-codes.ts';

/** What a matter waits for at the village's desk. */
export type HallWant = 'log' | 'amend' | 'record' | 'talk' | 'agreed' | 'deciding' | 'gather';

/** One line of the desk, with its deadline where it has one. */
export interface HallWork {
  id: string;
  title: string;
  path: string;
  no: number;
  village: string;
  want: HallWant;
  /** The step that comes next, of a matter that goes through them. */
  step: ShownStep | null;
  dueAt: EpochMs | null;
}

/** A village has a few matters under way, and keeps the hall of one or two villages. */
const MOST = 200;
const UNDER_WAY = ['waiting', 'talking', 'agreed', 'deciding', 'gathering'];

/** What waits in the halls that the viewer keeps, by deadline; null for whoever keeps none. */
export async function hallDesk(ctx: Context): Promise<{ now: EpochMs; rows: HallWork[] } | null> {
  ctx.page.keepPrivate();
  const paths = pathsOf(ctx.viewer, 'motion.keep');
  const villageCodes = [...new Set(paths.flatMap((path) => placesOf(path).slice(0, 1)))];
  if (villageCodes.length === 0) return null;
  const { read } = ctx.db;
  const motions = await selectWaiting(read, { villageCodes, states: UNDER_WAY, limit: MOST });
  const ids = motions.map(({ id }) => id);
  const [posts, open, passed, villages] = await Promise.all([
    postRows(ctx, ids, { showsHeld: true }),
    selectOpenAmendments(read, ids),
    selectPassed(read, ids),
    villagesByCode(ctx, villageCodes),
  ]);
  const amended = new Set(open);
  const known = new Map(posts.map((post) => [post.id, post]));
  const rows = motions.flatMap((motion) => {
    const post = known.get(motion.id);
    const village = villages.get(motion.villageCode)?.name ?? '';
    if (!post) return [];
    const done = passed.filter(({ motionId }) => motionId === motion.id);
    return [workOf(ctx, { motion, post, village, done, isAmended: amended.has(motion.id) })];
  });
  return { now: ctx.clock.now(), rows: rows.toSorted(firstDueFirst) };
}

/** A matter of the desk with all that is known of it. */
interface Waiting {
  motion: MotionRecord;
  post: PostRow;
  village: string;
  done: Parameters<typeof stepAhead>[0];
  isAmended: boolean;
}

function workOf(ctx: Context, { motion, post, village, done, isAmended }: Waiting): HallWork {
  const { path, title, no, id } = post;
  const want = wantOf(ctx, motion, post, isAmended);
  const step = want === 'deciding' ? stepAhead(done) : null;
  return { id, path, title, no, village, want, step, dueAt: dueOf(motion, want) };
}

function wantOf(
  ctx: Context,
  motion: MotionRecord,
  { createdAt }: PostRow,
  isAmended: boolean,
): HallWant {
  if (motion.state === 'waiting') return 'log';
  if (isAmended) return 'amend';
  const { gatherDays } = ctx.book.motions;
  const { state } = motionStanding({ ...motion, createdAt }, gatherDays, ctx.clock.now());
  if (state === 'ended') return 'record';
  if (state === 'talking') return 'talk';
  if (state === 'agreed' || state === 'deciding') return state;
  return 'gather';
}

function dueOf({ logDueAt, talkThrough }: MotionRecord, want: HallWant): EpochMs | null {
  if (want === 'log') return logDueAt;
  const isTalk = want === 'record' || want === 'talk' || want === 'amend';
  return isTalk && talkThrough !== null ? instantOf(addDays(talkThrough, 1)) - 1 : null;
}

function firstDueFirst(a: HallWork, b: HallWork): number {
  return (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER) || a.no - b.no;
}
