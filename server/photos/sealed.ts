import { readFile } from 'node:fs/promises';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { removeFiles } from '#server/photos/files.ts';
import {
  deleteSealed,
  insertPhotos,
  isHashUsed,
  selectPhoto,
  updatePhoto,
} from '#server/photos/records.ts';
import { photoFolder, photoRow } from '#server/photos/upload.ts';
import { type PhotoRecord, selectPhotos } from '#server/posts/photo-records.ts';
import { PHOTO_WIDTHS, photoFile } from '#server/workshop/photo-files.ts';

/** What a sealed photo belongs to: nobody sees it but through the feature that keeps it. */
export const SEALED = 'sealed';

/** Seals a photo that its owner has just sent, inside the write that takes it. */
export async function sealPhoto(tx: Tx, photoId: string, subjectId: string): Promise<void> {
  await updatePhoto(tx, photoId, { subjectKind: SEALED, subjectId });
}

/** A picture of a sealed photo. */
export type SealedPhoto = PhotoRecord & { hash: string };

/** A sealed photo by id; null when it is none, or not made yet. */
export async function sealedPhoto(ctx: Context, id: string): Promise<SealedPhoto | null> {
  const photo = await selectPhoto(ctx.db.read, id);
  if (!photo || photo.subjectKind !== SEALED || photo.hash === null) return null;
  return { ...photo, hash: photo.hash };
}

/** The sealed photos that belong to these subjects, each subject's in their order. */
export function sealedPhotosOf(ctx: Context, subjectIds: string[]): Promise<PhotoRecord[]> {
  return selectPhotos(ctx.db.read, SEALED, subjectIds);
}

/**
 * Makes a copy of a sealed photo with squares of it blackened (0–107, row by row, 12 × 9); the photo
 * itself stays as it came. Gives what `keepCopy` writes down.
 */
export async function blackenedCopy(
  ctx: Context,
  photo: SealedPhoto,
  squares: number[],
): Promise<Result<ReturnType<typeof photoRow>>> {
  const folder = photoFolder(ctx);
  const made = await ctx.workshop.coverSquares({ folder, hash: photo.hash }, squares);
  if (!made.ok) return refuse(made.code, 'squares');
  const personId = ctx.viewer.personId ?? photo.ownerId;
  const row = photoRow(made.value, { personId, purpose: 'copy', sort: 0, at: ctx.clock.now() });
  return accept({ ...row, subjectKind: SEALED, subjectId: photo.subjectId });
}

/** Writes down a copy inside the write that takes it. */
export async function keepCopy(tx: Tx, row: ReturnType<typeof photoRow>): Promise<void> {
  await insertPhotos(tx, [row]);
}

/** Takes away a copy that another has replaced, with its files once nothing shows them. */
export async function forgetCopy(ctx: Context, id: string): Promise<void> {
  const hash = await ctx.db.write((tx) => deleteSealed(tx, id));
  if (hash !== null && !(await isHashUsed(ctx.db.read, hash))) {
    await removeFiles(photoFolder(ctx), hash);
  }
}

/** The picture of a sealed photo in one of the stored widths, for this one reader; null when there is none. */
export async function sealedPicture(
  ctx: Context,
  { id, width }: { id: string; width: number },
): Promise<Response | null> {
  const photo = await sealedPhoto(ctx, id);
  const stored = PHOTO_WIDTHS.find((one) => one === width);
  if (!photo || !stored) return null;
  const picture = await readFile(photoFile(photoFolder(ctx), photo.hash, stored)).catch(() => null);
  if (!picture) return null;
  return new Response(new Uint8Array(picture), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(picture.length),
      'content-disposition': 'inline',
      'cache-control': 'private, no-store',
    },
  });
}
