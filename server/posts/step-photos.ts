import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { lookDueAt, photosReleasedAt } from '#server/posts/create.ts';
import { type PhotoRecord, selectEvidence, selectPhotos } from '#server/posts/photo-records.ts';
import { attachPhotos, openReviews, postInTx } from '#server/posts/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Something said or done under a post that carries photos: a step of an appeal, an answer. */
export interface PhotoPlace {
  subjectKind: string;
  subjectId: string;
  postId: string;
  villageCode: string;
  ownerId: string;
}

/** Gives taken-in photos to a step inside its write, and asks for a look where the county wants one. */
export async function givePhotos(
  tx: Tx,
  ctx: Context,
  photoIds: string[],
  { ownerId, ...place }: PhotoPlace,
  at: EpochMs,
): Promise<void> {
  if (photoIds.length === 0) return;
  const post = await postInTx(tx, place.postId);
  if (!post) throw new Error(`a photo's post ${place.postId} is missing`);
  const releasedAt = photosReleasedAt(ctx, post.audience, at);
  const { subjectKind: kind, subjectId: id } = place;
  const subject = { kind, id, postId: place.postId, ownerIds: [ownerId], releasedAt };
  const photos = await attachPhotos(tx, photoIds, subject);
  if (releasedAt !== null) return;
  const dueAt = lookDueAt(ctx, at);
  const { postId, villageCode } = place;
  await openReviews(
    tx,
    photos.map((subjectId) => ({
      subjectKind: 'photo',
      subjectId,
      postId,
      villageCode,
      why: 'photo',
      dueAt,
      at,
    })),
  );
}

/** The photos of steps by the steps' ids, each step's in its order. */
export function photosOfSteps(ctx: Context, stepIds: string[]): Promise<PhotoRecord[]> {
  return selectPhotos(ctx.db.read, 'step', stepIds);
}

/** The photos of a post and of what was done for it that everybody who sees it sees, oldest first. */
export function evidenceOf(ctx: Context, postId: string): Promise<PhotoRecord[]> {
  return selectEvidence(ctx.db.read, postId);
}
