import type { DemoContent } from '#server/demo/content.ts';
import type { DecidingEvent, DecidingOf } from '#server/demo/deciding-content.ts';
import { contest } from '#server/demo/deciding-contests.ts';
import { drive } from '#server/demo/deciding-drives.ts';
import * as hall from '#server/demo/deciding-hall.ts';
import * as resolutions from '#server/demo/deciding-resolutions.ts';
import type { DecidingStage } from '#server/demo/deciding-stage.ts';
import * as steps from '#server/demo/deciding-steps.ts';
import { survey } from '#server/demo/deciding-surveys.ts';
import { vote } from '#server/demo/deciding-votes.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import * as posts from '#server/demo/replay-posts.ts';
import type { Stage } from '#server/demo/stage.ts';
import { dayTime } from '#server/rules/date-words.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

/** Words of villagers wait so long for somebody to look. */
const LOOKED_AT_AFTER_MS = 25 * MINUTE_MS;

/** How each village decides together, as steps in order, village by village. */
export function decidingLanes({ deciding }: DemoContent, stages: Stage[]): DrawStep[][] {
  return deciding.flatMap((told) => {
    const stage = stages.find(({ village }) => village.slug === told.village);
    if (!stage) return [];
    const one: DecidingStage = { stage, told, tries: new Map() };
    const steps = told.events.flatMap((event) => stepsOf(one, event));
    return [steps.toSorted((a, b) => a.at - b.at)];
  });
}

type Tell<Event> = (one: DecidingStage, event: Event) => DrawStep[];

/** Something that happens in one step. */
function at<Event extends DecidingEvent>(
  play: (one: DecidingStage, event: Event) => Promise<void>,
): Tell<Event> {
  return (one, event) => [{ at: event.at, play: () => play(one, event) }];
}

/** Words of a villager or photos, and the clerk's look at them. */
function looked<Event extends DecidingEvent & { post: string }>(
  play: (one: DecidingStage, event: Event) => Promise<void>,
): Tell<Event> {
  return (one, event) => {
    const lookAt = event.at + LOOKED_AT_AFTER_MS;
    return [
      { at: event.at, play: () => play(one, event) },
      { at: lookAt, play: () => posts.look(one.stage, event.post, lookAt) },
    ];
  };
}

const acts: { [Do in DecidingEvent['do']]: Tell<DecidingOf<Do>> } = {
  ages: at(hall.ages),
  roll: at(hall.roll),
  motion: looked(hall.motion),
  log: at(hall.log),
  sign: at(hall.sign),
  voice: at(hall.voice),
  amend: at(hall.amend),
  'amend-decided': at(hall.decideWords),
  ask: at(({ stage }, event) => posts.speak(stage, event)),
  'answer-question': at(({ stage }, event) => posts.reply(stage, event)),
  like: at(({ stage }, event) => posts.like(stage, event)),
  consensus: at(hall.consensus),
  meet: steps.meet,
  check: at(steps.check),
  publish: at(resolutions.publish),
  report: looked(resolutions.report),
  result: looked(resolutions.result),
  countersign: at(resolutions.countersign),
  vote,
  survey,
  drive,
  contest,
};

function stepsOf<Do extends DecidingEvent['do']>(
  one: DecidingStage,
  event: DecidingOf<Do> & { do: Do },
): DrawStep[] {
  const made = acts[event.do](one, event);
  return made.map((step) => ({ at: step.at, play: () => orSay(one, event, step) }));
}

/** A refused step is told with its place in the story. */
async function orSay(
  { stage }: DecidingStage,
  event: DecidingEvent,
  step: DrawStep,
): Promise<void> {
  try {
    await step.play();
  } catch (cause) {
    const when = dayTime('zh', step.at, step.at);
    const what = `${stage.village.slug}: ${event.do} ${'post' in event ? event.post : ''} ${when}`;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The demonstration cannot be told (${what}): ${why}`, { cause });
  }
}
