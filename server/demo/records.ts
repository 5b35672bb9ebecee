import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { post, review } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** The id of a post by its number. */
export async function selectPostId(db: Reader, villageCode: string, no: number): Promise<string> {
  const [row] = await db
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.villageCode, villageCode), eq(post.no, no)))
    .limit(1);
  if (!row) throw new Error(`village ${villageCode} has no post ${no}`);
  return row.id;
}

/** What of a post waits for a look: because it was reported, or because it is new. */
export async function selectOpenReviews(
  db: Reader,
  postId: string,
  isReported: boolean,
): Promise<string[]> {
  const why = isReported ? eq(review.why, 'reported') : ne(review.why, 'reported');
  const rows = await db
    .select({ id: review.id })
    .from(review)
    .where(and(eq(review.postId, postId), isNull(review.decidedAt), why))
    .orderBy(asc(review.id))
    .limit(50);
  return rows.map(({ id }) => id);
}
