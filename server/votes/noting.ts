import type { Tx } from '#db/surface.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { VoteRecord } from '#server/votes/records.ts';

/** An act on a vote: never what anybody chose, and no act when somebody casts his ballot. */
export interface VoteAct {
  what: string;
  actorId: string | null;
  actorRole: string;
  at: EpochMs;
  facts?: Record<string, unknown>;
  content?: unknown;
}

/** Appends what was done to a vote to the ledger, in the write that does it. */
export async function noteVote(
  tx: Tx,
  { id, villageCode, ruleVersion }: Pick<VoteRecord, 'id' | 'villageCode' | 'ruleVersion'>,
  act: VoteAct,
): Promise<void> {
  await append(tx, { subjectKind: 'vote', subjectId: id, villageCode, ruleVersion, ...act });
}
