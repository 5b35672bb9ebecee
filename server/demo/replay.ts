import type { Cast } from '#server/demo/cast.ts';
import type { DemoContent, DemoEvent, EventOf } from '#server/demo/content.ts';
import type { DemoPlaces } from '#server/demo/places.ts';
import * as appeals from '#server/demo/replay-appeals.ts';
import * as cases from '#server/demo/replay-cases.ts';
import { decidingLanes } from '#server/demo/replay-deciding.ts';
import { disclosureLanes } from '#server/demo/replay-disclosures.ts';
import { type DrawStep, drawSteps } from '#server/demo/replay-draws.ts';
import * as lessons from '#server/demo/replay-lessons.ts';
import * as letters from '#server/demo/replay-letters.ts';
import * as posts from '#server/demo/replay-posts.ts';
import { selectionSteps } from '#server/demo/replay-selections.ts';
import type { Scenes } from '#server/demo/scenes.ts';
import type { Stage } from '#server/demo/stage.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { App } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { dayTime } from '#server/rules/date-words.ts';
import { DAY_MS, type EpochMs, startOfDay } from '#server/rules/dates.ts';
import { addWorkingMinutes } from '#server/rules/working-time.ts';
import { jobs } from '#server/worker.ts';

/** New words and photos wait this long for somebody to look, in working minutes. */
const LOOKED_AT_AFTER_MINUTES = 20;

/** The worker's jobs without which a story would go another way. */
const NIGHTLY = [
  'unconfirmed-appeals',
  'disclosure-duties',
  'pass-promises',
  'decide-promises',
  'publish-results',
  'remind-voters',
  'close-surveys',
  'finish-rounds',
];

/** One village's story: what is still to be told, and what waits for somebody to look. */
interface Lane {
  stage: Stage;
  events: DemoEvent[];
  looks: { at: EpochMs; post: string }[];
}

/**
 * Tells every story through the product's own commands, with a clock moved by hand, day by day;
 * villages side by side, so that their writes share a commit. An event that is refused fails it.
 */
export async function replayStories(
  told: { app: App; content: DemoContent; places: DemoPlaces; cast: Cast; scenes: Scenes },
  onProgress: (share: number) => void,
): Promise<void> {
  const { app, content } = told;
  const { beginsAt } = content.county;
  const lanes = content.stories.map((story) => laneOf(told, story));
  const stages = lanes.map(({ stage }) => stage);
  const steps = [...drawSteps(content, stages), ...selectionSteps(content, stages)].toSorted(
    (a, b) => a.at - b.at,
  );
  const disclosed = disclosureLanes(content, stages);
  const deciding = decidingLanes(content, stages);
  const later = [...disclosed, ...deciding].flat();
  const times = [...lanes.flatMap(({ events }) => events), ...later].map(({ at }) => at);
  const first = Math.min(...times, beginsAt);
  for (let day = startOfDay(first); day <= beginsAt; day += DAY_MS) {
    await runNightJobs(app, day);
    const until = Math.min(day + DAY_MS - 1, beginsAt);
    await Promise.all(lanes.map((lane) => playUntil(lane, until)));
    // What is drawn for, chosen among or disclosed was written in the villages before.
    for (const step of due(steps, day, until)) await step.play();
    await Promise.all(disclosed.map((lane) => playAll(due(lane, day, until))));
    await Promise.all(deciding.map((lane) => playAll(due(lane, day, until))));
    onProgress(times.filter((at) => at <= until).length / times.length);
  }
}

function due(steps: DrawStep[], from: EpochMs, until: EpochMs): DrawStep[] {
  return steps.filter(({ at }) => at >= from && at <= until);
}

async function playAll(steps: DrawStep[]): Promise<void> {
  for (const step of steps) await step.play();
}

function laneOf(
  told: Pick<Stage, 'app' | 'content' | 'places' | 'cast' | 'scenes'>,
  { village: slug, events }: DemoContent['stories'][number],
): Lane {
  const village = told.content.villages.find((one) => one.slug === slug);
  if (!village) throw new Error(`a story tells of ${slug}, which is no lively village`);
  const empty = { posts: new Map(), comments: new Map(), cosigned: new Map(), liked: new Map() };
  return { stage: { ...told, village, ...empty }, events: [...events], looks: [] };
}

async function playUntil(lane: Lane, until: EpochMs): Promise<void> {
  for (;;) {
    const [event] = lane.events;
    const [look] = lane.looks;
    const isLookNext = look !== undefined && (event === undefined || look.at <= event.at);
    if (isLookNext) {
      if (look.at > until) return;
      lane.looks.shift();
      await orSay(lane, { do: 'look', ...look }, () => posts.look(lane.stage, look.post, look.at));
    } else {
      if (event === undefined || event.at > until) return;
      lane.events.shift();
      await orSay(lane, event, () => play(lane.stage, event));
      noteLook(lane, event);
    }
  }
}

function noteLook({ stage, looks }: Lane, event: DemoEvent): void {
  const { calendar } = stage.app.book;
  const isLookedAt =
    event.do === 'raise' ||
    event.do === 'talk' ||
    event.do === 'story' ||
    ('photos' in event && event.photos.length > 0);
  if (!isLookedAt) return;
  const at = addWorkingMinutes(calendar, event.at, LOOKED_AT_AFTER_MINUTES);
  if (at === null) return;
  looks.push({ at, post: event.post });
  looks.sort((a, b) => a.at - b.at);
}

/** Each thing that happens in a story, by its name there. */
const acts: { [Do in DemoEvent['do']]: (stage: Stage, event: EventOf<Do>) => Promise<void> } = {
  raise: appeals.raise,
  cosign: appeals.cosign,
  sign: appeals.sign,
  answer: appeals.answer,
  classify: appeals.classify,
  plan: appeals.plan,
  progress: appeals.progress,
  'propose-close': appeals.propose,
  'not-yet': appeals.notYet,
  confirm: appeals.confirm,
  letter: letters.letter,
  'promise-report': letters.reportOn,
  'promise-claim': letters.claim,
  'promise-change': letters.change,
  case: cases.writeUp,
  lesson: lessons.lesson,
  meeting: lessons.meeting,
  'party-members': lessons.members,
  diary: posts.diary,
  story: posts.story,
  talk: posts.talk,
  notice: posts.notice,
  comment: posts.speak,
  ask: posts.speak,
  'answer-question': posts.reply,
  like: posts.like,
  edit: posts.edit,
  withdraw: posts.withdraw,
  report: posts.report,
  remove: posts.remove,
  leave: posts.leave,
};

function play<Do extends DemoEvent['do']>(
  stage: Stage,
  event: EventOf<Do> & { do: Do },
): Promise<void> {
  return acts[event.do](stage, event);
}

/** A failed event is told with its place in the story. */
async function orSay(
  { stage }: Lane,
  event: { do: string; at: EpochMs; post?: string },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const when = dayTime('zh', event.at, event.at);
    const what = `${stage.village.slug}: ${event.do} ${event.post ?? ''} ${when}`;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The demonstration cannot be told (${what}): ${why}`, { cause });
  }
}

/** What the worker would have done since the day before. */
async function runNightJobs(app: App, at: EpochMs): Promise<void> {
  const ctx = { ...systemContext(app), clock: handClock(at) };
  const nightly: Job[] = jobs.filter(({ name }) => NIGHTLY.includes(name));
  for (const job of nightly) await job.run(ctx);
}
