import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { type PostPage, postList } from '#server/posts/views.ts';
import { talkKind } from '#server/talks/kind.ts';

/** The list of a village's 村里话. */
export interface TalksView extends PostPage {
  village: Village;
  mayPost: boolean;
}

export async function talksPage(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<TalksView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: talkKind.code, before, after };
  const page = await postList(ctx, filter);
  return { ...page, village, mayPost: may(ctx.viewer, talkKind.mayPost, village.path) };
}

/** The form for new 村里话; null where there is no such village. */
export interface NewTalkView {
  village: Village;
  mayPost: boolean;
  isSignedIn: boolean;
  photos: number;
  key: string;
}

export async function newTalkPage(ctx: Context, slug: string): Promise<NewTalkView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.keepPrivate();
  return {
    village,
    mayPost: may(ctx.viewer, talkKind.mayPost, village.path),
    isSignedIn: ctx.viewer.personId !== null,
    photos: ctx.book.rules.photos.perPost,
    key: newToken(),
  };
}
