import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { type PostPage, postList } from '#server/posts/views.ts';

/** The list of a village's 公告. */
export interface NoticesView extends PostPage {
  village: Village;
  mayPost: boolean;
}

export async function noticesPage(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<NoticesView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: noticeKind.code, before, after };
  const page = await postList(ctx, filter);
  for (const row of page.rows) ctx.page.changesAt(stillToCome(ctx, row.periodEndsAt));
  return { ...page, village, mayPost: mayPostNotice(ctx, village) };
}

/** The form for a new notice; null for whoever may not post one there. */
export interface NewNoticeView {
  village: Village;
  photos: number;
  key: string;
}

export async function newNoticePage(ctx: Context, slug: string): Promise<NewNoticeView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayPostNotice(ctx, village)) return null;
  ctx.page.keepPrivate();
  return { village, photos: ctx.book.rules.photos.perPost, key: newToken() };
}

function mayPostNotice(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, noticeKind.mayPost, village.path) !== null;
}

/** The instant, if it still lies ahead: the page changes by itself then. */
export function stillToCome(ctx: Context, at: number | null): number | null {
  return at !== null && at > ctx.clock.now() ? at : null;
}
