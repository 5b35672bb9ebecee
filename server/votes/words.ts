import type { Tx } from '#db/surface.ts';
import { replaceOptions, selectOptions, selectVote, updateVote } from '#server/votes/records.ts';
import { selectDecidedReasons, updateReason } from '#server/votes/roster-records.ts';

/** 隐私更正 on the ballot, in reasons on the roster, and in why a vote is void; how many texts changed. */
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
  const labels = covered.filter(
    ({ label, hint }, at) => label !== options[at]?.label || hint !== options[at]?.hint,
  ).length;
  if (labels > 0) await replaceOptions(tx, postId, covered);
  const changed = labels + (await coverReasons(tx, postId, cover));
  const voidReason = vote.voidReason === null ? null : cover(vote.voidReason);
  if (voidReason === vote.voidReason) return changed;
  await updateVote(tx, postId, { voidReason });
  return changed + 1;
}

/** Why somebody was put on or off the roster is read by everybody on it. */
async function coverReasons(
  tx: Tx,
  voteId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const { id, reason } of await selectDecidedReasons(tx, voteId)) {
    if (cover(reason) === reason) continue;
    await updateReason(tx, id, cover(reason));
    changed += 1;
  }
  return changed;
}
