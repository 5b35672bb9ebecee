import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { motionKind } from '#server/motions/kind.ts';
import { type MotionRecord, selectMotion } from '#server/motions/records.ts';
import { type LoadedPost, loadPost, postById } from '#server/posts/load.ts';

/** A motion as its address names it, or by the id of its post. */
export type MotionRef = { slug: string; no: number } | { id: string };

/** A motion with its post and village, as far as this viewer may see them. */
export interface LoadedMotion extends LoadedPost {
  motion: MotionRecord;
}

/** The motion behind a reference, loaded through the viewer; null when there is none for him. */
export async function loadMotion(ctx: Context, ref: MotionRef): Promise<LoadedMotion | null> {
  const loaded = 'id' in ref ? await postById(ctx, ref.id) : await byNumber(ctx, ref);
  if (loaded?.post.kind !== motionKind.code) return null;
  const motion = await selectMotion(ctx.db.read, loaded.post.id);
  return motion && { ...loaded, motion };
}

/** The same while people may still act on it: its words were neither taken back nor down. */
export async function standingMotion(ctx: Context, ref: MotionRef): Promise<LoadedMotion | null> {
  const found = await loadMotion(ctx, ref);
  return found && found.post.removedAt === null && found.post.withdrawnAt === null ? found : null;
}

async function byNumber(ctx: Context, { slug, no }: { slug: string; no: number }) {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  return village && loadPost(ctx, { villageCode: village.code, no });
}
