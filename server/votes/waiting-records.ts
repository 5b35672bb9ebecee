import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { post } from '#db/schema/posts.ts';
import { vote, votePaperCount, voteTable } from '#db/schema/votes.ts';
import type { Reader } from '#db/surface.ts';
import { isInside } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** More than a town's votes that wait at once, and more tables than one of them has. */
const A_FEW = 50;
const MOST_TABLES = 100;

/** Votes inside these places that closed before an instant and are not counted, longest over first. */
export function selectClosedBelow(db: Reader, paths: string[], before: EpochMs) {
  return db
    .select({
      ...{ id: vote.id, type: vote.type, villageCode: vote.villageCode, title: post.title },
      ...{ opensAt: vote.opensAt, closesAt: vote.closesAt },
    })
    .from(vote)
    .innerJoin(post, eq(post.id, vote.id))
    .where(
      and(
        eq(vote.state, 'closed'),
        lte(vote.closesAt, before),
        isInside(sql`${vote.villageCode}`, paths),
      ),
    )
    .orderBy(asc(vote.closesAt), asc(vote.id))
    .limit(A_FEW);
}

/** In which states the tables of these votes are; the paper of all of them is counted together. */
export function selectTableStates(
  db: Reader,
  voteIds: string[],
): Promise<{ voteId: string; state: string }[]> {
  return db
    .select({ voteId: voteTable.voteId, state: voteTable.state })
    .from(voteTable)
    .where(among(voteTable.voteId, voteIds))
    .limit(voteIds.length * MOST_TABLES);
}

/** Of which of these votes a teller has typed what he counted. */
export async function selectCountedBy(
  db: Reader,
  voteIds: string[],
  tellerId: string,
): Promise<Set<string>> {
  const rows = await db
    .select({ voteId: votePaperCount.voteId })
    .from(votePaperCount)
    .where(and(among(votePaperCount.voteId, voteIds), eq(votePaperCount.tellerId, tellerId)))
    .limit(voteIds.length);
  return new Set(rows.map(({ voteId }) => voteId));
}
