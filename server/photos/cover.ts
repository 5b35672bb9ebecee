import { lock } from '#db/dialect.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { removeFiles } from '#server/photos/files.ts';
import { isHashUsed, selectPhoto, updatePhoto } from '#server/photos/records.ts';
import { SEALED } from '#server/photos/sealed.ts';
import { photoFolder } from '#server/photos/upload.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import type { PhotoRecord } from '#server/posts/photo-records.ts';
import { roleOf } from '#server/posts/wording.ts';

/** A photo that the viewer may blacken: his own, or one he has to look at. */
export interface CoverablePhoto {
  photo: PhotoRecord & { hash: string };
  /** Null while it is in a draft. */
  loaded: LoadedPost | null;
  village: Village | null;
  actingAs: string | null;
}

/** Loads a photo for the page with the squares; null when the viewer may not cover it. */
export async function coverablePhoto(ctx: Context, id: string): Promise<CoverablePhoto | null> {
  const photo = await selectPhoto(ctx.db.read, id);
  if (!photo || photo.removedAt !== null || photo.hash === null) return null;
  if (photo.subjectKind === SEALED) return null;
  const loaded = photo.postId === null ? null : await postById(ctx, photo.postId);
  const village = loaded && (await villageByCode(ctx, loaded.post.villageCode));
  const actingAs = village ? actingPost(ctx.viewer, 'review.decide', village.path) : null;
  const isMine = photo.ownerId === ctx.viewer.personId && ctx.viewer.personId !== null;
  const mayCover = isMine || actingAs !== null;
  return mayCover ? { photo: { ...photo, hash: photo.hash }, loaded, village, actingAs } : null;
}

/**
 * Blackens squares (0–107, row by row, 12 × 9) of a photo for good: the picture is made anew and
 * the old files go once nothing shows them.
 */
export async function coverPhoto(
  ctx: Context,
  id: string,
  squares: number[],
): Promise<Result<CoverablePhoto>> {
  const found = await coverablePhoto(ctx, id);
  if (!found) return refuse('notFound');
  const folder = photoFolder(ctx);
  const before = found.photo.hash;
  const made = await ctx.workshop.coverSquares({ folder, hash: before }, squares);
  if (!made.ok) return refuse(made.code, 'squares');
  const { hash, width, height, bytes } = made.value;
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await lock(tx, 'photo', 'id', id);
    const covered = [...new Set([...(found.photo.covered ?? []), ...squares])];
    await updatePhoto(tx, id, { hash, width, height, bytes: { ...bytes }, covered });
    if (!found.loaded) return;
    const { post } = found.loaded;
    await append(tx, {
      what: 'photo.covered',
      subjectKind: 'post',
      subjectId: post.id,
      villageCode: post.villageCode,
      actorId: ctx.viewer.personId,
      actorRole: roleOf(ctx.viewer, post.villageCode, found.actingAs),
      at,
      ruleVersion: ctx.book.rules.version,
      facts: { squares: squares.length },
    });
    tx.touch(`post:${post.id}`, `village:${post.villageCode}`);
  });
  if (before !== hash && !(await isHashUsed(ctx.db.read, before)))
    await removeFiles(folder, before);
  return accept(found);
}
