import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost, speakingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { type LoadedMotion, type MotionRef, standingMotion } from '#server/motions/load.ts';

/** A motion, and who of the village's office is about to act on it. */
export interface MotionAct {
  loaded: LoadedMotion;
  personId: string;
  byPost: string;
}

/** The motion and the viewer's post there; to whoever has none the act does not exist. */
export async function actOn(
  ctx: Context,
  ref: MotionRef,
  action: Action,
): Promise<Result<MotionAct>> {
  const loaded = await standingMotion(ctx, ref);
  if (!loaded) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, action, loaded.village.path);
  return byPost === null ? refuse('notFound') : { ok: true, value: { loaded, personId, byPost } };
}

/** What every act of the office on a motion says in the ledger. */
export function entryOf(ctx: Context, { loaded, personId, byPost }: MotionAct) {
  return {
    subjectKind: 'motion',
    subjectId: loaded.post.id,
    villageCode: loaded.post.villageCode,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.motions.version,
  };
}

/** The viewer on a village's roster; null when he is not on it. */
export function villagerIn({ viewer }: Context, { code }: Pick<Village, 'code'>): string | null {
  return viewer.memberships.find((one) => one.villageCode === code)?.villagerId ?? null;
}

/** Whether the viewer speaks for one side or the other: he is of the village, or serves there. */
export function isOfVillage(ctx: Context, village: Pick<Village, 'code' | 'path'>): boolean {
  const serves = speakingPost(ctx.viewer, 'comment.answer', village.path) !== null;
  return serves || villagerIn(ctx, village) !== null;
}
