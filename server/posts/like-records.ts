import { and, eq, isNull, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { grid } from '#db/schema/grids.ts';
import { post, postLike } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { openToAll } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Where a post stands that everybody may see. */
export interface OpenPlace {
  kind: string;
  no: number;
  villageCode: string;
  villagePath: string;
  slug: string | null;
}

const openPlace = prepared(['id'], (db, { id }) =>
  db
    .select({
      kind: post.kind,
      no: post.no,
      villageCode: post.villageCode,
      villagePath: grid.path,
      slug: grid.slug,
    })
    .from(post)
    .innerJoin(grid, eq(grid.code, post.villageCode))
    .where(and(eq(post.id, id), openToAll(), isNull(post.withdrawnAt), isNull(post.removedAt)))
    .limit(1),
);

/** Where this post stands, if everybody may see it; null for what only some may see. */
export async function selectOpenPlace(db: Reader, id: string): Promise<OpenPlace | null> {
  const [row] = await openPlace(db, { id });
  return row ?? null;
}

const insertLike = prepared(['postId', 'personId', 'at'], (tx, like) =>
  tx.insert(postLike).values(like).onConflictDoNothing().returning({ postId: postLike.postId }),
);

/** Adds this person's like and counts it; a second one changes nothing. */
export async function addLike(tx: Tx, postId: string, personId: string, at: EpochMs) {
  const added = await insertLike(tx, { postId, personId, at });
  if (added.length > 0) await addToLikes(tx, { id: postId, n: 1 });
}

const deleteLike = prepared(['postId', 'personId'], (tx, { postId, personId }) =>
  tx
    .delete(postLike)
    .where(and(eq(postLike.postId, postId), eq(postLike.personId, personId)))
    .returning({ postId: postLike.postId }),
);

/** Takes this person's like back and counts it. */
export async function removeLike(tx: Tx, postId: string, personId: string) {
  const removed = await deleteLike(tx, { postId, personId });
  if (removed.length > 0) await addToLikes(tx, { id: postId, n: -1 });
}

const likeOf = prepared(['postId', 'personId'], (db, { postId, personId }) =>
  db
    .select({ at: postLike.at })
    .from(postLike)
    .where(and(eq(postLike.postId, postId), eq(postLike.personId, personId)))
    .limit(1),
);

/** Whether this person likes the post. */
export async function likes(db: Reader, postId: string, personId: string): Promise<boolean> {
  return (await likeOf(db, { postId, personId })).length > 0;
}

const addToLikes = prepared(['id', 'n'], (tx, { id, n }) =>
  tx
    .update(post)
    .set({ likes: sql`${post.likes} + ${n}` })
    .where(eq(post.id, id)),
);
