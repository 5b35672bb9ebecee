import { and, eq, exists, inArray, or, sql } from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { villager } from '#db/schema/accounts.ts';
import { appeal, cosign } from '#db/schema/appeals.ts';
import { post } from '#db/schema/posts.ts';
import type { Tx } from '#db/surface.ts';
import type { Joined } from '#server/accounts/joining.ts';

const other = aliasedTable(cosign, 'other');

/** Gives what a person said alone to his household, where it has not spoken; the rest is left. */
export async function giveToHousehold(tx: Tx, joined: Joined): Promise<void> {
  await tx.update(cosign).set({ voice: joined.householdId }).where(saidAlone(tx, joined));
}

/** Deletes what a person said alone where his household has spoken already; the posts. */
export async function deleteSecondVoices(tx: Tx, joined: Joined): Promise<string[]> {
  const { householdId, villageCode } = joined;
  const saidByHousehold = tx
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.postId, cosign.postId), eq(other.voice, householdId)));
  const raisedByHousehold = tx
    .select({ one: sql`1` })
    .from(appeal)
    .innerJoin(post, eq(post.id, appeal.postId))
    .leftJoin(
      villager,
      and(eq(villager.personId, post.authorId), eq(villager.villageCode, villageCode)),
    )
    .where(
      and(
        eq(appeal.postId, cosign.postId),
        or(eq(appeal.householdId, householdId), eq(villager.householdId, householdId)),
      ),
    );
  const gone = await tx
    .delete(cosign)
    .where(and(saidAlone(tx, joined), or(exists(saidByHousehold), exists(raisedByHousehold))))
    .returning({ postId: cosign.postId });
  return gone.map(({ postId }) => postId);
}

/** Deletes a household's voice below what its own member has raised; the posts. */
export async function deleteOwnVoices(
  tx: Tx,
  { personId, villageCode, householdId }: Joined,
): Promise<string[]> {
  const own = tx
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.authorId, personId), eq(post.villageCode, villageCode)));
  const gone = await tx
    .delete(cosign)
    .where(and(inArray(cosign.postId, own), eq(cosign.voice, householdId)))
    .returning({ postId: cosign.postId });
  return gone.map(({ postId }) => postId);
}

/** Counts one voice less below each of these posts. */
export async function countOneLess(tx: Tx, postIds: string[]): Promise<void> {
  if (postIds.length === 0) return;
  await tx
    .update(post)
    .set({ cosigns: sql`${post.cosigns} - 1` })
    .where(inArray(post.id, postIds));
}

function saidAlone(tx: Tx, { personId, villageCode }: Joined) {
  const here = tx
    .select({ one: sql`1` })
    .from(post)
    .where(and(eq(post.id, cosign.postId), eq(post.villageCode, villageCode)));
  return and(eq(cosign.personId, personId), eq(cosign.voice, personId), exists(here));
}
