import { join } from 'node:path';

/** A photo is kept in three widths, in pixels. */
export const PHOTO_WIDTHS = [320, 720, 1600] as const;

export type PhotoWidth = (typeof PHOTO_WIDTHS)[number];

/** Where a photo of this width lies in its folder. */
export function photoFile(folder: string, hash: string, width: PhotoWidth): string {
  return join(folder, `${hash}-${width}.webp`);
}

/** Squares laid over a photo to blacken faces and plates, numbered row by row from 0. */
export const SQUARES = { columns: 12, rows: 9 };
