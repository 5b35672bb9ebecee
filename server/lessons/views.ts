import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { type OfflineLesson, offlineFile } from '#server/lessons/offline.ts';
import { type ShippedLesson, shippedLessons } from '#server/lessons/shipped.ts';

/** The county's shelf: lessons that came with the product, by series. */
export interface LessonShelf {
  series: { name: string; lessons: ShippedLesson[] }[];
}

/** Everything that can be learnt here. */
export function lessonShelf(ctx: Context): LessonShelf {
  const lessons = shippedLessons(ctx.env.root);
  const names = [...new Set(lessons.map(({ series }) => series))];
  return {
    series: names.map((name) => ({
      name,
      lessons: lessons.filter(({ series }) => series === name),
    })),
  };
}

/** One lesson of the shelf. */
export interface ShippedLessonPage {
  lesson: ShippedLesson;
  /** Its file for reading without a network, and how big it is. */
  keep: { path: string; bytes: number };
}

/** A lesson that came with the product, by the name of its file; null when there is none. */
export function shippedLessonPage(ctx: Context, key: string): ShippedLessonPage | null {
  const lesson = shippedLessons(ctx.env.root).find((one) => one.key === key);
  if (!lesson) return null;
  const bytes = Buffer.byteLength(shippedLessonFile(ctx, lesson));
  return { lesson, keep: { path: `/lessons/${key}.html`, bytes } };
}

/** The same as one file to keep. */
export function shippedLessonFile(ctx: Context, lesson: ShippedLesson): string {
  const { shelf } = wordsFor(ctx.lang).lessons;
  const over = `${lesson.series} · ${shelf.issue(lesson.number)}`;
  const { title, html, quiz, sources } = lesson;
  return offlineFile(ctx.lang, { title, over, html, quiz, sources } satisfies OfflineLesson);
}
