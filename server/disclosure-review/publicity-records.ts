import { and, asc, count, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import { disclosure, disclosureRow, disclosureStep } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/** How many of these lines were published and stand. */
export async function countStanding(
  db: Reader,
  disclosureId: string,
  rowNos: number[],
): Promise<number> {
  const [row] = await db
    .select({ rows: count() })
    .from(disclosureRow)
    .where(standing(disclosureId, rowNos));
  return row?.rows ?? 0;
}

/** Strikes standing lines out of a disclosure from a version on. */
export async function strikeRows(
  tx: Tx,
  { disclosureId, rowNos, version }: { disclosureId: string; rowNos: number[]; version: number },
): Promise<void> {
  await tx.update(disclosureRow).set({ toVersion: version }).where(standing(disclosureId, rowNos));
}

function standing(disclosureId: string, rowNos: number[]) {
  return and(
    eq(disclosureRow.disclosureId, disclosureId),
    inArray(disclosureRow.no, rowNos),
    isNull(disclosureRow.toVersion),
  );
}

/** Disclosures whose 公示 is over and whose village has not been told yet, a few at a time. */
export function selectNoticesOver(db: Reader, today: LocalDate) {
  const isTold = db
    .select({ id: disclosureStep.id })
    .from(disclosureStep)
    .where(
      and(
        eq(disclosureStep.disclosureId, disclosure.id),
        eq(disclosureStep.version, disclosure.version),
        eq(disclosureStep.what, 'over'),
      ),
    );
  return db
    .select()
    .from(disclosure)
    .where(
      and(
        // Written out, or the index of what is on notice is not used.
        sql`${disclosure.state} = 'publicity'`,
        lt(disclosure.publicityThrough, today),
        notExists(isTold),
      ),
    )
    .limit(50);
}

/** Lists of people in need whose days are over but that still hold full names, a few at a time. */
export function selectNamesOver(db: Reader, today: LocalDate) {
  const { id, villageCode, postId, version } = disclosure;
  return db
    .select({ id, villageCode, postId, version })
    .from(disclosure)
    .where(lt(disclosure.namesThrough, today))
    .orderBy(asc(disclosure.namesThrough))
    .limit(50);
}

/** Takes the full names out of published rows: what remains is what everybody would read. */
export async function dropNames(tx: Tx, { id, version }: { id: string; version: number }) {
  await tx
    .update(disclosureRow)
    .set({ village: null })
    .where(and(eq(disclosureRow.disclosureId, id), lte(disclosureRow.fromVersion, version)));
  await tx.update(disclosure).set({ namesThrough: null }).where(eq(disclosure.id, id));
}
