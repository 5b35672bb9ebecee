import type { Tx } from '#db/surface.ts';
import { isPersonalWord } from '#server/disclosures/personal-datum.ts';
import type { Context } from '#server/kernel/context.ts';
import { selectConsensus } from '#server/motions/consensus-records.ts';
import { coverConsensus } from '#server/motions/consensus-words.ts';
import {
  selectInvitees,
  selectMotion,
  updateInvitee,
  updateMotion,
} from '#server/motions/records.ts';
import { selectSteps } from '#server/motions/step-records.ts';
import { coverSteps } from '#server/motions/step-words.ts';
import { selectDecidedVoices, updateVoice } from '#server/motions/voice-records.ts';
import type { PostHere } from '#server/posts/kinds.ts';
import { redact } from '#server/rules/masking.ts';

/**
 * Whether one alone may cover a datum in a motion: in what a meeting signed, minutes and dissent, only
 * what is about a person; everything else was written by one hand, and may be covered.
 */
export async function isCoverableInMotion(
  ctx: Context,
  here: PostHere,
  datum: string,
): Promise<boolean> {
  const holds = (text: string) => redact(text, datum) !== text;
  const [steps, talks] = await Promise.all([
    selectSteps(ctx.db.read, here.post.id),
    selectConsensus(ctx.db.read, here.post.id),
  ]);
  const isSigned =
    steps.some(({ minutes, dissent }) => holds(minutes) || holds(dissent)) ||
    talks.some(({ body, dissent }) => holds(body) || holds(dissent));
  return !isSigned || isPersonalWord(ctx, here, datum);
}

/**
 * 隐私更正 in what stands beside the words of a motion: why somebody was invited, why it was closed,
 * why an amendment was taken or not, what the records of its talks say. How many texts changed.
 */
export async function coverMotionWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
  ctx: Context,
): Promise<number> {
  let changed = await coverConsensus(tx, postId, cover, ctx);
  changed += await coverSteps(tx, postId, cover);
  for (const { commentId, reason } of await selectDecidedVoices(tx, postId)) {
    if (reason === null || cover(reason) === reason) continue;
    await updateVoice(tx, commentId, { reason: cover(reason) });
    changed += 1;
  }
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
