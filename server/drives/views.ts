import {
  type IdeaShow,
  type IdeaView,
  ideaShows,
  ideasOf,
  withProjects,
} from '#server/drives/idea-views.ts';
import { MOST_AT_ONCE } from '#server/drives/ideas.ts';
import { type DriveRef, keepsDrives, type LoadedDrive, loadDrive } from '#server/drives/load.ts';
import { OWNER_POSTS } from '#server/drives/projects.ts';
import {
  countByProject,
  countIdeas,
  type ProjectRecord,
  selectDrives,
  selectProjects,
} from '#server/drives/records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import { dutyPeople, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import type { Running } from '#server/posts/running.ts';
import { type PostRow, postList } from '#server/posts/views.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { type DriveState, driveStanding, type Funnel, funnelOf } from '#server/rules/drives.ts';
import { drivesPath } from '#server/rules/links.ts';
import { oneOf } from '#server/rules/one-of.ts';

/** A village's discussions, newest first. */
export interface DriveList {
  village: Village;
  now: EpochMs;
  rows: { post: PostRow; tellThrough: LocalDate; isClosed: boolean }[];
  newer: string | null;
  older: string | null;
  mayOpen: boolean;
}

/** The list of a village's discussions; null for no such village. */
export async function driveList(
  ctx: Context,
  slug: string,
  cursors: { before: string | null; after: string | null },
): Promise<DriveList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const page = await postList(ctx, { villageCode: village.code, kind: 'drive', ...cursors });
  const ids = page.rows.map(({ id }) => id);
  const known = new Map((await selectDrives(ctx.db.read, ids)).map((one) => [one.id, one]));
  const rows = page.rows.flatMap((post) => {
    const one = known.get(post.id);
    if (!one) return [];
    return { post, tellThrough: one.tellThrough, isClosed: one.state === 'closed' };
  });
  const { newer, older } = page;
  return { village, now: ctx.clock.now(), rows, newer, older, mayOpen: keepsDrives(ctx, village) };
}

/** A project as everybody reads it. */
export interface ProjectView
  extends Pick<
    ProjectRecord,
    'id' | 'no' | 'title' | 'budgetFen' | 'dueOn' | 'isKey' | 'now' | 'motionId'
  > {
  state: string;
  owner: string;
  ownerId: string;
  /** How many ideas it was made of. */
  ideas: number;
  changedBy: string;
  changedAt: EpochMs;
}

/** What the page of a discussion prints. */
export interface DrivePage {
  village: Village;
  now: EpochMs;
  no: number;
  path: string;
  title: string;
  html: string | null;
  state: DriveState;
  tellThrough: LocalDate;
  funnel: Funnel;
  projects: ProjectView[];
  /** Ideas in one state, and where the next ones begin. */
  show: IdeaShow;
  ideas: IdeaView[];
  more: string | null;
  mayTell: boolean;
  keeps: boolean;
  speaker: Speaker | null;
  parts: PostParts;
  key: string;
}

/** The page of one discussion; null when the viewer may not see it. */
export async function drivePage(
  ctx: Context,
  ref: DriveRef,
  places: { talk: string | null; show: string | null; after: string | null },
): Promise<DrivePage | null> {
  const loaded = await loadDrive(ctx, ref);
  if (!loaded) return null;
  const { post, village, drive, path } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const counts = await countIdeas(ctx.db.read, post.id);
  const show = shownOf(places.show, counts);
  const limit = ctx.book.rules.pages.comments;
  const [parts, projects, found, speaker] = await Promise.all([
    partsOf(ctx, loaded, places.talk),
    projectsOf(ctx, loaded),
    ideasOf(ctx, loaded, { show, after: places.after, limit }),
    speakerOf(ctx, village.path),
  ]);
  const funnel = funnelOf(counts, projects);
  const { state, changesAt } = driveStanding(drive, funnel.undecided, ctx.clock.now());
  if (changesAt !== null) ctx.page.changesAt(changesAt);
  return {
    ...{ village, now: ctx.clock.now(), no: post.no, path, title: post.title, funnel, projects },
    html: post.removedAt === null ? post.html : null,
    ...{ state, tellThrough: drive.tellThrough, show, ...withProjects(found, projects) },
    ...rightsOf(ctx, loaded, state),
    ...{ speaker, parts, key: ctx.viewer.personId === null ? '' : newToken() },
  };
}

/** The ideas that were asked for; else the first kind of which there are any. */
function shownOf(typed: string | null, counts: { state: string }[]): IdeaShow {
  const asked = ideaShows.find((one) => one === oneOf(typed ?? ''));
  return asked ?? ideaShows.find((one) => counts.some(({ state }) => state === one)) ?? 'open';
}

function rightsOf(
  ctx: Context,
  { post, village }: LoadedDrive,
  state: DriveState,
): Pick<DrivePage, 'mayTell' | 'keeps'> {
  const isThere = post.removedAt === null;
  const keeps = keepsDrives(ctx, village) && isThere;
  const isVillager = ctx.viewer.personId !== null && may(ctx.viewer, 'drive.tell', village.path);
  return { keeps, mayTell: isThere && state === 'open' && (keeps || isVillager) };
}

/** What the office sorts: ideas that nobody decided yet, and the projects that there are. */
export interface SortPage {
  loaded: LoadedDrive;
  now: EpochMs;
  ideas: IdeaView[];
  more: boolean;
  projects: ProjectView[];
  owners: { id: string; name: string }[];
  key: string;
}

/** The page on which ideas are sorted; null for whoever may not. */
export async function sortPage(ctx: Context, ref: DriveRef): Promise<SortPage | null> {
  ctx.page.keepPrivate();
  const loaded = await loadDrive(ctx, ref);
  if (!loaded || !keepsDrives(ctx, loaded.village)) return null;
  const [found, projects, owners] = await Promise.all([
    ideasOf(ctx, loaded, { show: 'open', after: null, limit: MOST_AT_ONCE }),
    projectsOf(ctx, loaded),
    ownersIn(ctx, loaded.village),
  ]);
  const { ideas, more } = withProjects(found, projects);
  const now = ctx.clock.now();
  return { loaded, now, ideas, more: more !== null, projects, owners, key: newToken() };
}

/** The form of a discussion that is opened; null for whoever may not. */
export async function newDrivePage(
  ctx: Context,
  slug: string,
): Promise<{ village: Village; key: string } | null> {
  ctx.page.keepPrivate();
  const village = await villageBySlug(ctx, slug);
  return village && keepsDrives(ctx, village) ? { village, key: newToken() } : null;
}

/** What is asked now, for the village's front page. */
export async function runningNow(
  ctx: Context,
  village: Pick<Village, 'code' | 'slug'>,
): Promise<Running<'drive'>[]> {
  const filter = { villageCode: village.code, kind: 'drive', state: 'open', limit: 5 };
  const { rows } = await postList(ctx, filter);
  const drives = await selectDrives(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  return rows.flatMap((row) => {
    const one = drives.find(({ id }) => id === row.id);
    if (!one) return [];
    const { state, changesAt } = driveStanding(one, 1, ctx.clock.now());
    if (changesAt !== null) ctx.page.changesAt(changesAt);
    const path = drivesPath(village.slug, row.no);
    const found = { path, title: row.title, lastDay: one.tellThrough, what: 'drive' as const };
    return state === 'open' ? found : [];
  });
}

/** The projects of a discussion with their owners' names. */
export async function projectsOf(
  ctx: Context,
  { post, village }: Pick<LoadedDrive, 'post' | 'village'>,
): Promise<ProjectView[]> {
  const rows = await selectProjects(ctx.db.read, post.id);
  const ids = rows.flatMap(({ ownerId, changedById }) => [ownerId, changedById]);
  const [people, counts] = await Promise.all([
    dutyPeople(
      ctx,
      [...new Set(ids)].map((personId) => ({ personId, gridCode: village.code })),
    ),
    countByProject(
      ctx.db.read,
      rows.map(({ id }) => id),
    ),
  ]);
  const nameOf = (id: string) => people.get(id)?.name ?? '';
  return rows.map(({ ownerId, changedById, ...row }) => ({
    ...row,
    ...{ ownerId, owner: nameOf(ownerId), changedBy: nameOf(changedById) },
    ideas: counts.get(row.id) ?? 0,
  }));
}

/** Whoever may own a project of the village, by name. */
export async function ownersIn(
  ctx: Context,
  village: Village,
): Promise<{ id: string; name: string }[]> {
  const ids = await holdersAt(ctx.db.read, village.code, OWNER_POSTS, ctx.clock.now());
  const people = await dutyPeople(
    ctx,
    ids.map((personId) => ({ personId, gridCode: village.code })),
  );
  return ids.map((id) => ({ id, name: people.get(id)?.name ?? '' }));
}
