import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { comment, post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** Questions that wait for an answer, in order of their ids, each with the village of its post. */
export function selectUnanswered(db: Reader, by: { after: string; limit: number }) {
  return db
    .select({ question: comment, villageCode: post.villageCode })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(
      and(
        gt(comment.id, by.after),
        eq(comment.kind, 'ask'),
        isNull(comment.firstAnsweredAt),
        isNull(comment.removedAt),
        isNull(comment.withdrawnAt),
      ),
    )
    .orderBy(asc(comment.id))
    .limit(by.limit);
}
