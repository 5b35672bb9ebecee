import { and, asc, desc, eq, gte, isNull, lte, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { resolution, resolutionReport } from '#db/schema/resolutions.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { isInside, standing, visibleTo } from '#server/posts/visible-to.ts';
import type { LocalDate } from '#server/rules/dates.ts';

export type ResolutionRow = typeof resolution.$inferSelect;
export type ReportRow = typeof resolutionReport.$inferSelect;
export type DecidingStep = typeof motionStep.$inferSelect;

/** Nobody reports so often on one thing. */
const MOST_REPORTS = 200;

export async function insertResolution(tx: Tx, row: ResolutionRow): Promise<void> {
  await tx.insert(resolution).values(row);
}

export async function updateResolution(
  tx: Tx,
  id: string,
  changes: Partial<ResolutionRow>,
): Promise<void> {
  await tx.update(resolution).set(changes).where(eq(resolution.id, id));
}

/** One resolution by its post. */
export async function selectResolution(db: Reader, id: string): Promise<ResolutionRow | null> {
  const [row] = await db.select().from(resolution).where(eq(resolution.id, id)).limit(1);
  return row ?? null;
}

/** The resolution that a motion came to; null while there is none. */
export async function selectOfMotion(db: Reader, motionId: string): Promise<ResolutionRow | null> {
  const [row] = await db
    .select()
    .from(resolution)
    .where(eq(resolution.motionId, motionId))
    .limit(1);
  return row ?? null;
}

/** A resolution as a list shows it. */
export interface ListedResolution {
  row: ResolutionRow;
  title: string;
  publishedAt: number;
}

const listed = { row: resolution, title: post.title, publishedAt: post.createdAt };

/** The resolutions of a village in a span of days, the newest first, before a place in the list. */
export function selectResolutions(
  db: Reader,
  viewer: Viewer,
  of: {
    villageCode: string;
    from: LocalDate;
    through: LocalDate;
    before: { passedOn: LocalDate; id: string } | null;
    limit: number;
  },
): Promise<ListedResolution[]> {
  const { before } = of;
  const isOlder =
    before && sql`(${resolution.passedOn}, ${resolution.id}) < (${before.passedOn}, ${before.id})`;
  return db
    .select(listed)
    .from(resolution)
    .innerJoin(post, eq(post.id, resolution.id))
    .where(
      and(
        eq(resolution.villageCode, of.villageCode),
        gte(resolution.passedOn, of.from),
        lte(resolution.passedOn, of.through),
        isOlder ?? undefined,
        visibleTo(viewer),
        standing(),
      ),
    )
    .orderBy(desc(resolution.passedOn), desc(resolution.id))
    .limit(of.limit);
}

/** The first and last year in which a village decided something that stands; null for none. */
export async function selectYears(
  db: Reader,
  villageCode: string,
): Promise<{ first: string; last: string } | null> {
  const [row] = await db
    .select({
      first: sql<string | null>`MIN(${resolution.passedOn})`,
      last: sql<string | null>`MAX(${resolution.passedOn})`,
    })
    .from(resolution)
    .where(eq(resolution.villageCode, villageCode));
  if (!row?.first || !row.last) return null;
  return { first: row.first.slice(0, 4), last: row.last.slice(0, 4) };
}

/** What these places still owe: resolutions under way, or finished without a signature, by report day. */
export function selectUnderWay(
  db: Reader,
  paths: string[],
  { after, limit }: { after: { reportDueOn: LocalDate; id: string } | null; limit: number },
): Promise<ListedResolution[]> {
  const isAfter =
    after &&
    sql`(${resolution.reportDueOn}, ${resolution.id}) > (${after.reportDueOn}, ${after.id})`;
  return db
    .select(listed)
    .from(resolution)
    .innerJoin(post, eq(post.id, resolution.id))
    .where(
      and(
        eq(resolution.state, 'carrying-out'),
        isInside(sql`${resolution.villageCode}`, paths),
        isNull(post.removedAt),
        isAfter ?? undefined,
      ),
    )
    .orderBy(asc(resolution.reportDueOn), asc(resolution.id))
    .limit(limit);
}

export async function insertReport(tx: Tx, row: ReportRow): Promise<void> {
  await tx.insert(resolutionReport).values(row);
}

export async function updateReport(tx: Tx, id: string, changes: Partial<ReportRow>): Promise<void> {
  await tx.update(resolutionReport).set(changes).where(eq(resolutionReport.id, id));
}

/** Everything that was told of a resolution, oldest first. */
export function selectReports(db: Reader, resolutionId: string): Promise<ReportRow[]> {
  return db
    .select()
    .from(resolutionReport)
    .where(eq(resolutionReport.resolutionId, resolutionId))
    .orderBy(asc(resolutionReport.no))
    .limit(MOST_REPORTS);
}

/** Who reported the newest result of each of these resolutions; one without a result is left out. */
export async function selectReporters(db: Reader, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { resolutionId, byId, no, kind } = resolutionReport;
  const rows = await db
    .select({ resolutionId, byId })
    .from(resolutionReport)
    .where(and(among(resolutionId, ids), eq(kind, 'end')))
    .orderBy(asc(resolutionId), asc(no))
    .limit(ids.length * MOST_REPORTS);
  return new Map(rows.map((row) => [row.resolutionId, row.byId]));
}

/** The meeting that decided it. */
export async function selectDecision(db: Reader, stepId: string): Promise<DecidingStep | null> {
  const [row] = await db.select().from(motionStep).where(eq(motionStep.id, stepId)).limit(1);
  return row ?? null;
}
