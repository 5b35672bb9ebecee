import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { agreesWithOpinions, leading } from '#server/rules/both-results.ts';
import { votesPath } from '#server/rules/links.ts';
import { type StepRow, selectOpinions, selectTries } from '#server/steps/records.ts';

/** What people said when they were asked, beside what the meeting decided. */
export interface BothResultsView {
  opinions: {
    /** The option that most chose, how many, and of how many. */
    label: string;
    had: number;
    of: number;
    path: string;
  };
  decision: {
    /** The option decided for; null for something else. */
    label: string | null;
    entitled: number;
    present: number;
    yes: number;
  };
  agrees: boolean;
}

type Decision = Pick<
  StepRow,
  'step' | 'state' | 'voteId' | 'decidedOption' | 'villageCode' | 'entitled' | 'present' | 'yes'
>;

/** Both results of a matter; null where nobody was asked before, or nothing is decided yet. */
export async function bothResults(ctx: Context, step: Decision): Promise<BothResultsView | null> {
  if (step.voteId === null || step.state !== 'passed') return null;
  const [asked, village] = await Promise.all([
    selectOpinions(ctx.db.read, step.voteId),
    villageByCode(ctx, step.villageCode),
  ]);
  const first = asked && leading(asked.opinions);
  if (!asked || !first || !village) return null;
  ctx.page.shows(`post:${step.voteId}`);
  const { entitled, present, yes, decidedOption } = step;
  const decided = asked.opinions.find(({ no }) => no === decidedOption);
  return {
    opinions: {
      ...{ label: first.label, had: first.had, of: asked.of },
      path: votesPath(village.slug, asked.no),
    },
    decision: { label: decided?.label ?? null, entitled, present, yes },
    agrees: agreesWithOpinions(asked.opinions, decidedOption),
  };
}

/** Both results for the page of the vote that asked; null while nothing is decided beside it. */
export async function bothResultsOfVote(
  ctx: Context,
  { id, motionId }: { id: string; motionId: string | null },
): Promise<BothResultsView | null> {
  if (motionId === null) return null;
  const tries = await selectTries(ctx.db.read, motionId);
  // The publication of the decision names the vote too, but nobody met for it.
  const decision = tries.find(
    ({ voteId, state, voteType }) => voteId === id && state === 'passed' && voteType !== '',
  );
  ctx.page.shows(`post:${motionId}`);
  return decision ? bothResults(ctx, decision) : null;
}
