import { and, eq, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { post } from '#db/schema/posts.ts';
import { recording } from '#db/schema/recordings.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type RecordingRow = typeof recording.$inferSelect;

export async function insertRecording(tx: Tx, row: RecordingRow): Promise<void> {
  await tx.insert(recording).values(row);
}

/** The recordings of a post. */
export function selectByPost(db: Reader, postId: string): Promise<RecordingRow[]> {
  return db.select().from(recording).where(eq(recording.postId, postId)).limit(10);
}

/** What is said in the recordings of these posts, one line a recording, in no order. */
export function selectTranscripts(
  db: Reader,
  postIds: string[],
): Promise<{ postId: string | null; transcript: string }[]> {
  if (postIds.length === 0) return Promise.resolve([]);
  return db
    .select({ postId: recording.postId, transcript: recording.transcript })
    .from(recording)
    .where(among(recording.postId, postIds))
    .limit(postIds.length * 10);
}

/** A person's own recording that waits in a draft. */
export async function selectDraft(
  db: Reader,
  ownerId: string,
  id: string,
): Promise<RecordingRow | null> {
  const [row] = await db.select().from(recording).where(isDraft(ownerId, id)).limit(1);
  return row ?? null;
}

/** Gives a draft to a post with its transcript; whether there was one. */
export async function attachRecording(
  tx: Tx,
  { id, ownerId }: { id: string; ownerId: string },
  changes: Pick<RecordingRow, 'postId' | 'transcript' | 'caption'>,
): Promise<boolean> {
  const given = await tx
    .update(recording)
    .set(changes)
    .where(isDraft(ownerId, id))
    .returning({ id: recording.id });
  return given.length > 0;
}

/** Makes a draft young again. */
export async function renewDraft(
  tx: Tx,
  ownerId: string,
  id: string,
  createdAt: EpochMs,
): Promise<void> {
  await tx.update(recording).set({ createdAt }).where(isDraft(ownerId, id));
}

/** The audience and state of the posts with this recording that meet the condition. */
export async function selectShownByHash(db: Reader, hash: string, condition: SQL) {
  return db
    .select({ audience: post.audience, type: recording.type, releasedAt: post.releasedAt })
    .from(recording)
    .innerJoin(post, eq(post.id, recording.postId))
    .where(
      and(eq(recording.hash, hash), isNull(post.removedAt), isNull(post.withdrawnAt), condition),
    )
    .limit(20);
}

/** A person's own recording with this content, in a draft or anywhere. */
export async function selectOwnByHash(
  db: Reader,
  hash: string,
  ownerId: string,
): Promise<RecordingRow | null> {
  const [row] = await db
    .select()
    .from(recording)
    .where(and(eq(recording.hash, hash), eq(recording.ownerId, ownerId)))
    .limit(1);
  return row ?? null;
}

export async function updateWords(
  tx: Tx,
  id: string,
  words: Pick<RecordingRow, 'transcript' | 'caption'>,
): Promise<void> {
  await tx.update(recording).set(words).where(eq(recording.id, id));
}

/** Recordings left in drafts since before this instant; what was removed. */
export function deleteOldDrafts(tx: Tx, before: EpochMs) {
  return tx
    .delete(recording)
    .where(and(lt(recording.createdAt, before), isNull(recording.postId)))
    .returning({ hash: recording.hash, type: recording.type });
}

/** Which of these contents some row still has; a file without rows may go. */
export async function selectUsed(db: Reader, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await db
    .select({ hash: recording.hash })
    .from(recording)
    .where(inArray(recording.hash, hashes))
    .limit(hashes.length * 10);
  return rows.map(({ hash }) => hash);
}

function isDraft(ownerId: string, id: string) {
  return and(eq(recording.id, id), eq(recording.ownerId, ownerId), isNull(recording.postId));
}
