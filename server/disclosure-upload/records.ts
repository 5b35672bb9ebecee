import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { accountBalance, disclosureUpload, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty, villageDisclosure } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { MoneyAccount } from '#server/disclosure-drafts/account-records.ts';
import { DROPPED } from '#server/disclosure-drafts/records.ts';
import type { StartRow } from '#server/disclosure-duties/records.ts';
import type { StillOwed } from '#server/rules/disclosure-duties.ts';

export type UploadRow = typeof disclosureUpload.$inferSelect;

/** More accounts than the villages of a town have. */
const MOST_ACCOUNTS = 1000;
/** Years of one item that every village of a town could owe. */
const MOST_OWED = 5000;

/** Writes a new upload. */
export async function insertUpload(tx: Tx, row: UploadRow): Promise<void> {
  await tx.insert(disclosureUpload).values(row);
}

/** Changes an upload. */
export async function updateUpload(tx: Tx, id: string, set: Partial<UploadRow>): Promise<void> {
  await tx.update(disclosureUpload).set(set).where(eq(disclosureUpload.id, id));
}

/** One upload; null when there is none. */
export async function selectUpload(db: Reader, id: string): Promise<UploadRow | null> {
  const [row] = await db
    .select()
    .from(disclosureUpload)
    .where(eq(disclosureUpload.id, id))
    .limit(1);
  return row ?? null;
}

/** The newest uploads of a town. */
export function selectUploads(db: Reader, townCode: string, limit: number): Promise<UploadRow[]> {
  return db
    .select()
    .from(disclosureUpload)
    .where(eq(disclosureUpload.townCode, townCode))
    .orderBy(desc(disclosureUpload.at))
    .limit(limit);
}

/** The open accounts of some villages, each village's in their order. */
export async function selectAccountsOf(
  db: Reader,
  villageCodes: string[],
): Promise<MoneyAccount[]> {
  if (villageCodes.length === 0) return [];
  return db
    .select()
    .from(moneyAccount)
    .where(and(inArray(moneyAccount.villageCode, villageCodes), isNull(moneyAccount.closedOn)))
    .orderBy(asc(moneyAccount.villageCode), asc(moneyAccount.sort))
    .limit(MOST_ACCOUNTS);
}

/** Since when some villages publish here, and how often where they chose. */
export async function selectStarts(
  db: Reader,
  villageCodes: string[],
): Promise<Map<string, Pick<StartRow, 'since' | 'choices'>>> {
  if (villageCodes.length === 0) return new Map();
  const { villageCode, since, choices } = villageDisclosure;
  const rows = await db
    .select({ villageCode, since, choices })
    .from(villageDisclosure)
    .where(inArray(villageCode, villageCodes))
    .limit(villageCodes.length);
  return new Map(rows.map(({ villageCode: code, ...start }) => [code, start]));
}

/** What some villages still owe of an item, with whose it is. */
export async function selectOwedIn(
  db: Reader,
  { villageCodes, itemCode }: { villageCodes: string[]; itemCode: string },
): Promise<(StillOwed & { villageCode: string })[]> {
  if (villageCodes.length === 0) return [];
  const { villageCode, period, endsOn, ofVillageCode } = disclosureDuty;
  return db
    .select({ villageCode, period, endsOn, ofVillageCode })
    .from(disclosureDuty)
    .where(
      and(
        inArray(villageCode, villageCodes),
        eq(disclosureDuty.itemCode, itemCode),
        isNull(disclosureDuty.metAt),
      ),
    )
    .orderBy(asc(villageCode), asc(disclosureDuty.dueOn))
    .limit(MOST_OWED);
}

/** What a village has of an item for a period, as far as an upload must know. */
export interface PeriodDraft {
  id: string;
  villageCode: string;
  state: string;
  version: number;
  sentAt: number | null;
  changedAt: number;
  uploadId: string | null;
}

/** What some villages have of an item for a period. */
export async function selectPeriodDrafts(
  db: Reader,
  of: { villageCodes: string[]; itemCode: string; period: string },
): Promise<PeriodDraft[]> {
  if (of.villageCodes.length === 0) return [];
  const { id, villageCode, state, version, sentAt, changedAt, uploadId } = disclosure;
  return db
    .select({ id, villageCode, state, version, sentAt, changedAt, uploadId })
    .from(disclosure)
    .where(
      and(
        inArray(villageCode, of.villageCodes),
        eq(disclosure.itemCode, of.itemCode),
        eq(disclosure.period, of.period),
      ),
    )
    .orderBy(asc(villageCode))
    .limit(of.villageCodes.length);
}

/** How many lines each of some first drafts has. */
export async function countDraftRows(db: Reader, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: disclosureRow.disclosureId, rows: count() })
    .from(disclosureRow)
    .where(and(inArray(disclosureRow.disclosureId, ids), eq(disclosureRow.fromVersion, 1)))
    .groupBy(disclosureRow.disclosureId)
    .limit(ids.length);
  return new Map(rows.map(({ id, rows: n }) => [id, n]));
}

/** Lets the lines of some first drafts belong to none, with what the gate found in them. */
export async function dropDraftRows(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(disclosureRow)
    .set({ fromVersion: DROPPED, no: sql`-${disclosureRow.no}` })
    .where(and(inArray(disclosureRow.disclosureId, ids), eq(disclosureRow.fromVersion, 1)));
  await tx
    .update(disclosureFinding)
    .set({ version: DROPPED, state: 'dropped' })
    .where(
      and(
        inArray(disclosureFinding.disclosureId, ids),
        eq(disclosureFinding.version, 1),
        eq(disclosureFinding.place, 'cell'),
      ),
    );
  await tx.delete(accountBalance).where(inArray(accountBalance.disclosureId, ids));
}

/** Says of some drafts that no upload brought them, but for those sent on by now; gives which. */
export async function freeDrafts(tx: Tx, ids: string[], changedAt: number): Promise<string[]> {
  if (ids.length === 0) return [];
  const freed = await tx
    .update(disclosure)
    .set({ uploadId: null, changedAt })
    .where(and(inArray(disclosure.id, ids), isNull(disclosure.sentAt), eq(disclosure.version, 0)))
    .returning({ id: disclosure.id });
  return freed.map(({ id }) => id);
}

/** Says of some drafts again that an upload brought them. */
export async function keepDrafts(tx: Tx, ids: string[], uploadId: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(disclosure).set({ uploadId }).where(inArray(disclosure.id, ids));
}
