import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { accept, type Refusal, type Result } from '#server/kernel/result.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { keepPhotos } from '#server/photos/upload.ts';
import { keepFilm, keepRecording } from '#server/recordings/keeping.ts';

/** A form of a lesson as it came in. */
export interface LessonSent {
  values: FormState['values'];
  files: UploadedFile[];
}

/** A slide in the form: a photo that is here already, and its words. */
export interface SlideLine {
  id: string;
  words: string;
}

const MEGABYTE = 1024 * 1024;

/** How much may come in: so many files, and the biggest of each sort. */
export function fileLimits(ctx: Context): { fileBytes: number; files: number } {
  const { perPost, bytes } = ctx.book.rules.photos;
  const { megabytes, filmMegabytes } = ctx.book.recordings;
  const most = Math.max(megabytes, filmMegabytes) * MEGABYTE;
  return { fileBytes: Math.max(bytes, most), files: perPost + 2 };
}

/**
 * Takes the files of a lesson in before its words are looked at, so that nobody has to choose them
 * again: slides with their words in their order, the recording, the film. `refusal` names the file
 * that is none.
 */
export async function takeFiles(
  ctx: Context,
  { values, files }: LessonSent,
): Promise<{ values: FormState['values']; refusal: Refusal | null }> {
  const { drop, ...fields } = values;
  const dropped = idsIn(drop);
  const slides = await slidesOf(ctx, { values, files }, dropped);
  const voice = await takenIn(ctx, fileAt(files, 'recording'), keepRecording);
  const film = await takenIn(ctx, fileAt(files, 'film'), keepFilm);
  const idOf = (taken: Result<string>, name: string) =>
    (taken.ok && taken.value) || (idsIn(values[name]).find((id) => !dropped.includes(id)) ?? '');
  return {
    values: {
      ...fields,
      ...slides.values,
      recordingId: idOf(voice, 'recordingId'),
      filmId: idOf(film, 'filmId'),
    },
    refusal: [slides.taken, voice, film].find((one) => !one.ok) ?? null,
  };
}

/** The slides of a form that are here already, each with its words. */
export function slideLines(values: {
  photoIds?: string | string[];
  slideWords?: string | string[];
}): SlideLine[] {
  const words = [values.slideWords ?? []].flat();
  return idsIn(values.photoIds).map((id, at) => ({ id, words: (words[at] ?? '').trim() }));
}

async function slidesOf(ctx: Context, { values, files }: LessonSent, dropped: string[]) {
  const { perPost, bytes } = ctx.book.rules.photos;
  const before = slideLines(values).filter(({ id }) => !dropped.includes(id));
  const newWords = [values.newWords ?? []].flat();
  const sent = files
    .filter(({ field }) => /^photo\d+$/.test(field))
    .slice(0, Math.max(0, perPost - before.length));
  const taken = await keepPhotos(
    ctx,
    sent.map((file) => ({ ...file, isTooBig: file.isTooBig || file.bytes > bytes })),
  );
  const ids = taken.ok ? taken.value : [];
  const added = ids.map((id, at) => ({
    id,
    words: (newWords[Number(sent[at]?.field.slice('photo'.length)) - 1] ?? '').trim(),
  }));
  const lines = [...before, ...added];
  return {
    taken,
    values: {
      photoIds: lines.map(({ id }) => id),
      slideWords: lines.map(({ words }) => words),
      // What was taken in has its words now; what was not keeps them until it comes again.
      newWords: taken.ok ? [] : newWords,
    },
  };
}

function takenIn(
  ctx: Context,
  file: UploadedFile | undefined,
  keep: (ctx: Context, file: UploadedFile) => Promise<Result<string>>,
): Promise<Result<string>> {
  return file ? keep(ctx, file) : Promise.resolve(accept(''));
}

function fileAt(files: UploadedFile[], field: string): UploadedFile | undefined {
  return files.find((file) => file.field === field);
}
