import { and, asc, eq, lte } from 'drizzle-orm';
import { disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';

/** A line as everybody may take it away, with the versions between which it stands. */
export interface PublicRow {
  no: number;
  fromVersion: number;
  toVersion: number | null;
  shown: typeof disclosureRow.$inferSelect.shown;
}

/** A hundred times what fills a board: a table that is longer was never read by anybody. */
const MOST_ROWS = 100_000;

/** The public cells of every row up to a version, struck ones too, by their numbers. */
export function publicRows(
  db: Reader,
  { disclosureId, version }: { disclosureId: string; version: number },
): Promise<PublicRow[]> {
  return db
    .select({
      no: disclosureRow.no,
      fromVersion: disclosureRow.fromVersion,
      toVersion: disclosureRow.toVersion,
      shown: disclosureRow.shown,
    })
    .from(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), lte(disclosureRow.fromVersion, version)),
    )
    .orderBy(asc(disclosureRow.no))
    .limit(MOST_ROWS);
}
