import { and, asc, eq, gt, gte, inArray, isNull, lt } from 'drizzle-orm';
import { person, villager } from '#db/schema/accounts.ts';
import { assignment, grid, household } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** Who heads the grids of a place and of what lies below it: cadres first, then their deputies. */
export function selectGridCadres(db: Reader, code: string, at: EpochMs) {
  return db
    .select({
      gridCode: assignment.gridCode,
      personId: person.id,
      name: person.name,
      isDeputy: assignment.isDeputy,
    })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(
      and(
        gte(assignment.gridCode, code),
        lt(assignment.gridCode, nextCode(code)),
        eq(assignment.post, 'grid_cadre'),
        isHeldAt(at),
      ),
    )
    .orderBy(asc(assignment.gridCode), asc(assignment.isDeputy), asc(assignment.sort))
    .limit(1000);
}

/** The standing groups and micro grids of a village, groups and what lies in them in order. */
export function selectGrids(db: Reader, villageCode: string) {
  return db
    .select({
      code: grid.code,
      name: grid.shortName,
      level: grid.level,
      path: grid.path,
      parentCode: grid.parentCode,
    })
    .from(grid)
    .where(
      and(
        gte(grid.code, villageCode),
        lt(grid.code, nextCode(villageCode)),
        inArray(grid.level, ['grid', 'micro_grid']),
        isNull(grid.retiredAt),
      ),
    )
    .orderBy(asc(grid.code))
    .limit(1000);
}

/** The villages of a town with the place each hangs below: the town, or a work area of it. */
export function selectTownVillages(db: Reader, townCode: string) {
  return db
    .select({ code: grid.code, name: grid.shortName, parentCode: grid.parentCode })
    .from(grid)
    .where(
      and(
        gte(grid.code, townCode),
        lt(grid.code, nextCode(townCode)),
        eq(grid.level, 'village'),
        isNull(grid.retiredAt),
      ),
    )
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(500);
}

/** Households of a place and below it in order of their numbers, after one. */
export function selectHouseholdPage(
  db: Reader,
  { gridCode, after, limit }: { gridCode: string; after: string; limit: number },
) {
  return db
    .select({ id: household.id, code: household.code, gridCode: household.gridCode })
    .from(household)
    .where(
      and(
        gte(household.gridCode, gridCode),
        lt(household.gridCode, nextCode(gridCode)),
        gt(household.code, after),
      ),
    )
    .orderBy(asc(household.code))
    .limit(limit);
}

/** Who lives in these households by the roster, in the order of their lines. */
export async function selectMembers(db: Reader, householdIds: string[]) {
  if (householdIds.length === 0) return [];
  return db
    .select({ householdId: villager.householdId, name: villager.name })
    .from(villager)
    .where(and(inArray(villager.householdId, householdIds), isNull(villager.leftAt)))
    .orderBy(asc(villager.id))
    .limit(2000);
}
