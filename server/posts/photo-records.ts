import { and, asc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
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

/** What a list shows of a photo. */
const shownColumns = {
  hash: photo.hash,
  width: photo.width,
  height: photo.height,
  caption: photo.caption,
};

const isShown = and(isNotNull(photo.releasedAt), isNull(photo.removedAt), isNotNull(photo.hash));

/** The released photos of these subjects, each subject's in their order. */
export async function selectShown(db: Reader, subjectKind: string, subjectIds: string[]) {
  if (subjectIds.length === 0) return [];
  return db
    .select({ subjectId: photo.subjectId, ...shownColumns })
    .from(photo)
    .where(and(eq(photo.subjectKind, subjectKind), inArray(photo.subjectId, subjectIds), isShown))
    .orderBy(asc(photo.subjectId), asc(photo.createdAt), asc(photo.sort))
    .limit(subjectIds.length * 20);
}

/** The released photos of how it was and how it is now in these posts, oldest first. */
export async function selectBeforeAfter(db: Reader, postIds: string[]) {
  if (postIds.length === 0) return [];
  return db
    .select({ postId: photo.postId, purpose: photo.purpose, ...shownColumns })
    .from(photo)
    .where(
      and(
        inArray(photo.postId, postIds),
        // What its author sent along shows how it was; what people say under it need not.
        or(
          and(eq(photo.subjectKind, 'post'), inArray(photo.purpose, ['post', 'before'])),
          and(eq(photo.subjectKind, 'step'), inArray(photo.purpose, ['before', 'after'])),
        ),
        isShown,
      ),
    )
    .orderBy(asc(photo.createdAt), asc(photo.sort))
    .limit(postIds.length * 20);
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
