import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { kindOf } from '#server/posts/kinds.ts';
import {
  type FullPost,
  selectPost,
  selectVillageOf,
  type WhichPost,
} from '#server/posts/records.ts';

/** A post that the viewer may see, with its village and the path of its page. */
export interface LoadedPost {
  post: FullPost;
  village: Village;
  path: string;
}

/** Loads a post through the viewer; null says only that there is nothing to see. */
export async function loadPost(ctx: Context, which: WhichPost): Promise<LoadedPost | null> {
  const post = await selectPost(ctx.db.read, ctx.viewer, which);
  const village = post && (await villageByCode(ctx, post.villageCode));
  if (!post || !village) return null;
  return { post, village, path: kindOf(post.kind).path(village.slug, post.no) };
}

/** The post with this id, if the viewer may see it. */
export function postById(ctx: Context, id: string): Promise<LoadedPost | null> {
  return loadPost(ctx, { id });
}

/** Where a post belongs, whoever asks: a right is held in a place. Null where there is no such post. */
export async function villageOfPost(ctx: Context, id: string): Promise<Village | null> {
  const code = await selectVillageOf(ctx.db.read, id);
  return code === null ? null : villageByCode(ctx, code);
}

/** The post with this slip code, if the viewer may see it. */
export function postBySlip(ctx: Context, slipCode: string): Promise<LoadedPost | null> {
  return loadPost(ctx, { slipCode });
}

/** A post under which people may still speak: neither withdrawn nor removed. */
export async function openPost(ctx: Context, id: string): Promise<LoadedPost | null> {
  const loaded = await postById(ctx, id);
  const isOver = loaded?.post.withdrawnAt !== null || loaded.post.removedAt !== null;
  return isOver ? null : loaded;
}
