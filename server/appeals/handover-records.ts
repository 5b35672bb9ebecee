import { and, asc, eq, gt, isNotNull, isNull, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { appeal } from '#db/schema/appeals.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { headsPlace, isPairedWith } from '#server/grids/still-answers.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const left = {
  postId: post.id,
  villageCode: post.villageCode,
  groupCode: post.groupCode,
  audience: post.audience,
  nextDueAt: post.nextDueAt,
  firstAnsweredAt: post.firstAnsweredAt,
  holderId: post.holderId,
  holderGridCode: post.holderGridCode,
  householdId: appeal.householdId,
  secretaryId: appeal.secretaryId,
};

/** An open appeal of somebody who no longer answers there. */
export type LeftRow = Awaited<ReturnType<typeof selectLeftOwed>>[number];

/** Appeals that somebody owes something for, first due first, from a place on. */
export function selectLeftOwed(
  db: Reader,
  { after, at, limit }: { after: { nextDueAt: EpochMs; id: string }; at: EpochMs; limit: number },
) {
  const isLater = sql`(${post.nextDueAt}, ${post.id}) > (${after.nextDueAt}, ${after.id})`;
  return leftWhere(db, and(eq(post.kind, 'appeal'), gt(post.nextDueAt, 0), isLater), at)
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

/** Appeals that wait for their person to look; what he sends back is the handler's again. */
export function selectLeftAwaiting(
  db: Reader,
  { after, at, limit }: { after: string; at: EpochMs; limit: number },
) {
  // Spelt out: only so do the engines know the small index over what waits for its person.
  return leftWhere(db, and(sql`${post.state} = 'awaiting'`, gt(post.id, after)), at)
    .orderBy(asc(post.id))
    .limit(limit);
}

function leftWhere(db: Reader, which: SQL | undefined, at: EpochMs) {
  return db
    .select(left)
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .where(and(which, isNull(post.removedAt), or(holderHasLeft(at), secretaryHasLeft(at))));
}

function holderHasLeft(at: EpochMs): SQL | undefined {
  const holder = { personId: post.holderId, gridCode: post.holderGridCode };
  const home = { personId: post.holderId, householdId: appeal.householdId };
  // A matter that went to the town is the town's, whoever is paired with the household.
  const isPaired = and(ne(post.audience, 'town'), isPairedWith(home, at));
  const answers = or(headsPlace(holder, at), isPaired);
  return answers && and(isNotNull(post.holderId), not(answers));
}

// Only the first answer is owed by the secretary who was written to.
function secretaryHasLeft(at: EpochMs): SQL | undefined {
  const secretary = { personId: appeal.secretaryId, gridCode: post.villageCode };
  return and(
    isNotNull(appeal.secretaryId),
    isNull(post.firstAnsweredAt),
    ne(post.audience, 'town'),
    not(headsPlace(secretary, at, ['secretary'])),
  );
}
