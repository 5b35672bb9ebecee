import type { Tx } from '#db/surface.ts';
import { replaceOptions, selectOptions, selectVote, updateVote } from '#server/votes/records.ts';

/** 隐私更正 on the ballot and in the reason why a vote is void; how many texts changed. */
export async function coverVoteWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const vote = await selectVote(tx, postId);
  if (!vote) return 0;
  const options = await selectOptions(tx, postId);
  const covered = options.map(({ label, hint, meaning }) => ({
    ...{ label: cover(label), hint: cover(hint), meaning },
  }));
  const changed = covered.filter(
    ({ label, hint }, at) => label !== options[at]?.label || hint !== options[at]?.hint,
  ).length;
  if (changed > 0) await replaceOptions(tx, postId, covered);
  const voidReason = vote.voidReason === null ? null : cover(vote.voidReason);
  if (voidReason === vote.voidReason) return changed;
  await updateVote(tx, postId, { voidReason });
  return changed + 1;
}
