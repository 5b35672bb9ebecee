import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { lessonKind } from '#server/lessons/kind.ts';
import { type OfflineLesson, offlineFile } from '#server/lessons/offline.ts';
import { type ShippedLesson, shippedLessons } from '#server/lessons/shipped.ts';
import { type PostRow, postList } from '#server/posts/views.ts';
import { contestPath } from '#server/rules/links.ts';

/** The county's shelf: lessons that came with the product, by series, and what villages made. */
export interface LessonShelf {
  series: { name: string; lessons: ShippedLesson[] }[];
  /** The newest lessons of villages. */
  made: PostRow[];
  contests: { name: string; path: string }[];
}

const MADE_SHOWN = 6;

/** Everything that can be learnt here. */
export async function lessonShelf(ctx: Context): Promise<LessonShelf> {
  const lessons = shippedLessons(ctx.env.root);
  const names = [...new Set(lessons.map(({ series }) => series))];
  const made = await postList(ctx, { kind: lessonKind.code, limit: MADE_SHOWN });
  return {
    made: made.rows,
    contests: ctx.book.lessons.contests.map((one) => ({
      name: one[ctx.lang],
      path: contestPath(one.code),
    })),
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
