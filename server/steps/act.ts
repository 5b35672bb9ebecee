import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type MotionFacts, type StepRow, selectMotion, selectTry } from '#server/steps/records.ts';

/** One try at a step, as its address names it: 's4_resolve-2'. */
export interface TryRef {
  motionId: string;
  step: string;
  attempt: number;
}

/** A motion with its post, as the viewer sees it. */
export interface FoundMotion {
  loaded: LoadedPost;
  motion: MotionFacts;
}

/** Everything one act in the procedure needs; the motion is as it stands inside the write. */
export interface StepActing {
  tx: Tx;
  ctx: Context;
  motion: MotionFacts;
  village: Village;
  at: EpochMs;
  actorId: string;
  byPost: string;
}

/** The motion with this id, if the viewer may see it; null for a removed one too. */
export async function findMotion(ctx: Context, motionId: string): Promise<FoundMotion | null> {
  const loaded = await postById(ctx, motionId);
  if (!loaded || loaded.post.removedAt !== null) return null;
  const motion = await selectMotion(ctx.db.read, motionId);
  return motion && { loaded, motion };
}

/**
 * The one way the procedure changes: the motion seen through the viewer, by whoever may in its
 * village, under a lock on the motion (so that nobody skips a step by being quick), once per form.
 */
export async function actOnMotion<T>(
  ctx: Context,
  motionId: string,
  { action, act, key }: { action: Action; act: string; key: string | null },
  work: (acting: StepActing) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await findMotion(ctx, motionId);
  if (!found) return refuse('notFound');
  const { village } = found.loaded;
  const { personId: actorId } = ctx.viewer;
  if (actorId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, action, village.path);
  if (byPost === null) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', motionId);
    const carryOut = async (): Promise<Result<T>> => {
      const motion = await selectMotion(tx, motionId);
      if (!motion) return refuse('notFound');
      const result = await work({ tx, ctx, motion, village, at, actorId, byPost });
      if (result.ok) tx.touch(`post:${motionId}`, `village:${village.code}`, 'county');
      return result;
    };
    // What only puts ticks where they stood may be sent as often as one likes.
    if (key === null) return carryOut();
    return once<Result<T>>(tx, { actorId, action: `step.${act}`, key, at }, carryOut);
  });
}

/** The same for one try at a step, which must be in the given state. */
export function actOnStep<T>(
  ctx: Context,
  ref: TryRef,
  how: { action: Action; act: string; key: string | null; state: string },
  work: (acting: StepActing, step: StepRow) => Promise<Result<T>>,
): Promise<Result<T>> {
  return actOnMotion<T>(ctx, ref.motionId, how, async (acting) => {
    const step = await selectTry(acting.tx, ref);
    if (!step) return refuse('notFound');
    return step.state === how.state ? work(acting, step) : refuse('alreadyDone');
  });
}

/** Appends an act of the procedure to the ledger: numbers are facts, words only a commitment. */
export async function noteStep(
  { tx, ctx, motion, at, actorId, byPost }: StepActing,
  what: string,
  { step, attempt }: Pick<StepRow, 'step' | 'attempt'>,
  { facts = {}, content }: { facts?: Record<string, unknown>; content?: unknown },
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: 'motion',
    subjectId: motion.id,
    villageCode: motion.villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.votes.version,
    facts: { step, attempt, ...facts },
    content,
  });
}
