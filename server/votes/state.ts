import type { Tx } from '#db/surface.ts';
import { type Changing, changePost } from '#server/posts/create.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { voteKind } from '#server/votes/kind.ts';
import { selectMade, updateVote, type VoteRecord } from '#server/votes/records.ts';

/** The words of a vote's post. */
export interface PostWords {
  title: string;
  body: string;
  html: string;
  renderedBy: string;
}

/**
 * Moves a vote on inside a write: its row, and state and audience of its post, so that lists,
 * counters and pages follow. From its first notice on everybody reads it; its words change before
 * that alone.
 */
export async function moveVote(
  tx: Tx,
  vote: VoteRecord,
  {
    changes,
    at,
    words = {},
  }: { changes: Partial<VoteRecord>; at: EpochMs; words?: Partial<PostWords> },
): Promise<void> {
  await updateVote(tx, vote.id, changes);
  const before = changingOf(vote, await selectMade(tx, vote.id));
  const { state, audience } = changingOf({ ...vote, ...changes }, before.createdAt);
  await changePost(tx, before, { state, audience, ...words }, at);
  tx.touch(`vote:${vote.id}`);
}

function changingOf(vote: VoteRecord, createdAt: EpochMs): Changing {
  const { id, villageCode, state, noticeAt } = vote;
  const audience = noticeAt === null ? 'handlers' : 'public';
  return { id, villageCode, kind: voteKind.code, audience, state, createdAt };
}
