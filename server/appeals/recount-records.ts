import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { appeal } from '#db/schema/appeals.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** Appeals under way, in order of their ids, whose dates rest on an earlier calendar. */
export function selectOutdated(
  db: Reader,
  by: { version: number; after: string; states: string[]; limit: number },
) {
  return db
    .select({ postId: appeal.postId })
    .from(appeal)
    .innerJoin(post, eq(post.id, appeal.postId))
    .where(
      and(
        gt(appeal.postId, by.after),
        lt(appeal.calendarVersion, by.version),
        inArray(post.state, by.states),
        isNull(post.removedAt),
      ),
    )
    .orderBy(asc(appeal.postId))
    .limit(by.limit);
}
