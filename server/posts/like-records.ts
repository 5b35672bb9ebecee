import { and, eq, sql } from 'drizzle-orm';
import { post, postLike } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Adds this person's like and counts it; a second one changes nothing. */
export async function addLike(tx: Tx, postId: string, personId: string, at: EpochMs) {
  const added = await tx
    .insert(postLike)
    .values({ postId, personId, at })
    .onConflictDoNothing()
    .returning({ postId: postLike.postId });
  if (added.length > 0) await addToLikes(tx, postId, 1);
}

/** Takes this person's like back and counts it. */
export async function removeLike(tx: Tx, postId: string, personId: string) {
  const removed = await tx
    .delete(postLike)
    .where(and(eq(postLike.postId, postId), eq(postLike.personId, personId)))
    .returning({ postId: postLike.postId });
  if (removed.length > 0) await addToLikes(tx, postId, -1);
}

/** Whether this person likes the post. */
export async function likes(db: Reader, postId: string, personId: string): Promise<boolean> {
  const rows = await db
    .select({ at: postLike.at })
    .from(postLike)
    .where(and(eq(postLike.postId, postId), eq(postLike.personId, personId)))
    .limit(1);
  return rows.length > 0;
}

async function addToLikes(tx: Tx, postId: string, n: number): Promise<void> {
  await tx
    .update(post)
    .set({ likes: sql`${post.likes} + ${n}` })
    .where(eq(post.id, postId));
}
