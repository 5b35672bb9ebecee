import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { votesPath } from '#server/rules/links.ts';
import { twoBest } from '#server/rules/vote-choice.ts';
import { phaseOf } from '#server/rules/vote-times.ts';
import { actOnVote, noteAct } from '#server/votes/act.ts';
import { deleteEnvelopes } from '#server/votes/box-records.ts';
import { deleteNamedBallots } from '#server/votes/casting-records.ts';
import { forgetSecrets } from '#server/votes/held-secrets.ts';
import { tellElectors } from '#server/votes/news.ts';
import {
  type OptionRecord,
  type ResultRecord,
  selectOptions,
  selectResults,
  selectVote,
  type VoteRecord,
} from '#server/votes/records.ts';
import { moveVote } from '#server/votes/state.ts';
import { deletePaperCounts } from '#server/votes/table-records.ts';
import { dropTellerKeys } from '#server/votes/teller-records.ts';

/**
 * Makes a vote void, with a reason that everybody reads. Its ballots are destroyed unopened, and
 * those on the roster hear of it; whoever wants to ask something else prepares another vote. Once
 * voting is over the village cannot any more, since somebody there may guess what lies in the box:
 * then the town does it.
 */
export async function voidVote(
  ctx: Context,
  id: string,
  { reason }: { reason: string },
): Promise<Result> {
  const found = await selectVote(ctx.db.read, id);
  const done = await actOnVote(ctx, { id, ...voiding(ctx, found) }, async (acting) => {
    const { tx, vote, village, at } = acting;
    const voidReason = blacken(reason);
    await deleteEnvelopes(tx, id);
    await deleteNamedBallots(tx, id);
    await deletePaperCounts(tx, id);
    await dropTellerKeys(tx, id);
    await moveVote(tx, vote, { changes: { state: 'void', voidReason }, at });
    await noteAct(acting, 'vote.void', { facts: { no: vote.no }, content: { voidReason } });
    if (vote.noticeAt === null) return accept();
    const body = wordsFor('zh').votes.news.void(village.name);
    const path = votesPath(village.slug, vote.no);
    await tellElectors(tx, vote, { template: 'vote.void', body, path, at });
    return accept();
  });
  if (!done.ok) return done;
  forgetSecrets(ctx, id);
  await ctx.db.scrub(['vote_envelope', 'vote_named_ballot', 'vote_paper_count']);
  return done;
}

/** Who makes a vote void, and in which states: before its end the village, then the town. */
function voiding(ctx: Context, vote: VoteRecord | null): { action: Action; states: string[] } {
  const isOver = vote !== null && phaseOf(vote, ctx.clock.now()) === 'closed';
  return isOver
    ? { action: 'vote.void-closed', states: ['open', 'closed'] }
    : { action: 'vote.freeze', states: ['preparing', 'announced', 'open'] };
}

/** What a vote may repeat: one that is void, or one whose second round is due among these options. */
export interface Repeatable {
  vote: VoteRecord;
  options: OptionRecord[];
}

/** The vote that a new one may repeat; refused when there is none, or no second round was announced. */
export async function repeatable(
  ctx: Context,
  { id, villageCode }: { id: string; villageCode: string },
): Promise<Result<Repeatable>> {
  const vote = await selectVote(ctx.db.read, id);
  if (vote?.villageCode !== villageCode) return refuse('notFound');
  const options = await selectOptions(ctx.db.read, id);
  if (vote.state === 'void') return accept({ vote, options });
  const [result] = await selectResults(ctx.db.read, [id]);
  if (!result) return refuse('voteNotCounted');
  const again = secondRoundOf(vote, options, result);
  return again.length > 0 ? accept({ vote, options: again }) : refuse('noSecondRound');
}

/** The options of a second round: as it was announced before, when none had the majority; else none. */
export function secondRoundOf(
  vote: Pick<VoteRecord, 'secondRound' | 'previousId'>,
  options: OptionRecord[],
  { counts, verdict }: Pick<ResultRecord, 'counts' | 'verdict'>,
): OptionRecord[] {
  const isUndecided = verdict.some(({ code }) => code === 'none-reaches' || code === 'tie');
  if (vote.secondRound !== 'two-best' || !isUndecided) return [];
  const named = options.map(({ no }) => ({ no, count: counts[no] ?? 0 }));
  const best = new Set(twoBest(named));
  return options.filter(({ no }) => best.has(no));
}
