import { readFile } from 'node:fs/promises';
import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { offlineFile } from '#server/lessons/offline.ts';
import type { LessonRow } from '#server/lessons/records.ts';
import { photoFolder } from '#server/photos/upload.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import { photoFile } from '#server/workshop/photo-files.ts';

/** What of a village's lesson goes into its file; `html` are its words as they stand. */
export interface KeptLesson {
  title: string;
  html: string;
  lesson: LessonRow;
  photos: PhotoView[];
}

const SLIDE_WIDTH = 720;
const DATA = 'data:image/webp;base64,';

/** The lesson as one file that needs nothing else, its slides inside it. */
export async function lessonFile(ctx: Context, kept: KeptLesson): Promise<string> {
  const folder = photoFolder(ctx);
  const files = kept.photos.map(({ hash }) => readFile(photoFile(folder, hash, SLIDE_WIDTH)));
  const slides = (await Promise.all(files)).map((bytes) => DATA + bytes.toString('base64'));
  return fileWith(ctx, kept, slides);
}

/** How big that file is, without reading the slides. */
export function lessonFileBytes(ctx: Context, kept: KeptLesson): number {
  const slides = kept.photos.map(() => DATA);
  const words = Buffer.byteLength(fileWith(ctx, kept, slides));
  // Base64 writes three bytes as four.
  return kept.photos.reduce(
    (sum, { bytes }) => sum + Math.ceil((bytes[SLIDE_WIDTH] ?? 0) / 3) * 4,
    words,
  );
}

function fileWith(ctx: Context, { title, html, lesson }: KeptLesson, slides: string[]): string {
  const { issue } = wordsFor(ctx.lang).lessons.shelf;
  const { series, number, quiz, transcript } = lesson;
  const over = `${series} · ${issue(number)}`;
  return offlineFile(ctx.lang, { title, over, html, quiz, transcript, slides, sources: [] });
}
