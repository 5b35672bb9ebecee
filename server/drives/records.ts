import { and, asc, count, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { drive, driveIdea, driveProject } from '#db/schema/drives.ts';
import { comment } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type DriveRecord = typeof drive.$inferSelect;
export type IdeaRecord = typeof driveIdea.$inferSelect;
export type ProjectRecord = typeof driveProject.$inferSelect;

/** A discussion has some dozens of projects; the sources' own had 76. */
const MOST_PROJECTS = 500;

export async function insertDrive(tx: Tx, row: DriveRecord): Promise<void> {
  await tx.insert(drive).values(row);
}

/** One discussion by its post. */
export async function selectDrive(db: Reader, id: string): Promise<DriveRecord | null> {
  const [row] = await db.select().from(drive).where(eq(drive.id, id)).limit(1);
  return row ?? null;
}

/** The discussions of these posts, in no order. */
export async function selectDrives(db: Reader, ids: string[]): Promise<DriveRecord[]> {
  if (ids.length === 0) return [];
  return db.select().from(drive).where(among(drive.id, ids)).limit(ids.length);
}

export async function updateDrive(
  tx: Tx,
  id: string,
  changes: Partial<DriveRecord>,
): Promise<void> {
  await tx.update(drive).set(changes).where(eq(drive.id, id));
}

export async function insertIdea(tx: Tx, row: IdeaRecord): Promise<void> {
  await tx.insert(driveIdea).values(row);
}

export async function updateIdea(
  tx: Tx,
  commentId: string,
  changes: Partial<IdeaRecord>,
): Promise<void> {
  await tx.update(driveIdea).set(changes).where(eq(driveIdea.commentId, commentId));
}

/** Decides these ideas of a discussion that nobody has decided yet; the ids of those it did. */
export async function decideIdeas(
  tx: Tx,
  { driveId, ids }: { driveId: string; ids: string[] },
  changes: Partial<IdeaRecord>,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const isOpen = and(eq(driveIdea.driveId, driveId), eq(driveIdea.state, 'open'));
  const decided = await tx
    .update(driveIdea)
    .set(changes)
    .where(and(isOpen, inArray(driveIdea.commentId, ids)))
    .returning({ id: driveIdea.commentId });
  return decided.map(({ id }) => id);
}

/** Ideas of a discussion in one state from a place on: problems, then suggestions, oldest first. */
export function selectIdeas(
  db: Reader,
  { driveId, state, after, limit }: IdeaQuery,
): Promise<IdeaRecord[]> {
  const isHere = and(eq(driveIdea.driveId, driveId), eq(driveIdea.state, state));
  const isLater =
    after === null
      ? undefined
      : sql`(${driveIdea.side}, ${driveIdea.commentId}) > (${after.side}, ${after.id})`;
  return db
    .select()
    .from(driveIdea)
    .where(and(isHere, isLater))
    .orderBy(asc(driveIdea.side), asc(driveIdea.commentId))
    .limit(limit);
}

interface IdeaQuery {
  driveId: string;
  state: string;
  after: { side: string; id: string } | null;
  limit: number;
}

/** The ideas that a project was made of from a place on, oldest first. */
export function selectProjectIdeas(
  db: Reader,
  { projectId, after, limit }: { projectId: string; after: string | null; limit: number },
): Promise<IdeaRecord[]> {
  const isLater = after === null ? undefined : gt(driveIdea.commentId, after);
  return db
    .select()
    .from(driveIdea)
    .where(and(eq(driveIdea.projectId, projectId), isLater))
    .orderBy(asc(driveIdea.commentId))
    .limit(limit);
}

/** Ideas that were answered and became no project, for what must be covered in all of them. */
export function selectAnswered(db: Reader, driveId: string): Promise<IdeaRecord[]> {
  return db
    .select()
    .from(driveIdea)
    .where(
      and(
        eq(driveIdea.driveId, driveId),
        eq(driveIdea.state, 'answered'),
        ne(driveIdea.answer, ''),
      ),
    )
    .limit(5000);
}

/** How many ideas stand by side and state; what was taken back or down, or waits for a look, does not. */
export function countIdeas(
  db: Reader,
  driveId: string,
): Promise<{ side: string; state: string; n: number }[]> {
  const stands = and(
    sql`${comment.releasedAt} IS NOT NULL`,
    isNull(comment.withdrawnAt),
    isNull(comment.removedAt),
  );
  return db
    .select({ side: driveIdea.side, state: driveIdea.state, n: count() })
    .from(driveIdea)
    .innerJoin(comment, eq(comment.id, driveIdea.commentId))
    .where(and(eq(driveIdea.driveId, driveId), stands))
    .groupBy(driveIdea.side, driveIdea.state);
}

/** How many ideas each project was made of. */
export async function countByProject(db: Reader, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ projectId: driveIdea.projectId, n: count() })
    .from(driveIdea)
    .where(inArray(driveIdea.projectId, ids))
    .groupBy(driveIdea.projectId);
  return new Map(rows.map(({ projectId, n }) => [projectId ?? '', n]));
}

/** The projects of a discussion by number. */
export function selectProjects(db: Reader, driveId: string): Promise<ProjectRecord[]> {
  return db
    .select()
    .from(driveProject)
    .where(eq(driveProject.driveId, driveId))
    .orderBy(asc(driveProject.no))
    .limit(MOST_PROJECTS);
}

/** The number that the next project of a discussion has. */
export async function nextProjectNo(tx: Tx, driveId: string): Promise<number> {
  const [last] = await tx
    .select({ no: driveProject.no })
    .from(driveProject)
    .where(eq(driveProject.driveId, driveId))
    .orderBy(desc(driveProject.no))
    .limit(1);
  return (last?.no ?? 0) + 1;
}

export async function insertProject(tx: Tx, row: ProjectRecord): Promise<void> {
  await tx.insert(driveProject).values(row);
}

export async function updateProject(
  tx: Tx,
  id: string,
  changes: Partial<ProjectRecord>,
): Promise<void> {
  await tx.update(driveProject).set(changes).where(eq(driveProject.id, id));
}
