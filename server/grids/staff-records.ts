import { and, eq, gte, lt, or } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { assignment } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { isHeldAt } from '#server/grids/duty-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode, placesOf } from '#server/rules/place-codes.ts';

/** Whoever holds a post in a village, below it or above it: its path names the places above. */
export function selectStaff(db: Reader, path: string, at: EpochMs) {
  const [code = ''] = placesOf(path);
  const isHere = and(gte(assignment.gridCode, code), lt(assignment.gridCode, nextCode(code)));
  return db
    .selectDistinct({ personId: assignment.personId, name: person.name })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(and(or(isHere, among(assignment.gridCode, placesOf(path))), isHeldAt(at)))
    .limit(2000);
}

/** Whoever holds one of these posts in a village or at a place inside it, by name. */
export function selectStaffIn(
  db: Reader,
  { villageCode, posts }: { villageCode: string; posts: string[] },
  at: EpochMs,
) {
  const isHere = and(
    gte(assignment.gridCode, villageCode),
    lt(assignment.gridCode, nextCode(villageCode)),
  );
  return db
    .selectDistinct({ personId: assignment.personId, name: person.name })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .where(and(isHere, among(assignment.post, posts), isHeldAt(at)))
    .orderBy(person.name, assignment.personId)
    .limit(300);
}
