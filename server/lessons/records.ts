import { and, desc, eq, sql } from 'drizzle-orm';
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

/** Ids of the lessons entered in a contest, newest first, before this place. */
export function selectEntries(
  db: Reader,
  {
    contest,
    before,
    limit,
  }: { contest: string; before: { at: EpochMs; id: string } | null; limit: number },
): Promise<{ id: string; at: EpochMs }[]> {
  const isOlder =
    before && sql`(${lesson.createdAt}, ${lesson.postId}) < (${before.at}, ${before.id})`;
  return db
    .select({ id: lesson.postId, at: lesson.createdAt })
    .from(lesson)
    .where(and(eq(lesson.contest, contest), isOlder ?? undefined))
    .orderBy(desc(lesson.createdAt), desc(lesson.postId))
    .limit(limit);
}
