import { and, asc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { photo } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** A whole row of `photo`. */
export type PhotoRecord = typeof photo.$inferSelect;

/** So many photos of one subject at most; six are sent, and blackened ones are kept beside. */
const PER_SUBJECT = 20;
/** All that was sent along with a matter; somebody chooses among them. */
const EVIDENCE = 40;

const photosOf = prepared(['kind', 'ids', 'limit'], (db, { kind, ids, limit }) =>
  db
    .select()
    .from(photo)
    .where(and(eq(photo.subjectKind, kind), among(photo.subjectId, ids), isNull(photo.removedAt)))
    .orderBy(asc(photo.subjectId), asc(photo.createdAt), asc(photo.sort))
    .limit(limit),
);

/** The photos of these subjects (a post, an answer, a step), in their order. */
export async function selectPhotos(
  db: Reader,
  kind: string,
  ids: string[],
): Promise<PhotoRecord[]> {
  return ids.length === 0 ? [] : photosOf(db, { kind, ids, limit: ids.length * PER_SUBJECT });
}

/** What a list shows of a photo. */
const shownColumns = {
  hash: photo.hash,
  width: photo.width,
  height: photo.height,
  caption: photo.caption,
};

const isShown = and(isNotNull(photo.releasedAt), isNull(photo.removedAt), isNotNull(photo.hash));

const shownOf = prepared(['kind', 'ids', 'limit'], (db, { kind, ids, limit }) =>
  db
    .select({ subjectId: photo.subjectId, ...shownColumns })
    .from(photo)
    .where(and(eq(photo.subjectKind, kind), among(photo.subjectId, ids), isShown))
    .orderBy(asc(photo.subjectId), asc(photo.createdAt), asc(photo.sort))
    .limit(limit),
);

/** The released photos of these subjects, each subject's in their order. */
export async function selectShown(db: Reader, kind: string, ids: string[]) {
  return ids.length === 0 ? [] : shownOf(db, { kind, ids, limit: ids.length * PER_SUBJECT });
}

const beforeAfterOf = prepared(['postIds', 'limit'], (db, { postIds, limit }) =>
  db
    .select({ postId: photo.postId, purpose: photo.purpose, ...shownColumns })
    .from(photo)
    .where(
      and(
        among(photo.postId, postIds),
        // What its author sent along shows how it was; what people say under it need not.
        or(
          and(eq(photo.subjectKind, 'post'), inArray(photo.purpose, ['post', 'before'])),
          and(eq(photo.subjectKind, 'step'), inArray(photo.purpose, ['before', 'after'])),
        ),
        isShown,
      ),
    )
    .orderBy(asc(photo.createdAt), asc(photo.sort))
    .limit(limit),
);

/** The released photos of how it was and how it is now in these posts, oldest first. */
export async function selectBeforeAfter(db: Reader, postIds: string[]) {
  return postIds.length === 0
    ? []
    : beforeAfterOf(db, { postIds, limit: postIds.length * PER_SUBJECT });
}

const evidenceOf = prepared(['postId', 'limit'], (db, { postId, limit }) =>
  db
    .select()
    .from(photo)
    .where(and(eq(photo.postId, postId), inArray(photo.subjectKind, ['post', 'step']), isShown))
    .orderBy(asc(photo.createdAt), asc(photo.sort))
    .limit(limit),
);

/** The released photos that came with a post or with what was done for it, oldest first. */
export function selectEvidence(db: Reader, postId: string): Promise<PhotoRecord[]> {
  return evidenceOf(db, { postId, limit: EVIDENCE });
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
