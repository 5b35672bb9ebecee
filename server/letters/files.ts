import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { accept, type Refusal, type Result } from '#server/kernel/result.ts';
import { idsIn, keepFormPhotos } from '#server/photos/kept-photos.ts';
import { keepPhotos } from '#server/photos/upload.ts';
import { keepRecording } from '#server/recordings/keeping.ts';

/** A form of a letter as it came in, and with its files taken in. */
export interface LetterSent {
  values: FormState['values'];
  files: UploadedFile[];
}

/** The field of the photo of whoever writes; the others are numbered. */
export const PORTRAIT = 'portrait';
/** The field of the letter in its author's voice. */
const RECORDING = 'recording';

/**
 * Takes the files of a letter in before its words are looked at, so that nobody has to choose them
 * again: the portrait by itself, the other photos in their order, the recording. `refusal` names the file that is
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
  const voice = await voiceOf(ctx, filesAt(files, RECORDING)[0]);
  const spoken = idsIn(values.recordingId).filter((id) => !dropped.includes(id));
  const recordingId = (voice.ok && voice.value) || (spoken[0] ?? '');
  const others = files.filter(({ field }) => /^photo\d+$/.test(field));
  const photos = await keepFormPhotos(ctx, { values, files: others }, roomIn(ctx));
  return {
    values: { ...photos.values, portraitId, recordingId },
    refusal: [portrait, voice].find((one) => !one.ok) ?? photos.refusal,
  };
}

/** How many photos a letter has room for beside the portrait. */
export function roomIn(ctx: Context): number {
  return ctx.book.rules.photos.perPost - 1;
}

function voiceOf(ctx: Context, file: UploadedFile | undefined): Promise<Result<string>> {
  return file ? keepRecording(ctx, file) : Promise.resolve(accept(''));
}

function filesAt(files: UploadedFile[], field: string): UploadedFile[] {
  return files.filter((file) => file.field === field);
}
