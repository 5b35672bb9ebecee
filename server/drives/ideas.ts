import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { IdeaForm, SortForm } from '#server/drives/forms.ts';
import {
  actOnDrive,
  type DriveAct,
  type DriveRef,
  entryOf,
  keepsDrives,
  loadDrive,
} from '#server/drives/load.ts';
import { newProject, type ProjectFacts, projectFacts } from '#server/drives/projects.ts';
import { decideIdeas, insertIdea, selectProjects } from '#server/drives/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { authorsOfComments, voiceAt } from '#server/posts/voices.ts';
import { blacken } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { driveStanding } from '#server/rules/drives.ts';

/**
 * Tells a problem or a suggestion, while people are asked to. The office also writes down what
 * somebody told on paper or aloud: it stands unnamed, and the record says who wrote it.
 */
export async function tellIdea(
  ctx: Context,
  ref: DriveRef,
  form: IdeaForm,
): Promise<Result<{ id: string }>> {
  const loaded = await loadDrive(ctx, ref);
  if (!loaded || loaded.post.removedAt !== null) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const { village, drive, post } = loaded;
  const writesDown = form.paper && keepsDrives(ctx, village);
  const isAllowed = writesDown || may(ctx.viewer, 'drive.tell', village.path);
  if (!isAllowed) return refuse('notOfThisVillage', 'body');
  // What was told on paper in time is often written down a day later.
  const { state } = driveStanding(drive, 1, ctx.clock.now());
  const isOpen = state === 'open' || (writesDown && state === 'sorting');
  if (!isOpen) return refuse('tellingOver', 'body');
  const { body, shownAs, key, side } = form;
  const said = { body, shownAs, key, isForOther: writesDown };
  return voiceAt(ctx, loaded, said, async (tx, commentId) => {
    const row = { commentId, driveId: post.id, side, enteredById: writesDown ? personId : null };
    await insertIdea(tx, { ...undecided, ...row });
  });
}

const undecided = {
  state: 'open',
  projectId: null,
  answer: '',
  decidedById: null,
  decidedAt: null,
};

/**
 * Says what becomes of some ideas: they go into a new project, into one that is there, or are
 * answered with a reason. Each is decided once, and whoever told it gets a message.
 */
export async function sortIdeas(
  ctx: Context,
  ref: DriveRef,
  form: SortForm,
): Promise<Result<{ decided: number }>> {
  const act = await actOnDrive(ctx, ref);
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  const project = form.to === NEW ? await projectFacts(ctx, loaded.village, form) : accept(null);
  if (!project.ok) return project;
  const isAnswer = form.to === ANSWER;
  if (isAnswer && form.answer === '') return refuse('required', 'answer');
  if ([...form.answer].length > ctx.book.rules.texts.bodyLength) return refuse('tooLong', 'answer');
  const authors = await authorsOfComments(ctx, form.ideas.slice(0, MOST_AT_ONCE));
  const { id } = loaded.post;
  const sent = { actorId: personId, action: 'drive.sort', key: form.key, at: ctx.clock.now() };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'drive', 'id', id);
    return once<Result<{ decided: number }>>(tx, sent, () =>
      sortInTx(tx, ctx, act.value, { form, facts: project.value, authors }),
    );
  });
}

/** As many as one page of the desk shows. */
export const MOST_AT_ONCE = 100;
export const NEW = 'new';
export const ANSWER = 'answer';

async function sortInTx(
  tx: Tx,
  ctx: Context,
  act: DriveAct,
  wish: { form: SortForm; facts: ProjectFacts | null; authors: Map<string, string> },
): Promise<Result<{ decided: number }>> {
  const { form, facts, authors } = wish;
  const { loaded, personId } = act;
  const at = ctx.clock.now();
  const driveId = loaded.post.id;
  const isAnswer = form.to === ANSWER;
  const there = await selectProjects(tx, driveId);
  const chosen = facts
    ? await newProject(tx, ctx, act, facts)
    : (there.find(({ id }) => id === form.to) ?? null);
  if (!isAnswer && !chosen) return refuse('pickOne', 'to');
  const answer = isAnswer ? blacken(form.answer) : '';
  const became = isAnswer ? { state: 'answered', answer } : grouped(chosen?.id ?? '');
  const which = { driveId, ids: form.ideas.slice(0, MOST_AT_ONCE) };
  const decided = await decideIdeas(tx, which, {
    ...became,
    ...{ decidedById: personId, decidedAt: at },
  });
  await append(tx, {
    ...entryOf(ctx, act),
    what: isAnswer ? 'drive.answered' : 'drive.grouped',
    facts: { ideas: decided.length, projectNo: chosen?.no ?? null },
    content: { ideas: decided, answer },
  });
  const people = decided.flatMap((id) => authors.get(id) ?? []);
  await tellSorted(tx, act, { people, project: isAnswer ? null : chosen, at });
  tx.touch(`post:${driveId}`, `village:${loaded.village.code}`);
  return accept({ decided: decided.length });
}

/** Whoever told what was decided hears what became of it, once. */
async function tellSorted(
  tx: Tx,
  { loaded, personId }: DriveAct,
  { people, project, at }: { people: string[]; project: { title: string } | null; at: EpochMs },
): Promise<void> {
  const { news } = wordsFor('zh').drives;
  const body = project ? news.grouped(project.title) : news.answered;
  const message = { template: 'drive.sorted', body, path: loaded.path, at };
  const others = [...new Set(people)].filter((one) => one !== personId);
  await tell(tx, ...others.map((one) => ({ ...message, personId: one })));
}

function grouped(projectId: string) {
  return { state: 'grouped', projectId };
}
