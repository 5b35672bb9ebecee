import type { SQLWrapper } from 'drizzle-orm';
import { and, asc, eq, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { assignment, dutyShift, grid, leave } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** Somebody in office whose leave or shift may be recorded. */
export interface Colleague {
  personId: string;
  name: string;
  post: string;
  title: string;
  placeName: string;
}

/** A leave or a shift that has not ended yet. */
export interface DutySpan {
  id: string;
  name: string;
  gridCode: string;
  fromAt: EpochMs;
  untilAt: EpochMs;
}

/** The last line of the page before. */
export interface SpanCursor {
  fromAt: EpochMs;
  id: string;
}

/** One page of spans that have not ended at an instant, at a place and below it. */
interface SpanQuery {
  code: string;
  at: EpochMs;
  after: SpanCursor | null;
  limit: number;
}

/** Posts of a village are those of its groups too, posts of a town those of its work areas. */
const OFFICES: Record<string, string[]> = {
  town: ['town', 'area'],
  village: ['village', 'grid', 'micro_grid'],
};

/** People holding posts at a place itself, each once. */
export async function selectColleagues(
  db: Reader,
  { code, level }: { code: string; level: string },
  at: EpochMs,
): Promise<Colleague[]> {
  const levels = OFFICES[level];
  const here = levels ? and(isBelow(code), inArray(grid.level, levels)) : eq(grid.code, code);
  const rows = await db
    .select({
      personId: person.id,
      name: person.name,
      post: assignment.post,
      title: assignment.title,
      placeName: grid.shortName,
    })
    .from(grid)
    .innerJoin(assignment, eq(assignment.gridCode, grid.code))
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(and(here, isHeldAt(at)))
    .orderBy(asc(grid.code), asc(assignment.isDeputy), asc(assignment.sort), asc(assignment.id))
    .limit(500);
  // Somebody with several posts is one person on leave, known by the post that has a title.
  const titled = [...rows.filter((row) => row.title !== ''), ...rows];
  const best = new Map(titled.toReversed().map((row) => [row.personId, row]));
  return rows.filter((row) => best.get(row.personId) === row);
}

/** Leaves that have not ended, each once however many groups somebody looks after. */
export function selectLeaves(
  db: Reader,
  { code, at, after, limit }: SpanQuery,
): Promise<DutySpan[]> {
  return db
    .select({
      id: leave.id,
      name: person.name,
      gridCode: sql<string>`min(${grid.code})`,
      fromAt: leave.fromAt,
      untilAt: leave.untilAt,
    })
    .from(leave)
    .innerJoin(person, eq(person.id, leave.personId))
    .innerJoin(assignment, eq(assignment.personId, leave.personId))
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(and(gt(leave.untilAt, at), isBelow(code), isHeldAt(at), isAfter(leave, after)))
    .groupBy(leave.id, person.id)
    .orderBy(asc(leave.fromAt), asc(leave.id))
    .limit(limit);
}

/** Shifts that have not ended. */
export function selectShifts(
  db: Reader,
  { code, at, after, limit }: SpanQuery,
): Promise<DutySpan[]> {
  return db
    .select({
      id: dutyShift.id,
      name: person.name,
      gridCode: dutyShift.gridCode,
      fromAt: dutyShift.fromAt,
      untilAt: dutyShift.untilAt,
    })
    .from(dutyShift)
    .innerJoin(person, eq(person.id, dutyShift.personId))
    .innerJoin(grid, eq(grid.code, dutyShift.gridCode))
    .where(and(gt(dutyShift.untilAt, at), isBelow(code), isAfter(dutyShift, after)))
    .orderBy(asc(dutyShift.fromAt), asc(dutyShift.id))
    .limit(limit);
}

/** The condition that a joined grid row is this place or lies below it. */
function isBelow(code: string): SQL | undefined {
  return and(gte(grid.code, code), lt(grid.code, nextCode(code)));
}

function isAfter(
  span: { fromAt: SQLWrapper; id: SQLWrapper },
  after: SpanCursor | null,
): SQL | undefined {
  if (after === null) return undefined;
  const { fromAt, id } = after;
  const isSameStart = sql`${span.fromAt} = ${fromAt}`;
  return or(sql`${span.fromAt} > ${fromAt}`, and(isSameStart, sql`${span.id} > ${id}`));
}
