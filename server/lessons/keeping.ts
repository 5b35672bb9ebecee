import { readFile } from 'node:fs/promises';
import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { type OfflineSlide, offlineFile } from '#server/lessons/offline.ts';
import type { LessonRow } from '#server/lessons/records.ts';
import { photoFolder } from '#server/photos/upload.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import { recordingFile, recordingFolder } from '#server/recordings/files.ts';
import type { RecordingView } from '#server/recordings/views.ts';
import { photoFile } from '#server/workshop/photo-files.ts';

/** What of a village's lesson goes into its file; `html` are its words as they stand. */
export interface KeptLesson {
  title: string;
  html: string;
  lesson: LessonRow;
  photos: PhotoView[];
  voice: RecordingView | null;
  film: RecordingView | null;
}

const SLIDE_WIDTH = 720;
const MEGABYTE = 1024 * 1024;

/** The lesson as one file that needs nothing else: its slides inside it, and what is spoken if it fits. */
export async function lessonFile(ctx: Context, kept: KeptLesson): Promise<string> {
  const photos = photoFolder(ctx);
  const read = kept.photos.map(({ hash }) => readFile(photoFile(photos, hash, SLIDE_WIDTH)));
  const slides = (await Promise.all(read)).map((bytes) => dataOf('image/webp', bytes));
  const { voice, film } = fitting(ctx, kept);
  const [said, seen] = await Promise.all([spokenData(ctx, voice), spokenData(ctx, film)]);
  return fileWith(ctx, kept, { slides, voice: said, film: seen });
}

/** How big that file is, without reading what lies in it. */
export function lessonFileBytes(ctx: Context, kept: KeptLesson): number {
  const { voice, film } = fitting(ctx, kept);
  const empty = (type: string) => dataOf(type, Buffer.alloc(0));
  const words = fileWith(ctx, kept, {
    slides: kept.photos.map(() => empty('image/webp')),
    voice: voice && empty(voice.type),
    film: film && empty(film.type),
  });
  const inside = [
    ...kept.photos.map(({ bytes }) => bytes[SLIDE_WIDTH] ?? 0),
    voice?.bytes ?? 0,
    film?.bytes ?? 0,
  ];
  // Base64 writes three bytes as four.
  return inside.reduce((sum, bytes) => sum + Math.ceil(bytes / 3) * 4, Buffer.byteLength(words));
}

interface DataInside {
  slides: string[];
  voice: string | null;
  film: string | null;
}

function fileWith(
  ctx: Context,
  { title, html, lesson, photos }: KeptLesson,
  { slides, voice, film }: DataInside,
): string {
  const { issue } = wordsFor(ctx.lang).lessons.shelf;
  const { series, number, quiz, transcript } = lesson;
  const over = `${series} · ${issue(number)}`;
  const shown: OfflineSlide[] = slides.map((data, at) => ({
    data,
    words: photos[at]?.caption ?? '',
  }));
  const spoken = { voice, film, transcript };
  return offlineFile(ctx.lang, { title, over, html, quiz, ...spoken, slides: shown, sources: [] });
}

/** What is spoken, as far as a telephone may be expected to keep it in one file. */
function fitting(ctx: Context, { voice, film }: KeptLesson) {
  const most = ctx.book.lessons.offlineMegabytes * MEGABYTE;
  const fits = (one: RecordingView | null) => (one !== null && one.bytes <= most ? one : null);
  return { voice: fits(voice), film: fits(film) };
}

async function spokenData(ctx: Context, one: RecordingView | null): Promise<string | null> {
  return one && dataOf(one.type, await readFile(recordingFile(recordingFolder(ctx), one)));
}

function dataOf(type: string, bytes: Buffer): string {
  return `data:${type};base64,${bytes.toString('base64')}`;
}
