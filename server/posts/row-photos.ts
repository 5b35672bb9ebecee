import type { Context } from '#server/kernel/context.ts';
import { selectBeforeAfter, selectShown } from '#server/posts/photo-records.ts';

/** A photo that everybody who sees the post may see; served at `/photos/{hash}-{width}.webp`. */
export interface RowPhoto {
  hash: string;
  /** Pixels of the original, for its shape. */
  width: number;
  height: number;
  caption: string;
}

/** How a place looked before something was done, and after. */
export interface BeforeAfter {
  before: RowPhoto;
  after: RowPhoto;
}

/** The first released photo of each of these posts, by post id, in one query for all. */
export async function leadPhotos(
  ctx: Context,
  posts: { id: string; photos: number }[],
): Promise<Map<string, RowPhoto>> {
  const ids = posts.filter(({ photos }) => photos > 0).map(({ id }) => id);
  const leads = new Map<string, RowPhoto>();
  for (const { subjectId, ...row } of await selectShown(ctx.db.read, 'post', ids)) {
    const photo = shownPhoto(row);
    if (photo && !leads.has(subjectId)) leads.set(subjectId, photo);
  }
  noteShown(ctx, leads);
  return leads;
}

/**
 * The pictures of these posts that show what changed, by post id: the first of how it was, which may
 * be the author's own, beside the last of how it is now. What lacks one of them is left out.
 */
export async function beforeAndAfter(
  ctx: Context,
  postIds: string[],
): Promise<Map<string, BeforeAfter>> {
  const befores = new Map<string, RowPhoto>();
  const afters = new Map<string, RowPhoto>();
  for (const { postId, purpose, ...row } of await selectBeforeAfter(ctx.db.read, postIds)) {
    const photo = shownPhoto(row);
    if (!photo || postId === null) continue;
    if (purpose === 'after') afters.set(postId, photo);
    else if (!befores.has(postId)) befores.set(postId, photo);
  }
  const pairs = new Map(
    [...afters].flatMap(([postId, after]) => {
      const before = befores.get(postId);
      return before ? [[postId, { before, after }] as const] : [];
    }),
  );
  noteShown(ctx, pairs);
  return pairs;
}

// A photo that is blackened or taken down leaves every finished page that showed it.
function noteShown(ctx: Context, photos: Map<string, unknown>): void {
  for (const postId of photos.keys()) ctx.page.shows(`post:${postId}`);
}

function shownPhoto(row: {
  hash: string | null;
  width: number | null;
  height: number | null;
  caption: string;
}): RowPhoto | null {
  const { hash, width, height, caption } = row;
  return hash === null || width === null || height === null
    ? null
    : { hash, width, height, caption };
}
