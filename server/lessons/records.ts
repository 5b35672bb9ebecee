import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { lesson, lessonQuizVersion } from '#db/schema/lessons.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type LessonRow = typeof lesson.$inferSelect;
export type QuizVersion = typeof lessonQuizVersion.$inferSelect;

/** More often nobody changes the questions of one lesson. */
const MOST_VERSIONS = 100;

export async function insertLesson(tx: Tx, row: LessonRow): Promise<void> {
  await tx.insert(lesson).values(row);
}

export async function updateLesson(
  tx: Tx,
  postId: string,
  changes: Partial<LessonRow>,
): Promise<void> {
  await tx.update(lesson).set(changes).where(eq(lesson.postId, postId));
}

/** What belongs to these posts, in no order. Whoever asks has loaded the posts through the viewer. */
export function selectLessons(db: Reader, postIds: string[]): Promise<LessonRow[]> {
  if (postIds.length === 0) return Promise.resolve([]);
  return db.select().from(lesson).where(among(lesson.postId, postIds)).limit(postIds.length);
}

/** Lessons that offices of a town or the county made, newest first. */
export function selectPlaced(
  db: Reader,
  { placeCode, limit }: { placeCode: string | null; limit: number },
): Promise<{ id: string; at: EpochMs }[]> {
  const isMeant =
    placeCode === null ? isNotNull(lesson.placeCode) : eq(lesson.placeCode, placeCode);
  return db
    .select({ id: lesson.postId, at: lesson.createdAt })
    .from(lesson)
    .where(isMeant)
    .orderBy(desc(lesson.createdAt), desc(lesson.postId))
    .limit(limit);
}

/** The parts of a series in a village, the latest 期 first. */
export function selectSeries(
  db: Reader,
  { villageCode, series, limit }: { villageCode: string; series: string; limit: number },
): Promise<{ id: string; number: number }[]> {
  return db
    .select({ id: lesson.postId, number: lesson.number })
    .from(lesson)
    .where(and(eq(lesson.villageCode, villageCode), eq(lesson.series, series)))
    .orderBy(desc(lesson.number), desc(lesson.postId))
    .limit(limit);
}

/** The questions of a lesson that were changed since, the first ones first. */
export function selectQuizVersions(db: Reader, postId: string): Promise<QuizVersion[]> {
  return db
    .select()
    .from(lessonQuizVersion)
    .where(eq(lessonQuizVersion.postId, postId))
    .orderBy(asc(lessonQuizVersion.no))
    .limit(MOST_VERSIONS);
}

export async function insertQuizVersion(tx: Tx, row: QuizVersion): Promise<void> {
  await tx.insert(lessonQuizVersion).values(row);
}

/** Older questions in other words: what had to be covered in them. */
export async function updateQuizVersion(
  tx: Tx,
  { postId, no, quiz }: Pick<QuizVersion, 'postId' | 'no' | 'quiz'>,
): Promise<void> {
  await tx
    .update(lessonQuizVersion)
    .set({ quiz })
    .where(and(eq(lessonQuizVersion.postId, postId), eq(lessonQuizVersion.no, no)));
}
