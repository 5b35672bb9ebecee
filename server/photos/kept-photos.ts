import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import type { Refusal } from '#server/kernel/result.ts';
import { keepPhotos } from '#server/photos/upload.ts';

/** The fields of a form with its photos taken in; `refusal` names the file that is no photo. */
export interface FormWithPhotos {
  values: FormState['values'];
  photoIds: string[];
  refusal: Refusal | null;
}

/**
 * Takes the photos of a form in before its words are looked at: whatever else is wrong, nobody has
 * to choose them again. Those that came before stand in its fields as `photoIds`, except the ones
 * ticked in `drop`; they count as the viewer's own drafts until a post takes them.
 */
export async function keepFormPhotos(
  ctx: Context,
  sent: { values: FormState['values']; files: UploadedFile[] },
  limit: number,
): Promise<FormWithPhotos> {
  const { drop, ...fields } = sent.values;
  const dropped = idsIn(drop);
  const before = idsIn(fields.photoIds).filter((id) => !dropped.includes(id));
  const room = Math.max(0, limit - before.length);
  const kept = await keepPhotos(ctx, sent.files.slice(0, room));
  const photoIds = [...before, ...(kept.ok ? kept.value : [])].slice(0, limit);
  return { values: { ...fields, photoIds }, photoIds, refusal: kept.ok ? null : kept };
}

/**
 * The same for a form whose photos are different things: each has a field of its own, whose name
 * becomes its purpose.
 */
export async function keepNamedPhotos(
  ctx: Context,
  { values, files }: { values: FormState['values']; files: UploadedFile[] },
  purposes: string[],
): Promise<FormWithPhotos> {
  const { drop, ...fields } = values;
  const dropped = idsIn(drop);
  const photoIds = idsIn(fields.photoIds).filter((id) => !dropped.includes(id));
  let refusal: Refusal | null = null;
  for (const purpose of purposes) {
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

/** Ids of photos in a field; whose they are is asked of the database. */
export function idsIn(typed: string | string[] | undefined): string[] {
  return [typed ?? []].flat().filter((id) => /^[\da-f-]{36}$/.test(id));
}
