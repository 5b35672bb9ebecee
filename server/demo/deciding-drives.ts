import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { personOf } from '#server/demo/deciding-hall.ts';
import { type DecidingStage, landed } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt, key, told } from '#server/demo/stage.ts';
import { openDrive } from '#server/drives/commands.ts';
import { ideaForm, openForm, projectForm, sortForm } from '#server/drives/forms.ts';
import { ANSWER, NEW, sortIdeas, tellIdea } from '#server/drives/ideas.ts';
import { changeProject } from '#server/drives/projects.ts';

type DriveEvent = DecidingOf<'drive'>;
type Sorted = DriveEvent['sorted'][number];

/** 大讨论: opened, told to, sorted into a few projects, which go on. */
export function drive(one: DecidingStage, event: DriveEvent): DrawStep[] {
  const projects = event.sorted.filter(({ project }) => project !== undefined);
  return [
    { at: event.at, play: () => begin(one, event) },
    ...event.ideas.map((idea) => ({ at: idea.at, play: () => tellOne(one, event, idea) })),
    ...event.sorted.map((some) => ({ at: some.at, play: () => sort(one, event, some) })),
    ...projects.flatMap((some, at) =>
      some.later ? [{ at: some.later.at, play: () => goOn(one, event, some, at + 1) }] : [],
    ),
  ];
}

async function begin(one: DecidingStage, event: DriveEvent): Promise<void> {
  const ctx = await ctxAt(one.stage, event.who, event.at);
  const { title, text: body, until: tellThrough } = event;
  const form = openForm.parse({ title, body, tellThrough, key: key() });
  const { path } = must(await openDrive(ctx, one.stage.village.slug, form));
  await landed(one, event, path);
}

async function tellOne(
  { stage }: DecidingStage,
  event: DriveEvent,
  idea: DriveEvent['ideas'][number],
): Promise<void> {
  const ctx = await ctxAt(stage, idea.who, idea.at);
  const { side, text: body } = idea;
  const form = ideaForm.parse({ side, body, shownAs: 'resident', key: key() });
  const { id } = must(await tellIdea(ctx, told(stage, event.post), form));
  stage.comments.set(idea.id, id);
}

async function sort({ stage }: DecidingStage, event: DriveEvent, some: Sorted): Promise<void> {
  const ctx = await ctxAt(stage, some.who, some.at);
  const ideas = some.ideas.flatMap((id) => stage.comments.get(id) ?? []);
  const to = some.project ? NEW : ANSWER;
  const form = sortForm.parse({
    ...{ ideas, to, answer: some.answer, key: key() },
    ...(some.project && typedFacts(stage, some.project)),
  });
  const { decided } = must(await sortIdeas(ctx, told(stage, event.post), form));
  if (decided !== some.ideas.length) throw new Error(`${decided} ideas were sorted`);
}

async function goOn(
  { stage }: DecidingStage,
  event: DriveEvent,
  { who, project, later }: Sorted,
  no: number,
): Promise<void> {
  if (!project || !later) return;
  const ctx = await ctxAt(stage, who, later.at);
  const { state, now } = later;
  const form = projectForm.parse({ state, now, ...typedFacts(stage, project), key: key() });
  must(await changeProject(ctx, told(stage, event.post), no, form));
}

function typedFacts(stage: DecidingStage['stage'], project: NonNullable<Sorted['project']>) {
  const { title, owner, budget, dueOn, isKey } = project;
  return { title, owner: personOf(stage, owner), budget, dueOn, ...(isKey && { isKey: 'yes' }) };
}
