import { and, asc, eq, gt, gte, isNull, lte, notExists, type SQL, sql } from 'drizzle-orm';
import { formKey } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import { resolution } from '#db/schema/resolutions.ts';
import type { Reader } from '#db/surface.ts';
import type { ResolutionRow } from '#server/resolutions/records.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/** Which days are looked at, and the act that has not told the owner of them yet. */
export interface ToTell {
  after: LocalDate;
  through: LocalDate;
  action: string;
  limit: number;
}

/** Under way, to be reported on in these days and not yet, whose owner this act has not told. */
export function selectReportsToTell(db: Reader, of: ToTell): Promise<ResolutionRow[]> {
  return selectToTell(db, of, resolution.reportDueOn, [
    isNull(resolution.reportedAt),
    // What is to be finished before that day owes its result instead.
    gte(resolution.dueOn, resolution.reportDueOn),
  ]);
}

/** Under way, to be finished in these days and not yet, whose owner this act has not told. */
export function selectFinishesToTell(db: Reader, of: ToTell): Promise<ResolutionRow[]> {
  return selectToTell(db, of, resolution.dueOn, []);
}

type Day = typeof resolution.reportDueOn | typeof resolution.dueOn;

async function selectToTell(
  db: Reader,
  of: ToTell,
  day: Day,
  which: SQL[],
): Promise<ResolutionRow[]> {
  const isTold = and(
    eq(formKey.actorId, resolution.ownerId),
    eq(formKey.action, of.action),
    eq(formKey.key, resolution.id),
  );
  const rows = await db
    .select({ row: resolution })
    .from(resolution)
    .innerJoin(post, eq(post.id, resolution.id))
    .where(
      and(
        eq(resolution.state, 'carrying-out'),
        gt(day, of.after),
        lte(day, of.through),
        isNull(resolution.doneOn),
        ...which,
        isNull(post.removedAt),
        notExists(db.select({ one: sql`1` }).from(formKey).where(isTold)),
      ),
    )
    .orderBy(asc(day), asc(resolution.id))
    .limit(of.limit);
  return rows.map(({ row }) => row);
}
