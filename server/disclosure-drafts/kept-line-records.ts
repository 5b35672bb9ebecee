import { and, eq, gt, inArray, ne } from 'drizzle-orm';
import { disclosureRow } from '#db/schema/disclosures.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Whether papers lie behind a line that only this version of some tables has: such a line stays. */
export async function havePapers(
  db: Reader,
  { disclosureIds, fromVersion }: { disclosureIds: string[]; fromVersion: number },
): Promise<boolean> {
  if (disclosureIds.length === 0) return false;
  const rows = await db
    .select({ id: disclosureRow.id })
    .from(disclosureRow)
    .where(
      and(
        inArray(disclosureRow.disclosureId, disclosureIds),
        eq(disclosureRow.fromVersion, fromVersion),
        gt(disclosureRow.vouchers, 0),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Which of some first drafts have papers behind their lines. */
export async function draftsWithPapers(db: Reader, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ id: disclosureRow.disclosureId })
    .from(disclosureRow)
    .where(
      and(
        inArray(disclosureRow.disclosureId, ids),
        eq(disclosureRow.fromVersion, 1),
        gt(disclosureRow.vouchers, 0),
      ),
    )
    .limit(ids.length);
  return new Set(rows.map(({ id }) => id));
}

/** Whether anybody but this person has changed lines of some drafts since an instant. */
export async function changedByOthers(
  db: Reader,
  { ids, byId, since }: { ids: string[]; byId: string; since: EpochMs },
): Promise<boolean> {
  if (ids.length === 0) return false;
  const rows = await db
    .select({ id: ledgerEntry.id })
    .from(ledgerEntry)
    .where(
      and(
        eq(ledgerEntry.subjectKind, 'disclosure'),
        inArray(ledgerEntry.subjectId, ids),
        gt(ledgerEntry.at, since),
        eq(ledgerEntry.what, 'disclosure.rows-changed'),
        ne(ledgerEntry.actorId, byId),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
