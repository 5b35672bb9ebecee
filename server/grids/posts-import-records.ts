import { and, asc, eq, gt, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { assignment, grid } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** The standing villages, groups and micro grids below a place. */
export function selectPlacesBelow(db: Reader, code: string) {
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
        gte(grid.code, code),
        lt(grid.code, nextCode(code)),
        inArray(grid.level, ['village', 'grid', 'micro_grid']),
        isNull(grid.retiredAt),
      ),
    )
    .orderBy(asc(grid.code))
    .limit(5000);
}

/** Who holds which post at these places now, or will hold it. */
export function selectInPosts(db: Reader, gridCodes: string[], at: EpochMs) {
  return db
    .select({
      gridCode: assignment.gridCode,
      post: assignment.post,
      isDeputy: assignment.isDeputy,
      until: assignment.until,
      personId: assignment.personId,
      name: person.name,
    })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(
      and(
        among(assignment.gridCode, gridCodes),
        or(isNull(assignment.until), gt(assignment.until, at)),
      ),
    )
    .limit(5000);
}
