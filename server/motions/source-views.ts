import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { loadMotion } from '#server/motions/load.ts';
import { selectFromSource } from '#server/motions/records.ts';
import { hallPath } from '#server/rules/links.ts';

/** From a post to what was made of it in the hall, and to where it can be taken there. */
export interface HallLink {
  made: { title: string; path: string }[];
  /** Null for whoever may not, and once it was taken there. */
  raisePath: string | null;
}

/** The hall as far as a post knows of it; null when there is nothing to say. */
export async function hallLinkOf(
  ctx: Context,
  { slug, postId }: { slug: string; postId: string },
): Promise<HallLink | null> {
  const made = await motionsFrom(ctx, postId);
  const raisePath = made.length > 0 ? null : await raiseFromPath(ctx, { slug, postId });
  return made.length === 0 && raisePath === null ? null : { made, raisePath };
}

/** What was made of a post in the hall, for that post's own page. */
export async function motionsFrom(
  ctx: Context,
  postId: string,
): Promise<{ title: string; path: string }[]> {
  const made = await selectFromSource(ctx.db.read, postId);
  const loaded = await Promise.all(made.map(({ id }) => loadMotion(ctx, { id })));
  return loaded.flatMap((one) =>
    one && one.post.removedAt === null ? { title: one.post.title, path: one.path } : [],
  );
}

async function raiseFromPath(
  ctx: Context,
  { slug, postId }: { slug: string; postId: string },
): Promise<string | null> {
  const village = ctx.viewer.posts.length === 0 ? null : await villageBySlug(ctx, slug);
  if (!village || actingPost(ctx.viewer, 'motion.raise', village.path) === null) return null;
  return `${hallPath(slug)}/new?from=${postId}`;
}
