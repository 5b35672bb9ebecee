import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';

/** More people than hold a post in a village. */
const MOST_LINES = 200;

/** Which version of an item stands for a period of a village; null where nothing was drafted. */
export async function selectPeriodVersion(
  db: Reader,
  of: { villageCode: string; itemCode: string; period: string },
): Promise<{ id: string; version: number } | null> {
  const [row] = await db
    .select({ id: disclosure.id, version: disclosure.version })
    .from(disclosure)
    .where(
      and(
        eq(disclosure.villageCode, of.villageCode),
        eq(disclosure.itemCode, of.itemCode),
        eq(disclosure.period, of.period),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** What everybody reads in the lines that stand in a version, by their numbers. */
export async function selectStandingCells(
  db: Reader,
  { id, version }: { id: string; version: number },
) {
  const { disclosureId, no, fromVersion, toVersion, shown } = disclosureRow;
  const stands = or(isNull(toVersion), gt(toVersion, version));
  const rows = await db
    .select({ shown })
    .from(disclosureRow)
    .where(and(eq(disclosureId, id), lte(fromVersion, version), stands))
    .orderBy(asc(no))
    .limit(MOST_LINES);
  return rows.map((row) => row.shown);
}
