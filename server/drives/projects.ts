import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { ProjectForm } from '#server/drives/forms.ts';
import { actOnDrive, type DriveAct, type DriveRef, entryOf } from '#server/drives/load.ts';
import {
  insertProject,
  nextProjectNo,
  type ProjectRecord,
  selectProjects,
  updateProject,
} from '#server/drives/records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';
import { blacken } from '#server/posts/wording.ts';

/** Who may own a project: whoever serves in the village's office. */
export const OWNER_POSTS: Post[] = ['secretary', 'village_director', 'committee_member', 'clerk'];

/** What a project says, checked and covered before any write. */
export type ProjectFacts = Pick<
  ProjectRecord,
  'title' | 'ownerId' | 'budgetFen' | 'dueOn' | 'isKey'
>;

/** The facts of a project, or why they cannot be kept: without owner and day it is none. */
export async function projectFacts(
  ctx: Context,
  village: Pick<Village, 'code'>,
  typed: { title: string; owner: string; budget: number | null; dueOn: string; isKey: boolean },
): Promise<Result<ProjectFacts>> {
  const { title, owner, budget, dueOn, isKey } = typed;
  if (title === '') return refuse('required', 'title');
  if ([...title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  if (dueOn === '') return refuse('required', 'dueOn');
  const owners = await holdersAt(ctx.db.read, village.code, OWNER_POSTS, ctx.clock.now());
  if (!owners.includes(owner)) return refuse('pickOne', 'owner');
  return accept({ title: blacken(title), ownerId: owner, budgetFen: budget, dueOn, isKey });
}

/** Adds a project to a discussion inside a write. */
export async function newProject(
  tx: Tx,
  ctx: Context,
  { loaded, personId }: DriveAct,
  facts: ProjectFacts,
): Promise<ProjectRecord> {
  const driveId = loaded.post.id;
  const no = await nextProjectNo(tx, driveId);
  const at = ctx.clock.now();
  const begun = { state: 'planned', now: '', motionId: null, changedById: personId, changedAt: at };
  const row = { id: newId(), driveId, no, ...facts, ...begun };
  await insertProject(tx, row);
  return row;
}

/** Says how far a project is, by whom and until when it is done now; the ledger keeps each change. */
export async function changeProject(
  ctx: Context,
  ref: DriveRef,
  no: number,
  form: ProjectForm,
): Promise<Result> {
  const act = await actOnDrive(ctx, ref);
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  const facts = await projectFacts(ctx, loaded.village, form);
  if (!facts.ok) return facts;
  if ([...form.now].length > ctx.book.rules.texts.bodyLength) return refuse('tooLong', 'now');
  const at = ctx.clock.now();
  const { id } = loaded.post;
  const sent = { actorId: personId, action: 'drive.project', key: form.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'drive', 'id', id);
    return once<Result>(tx, sent, async () => {
      const project = (await selectProjects(tx, id)).find((one) => one.no === no);
      if (!project) return refuse('notFound');
      const said = { state: form.state, now: blacken(form.now) };
      const changes = { ...facts.value, ...said, changedById: personId, changedAt: at };
      await updateProject(tx, project.id, changes);
      await append(tx, {
        ...entryOf(ctx, act.value),
        what: 'drive.project-changed',
        facts: { projectNo: no, state: form.state, dueOn: facts.value.dueOn },
        content: changes,
      });
      tx.touch(`post:${id}`, `village:${loaded.village.code}`);
      return accept();
    });
  });
}
