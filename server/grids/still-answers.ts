import { and, eq, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { assignment, pairing } from '#db/schema/grids.ts';
import { answeringPosts } from '#server/grids/duties.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** The condition that a person heads a place now, in one of these posts: columns of a matter. */
export function headsPlace(
  { personId, gridCode }: { personId: SQLWrapper; gridCode: SQLWrapper },
  at: EpochMs,
  posts: string[] = answeringPosts,
): SQL {
  return holds(
    and(
      eq(assignment.personId, personId),
      eq(assignment.gridCode, gridCode),
      inArray(assignment.post, posts),
      eq(assignment.isDeputy, false),
      isHeldAt(at),
    ),
  );
}

/** The condition that a person is paired with a household now, and in office wherever it be. */
export function isPairedWith(
  { personId, householdId }: { personId: SQLWrapper; householdId: SQLWrapper },
  at: EpochMs,
): SQL {
  const inOffice = holds(and(eq(assignment.personId, personId), isHeldAt(at)));
  return sql`(EXISTS (SELECT 1 FROM ${pairing} WHERE ${pairing.householdId} = ${householdId}
    AND ${pairing.personId} = ${personId} AND ${pairing.since} <= ${at}
    AND (${pairing.until} IS NULL OR ${pairing.until} > ${at})) AND ${inOffice})`;
}

/** The condition that a person holds any post now in a village or its groups, its town or the county. */
export function servesInVillage(
  { personId, villageCode }: { personId: SQLWrapper; villageCode: SQLWrapper },
  at: EpochMs,
): SQL {
  const { village, town, county } = CODE_LENGTH;
  const first = (length: number) => sql`substr(${villageCode}, 1, ${sql.raw(String(length))})`;
  const isThere = sql`(substr(${assignment.gridCode}, 1, ${sql.raw(String(village))}) = ${villageCode}
    OR ${assignment.gridCode} IN (${first(town)}, ${first(county)}))`;
  return holds(and(eq(assignment.personId, personId), isThere, isHeldAt(at)));
}

function holds(condition: SQL | undefined): SQL {
  return sql`EXISTS (SELECT 1 FROM ${assignment} WHERE ${condition})`;
}
