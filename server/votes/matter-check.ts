import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { heldMatter, villageThen, wrongVote } from '#server/motions/wrong-body.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { voteCode } from '#server/rules/vote-book.ts';
import type { VoteRecord } from '#server/votes/records.ts';

/**
 * Why a prepared vote may go no further about its matter, as the village is at an instant: what sort
 * of matter it is may have been said since, and a collective registered. Null when it may. Holds the
 * matter inside the write, so that its sort is not said beside it.
 */
export async function wrongForMatter(
  tx: Tx,
  ctx: Pick<Context, 'book'>,
  { motionId, villageCode, type }: Pick<VoteRecord, 'motionId' | 'villageCode' | 'type'>,
  at: EpochMs,
): Promise<RefusalCode | null> {
  const meeting = voteCode(type);
  if (motionId === null || meeting === null) return null;
  const matter = await heldMatter(tx, motionId);
  return wrongVote(ctx, { matter, meeting }, await villageThen(tx, villageCode, at));
}
