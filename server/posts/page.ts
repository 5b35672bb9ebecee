import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { kindOf } from '#server/posts/kinds.ts';
import { loadPost } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { lastVersion } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The page of a plain post (村里话, 公告). */
export interface PostPageView {
  village: Village;
  kind: string;
  no: number;
  authorId: string;
  path: string;
  listPath: string;
  title: string;
  /** Null when the words were withdrawn or removed; the author still reads his own. */
  html: string | null;
  sealedHtml: string | null;
  audience: string;
  periodStartsAt: EpochMs | null;
  periodEndsAt: EpochMs | null;
  groupCodes: string[] | null;
  /** Where people meet, of a kind that has an activity; null of any other. */
  activityPlace: string | null;
  parts: PostParts;
}

/** A plain post by village and number; null: there is nothing that this viewer may see. */
export async function postPage(
  ctx: Context,
  { slug, kind, no, commentsAfter }: PageAddress,
): Promise<PostPageView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !/^\d{1,6}$/.test(no)) return null;
  const loaded = await loadPost(ctx, { villageCode: village.code, no: Number(no) });
  if (!loaded || loaded.post.kind !== kind) return null;
  const { post } = loaded;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  if (post.audience !== 'public') ctx.page.keepPrivate();
  const isToCome = post.periodEndsAt !== null && post.periodEndsAt > ctx.clock.now();
  if (isToCome) ctx.page.changesAt(post.periodEndsAt);
  const parts = await partsOf(ctx, loaded, commentsAfter);
  const isOver = parts.isWithdrawn || post.removedAt !== null;
  return {
    village,
    kind,
    no: post.no,
    authorId: post.authorId,
    path: loaded.path,
    listPath: kindOf(kind).listPath(slug),
    title: post.title,
    html: isOver ? null : post.html,
    sealedHtml: isOver && parts.byline.isMine ? await lastWording(ctx, post.id) : null,
    audience: post.audience,
    periodStartsAt: post.periodStartsAt,
    periodEndsAt: post.periodEndsAt,
    groupCodes: post.groupCodes,
    activityPlace: post.activityPlace,
    parts,
  };
}

export interface PageAddress {
  slug: string;
  kind: string;
  no: string;
  commentsAfter: string | null;
}

async function lastWording(ctx: Context, postId: string): Promise<string | null> {
  const version = await lastVersion(ctx.db.read, 'post', postId);
  return version?.html ?? null;
}
