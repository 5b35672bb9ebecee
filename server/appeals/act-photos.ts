import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import type { Refusal } from '#server/kernel/result.ts';
import { type FormWithPhotos, idsIn } from '#server/photos/kept-photos.ts';
import { keepPhotos } from '#server/photos/upload.ts';

/** Which photo of an act's form it is; its field has the same name. */
const PURPOSES = ['before', 'after', 'photo'];

/**
 * Takes the photos of an act in before its words are looked at: whatever else is wrong, nobody has
 * to choose them again. Those that came before stand among the fields as `photoIds`, except the
 * ones ticked in `drop`.
 */
export async function keepActPhotos(
  ctx: Context,
  { values, files }: { values: FormState['values']; files: UploadedFile[] },
): Promise<FormWithPhotos> {
  const { drop, ...fields } = values;
  const dropped = idsIn(drop);
  const photoIds = idsIn(fields.photoIds).filter((id) => !dropped.includes(id));
  let refusal: Refusal | null = null;
  for (const purpose of PURPOSES) {
    const kept = await keepPhotos(
      ctx,
      files.filter((file) => file.field === purpose),
      purpose,
    );
    if (kept.ok) photoIds.push(...kept.value);
    else refusal ??= kept;
  }
  const some = photoIds.slice(0, ctx.book.rules.photos.perPost);
  return { values: { ...fields, photoIds: some }, photoIds: some, refusal };
}
