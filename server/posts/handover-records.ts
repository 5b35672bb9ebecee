import { and, asc, eq, gt, isNotNull, isNull, not, or, sql } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import { comment, post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { headsPlace, isPairedWith, servesInVillage } from '#server/grids/still-answers.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A question that waits for somebody who no longer answers there. */
export type LeftQuestion = Awaited<ReturnType<typeof selectLeftQuestions>>[number];

const householdOfAsker = sql<string | null>`(SELECT ${villager.householdId} FROM ${villager}
  WHERE ${villager.personId} = ${comment.authorId} AND ${villager.villageCode} = ${post.villageCode})`;

/** Questions without an answer whose holder left his post, in order of their ids. */
export function selectLeftQuestions(
  db: Reader,
  { after, at, limit }: { after: string; at: EpochMs; limit: number },
) {
  const holder = { personId: comment.holderId, gridCode: comment.holderGridCode };
  const home = { personId: comment.holderId, householdId: householdOfAsker };
  const over = { personId: comment.holderId, villageCode: post.villageCode };
  // Whoever stands for a notice, a letter or an appeal answers under it as long as he serves there.
  const standsForIt = and(eq(post.holderId, comment.holderId), servesInVillage(over, at));
  const answers = or(headsPlace(holder, at), isPairedWith(home, at), standsForIt);
  return db
    .select({
      question: comment,
      villageCode: post.villageCode,
      kind: post.kind,
      no: post.no,
      standsForId: post.holderId,
      householdId: householdOfAsker,
    })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(
      and(
        gt(comment.id, after),
        // Spelt out: only so do the engines know the small index over what nobody has answered.
        sql`${comment.kind} = 'ask' AND ${comment.firstAnsweredAt} IS NULL`,
        isNull(comment.removedAt),
        isNull(comment.withdrawnAt),
        isNotNull(comment.holderId),
        answers && not(answers),
      ),
    )
    .orderBy(asc(comment.id))
    .limit(limit);
}
