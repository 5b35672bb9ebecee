import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  lte,
  or,
  type Placeholder,
  sql,
} from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { person } from '#db/schema/accounts.ts';
import { assignment, cadre, dutyShift, grid, leave, pairing } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

const village = aliasedTable(grid, 'village');
const group = aliasedTable(grid, 'villager_group');

/** Held at an instant: begun, and not yet ended. */
export function isHeldAt(at: EpochMs | Placeholder) {
  return and(lte(assignment.since, at), or(isNull(assignment.until), gt(assignment.until, at)));
}

const holdersOf = prepared(['gridCodes', 'posts', 'at'], (db, { gridCodes, posts, at }) =>
  db
    .select({
      personId: assignment.personId,
      gridCode: assignment.gridCode,
      post: assignment.post,
      isDeputy: assignment.isDeputy,
      sort: assignment.sort,
    })
    .from(assignment)
    .where(and(among(assignment.gridCode, gridCodes), among(assignment.post, posts), isHeldAt(at)))
    .orderBy(asc(assignment.sort), asc(assignment.id))
    .limit(500),
);

/** Posts of the given kinds held at these places at an instant, deputies too. */
export function selectHolders(
  db: Reader,
  query: { gridCodes: string[]; posts: string[]; at: EpochMs },
) {
  return holdersOf(db, query);
}

const heldBy = prepared(['personId', 'at'], (db, { personId, at }) =>
  db
    .select({ gridCode: assignment.gridCode })
    .from(assignment)
    .where(and(eq(assignment.personId, personId), isHeldAt(at)))
    .limit(100),
);

/** The places at which somebody holds a post at an instant, whichever it is. */
export async function selectHeldPlaces(db: Reader, personId: string, at: EpochMs) {
  const rows = await heldBy(db, { personId, at });
  return rows.map(({ gridCode }) => gridCode);
}

const pairedWith = prepared(['householdId', 'at'], (db, { householdId, at }) =>
  db
    .select({ personId: pairing.personId })
    .from(pairing)
    .where(
      and(
        eq(pairing.householdId, householdId),
        lte(pairing.since, at),
        or(isNull(pairing.until), gt(pairing.until, at)),
        exists(
          db
            .select({ id: assignment.id })
            .from(assignment)
            .where(and(eq(assignment.personId, pairing.personId), isHeldAt(at))),
        ),
      ),
    )
    .orderBy(desc(pairing.since))
    .limit(1),
);

/** Who is paired with a household at an instant; whoever has left every office answers no more. */
export async function selectPaired(db: Reader, householdId: string, at: EpochMs) {
  const [row] = await pairedWith(db, { householdId, at });
  return row?.personId ?? null;
}

/** Those of these people who are on leave at an instant. */
export async function selectOnLeave(db: Reader, personIds: string[], at: EpochMs) {
  if (personIds.length === 0) return new Set<string>();
  const rows = await db
    .select({ personId: leave.personId })
    .from(leave)
    .where(and(inArray(leave.personId, personIds), lte(leave.fromAt, at), gt(leave.untilAt, at)))
    .limit(1000);
  return new Set(rows.map((row) => row.personId));
}

const leavesAhead = prepared(['personIds', 'at'], (db, { personIds, at }) =>
  db
    .select({ personId: leave.personId, fromAt: leave.fromAt, untilAt: leave.untilAt })
    .from(leave)
    .where(and(among(leave.personId, personIds), gt(leave.untilAt, at)))
    .limit(5000),
);

/** Leaves of these people that are not over at an instant, those to come too. */
export function selectLeavesAhead(db: Reader, personIds: string[], at: EpochMs) {
  return leavesAhead(db, { personIds, at });
}

const onDutyAt = prepared(['gridCodes', 'at'], (db, { gridCodes, at }) =>
  db
    .select({ personId: dutyShift.personId, gridCode: dutyShift.gridCode })
    .from(dutyShift)
    .where(
      and(
        among(dutyShift.gridCode, gridCodes),
        lte(dutyShift.fromAt, at),
        gt(dutyShift.untilAt, at),
      ),
    )
    .orderBy(asc(dutyShift.fromAt), asc(dutyShift.id))
    .limit(100),
);

/** Who the duty rosters of these places name at an instant. */
export function selectOnDuty(db: Reader, gridCodes: string[], at: EpochMs) {
  return onDutyAt(db, { gridCodes, at });
}

const peopleWithPosts = prepared(['personIds'], (db, { personIds }) =>
  db
    .select({
      personId: person.id,
      name: person.name,
      cadreNo: cadre.no,
      post: assignment.post,
      title: assignment.title,
      gridCode: assignment.gridCode,
      workPhone: assignment.workPhone,
      isDeputy: assignment.isDeputy,
      since: assignment.since,
      until: assignment.until,
      path: grid.path,
      placeName: grid.shortName,
      villageSlug: village.slug,
      villageName: village.shortName,
      groupName: group.shortName,
    })
    .from(person)
    .leftJoin(cadre, eq(cadre.personId, person.id))
    .leftJoin(assignment, eq(assignment.personId, person.id))
    .leftJoin(grid, eq(grid.code, assignment.gridCode))
    .leftJoin(
      village,
      and(
        eq(village.code, sql`substr(${grid.code}, 1, ${CODE_LENGTH.village})`),
        eq(village.level, 'village'),
      ),
    )
    .leftJoin(
      group,
      and(
        eq(group.code, sql`substr(${grid.code}, 1, ${CODE_LENGTH.group})`),
        eq(group.level, 'grid'),
      ),
    )
    .where(among(person.id, personIds))
    .orderBy(desc(assignment.since))
    .limit(2000),
);

/** People with every post they hold or held, and the places of those posts: one row per post. */
export function selectPeopleWithPosts(db: Reader, personIds: string[]) {
  return peopleWithPosts(db, { personIds });
}

export type PersonWithPost = Awaited<ReturnType<typeof selectPeopleWithPosts>>[number];
