import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type KeptLesson, lessonFile, lessonFileBytes } from '#server/lessons/keeping.ts';
import { lessonKind } from '#server/lessons/kind.ts';
import { officeAbove } from '#server/lessons/office.ts';
import {
  type LessonRow,
  type QuizVersion,
  selectLessons,
  selectPlaced,
  selectQuizVersions,
  selectSeries,
} from '#server/lessons/records.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { type PostPage, type PostRow, postList, postRows } from '#server/posts/views.ts';
import { draftRecording, type RecordingView, spokenIn } from '#server/recordings/views.ts';

/** The lessons of a village, newest first. */
export interface LessonListView extends PostPage {
  village: Village;
  /** The newest that its town and county made, wherever they were given. */
  above: PostRow[];
  mayMake: boolean;
}

const ABOVE_SHOWN = 3;
const SERIES_SHOWN = 12;

/** A page of a village's lessons; null where there is no such village. */
export async function lessonList(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<LessonListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: lessonKind.code, before, after };
  const [list, above] = await Promise.all([
    postList(ctx, filter),
    before || after ? [] : lessonsAbove(ctx, village),
  ]);
  const here = new Set(list.rows.map(({ id }) => id));
  return {
    village,
    ...list,
    above: above.filter(({ id }) => !here.has(id)),
    mayMake: mayMake(ctx, village),
  };
}

async function lessonsAbove(ctx: Context, village: Village): Promise<PostRow[]> {
  const places = [village.townCode, village.countyCode];
  const found = await Promise.all(
    places.map((placeCode) => selectPlaced(ctx.db.read, { placeCode, limit: ABOVE_SHOWN })),
  );
  ctx.page.shows('county');
  return postRows(
    ctx,
    found.flat().map(({ id }) => id),
  );
}

/** A lesson of a village; `lesson` is null when its words were withdrawn or removed. */
export interface LessonPageView extends PostPageView {
  lesson: LessonRow | null;
  /** Questions that were asked before, the first ones first. */
  olderQuizzes: QuizVersion[];
  /** The viewer made it, and may ask something else. */
  mayChangeQuiz: boolean;
  /** The town or county whose office made it; null for the village's own. */
  maker: string | null;
  voice: RecordingView | null;
  film: RecordingView | null;
  /** The other parts of its series in this village, the latest first. */
  series: { number: number; row: PostRow }[];
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
  if (!lesson) return { ...page, ...NOTHING };
  const [spoken, olderQuizzes] = await Promise.all([
    spokenIn(ctx, page.parts.id),
    selectQuizVersions(ctx.db.read, page.parts.id),
  ]);
  return {
    ...page,
    ...spoken,
    ...{ lesson, olderQuizzes },
    mayChangeQuiz: page.parts.may.edit && page.authorId === ctx.viewer.personId,
    maker: makerOf(page.village, lesson.placeCode),
    series: await seriesOf(ctx, lesson),
    keep: keepOf(ctx, page, { ...spoken, lesson }),
  };
}

/** What is left of a lesson whose words are gone. */
const NOTHING = {
  ...{ lesson: null, olderQuizzes: [], mayChangeQuiz: false, maker: null },
  ...{ voice: null, film: null, series: [], keep: null },
};

function makerOf(village: Village, placeCode: string | null): string | null {
  if (placeCode === null) return null;
  return placeCode === village.countyCode ? village.countyName : village.townName;
}

async function seriesOf(ctx: Context, lesson: LessonRow): Promise<LessonPageView['series']> {
  const { villageCode, series, postId } = lesson;
  const sought = { villageCode, series, limit: SERIES_SHOWN };
  const others = (await selectSeries(ctx.db.read, sought)).filter(({ id }) => id !== postId);
  const rows = await postRows(
    ctx,
    others.map(({ id }) => id),
  );
  // Another part of it may come, or go.
  if (series !== '') ctx.page.shows(`village:${villageCode}`);
  return rows.map((row) => ({
    number: others.find(({ id }) => id === row.id)?.number ?? 0,
    row,
  }));
}

function keepOf(
  ctx: Context,
  page: PostPageView,
  made: Pick<KeptLesson, 'lesson' | 'voice' | 'film'>,
): LessonPageView['keep'] {
  const photos = page.parts.photos.filter(({ isHeld }) => !isHeld);
  const kept = { title: page.title, html: page.html ?? '', ...made, photos };
  return {
    path: `${page.path}/keep`,
    bytes: lessonFileBytes(ctx, kept),
    file: () => lessonFile(ctx, kept),
  };
}

/** The form for a new lesson. */
export interface NewLessonView {
  village: Village;
  /** The town or county for which the viewer makes it; null for the village's own. */
  maker: string | null;
  mostQuestions: number;
  /** How many slides it may have, and those of this form that are here already. */
  photoLimit: number;
  photos: DraftPhoto[];
  voice: RecordingView | null;
  film: RecordingView | null;
  key: string;
}

/** The form, with the files that came with it before; null for whoever may not make lessons here. */
export async function newLesson(
  ctx: Context,
  slug: string,
  values: FormState['values'] = {},
): Promise<NewLessonView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayMake(ctx, village)) return null;
  ctx.page.keepPrivate();
  const byPost = actingPost(ctx.viewer, 'lesson.make', village.path) ?? '';
  return {
    village,
    maker: makerOf(village, officeAbove(ctx.viewer, village, byPost)),
    mostQuestions: ctx.book.lessons.mostQuestions,
    photoLimit: ctx.book.rules.photos.perPost,
    photos: await draftPhotos(ctx, idsIn(values.photoIds)),
    voice: await draftAt(ctx, values.recordingId),
    film: await draftAt(ctx, values.filmId),
    key: newToken(),
  };
}

async function draftAt(ctx: Context, typed: string | string[] | undefined) {
  const [id] = idsIn(typed);
  return id ? draftRecording(ctx, id) : null;
}

function mayMake(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'lesson.make', village.path) !== null;
}
