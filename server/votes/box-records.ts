import { and, asc, eq, gt } from 'drizzle-orm';
import { lock } from '#db/dialect.ts';
import {
  voteBallot,
  voteEnvelope,
  voteEnvelopeList,
  voteNamedBallot,
  voteResult,
} from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { selectVote, type VoteRecord } from '#server/votes/records.ts';

export type ResultRow = typeof voteResult.$inferSelect;

/** More than any village has people. */
const MOST = 20_000;
const SLICE = 500;

/** A vote held against other writers until this write ends. */
export async function lockVote(tx: Tx, id: string): Promise<VoteRecord | null> {
  await lock(tx, 'vote', 'id', id);
  return selectVote(tx, id);
}

/** The sealed ballots of a vote, sorted by hash: nothing of the order in which they came. */
export function selectEnvelopes(
  db: Reader,
  voteId: string,
): Promise<{ sealed: string; hash: string }[]> {
  const { sealed, hash } = voteEnvelope;
  return db
    .select({ sealed, hash })
    .from(voteEnvelope)
    .where(eq(voteEnvelope.voteId, voteId))
    .orderBy(asc(hash))
    .limit(MOST);
}

/** The hashes of the sealed ballots of a vote, sorted. */
export async function selectAllHashes(db: Reader, voteId: string): Promise<string[]> {
  const { hash } = voteEnvelope;
  const rows = await db
    .select({ hash })
    .from(voteEnvelope)
    .where(eq(voteEnvelope.voteId, voteId))
    .orderBy(asc(hash))
    .limit(MOST);
  return rows.map((row) => row.hash);
}

/** Destroys the sealed ballots of a vote, and with them who sent which. */
export async function deleteEnvelopes(tx: Tx, voteId: string): Promise<void> {
  await tx.delete(voteEnvelope).where(eq(voteEnvelope.voteId, voteId));
}

/** What stands on the ballots with names of an open vote, by nothing but the electors' random ids. */
export async function selectNamedChoices(db: Reader, voteId: string): Promise<number[][]> {
  const rows = await db
    .select({ choices: voteNamedBallot.choices })
    .from(voteNamedBallot)
    .where(eq(voteNamedBallot.voteId, voteId))
    .limit(MOST);
  return rows.map(({ choices }) => choices);
}

/** Writes the opened ballots, numbered in the order given. */
export async function insertBallots(
  tx: Tx,
  voteId: string,
  ballots: readonly (readonly number[])[],
): Promise<void> {
  const rows = ballots.map((choices, at) => ({ voteId, no: at + 1, choices: [...choices] }));
  for (let from = 0; from < rows.length; from += SLICE) {
    await tx.insert(voteBallot).values(rows.slice(from, from + SLICE));
  }
}

/** A slice of the opened ballots after this number. */
export function selectBallots(
  db: Reader,
  voteId: string,
  after = 0,
): Promise<{ no: number; choices: number[] }[]> {
  const { no, choices } = voteBallot;
  return db
    .select({ no, choices })
    .from(voteBallot)
    .where(and(eq(voteBallot.voteId, voteId), gt(no, after)))
    .orderBy(asc(no))
    .limit(MOST);
}

/** Keeps the list of sealed envelopes that was published when the box was opened. */
export async function insertEnvelopeList(tx: Tx, voteId: string, hashes: string[]): Promise<void> {
  await tx.insert(voteEnvelopeList).values({ voteId, hashes });
}

/** The list of envelopes that lay in an opened box; null while it is sealed. */
export async function selectEnvelopeList(db: Reader, voteId: string): Promise<string[] | null> {
  const [row] = await db
    .select({ hashes: voteEnvelopeList.hashes })
    .from(voteEnvelopeList)
    .where(eq(voteEnvelopeList.voteId, voteId))
    .limit(1);
  return row?.hashes ?? null;
}

/** Writes what came out; a second time changes nothing. */
export async function insertResult(tx: Tx, row: typeof voteResult.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(voteResult)
    .values(row)
    .onConflictDoNothing()
    .returning({ voteId: voteResult.voteId });
  return rows.length === 1;
}

/** What came out of a vote; null before it is counted. */
export async function selectResult(db: Reader, voteId: string): Promise<ResultRow | null> {
  const [row] = await db.select().from(voteResult).where(eq(voteResult.voteId, voteId)).limit(1);
  return row ?? null;
}
