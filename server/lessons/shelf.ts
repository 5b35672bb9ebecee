import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { lessonKind } from '#server/lessons/kind.ts';
import { townsToTeach } from '#server/lessons/office.ts';
import { type OfflineLesson, offlineFile } from '#server/lessons/offline.ts';
import { selectPlaced } from '#server/lessons/records.ts';
import { type ShippedLesson, shippedLessons } from '#server/lessons/shipped.ts';
import { type PostPage, type PostRow, postList, postRows } from '#server/posts/views.ts';

/** The county's shelf: lessons that came with the product, by series, and what villages made. */
export interface LessonShelf {
  series: { name: string; lessons: ShippedLesson[] }[];
  /** The newest lessons of villages, and where the older ones begin. */
  made: PostRow[];
  older: string | null;
  /** The newest that towns and the county made. */
  placed: PostRow[];
  /** Whether the viewer makes lessons for a town or the county. */
  mayMake: boolean;
}

const MADE_SHOWN = 6;
const PLACED_SHOWN = 3;

/** Everything that can be learnt here. */
export async function lessonShelf(ctx: Context): Promise<LessonShelf> {
  const lessons = shippedLessons(ctx.env.root);
  const names = [...new Set(lessons.map(({ series }) => series))];
  const [made, found, towns] = await Promise.all([
    postList(ctx, { kind: lessonKind.code, limit: MADE_SHOWN }),
    selectPlaced(ctx.db.read, { placeCode: null, limit: PLACED_SHOWN }),
    townsToTeach(ctx),
  ]);
  const placed = await postRows(
    ctx,
    found.map(({ id }) => id),
  );
  return {
    made: made.rows.filter(({ id }) => !placed.some((row) => row.id === id)),
    older: made.older,
    placed,
    mayMake: towns.length > 0,
    series: names.map((name) => ({
      name,
      lessons: lessons.filter(({ series }) => series === name),
    })),
  };
}

/** All lessons that were made in the county and that everybody may read, a page of them. */
export function madeLessons(
  ctx: Context,
  place: { before: string | null; after: string | null },
): Promise<PostPage> {
  return postList(ctx, { kind: lessonKind.code, ...place });
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
