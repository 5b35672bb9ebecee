import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { letterKind } from '#server/letters/kind.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { type PostPage, postList } from '#server/posts/views.ts';
import { type PromiseLineView, promisesOfLetter } from '#server/promises/views.ts';

/** The letters of a village, newest first. */
export interface LetterListView extends PostPage {
  village: Village;
  mayWrite: boolean;
}

/** A page of a village's letters; null where there is no such village. */
export async function letterList(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<LetterListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: letterKind.code, before, after };
  return { village, ...(await postList(ctx, filter)), mayWrite: mayWrite(ctx, village) };
}

/** A letter with its promises and intentions. */
export interface LetterPageView extends PostPageView {
  promises: PromiseLineView[];
  intentions: PromiseLineView[];
}

/** One letter by village and number; null: there is nothing that this viewer may see. */
export async function letterPage(
  ctx: Context,
  { slug, no, commentsAfter }: { slug: string; no: string; commentsAfter: string | null },
): Promise<LetterPageView | null> {
  const page = await postPage(ctx, { slug, kind: letterKind.code, no, commentsAfter });
  if (!page) return null;
  const letter = { postId: page.parts.id, slug, no: page.no };
  const lines =
    page.html === null ? { promises: [], intentions: [] } : await promisesOfLetter(ctx, letter);
  return { ...page, ...lines };
}

/** The form for a new letter. */
export interface NewLetterView {
  village: Village;
  /** How many lines it may have, and photos. */
  mostLines: number;
  photos: number;
  key: string;
}

/** The form; null for whoever may not write letters here. */
export async function newLetter(ctx: Context, slug: string): Promise<NewLetterView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayWrite(ctx, village)) return null;
  ctx.page.keepPrivate();
  const mostLines = ctx.book.promises.mostPerLetter;
  return { village, mostLines, photos: ctx.book.rules.photos.perPost, key: newToken() };
}

function mayWrite(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'letter.write', village.path) !== null;
}
