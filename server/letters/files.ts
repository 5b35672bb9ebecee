import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import type { Refusal } from '#server/kernel/result.ts';
import { idsIn, keepFormPhotos } from '#server/photos/kept-photos.ts';
import { keepPhotos } from '#server/photos/upload.ts';

/** A form of a letter as it came in, and with its files taken in. */
export interface LetterSent {
  values: FormState['values'];
  files: UploadedFile[];
}

/** The field of the photo of whoever writes; the others are numbered. */
export const PORTRAIT = 'portrait';

/**
 * Takes the files of a letter in before its words are looked at, so that nobody has to choose them
 * again: the portrait by itself, the other photos in their order. `refusal` names the file that is
 * none.
 */
export async function takeFiles(
  ctx: Context,
  { values, files }: LetterSent,
): Promise<{ values: FormState['values']; refusal: Refusal | null }> {
  const dropped = idsIn(values.drop);
  const portrait = await keepPhotos(ctx, filesAt(files, PORTRAIT).slice(0, 1), PORTRAIT);
  const before = idsIn(values.portraitId).filter((id) => !dropped.includes(id));
  const [portraitId = before[0] ?? ''] = portrait.ok ? portrait.value : [];
  const others = files.filter(({ field }) => /^photo\d+$/.test(field));
  const photos = await keepFormPhotos(ctx, { values, files: others }, roomIn(ctx));
  return {
    values: { ...photos.values, portraitId },
    refusal: portrait.ok ? photos.refusal : portrait,
  };
}

/** How many photos a letter has room for beside the portrait. */
export function roomIn(ctx: Context): number {
  return ctx.book.rules.photos.perPost - 1;
}

function filesAt(files: UploadedFile[], field: string): UploadedFile[] {
  return files.filter((file) => file.field === field);
}
