import { lateItems } from '#server/disclosure-duties/late.ts';
import { reviewTasks } from '#server/disclosure-review/waiting.ts';
import type { Context } from '#server/kernel/context.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import { lateResolutions, resolutionTasks } from '#server/resolutions/waiting.ts';
import type { DeskTask } from '#server/rules/desk-tasks.ts';
import { isInVillage } from '#server/rules/place-codes.ts';
import { lateSteps, stepTasks } from '#server/steps/waiting.ts';
import { lateVotes, voteTasks } from '#server/votes/waiting.ts';

/** What waits for this viewer and nobody else's hand, by the desk on which it is done. */
export interface OwnTasks {
  open: DeskTask[];
  steps: DeskTask[];
  votes: DeskTask[];
}

/** What waits for this viewer at the posts that he holds in a village, and as a teller. */
export async function ownTasks(ctx: Context): Promise<OwnTasks> {
  const [open, steps, resolutions, votes] = await Promise.all([
    reviewTasks(ctx),
    stepTasks(ctx),
    resolutionTasks(ctx),
    voteTasks(ctx),
  ]);
  return { open, steps: [...steps, ...resolutions], votes };
}

/** What the villages of the viewer's town are late with in deciding; nothing for anybody else. */
export async function lateBelow(ctx: Context): Promise<Omit<OwnTasks, 'open'>> {
  const paths = pathsOf(ctx.viewer, 'step.check').filter((path) => !isInVillage(path));
  if (paths.length === 0) return { steps: [], votes: [] };
  const [steps, resolutions, votes] = await Promise.all([
    lateSteps(ctx, paths),
    lateResolutions(ctx, paths),
    lateVotes(ctx, paths),
  ]);
  return { steps: [...steps, ...resolutions], votes };
}

/** The numbers beside the three desks; what is late below counts for a town's. */
export async function taskCounts(ctx: Context): Promise<Record<keyof OwnTasks, number>> {
  if (ctx.viewer.posts.length === 0) return { open: 0, steps: 0, votes: 0 };
  const [own, below, late] = await Promise.all([ownTasks(ctx), lateBelow(ctx), lateItems(ctx)]);
  return {
    open: own.open.length + (late?.items ?? 0),
    steps: own.steps.length + below.steps.length,
    votes: own.votes.length + below.votes.length,
  };
}
