import { and, asc, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import { disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';

/** A line as it is looked at before it is published. */
export type ReviewRow = Pick<
  typeof disclosureRow.$inferSelect,
  'no' | 'fromVersion' | 'toVersion' | 'shown' | 'village' | 'vouchers'
>;

/** A page of the lines of a version that is being made, those that it strikes out among them. */
export function selectReviewRows(
  db: Reader,
  { disclosureId, version }: { disclosureId: string; version: number },
  { after, limit }: { after: number; limit: number },
): Promise<ReviewRow[]> {
  const { no, fromVersion, toVersion, shown, village, vouchers } = disclosureRow;
  return db
    .select({ no, fromVersion, toVersion, shown, village, vouchers })
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        lte(fromVersion, version),
        or(isNull(toVersion), gte(toVersion, version)),
        gt(no, after),
      ),
    )
    .orderBy(asc(no))
    .limit(limit);
}
