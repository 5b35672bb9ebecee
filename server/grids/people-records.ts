import { and, asc, eq, gt, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { person } from '#db/schema/accounts.ts';
import { assignment, cadre, grid, household, leave, pairing } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const columns = {
  personId: person.id,
  name: person.name,
  cadreNo: cadre.no,
  post: assignment.post,
  body: assignment.body,
  title: assignment.title,
  duty: assignment.duty,
  isDeputy: assignment.isDeputy,
  workPhone: assignment.workPhone,
  officeHours: assignment.officeHours,
  sort: assignment.sort,
  since: assignment.since,
  until: assignment.until,
  gridCode: grid.code,
  gridName: grid.shortName,
  level: grid.level,
  gridSort: grid.sort,
};

const officeBelow = prepared(['code', 'next', 'at'], (db, { code, next, at }) =>
  db
    .select(columns)
    .from(grid)
    .innerJoin(assignment, eq(assignment.gridCode, grid.code))
    .innerJoin(person, eq(person.id, assignment.personId))
    .leftJoin(cadre, eq(cadre.personId, person.id))
    .where(and(gte(grid.code, code), lt(grid.code, next), isHeldAt(at)))
    .orderBy(asc(assignment.sort), asc(grid.sort), asc(assignment.since), asc(assignment.id))
    .limit(500),
);

/** Posts held at a place and below it at an instant, with who holds them; deputies too. */
export function selectOffice(db: Reader, code: string, at: EpochMs) {
  return officeBelow(db, { code, next: nextCode(code), at });
}

/** Posts held at one place itself. */
export function selectOfficeAt(db: Reader, code: string, at: EpochMs) {
  return db
    .select({
      personId: person.id,
      name: person.name,
      post: assignment.post,
      title: assignment.title,
      workPhone: assignment.workPhone,
    })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(and(eq(assignment.gridCode, code), eq(assignment.isDeputy, false), isHeldAt(at)))
    .orderBy(asc(assignment.sort), asc(assignment.id))
    .limit(100);
}

export type OfficeRow = Awaited<ReturnType<typeof selectOffice>>[number];

/** Every post a numbered cadre holds or held at a place and below it, newest first. */
export function selectCareer(db: Reader, { no, code }: { no: number; code: string }) {
  return db
    .select(columns)
    .from(cadre)
    .innerJoin(person, eq(person.id, cadre.personId))
    .innerJoin(assignment, eq(assignment.personId, person.id))
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(and(eq(cadre.no, no), gte(grid.code, code), lt(grid.code, nextCode(code))))
    .orderBy(asc(assignment.isDeputy), sql`${assignment.since} desc`, asc(grid.sort))
    .limit(100);
}

const leavesNow = prepared(['personIds', 'at'], (db, { personIds, at }) =>
  db
    .select({ personId: leave.personId, untilAt: leave.untilAt })
    .from(leave)
    .where(and(among(leave.personId, personIds), lte(leave.fromAt, at), gt(leave.untilAt, at)))
    .limit(500),
);

/** Leaves of these people that cover an instant. */
export async function selectLeaves(db: Reader, personIds: string[], at: EpochMs) {
  return personIds.length === 0 ? [] : leavesNow(db, { personIds, at });
}

const leaveTurns = prepared(['personIds', 'at'], (db, { personIds, at }) =>
  db
    .select({
      begins: sql<number | null>`min(case when ${leave.fromAt} > ${at} then ${leave.fromAt} end)`,
      ends: sql<number | null>`min(${leave.untilAt})`,
    })
    .from(leave)
    .where(and(among(leave.personId, personIds), gt(leave.untilAt, at))),
);

/** When the next leave of one of these people begins or ends: the page changes by itself then. */
export async function selectLeaveTurn(db: Reader, personIds: string[], at: EpochMs) {
  if (personIds.length === 0) return null;
  const [row] = await leaveTurns(db, { personIds, at });
  const turns = [row?.begins, row?.ends].flatMap((turn) => (turn == null ? [] : [Number(turn)]));
  return turns.length === 0 ? null : Math.min(...turns);
}

/** How many households live in these grids and below them. */
export async function countHouseholds(db: Reader, gridCodes: string[]): Promise<number> {
  if (gridCodes.length === 0) return 0;
  const within = or(
    ...gridCodes.map((code) =>
      and(gte(household.gridCode, code), lt(household.gridCode, nextCode(code))),
    ),
  );
  const [row] = await db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(household)
    .where(within);
  return row?.n ?? 0;
}

/** How many households are paired with a person at an instant. */
export async function countPaired(db: Reader, personId: string, at: EpochMs): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(pairing)
    .where(
      and(
        eq(pairing.personId, personId),
        lte(pairing.since, at),
        or(isNull(pairing.until), gt(pairing.until, at)),
      ),
    );
  return row?.n ?? 0;
}
