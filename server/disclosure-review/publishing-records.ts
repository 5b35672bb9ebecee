import { and, asc, eq, inArray, lt, lte } from 'drizzle-orm';
import { accountBalance, disclosureSum } from '#db/schema/disclosure-accounts.ts';
import {
  disclosureDuty,
  disclosureRequest,
  disclosureSignature,
} from '#db/schema/disclosure-duties.ts';
import { disclosureRow, disclosureVersion } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';

/** Far more rows than a sheet may bring. */
const MOST_ROWS = 100_000;

/** A row as it goes into a version. */
export type RowToPublish = Pick<
  typeof disclosureRow.$inferSelect,
  'id' | 'no' | 'fromVersion' | 'toVersion' | 'replacesId' | 'side' | 'kind' | 'amount' | 'shown'
>;

/** Every row up to a version by its number, those that were struck too. */
export function selectRows(
  db: Reader,
  disclosureId: string,
  version: number,
): Promise<RowToPublish[]> {
  const { id, no, fromVersion, toVersion, replacesId, side, kind, amount, shown } = disclosureRow;
  return db
    .select({ id, no, fromVersion, toVersion, replacesId, side, kind, amount, shown })
    .from(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), lte(disclosureRow.fromVersion, version)),
    )
    .orderBy(asc(no))
    .limit(MOST_ROWS);
}

/** What the accounts come to in a version; a ledger has one of each account. */
export function selectBalances(db: Reader, disclosureId: string, version: number) {
  return db
    .select()
    .from(accountBalance)
    .where(and(eq(accountBalance.disclosureId, disclosureId), eq(accountBalance.version, version)))
    .limit(100);
}

/** A kept version. */
export type VersionRecord = typeof disclosureVersion.$inferSelect;

/** Every version that was published, oldest first. */
export function selectVersions(db: Reader, disclosureId: string): Promise<VersionRecord[]> {
  return db
    .select()
    .from(disclosureVersion)
    .where(eq(disclosureVersion.disclosureId, disclosureId))
    .orderBy(asc(disclosureVersion.no))
    .limit(200);
}

export async function insertVersion(tx: Tx, version: VersionRecord): Promise<void> {
  await tx.insert(disclosureVersion).values(version);
}

/** From now on the balances of this version count, and those of no earlier one. */
export async function standBalances(tx: Tx, disclosureId: string, version: number): Promise<void> {
  const isOf = eq(accountBalance.disclosureId, disclosureId);
  await tx
    .update(accountBalance)
    .set({ isStanding: false })
    .where(and(isOf, lt(accountBalance.version, version)));
  await tx
    .update(accountBalance)
    .set({ isStanding: true })
    .where(and(isOf, eq(accountBalance.version, version)));
}

/** Sums by kind of the version that stands now. */
export async function replaceSums(
  tx: Tx,
  disclosureId: string,
  sums: (typeof disclosureSum.$inferInsert)[],
): Promise<void> {
  await tx.delete(disclosureSum).where(eq(disclosureSum.disclosureId, disclosureId));
  if (sums.length > 0) await tx.insert(disclosureSum).values(sums);
}

/** What came in a draft is not kept once its masked form is out. */
export async function dropDrafts(tx: Tx, disclosureId: string): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ draftSealed: null })
    .where(eq(disclosureRow.disclosureId, disclosureId));
}

/** A withdrawn line: nothing in it says whom it was about. */
const NOBODY = {
  ...{ shown: {}, village: null, words: '', villagerId: null },
  ...{ ownSealed: null, draftSealed: null },
};

/** Leaves of rows that were withdrawn no more than their numbers: nobody is named in them any longer. */
export async function leaveTombstones(tx: Tx, rowIds: string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await tx
    .update(disclosureRow)
    .set({ ...NOBODY, amount: null, day: null })
    .where(inArray(disclosureRow.id, rowIds));
}

/** Far more than sign any one request. */
const MOST_SIGNERS = 2_000;

/** Who asked together for what a village publishes now: the accounts that signed its request. */
export async function selectAskers(
  db: Reader,
  of: { villageCode: string; itemCode: string; period: string },
): Promise<string[]> {
  const rows = await db
    .select({ personId: disclosureSignature.personId })
    .from(disclosureDuty)
    .innerJoin(
      disclosureRequest,
      and(
        eq(disclosureRequest.villageCode, disclosureDuty.villageCode),
        eq(disclosureRequest.dutyId, disclosureDuty.id),
      ),
    )
    .innerJoin(disclosureSignature, eq(disclosureSignature.requestId, disclosureRequest.id))
    .where(
      and(
        eq(disclosureDuty.villageCode, of.villageCode),
        eq(disclosureDuty.ofVillageCode, ''),
        eq(disclosureDuty.itemCode, of.itemCode),
        eq(disclosureDuty.period, of.period),
      ),
    )
    .limit(MOST_SIGNERS);
  return [...new Set(rows.map(({ personId }) => personId))];
}
