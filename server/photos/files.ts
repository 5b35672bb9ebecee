import { rm } from 'node:fs/promises';
import { PHOTO_WIDTHS, photoFile } from '#server/workshop/photo-files.ts';

/** Removes the files of a photo that nothing shows any more. */
export async function removeFiles(folder: string, hash: string): Promise<void> {
  await Promise.all(
    PHOTO_WIDTHS.map((width) => rm(photoFile(folder, hash, width), { force: true })),
  );
}
