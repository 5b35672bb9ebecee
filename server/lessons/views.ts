import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { lessonFile, lessonFileBytes } from '#server/lessons/keeping.ts';
import { lessonKind } from '#server/lessons/kind.ts';
import { type LessonRow, selectEntries, selectLessons } from '#server/lessons/records.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { type PostPage, type PostRow, postList, postRows } from '#server/posts/views.ts';
import { contestPath } from '#server/rules/links.ts';

/** The lessons of a village, newest first. */
export interface LessonListView extends PostPage {
  village: Village;
  mayMake: boolean;
}

/** A page of a village's lessons; null where there is no such village. */
export async function lessonList(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<LessonListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: lessonKind.code, before, after };
  return { village, ...(await postList(ctx, filter)), mayMake: mayMake(ctx, village) };
}

/** A lesson of a village; `lesson` is null when its words were withdrawn or removed. */
export interface LessonPageView extends PostPageView {
  lesson: LessonRow | null;
  /** The name of the contest it is entered in, with its page. */
  contest: { name: string; path: string } | null;
  /** Its file for reading without a network, and how big it is; null when there is nothing to keep. */
  keep: { path: string; bytes: number; file: () => Promise<string> } | null;
}

/** One lesson by village and number; null: there is nothing that this viewer may see. */
export async function lessonPage(
  ctx: Context,
  { slug, no, commentsAfter }: { slug: string; no: string; commentsAfter: string | null },
): Promise<LessonPageView | null> {
  const page = await postPage(ctx, { slug, kind: lessonKind.code, no, commentsAfter });
  if (!page) return null;
  const [lesson = null] =
    page.html === null ? [] : await selectLessons(ctx.db.read, [page.parts.id]);
  const contest = contestNamed(ctx, lesson?.contest ?? null);
  return { ...page, lesson, contest, keep: lesson && keepOf(ctx, page, lesson) };
}

function keepOf(ctx: Context, page: PostPageView, lesson: LessonRow): LessonPageView['keep'] {
  const photos = page.parts.photos.filter(({ isHeld }) => !isHeld);
  const kept = { title: page.title, html: page.html ?? '', lesson, photos };
  return {
    path: `${page.path}/keep`,
    bytes: lessonFileBytes(ctx, kept),
    file: () => lessonFile(ctx, kept),
  };
}

/** The form for a new lesson. */
export interface NewLessonView {
  village: Village;
  mostQuestions: number;
  /** How many slides it may have, and those of this form that are here already. */
  photoLimit: number;
  photos: DraftPhoto[];
  contests: { code: string; name: string }[];
  key: string;
}

/** The form, with the slides that came with it before; null for whoever may not make lessons here. */
export async function newLesson(
  ctx: Context,
  slug: string,
  photoIds: string[] = [],
): Promise<NewLessonView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayMake(ctx, village)) return null;
  ctx.page.keepPrivate();
  const { mostQuestions, contests } = ctx.book.lessons;
  return {
    village,
    mostQuestions,
    photoLimit: ctx.book.rules.photos.perPost,
    photos: await draftPhotos(ctx, photoIds),
    contests: contests.map((one) => ({ code: one.code, name: one[ctx.lang] })),
    key: newToken(),
  };
}

/** A contest: what the jury will look at, and what was entered, newest first. */
export interface ContestView {
  name: string;
  criteria: string[];
  rows: PostRow[];
  older: string | null;
}

/** A contest of content/lessons.json with a page of its entries; null when there is none. */
export async function contestPage(
  ctx: Context,
  code: string,
  before: string | null,
): Promise<ContestView | null> {
  const contest = ctx.book.lessons.contests.find((one) => one.code === code);
  if (!contest) return null;
  const limit = ctx.book.rules.pages.posts;
  const found = await selectEntries(ctx.db.read, {
    contest: code,
    before: placeOf(before),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  // Some are for their village alone: its people see them here too, others do not.
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows('county');
  return {
    name: contest[ctx.lang],
    criteria: contest.criteria[ctx.lang],
    rows: await postRows(
      ctx,
      shown.map(({ id }) => id),
    ),
    older: last && found.length > limit ? `${last.at}_${last.id}` : null,
  };
}

function contestNamed(ctx: Context, code: string | null): LessonPageView['contest'] {
  const found = ctx.book.lessons.contests.find((one) => one.code === code);
  return found ? { name: found[ctx.lang], path: contestPath(found.code) } : null;
}

function placeOf(typed: string | null): { at: number; id: string } | null {
  const [, at, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(typed ?? '') ?? [];
  return at && id ? { at: Number(at), id } : null;
}

function mayMake(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'lesson.make', village.path) !== null;
}
