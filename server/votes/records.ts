import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { post } from '#db/schema/posts.ts';
import { vote, voteOption, voteResult } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type VoteRecord = typeof vote.$inferSelect;
export type OptionRecord = typeof voteOption.$inferSelect;
export type ResultRecord = typeof voteResult.$inferSelect;

/** More votes than run in a village at once, or belong to one matter. */
const A_FEW = 50;

export async function insertVote(tx: Tx, row: VoteRecord): Promise<void> {
  await tx.insert(vote).values(row);
}

/** One vote by its post. */
export async function selectVote(db: Reader, id: string): Promise<VoteRecord | null> {
  const [row] = await db.select().from(vote).where(eq(vote.id, id)).limit(1);
  return row ?? null;
}

/** These votes, in no order. */
export async function selectVotes(db: Reader, ids: string[]): Promise<VoteRecord[]> {
  if (ids.length === 0) return [];
  return db.select().from(vote).where(among(vote.id, ids)).limit(ids.length);
}

/** The votes of these villages in some states, in no order; those that closed before `since` are left out. */
export async function selectVotesIn(
  db: Reader,
  {
    villageCodes,
    states,
    since = 0,
  }: { villageCodes: string[]; states: string[]; since?: EpochMs },
): Promise<VoteRecord[]> {
  if (villageCodes.length === 0) return [];
  return db
    .select()
    .from(vote)
    .where(
      and(
        among(vote.villageCode, villageCodes),
        inArray(vote.state, states),
        gte(vote.closesAt, since),
      ),
    )
    .limit(villageCodes.length * states.length * A_FEW);
}

/** The votes about one matter, in the order in which they were held. */
export async function selectVotesOfMotion(db: Reader, motionId: string): Promise<VoteRecord[]> {
  const rows = await db.select().from(vote).where(eq(vote.motionId, motionId)).limit(A_FEW);
  return rows.toSorted((one, other) => one.no - other.no);
}

/** The vote that repeats this one; null while there is none. */
export async function selectFollowing(db: Reader, id: string): Promise<string | null> {
  const [row] = await db
    .select({ id: vote.id })
    .from(vote)
    .where(eq(vote.previousId, id))
    .orderBy(desc(vote.no))
    .limit(1);
  return row?.id ?? null;
}

/** Announced votes whose opening has come; a worker takes what is left in the next minute. */
export function selectToOpen(db: Reader, at: EpochMs): Promise<VoteRecord[]> {
  return db
    .select()
    .from(vote)
    .where(and(eq(vote.state, 'announced'), lte(vote.opensAt, at)))
    .orderBy(asc(vote.opensAt), asc(vote.id))
    .limit(A_FEW);
}

/** Open votes that close by this instant. */
export function selectToClose(db: Reader, closesBy: EpochMs): Promise<VoteRecord[]> {
  return db
    .select()
    .from(vote)
    .where(and(eq(vote.state, 'open'), lte(vote.closesAt, closesBy)))
    .orderBy(asc(vote.closesAt), asc(vote.id))
    .limit(A_FEW);
}

/**
 * Open votes of these types whose voters are still to be reminded: they close within so many ms, ran
 * for longer than that, and nobody was reminded. What was done is left out, so that no vote waits behind it.
 */
export function selectToRemind(
  db: Reader,
  { types, at, within }: { types: string[]; at: EpochMs; within: number },
): Promise<{ id: string }[]> {
  return db
    .select({ id: vote.id })
    .from(vote)
    .where(
      and(
        eq(vote.state, 'open'),
        gt(vote.closesAt, at),
        lte(vote.closesAt, at + within),
        isNull(vote.remindedAt),
        inArray(vote.type, types),
        gt(sql`${vote.closesAt} - ${vote.opensAt}`, within),
      ),
    )
    .orderBy(asc(vote.closesAt), asc(vote.id))
    .limit(A_FEW);
}

/** When the post of a vote was made: its counters stand in that month. */
export async function selectMade(db: Reader, id: string): Promise<EpochMs> {
  const [row] = await db
    .select({ createdAt: post.createdAt })
    .from(post)
    .where(eq(post.id, id))
    .limit(1);
  if (!row) throw new Error(`vote ${id} has no post`);
  return row.createdAt;
}

/** The titles of these votes. */
export async function selectTitles(db: Reader, ids: string[]) {
  if (ids.length === 0) return [];
  return db
    .select({ id: post.id, title: post.title })
    .from(post)
    .where(among(post.id, ids))
    .limit(ids.length);
}

export async function updateVote(tx: Tx, id: string, changes: Partial<VoteRecord>): Promise<void> {
  await tx.update(vote).set(changes).where(eq(vote.id, id));
}

/** Puts these options in the place of those before. */
export async function replaceOptions(
  tx: Tx,
  voteId: string,
  options: Omit<OptionRecord, 'voteId' | 'no'>[],
): Promise<void> {
  await tx.delete(voteOption).where(eq(voteOption.voteId, voteId));
  await tx.insert(voteOption).values(options.map((one, at) => ({ ...one, voteId, no: at + 1 })));
}

/** What stands on the ballot, in its order. */
export function selectOptions(db: Reader, voteId: string): Promise<OptionRecord[]> {
  return db
    .select()
    .from(voteOption)
    .where(eq(voteOption.voteId, voteId))
    .orderBy(asc(voteOption.no))
    .limit(A_FEW);
}

/** The options of several votes. */
export async function selectOptionsOf(db: Reader, voteIds: string[]): Promise<OptionRecord[]> {
  if (voteIds.length === 0) return [];
  return db
    .select()
    .from(voteOption)
    .where(among(voteOption.voteId, voteIds))
    .orderBy(asc(voteOption.voteId), asc(voteOption.no))
    .limit(voteIds.length * A_FEW);
}

/** What came out of these votes; a vote that is not counted has none. */
export async function selectResults(db: Reader, voteIds: string[]): Promise<ResultRecord[]> {
  if (voteIds.length === 0) return [];
  return db
    .select()
    .from(voteResult)
    .where(among(voteResult.voteId, voteIds))
    .limit(voteIds.length);
}
