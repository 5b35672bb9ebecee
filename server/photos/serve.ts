import { readFile } from 'node:fs/promises';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Http } from '#server/kernel/http.ts';
import { type SeenPhoto, selectOwnByHash, selectShownByHash } from '#server/photos/records.ts';
import { photoFolder } from '#server/photos/upload.ts';
import { isParty } from '#server/posts/parties.ts';
import { pathsOf, visibleTo } from '#server/posts/visible-to.ts';
import { PHOTO_WIDTHS, photoFile } from '#server/workshop/photo-files.ts';

/**
 * GET /photos/{hash}-{width}.webp: only when the viewer may see the post it belongs to and somebody
 * has looked (or it is his own, or he is the one to look or to answer). Everything else is a 404.
 */
export async function servePhoto(c: Http): Promise<Response> {
  const [, hash, size] = /^([\da-f]{16,64})-(\d{3,4})\.webp$/.exec(c.req.param('file') ?? '') ?? [];
  const width = PHOTO_WIDTHS.find((one) => String(one) === size);
  if (!hash || !width) return c.notFound();
  const access = await accessTo(c.var.ctx, hash);
  if (access === null) return c.notFound();
  const file = photoFile(photoFolder(c.var.ctx), hash, width);
  const picture = await readFile(file).catch(() => null);
  if (!picture) return c.notFound();
  return new Response(new Uint8Array(picture), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(picture.length),
      'content-disposition': 'inline',
      'cache-control': cacheRule[access],
    },
  });
}

// A photo may still be covered or removed: shared caches keep it for an hour, and what is not for
// everybody stays with the one who asked.
const cacheRule = {
  everybody: 'public, max-age=3600',
  viewer: 'private, max-age=31536000, immutable',
  early: 'private, no-store',
};

async function accessTo(ctx: Context, hash: string): Promise<keyof typeof cacheRule | null> {
  const shown = await selectShownByHash(ctx.db.read, hash, visibleTo(ctx.viewer));
  const standing = shown.filter((row) => row.isStanding && row.photo.releasedAt !== null);
  if (standing.some((row) => row.audience === 'public')) return 'everybody';
  if (standing.length > 0) return 'viewer';
  const { personId } = ctx.viewer;
  if (personId === null) return null;
  if (await selectOwnByHash(ctx.db.read, hash, personId)) return 'viewer';
  return (await looksAtHeld(ctx, shown)) ? 'early' : null;
}

/** Whether the viewer looks before others do: at the review desk, or as a party of the matter. */
async function looksAtHeld(ctx: Context, shown: SeenPhoto[]): Promise<boolean> {
  const paths = pathsOf(ctx.viewer, 'review.decide');
  for (const row of shown) {
    const village = await villageByCode(ctx, row.villageCode);
    if (!village) continue;
    if (paths.some((path) => village.path.startsWith(path))) return true;
    if (!row.isGone && isParty(ctx.viewer, row, village.path)) return true;
  }
  return false;
}
