import { and, asc, desc, eq, gte, inArray, lt } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { assignment, cadre, grid } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const columns = {
  id: assignment.id,
  personId: person.id,
  name: person.name,
  cadreNo: cadre.no,
  post: assignment.post,
  title: assignment.title,
  duty: assignment.duty,
  isDeputy: assignment.isDeputy,
  workPhone: assignment.workPhone,
  officeHours: assignment.officeHours,
  since: assignment.since,
  until: assignment.until,
  gridCode: grid.code,
  gridName: grid.shortName,
  path: grid.path,
};

/** A post as the desk shows it: held, still to begin, or ended. */
export type HeldRow = Awaited<ReturnType<typeof selectHeld>>[number];

/** All posts ever granted at a place, and below it too for a village; those not ended come first. */
export function selectHeld(db: Reader, { code, isVillage }: { code: string; isVillage: boolean }) {
  const here = isVillage
    ? and(gte(grid.code, code), lt(grid.code, nextCode(code)))
    : eq(grid.code, code);
  return db
    .select(columns)
    .from(grid)
    .innerJoin(assignment, eq(assignment.gridCode, grid.code))
    .innerJoin(person, eq(person.id, assignment.personId))
    .leftJoin(cadre, eq(cadre.personId, person.id))
    .where(here)
    .orderBy(asc(grid.code), asc(assignment.isDeputy), asc(assignment.sort), desc(assignment.since))
    .limit(500);
}

/** One post with who holds it. */
export async function selectHeldPost(db: Reader, id: string): Promise<HeldRow | null> {
  const [row] = await db
    .select(columns)
    .from(assignment)
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .innerJoin(person, eq(person.id, assignment.personId))
    .leftJoin(cadre, eq(cadre.personId, person.id))
    .where(eq(assignment.id, id))
    .limit(1);
  return row ?? null;
}

/** Places by code. */
export function selectPlaceNames(db: Reader, codes: string[]) {
  return db
    .select({
      code: grid.code,
      name: grid.shortName,
      level: grid.level,
      path: grid.path,
    })
    .from(grid)
    .where(inArray(grid.code, codes))
    .orderBy(asc(grid.code))
    .limit(1000);
}
