import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { assignment, cadre, grid } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const NUMBER_TRIES = 20;

/** Writes one post of one person. */
export async function insertAssignmentRow(
  tx: Tx,
  row: typeof assignment.$inferInsert,
): Promise<void> {
  await tx.insert(assignment).values(row);
}

/** Ends a post that is still held. */
export async function endAssignmentRow(tx: Tx, id: string, at: EpochMs) {
  const [row] = await tx
    .update(assignment)
    .set({ until: at })
    .where(and(eq(assignment.id, id), or(isNull(assignment.until), gt(assignment.until, at))))
    .returning({ gridCode: assignment.gridCode, personId: assignment.personId });
  return row ?? null;
}

/** Who holds, held or will hold a post at a place at some moment of a span. */
export function selectSpans(
  db: Reader,
  by: { gridCode: string; post: string; since: EpochMs; until: EpochMs | null },
) {
  return db
    .select({ personId: assignment.personId, isDeputy: assignment.isDeputy })
    .from(assignment)
    .where(
      and(
        eq(assignment.gridCode, by.gridCode),
        eq(assignment.post, by.post),
        or(isNull(assignment.until), gt(assignment.until, by.since)),
        by.until === null ? undefined : lt(assignment.since, by.until),
      ),
    )
    .limit(100);
}

/** Changes how the holder of a post is reached. */
export async function updateReach(
  tx: Tx,
  id: string,
  reach: { duty: string; workPhone: string | null; officeHours: string },
) {
  const [row] = await tx
    .update(assignment)
    .set(reach)
    .where(eq(assignment.id, id))
    .returning({ gridCode: assignment.gridCode, personId: assignment.personId });
  return row ?? null;
}

/** A post as granted, with the path of its place. */
export async function selectAssignment(db: Reader, id: string) {
  const [row] = await db
    .select({ personId: assignment.personId, gridCode: assignment.gridCode, path: grid.path })
    .from(assignment)
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(eq(assignment.id, id))
    .limit(1);
  return row ?? null;
}

/**
 * The person's number, or the next free one. Two writers may reach for the same number: the keys of
 * the table decide, and the other one takes the number after it.
 */
export async function takeCadreNo(tx: Tx, personId: string, at: EpochMs): Promise<number> {
  for (let attempt = 0; attempt < NUMBER_TRIES; attempt += 1) {
    const [own] = await tx
      .select({ no: cadre.no })
      .from(cadre)
      .where(eq(cadre.personId, personId))
      .limit(1);
    if (own) return own.no;
    const [last] = await tx.select({ no: cadre.no }).from(cadre).orderBy(desc(cadre.no)).limit(1);
    await tx
      .insert(cadre)
      .values({ no: (last?.no ?? 0) + 1, personId, issuedAt: at })
      .onConflictDoNothing();
  }
  throw new Error(`no number could be taken for person ${personId}`);
}

/** Posts a person holds at an instant, with the path of each place. */
export async function selectOwnPosts(tx: Pick<Tx, 'rows'>, personId: string, at: EpochMs) {
  return tx.rows<{ path: string; gridCode: string }>(sql`
    SELECT grid.path AS "path", grid.code AS "gridCode"
    FROM assignment JOIN grid ON grid.code = assignment.grid_code
    WHERE assignment.person_id = ${personId} AND assignment.since <= ${at}
      AND (assignment.until IS NULL OR assignment.until > ${at})
    LIMIT 100`);
}
