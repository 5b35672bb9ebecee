import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { actOnVote } from '#server/votes/act.ts';
import { mayBeCast } from '#server/votes/casting.ts';
import { finishCount } from '#server/votes/counting.ts';
import { wrongForMatter } from '#server/votes/matter-check.ts';
import { selectOptions } from '#server/votes/records.ts';

/** What was counted at a meeting, by option number, and how many were there. */
export interface EnteredCounts {
  counts: Map<number, number>;
  spoiled: number;
  present: number;
}

/**
 * Enters what a meeting counted, where the law has it held in person: once, after its time, by
 * somebody else than whoever prepared it. No ballot was cast here, so there is nothing to recount.
 */
export async function enterResult(
  ctx: Context,
  id: string,
  { counts, spoiled, present }: EnteredCounts,
): Promise<Result> {
  return actOnVote(ctx, { id, action: 'vote.freeze', states: ['closed'] }, async (acting) => {
    const { tx, vote, village, actorId, byPost, at } = acting;
    if (mayBeCast(ctx, vote)) return refuse('notFound');
    if (vote.preparedById === actorId) return refuse('secondPerson');
    // They met when it opened: whose matter it was then is what counts.
    const wrong = await wrongForMatter(tx, ctx, vote, vote.opensAt);
    if (wrong) return refuse(wrong);
    const options = await selectOptions(tx, id);
    const named = options.map(({ no }) => ({ no, count: counts.get(no) ?? 0 }));
    const sum = named.reduce((all, { count }) => all + count, spoiled);
    if (present > vote.rosterCount || sum > present * vote.most)
      return refuse('moreThanDue', 'present');
    const choices = named.flatMap(({ no, count }) => Array.from({ length: count }, () => [no]));
    await finishCount(tx, ctx, vote, {
      ...{ village, choices, online: 0, spoiled, present },
      ...{ hashes: null, actorId, actorRole: byPost, at },
    });
    return accept();
  });
}
