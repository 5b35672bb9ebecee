import type { DemoDeciding } from '#server/demo/deciding-content.ts';
import { remember, type Stage } from '#server/demo/stage.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A village that decides together, and what its meetings were called. */
export interface DecidingStage {
  stage: Stage;
  told: DemoDeciding;
  /** How often a step of a motion was tried, by '<motion> <step>'. */
  tries: Map<string, number>;
}

/** Remembers a post by the address that a command gave. */
export async function landed(
  { stage }: DecidingStage,
  event: { post: string; who: string },
  path: string,
): Promise<void> {
  await remember(stage, event, Number(path.split('/').at(-1)));
}

/** The product itself at a moment of the past. */
export function systemAt({ app }: Stage, at: EpochMs): Context {
  return { ...systemContext(app), clock: handClock(at) };
}

/** Does a job of the worker as it would have been done at that minute. */
export async function runAt(stage: Stage, job: Job, at: EpochMs): Promise<void> {
  await job.run(systemAt(stage, at));
}
