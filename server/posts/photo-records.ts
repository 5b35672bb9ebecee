import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { photo } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** A whole row of `photo`. */
export type PhotoRecord = typeof photo.$inferSelect;

/** The photos of these subjects (a post, an answer, a step), in their order. */
export async function selectPhotos(
  db: Reader,
  subjectKind: string,
  subjectIds: string[],
): Promise<PhotoRecord[]> {
  if (subjectIds.length === 0) return [];
  return db
    .select()
    .from(photo)
    .where(
      and(
        eq(photo.subjectKind, subjectKind),
        inArray(photo.subjectId, subjectIds),
        isNull(photo.removedAt),
      ),
    )
    .orderBy(asc(photo.subjectId), asc(photo.createdAt), asc(photo.sort))
    .limit(subjectIds.length * 20);
}

/** A photo that belongs to a post itself. */
export async function photoOfPost(
  db: Reader,
  photoId: string,
  postId: string,
): Promise<PhotoRecord | null> {
  const [row] = await db
    .select()
    .from(photo)
    .where(and(eq(photo.id, photoId), eq(photo.subjectKind, 'post'), eq(photo.subjectId, postId)))
    .limit(1);
  return row ?? null;
}
