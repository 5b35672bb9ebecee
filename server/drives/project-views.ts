import { isFree } from '#server/drives/hall.ts';
import { type IdeaView, projectIdeas, withProjects } from '#server/drives/idea-views.ts';
import { type DriveRef, keepsDrives, type LoadedDrive, loadDrive } from '#server/drives/load.ts';
import { ownersIn, type ProjectView, projectsOf } from '#server/drives/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { postById } from '#server/posts/load.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { hallPath } from '#server/rules/links.ts';

/** The page of one project: what it is, and which ideas it was made of. */
export interface ProjectPage {
  loaded: LoadedDrive;
  now: EpochMs;
  project: ProjectView;
  /** The matter of the hall to which it was taken; null while it was not, or nobody may see it. */
  motion: { title: string; path: string } | null;
  /** Where it can be taken there; null for whoever may not, and once it was. */
  raisePath: string | null;
  ideas: IdeaView[];
  more: string | null;
  /** For who keeps discussions: who may own it. */
  owners: { id: string; name: string }[];
  keeps: boolean;
  key: string;
}

/** The page of a project; null where there is none for this viewer. */
export async function projectPage(
  ctx: Context,
  ref: DriveRef,
  { no, after }: { no: number; after: string | null },
): Promise<ProjectPage | null> {
  const loaded = await loadDrive(ctx, ref);
  if (!loaded || loaded.post.removedAt !== null) return null;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const projects = await projectsOf(ctx, loaded);
  const project = projects.find((one) => one.no === no);
  if (!project) return null;
  const keeps = keepsDrives(ctx, village);
  const [found, motion, owners] = await Promise.all([
    projectIdeas(ctx, loaded, { projectId: project.id, after }),
    motionOf(ctx, project),
    keeps ? ownersIn(ctx, village) : [],
  ]);
  return {
    ...{ loaded, now: ctx.clock.now(), project, motion, owners, keeps },
    ...withProjects(found, projects),
    raisePath: raisePathOf(ctx, loaded, project),
    key: keeps ? newToken() : '',
  };
}

async function motionOf(
  ctx: Context,
  { motionId }: ProjectView,
): Promise<{ title: string; path: string } | null> {
  if (motionId === null) return null;
  ctx.page.shows(`post:${motionId}`);
  const loaded = await postById(ctx, motionId);
  if (!loaded || loaded.post.removedAt !== null) return null;
  return { title: loaded.post.title, path: loaded.path };
}

function raisePathOf(
  ctx: Context,
  { post, village }: LoadedDrive,
  project: ProjectView,
): string | null {
  const isMine = actingPost(ctx.viewer, 'motion.raise', village.path) !== null;
  if (!isMine || !keepsDrives(ctx, village) || !isFree(project)) return null;
  return `${hallPath(village.slug)}/new?from=${post.id}&project=${project.no}`;
}
