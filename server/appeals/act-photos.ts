import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { type FormWithPhotos, keepNamedPhotos } from '#server/photos/kept-photos.ts';

/** Which photo of an act's form it is; its field has the same name. */
const PURPOSES = ['before', 'after', 'photo'];

/**
 * Takes the photos of an act in before its words are looked at: whatever else is wrong, nobody has
 * to choose them again. Those that came before stand among the fields as `photoIds`, except the
 * ones ticked in `drop`.
 */
export function keepActPhotos(
  ctx: Context,
  sent: { values: FormState['values']; files: UploadedFile[] },
): Promise<FormWithPhotos> {
  return keepNamedPhotos(ctx, sent, PURPOSES);
}
