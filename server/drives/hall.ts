import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { keepsDrives } from '#server/drives/load.ts';
import { type ProjectRecord, selectProjects, updateProject } from '#server/drives/records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { append } from '#server/ledger/append.ts';

/** A project that its keeper takes to the hall. */
export interface HallProject {
  id: string;
  no: number;
  title: string;
  driveId: string;
}

/**
 * The project of a discussion that becomes a matter of the hall, for who keeps discussions there; null
 * for everybody else, and once it was taken there or is dropped.
 */
export async function projectForHall(
  ctx: Context,
  village: Village,
  { driveId, no }: { driveId: string; no: number },
): Promise<HallProject | null> {
  if (!keepsDrives(ctx, village)) return null;
  const project = (await selectProjects(ctx.db.read, driveId)).find((one) => one.no === no);
  return project && isFree(project) ? { id: project.id, no, title: project.title, driveId } : null;
}

/** Whether a project may be taken to the hall: once, and not after the village gave it up or did it. */
export function isFree({ motionId, state }: Pick<ProjectRecord, 'motionId' | 'state'>): boolean {
  return motionId === null && (state === 'planned' || state === 'doing');
}

/** Whether it still may, inside the write that raises its matter. */
export async function isFreeInTx(tx: Tx, { id, driveId }: HallProject): Promise<boolean> {
  await lock(tx, 'drive', 'id', driveId);
  const project = (await selectProjects(tx, driveId)).find((one) => one.id === id);
  return project !== undefined && isFree(project);
}

/** Notes on a project to which matter it was taken, inside the write that raises it. */
export async function enterHall(
  tx: Tx,
  ctx: Context,
  village: Village,
  { project, motionId }: { project: HallProject; motionId: string },
): Promise<void> {
  const { id, driveId, no } = project;
  await updateProject(tx, id, { motionId });
  await append(tx, {
    ...{ what: 'drive.project-to-hall', subjectKind: 'drive', subjectId: driveId },
    ...{ villageCode: village.code, actorId: ctx.viewer.personId, at: ctx.clock.now() },
    actorRole: actingPost(ctx.viewer, 'drive.open', village.path) ?? '',
    ruleVersion: ctx.book.motions.version,
    facts: { projectNo: no, motionId },
  });
  tx.touch(`post:${driveId}`);
}

/** The project that a matter of the hall was made of; null where it was none. */
export async function projectOfMotion(
  ctx: Context,
  { driveId, motionId }: { driveId: string; motionId: string },
): Promise<{ no: number; title: string } | null> {
  const projects = await selectProjects(ctx.db.read, driveId);
  return projects.find((one) => one.motionId === motionId) ?? null;
}
