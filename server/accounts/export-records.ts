import { desc, eq } from 'drizzle-orm';
import { comment, post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** What a person wrote, newest first. */
export function selectWritten(db: Reader, personId: string, limit: number) {
  return db
    .select({
      kind: post.kind,
      village: post.villageCode,
      no: post.no,
      title: post.title,
      body: post.body,
      place: post.activityPlace,
      state: post.state,
      at: post.createdAt,
    })
    .from(post)
    .where(eq(post.authorId, personId))
    .orderBy(desc(post.createdAt))
    .limit(limit);
}

/** What a person said under posts, newest first. */
export function selectSaid(db: Reader, personId: string, limit: number) {
  return db
    .select({ kind: comment.kind, body: comment.body, at: comment.createdAt })
    .from(comment)
    .where(eq(comment.authorId, personId))
    .orderBy(desc(comment.createdAt))
    .limit(limit);
}
