import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { coverConsensus } from '#server/motions/consensus-words.ts';
import {
  selectInvitees,
  selectMotion,
  updateInvitee,
  updateMotion,
} from '#server/motions/records.ts';
import { coverSteps } from '#server/motions/step-words.ts';

/**
 * 隐私更正 in what stands beside the words of a motion: why somebody was invited, why it was closed,
 * what the records of its talks say. How many texts changed.
 */
export async function coverMotionWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
  ctx: Context,
): Promise<number> {
  let changed = await coverConsensus(tx, postId, cover, ctx);
  changed += await coverSteps(tx, postId, cover);
  for (const { id, why } of await selectInvitees(tx, postId)) {
    const covered = cover(why);
    if (covered === why) continue;
    await updateInvitee(tx, id, { why: covered });
    changed += 1;
  }
  const closedReason = (await selectMotion(tx, postId))?.closedReason ?? null;
  const reason = closedReason === null ? null : cover(closedReason);
  if (reason !== closedReason) {
    await updateMotion(tx, postId, { closedReason: reason });
    changed += 1;
  }
  return changed;
}
