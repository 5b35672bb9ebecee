import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { outboxMessage } from '#db/schema/kernel.ts';
import {
  comment,
  photo,
  post,
  postVersion,
  privacyCorrection,
  tombstone,
} from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';

/** A text that may hold the datum. */
export interface Corrected {
  id: string;
  body: string;
}

/** All comments of a post, withdrawn and removed ones too. */
export function commentsOfPost(tx: Tx, postId: string) {
  return tx
    .select({
      id: comment.id,
      kind: comment.kind,
      body: comment.body,
      authorId: comment.authorId,
      holderId: comment.holderId,
    })
    .from(comment)
    .where(eq(comment.postId, postId))
    .limit(10_000);
}

/** Every kept wording of these subjects, sealed ones too. */
export function versionsOf(tx: Tx, subjectIds: string[]) {
  return tx
    .select({
      id: postVersion.id,
      title: postVersion.title,
      body: postVersion.body,
      // What was typed before numbers were covered is kept sealed under this number.
      isAsTyped: sql<boolean>`${postVersion.no} = 0`.mapWith(Boolean),
    })
    .from(postVersion)
    .where(
      and(
        inArray(postVersion.subjectKind, ['post', 'comment']),
        inArray(postVersion.subjectId, subjectIds),
      ),
    )
    .limit(10_000);
}

/** What stands in public in place of words that were taken down. */
export function tombstonesOf(tx: Tx, postId: string) {
  const { subjectKind, subjectId, reason } = tombstone;
  return tx
    .select({ subjectKind, subjectId, reason })
    .from(tombstone)
    .where(eq(tombstone.postId, postId))
    .limit(1000);
}

export async function correctTombstone(
  tx: Tx,
  { subjectKind, subjectId, reason }: { subjectKind: string; subjectId: string; reason: string },
): Promise<void> {
  const isThis = and(eq(tombstone.subjectKind, subjectKind), eq(tombstone.subjectId, subjectId));
  await tx.update(tombstone).set({ reason }).where(isThis);
}

export function photosOfPost(tx: Tx, postId: string): Promise<Corrected[]> {
  return tx
    .select({ id: photo.id, body: photo.caption })
    .from(photo)
    .where(eq(photo.postId, postId))
    .limit(1000);
}

/** Messages to the people of a post that lead to its page. */
export function messagesAbout(tx: Tx, path: string, people: string[]): Promise<Corrected[]> {
  return tx
    .select({ id: outboxMessage.id, body: outboxMessage.body })
    .from(outboxMessage)
    .where(
      and(
        inArray(outboxMessage.personId, people),
        or(
          eq(outboxMessage.path, path),
          sql`substr(${outboxMessage.path}, 1, ${path.length + 1}) = ${`${path}#`}`,
        ),
      ),
    )
    .limit(10_000);
}

export async function correctPost(
  tx: Tx,
  id: string,
  words: { title: string; body: string; html: string; activityPlace: string | null },
): Promise<void> {
  await tx.update(post).set(words).where(eq(post.id, id));
}

export async function correctComment(
  tx: Tx,
  id: string,
  words: { body: string; html: string },
): Promise<void> {
  await tx.update(comment).set(words).where(eq(comment.id, id));
}

export async function correctVersion(
  tx: Tx,
  id: string,
  words: { title: string; body: string; html: string },
): Promise<void> {
  await tx.update(postVersion).set(words).where(eq(postVersion.id, id));
}

export async function correctPhoto(tx: Tx, id: string, caption: string): Promise<void> {
  await tx.update(photo).set({ caption }).where(eq(photo.id, id));
}

export async function correctMessage(tx: Tx, id: string, body: string): Promise<void> {
  await tx.update(outboxMessage).set({ body }).where(eq(outboxMessage.id, id));
}

export async function insertCorrection(
  tx: Tx,
  row: typeof privacyCorrection.$inferInsert,
): Promise<void> {
  await tx.insert(privacyCorrection).values(row);
}

/** In how many places personal data was covered on a post, all corrections together. */
export async function selectCorrectedPlaces(db: Reader, postId: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`coalesce(sum(${privacyCorrection.places}), 0)`.mapWith(Number) })
    .from(privacyCorrection)
    .where(eq(privacyCorrection.postId, postId))
    .limit(1);
  return row?.n ?? 0;
}
