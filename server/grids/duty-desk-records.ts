import { and, asc, eq, gt, or, type SQL, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { assignment, dutyShift, grid, leave } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Somebody in office whose leave or shift may be recorded. */
export interface Colleague {
  personId: string;
  name: string;
  title: string;
  placeName: string;
}

/** A leave or a shift that has not ended yet. */
export interface DutySpan {
  name: string;
  placeName: string;
  fromAt: EpochMs;
  untilAt: EpochMs;
}

/** The condition that a joined grid row lies inside one of the paths. */
export function below(paths: string[]): SQL {
  const inside = paths.map((path) => sql`substr(${grid.path}, 1, ${path.length}) = ${path}`);
  return sql`(${sql.join(inside, sql` OR `)})`;
}

/** People holding posts in these places, each once. */
export async function selectColleagues(db: Reader, isOurs: SQL, at: EpochMs): Promise<Colleague[]> {
  const rows = await db
    .selectDistinct({
      personId: person.id,
      name: person.name,
      title: assignment.title,
      placeName: grid.shortName,
    })
    .from(assignment)
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(and(isOurs, isHeldAt(at)))
    .orderBy(asc(grid.shortName), asc(person.name))
    .limit(400);
  // Somebody with several posts is one person on leave, known by the post that has a title.
  const titled = [...rows.filter((row) => row.title !== ''), ...rows];
  const best = new Map(titled.toReversed().map((row) => [row.personId, row]));
  return rows.filter((row) => best.get(row.personId) === row);
}

/** Leaves that have not ended, each once however many groups somebody looks after. */
export function selectLeaves(db: Reader, isOurs: SQL, at: EpochMs): Promise<DutySpan[]> {
  return db
    .select({
      name: person.name,
      placeName: sql<string>`min(${grid.shortName})`,
      fromAt: leave.fromAt,
      untilAt: leave.untilAt,
    })
    .from(leave)
    .innerJoin(person, eq(person.id, leave.personId))
    .innerJoin(assignment, eq(assignment.personId, leave.personId))
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(and(gt(leave.untilAt, at), isOurs, isHeldAt(at)))
    .groupBy(leave.id, person.id)
    .orderBy(asc(leave.fromAt), asc(leave.id))
    .limit(100);
}

/** Shifts that have not ended. */
export function selectShifts(db: Reader, isOurs: SQL, at: EpochMs): Promise<DutySpan[]> {
  return db
    .select({
      name: person.name,
      placeName: grid.shortName,
      fromAt: dutyShift.fromAt,
      untilAt: dutyShift.untilAt,
    })
    .from(dutyShift)
    .innerJoin(person, eq(person.id, dutyShift.personId))
    .innerJoin(grid, eq(grid.code, dutyShift.gridCode))
    .where(and(gt(dutyShift.untilAt, at), isOurs))
    .orderBy(asc(dutyShift.fromAt))
    .limit(100);
}

/** Villages and towns among these places. */
export function selectPlaces(db: Reader, isOurs: SQL): Promise<{ code: string; name: string }[]> {
  return db
    .select({ code: grid.code, name: grid.shortName })
    .from(grid)
    .where(and(isOurs, or(eq(grid.level, 'village'), eq(grid.level, 'town'))))
    .orderBy(asc(grid.code))
    .limit(200);
}
