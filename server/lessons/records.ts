import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { lesson } from '#db/schema/lessons.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type LessonRow = typeof lesson.$inferSelect;

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
