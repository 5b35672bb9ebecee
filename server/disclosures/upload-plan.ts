import { type MoneyAccount, selectLastBalances } from '#server/disclosures/account-records.ts';
import type { TownFile, VillageLines } from '#server/disclosures/upload-file.ts';
import {
  countDraftRows,
  type PeriodDraft,
  selectAccountsOf,
  selectPeriodDrafts,
  selectStarts,
} from '#server/disclosures/upload-records.ts';
import type { NamedPlace } from '#server/grids/desk-places.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { periodEnd } from '#server/rules/disclosure-periods.ts';
import { saidAccounts } from '#server/rules/town-ledger.ts';

/**
 * What an upload would do in a village: 'fill' an empty table, 'replace' lines that stand there
 * already (only where somebody says so), or nothing: 'wrong' has faults, 'sent' is out of the
 * village's hands already, 'notBegun' does not publish for that period.
 */
export type UploadDoes = 'fill' | 'replace' | 'wrong' | 'sent' | 'notBegun';

/** An account of a village as it would stand, in 分. */
export interface PlannedAccount {
  name: string;
  opening: number | null;
  income: number;
  spending: number;
  /** Opening and lines together; null where no opening is known. */
  closing: number | null;
  /** By how much what the export says lies above that; null where it says nothing. */
  off: number | null;
}

/** What an upload would do in one village. */
export interface PlannedVillage extends NamedPlace {
  does: UploadDoes;
  lines: number;
  faults: number;
  /** Lines that stand there already. */
  there: number;
  accounts: PlannedAccount[];
  /** The draft that there is; null for none. */
  draft: PeriodDraft | null;
}

/** What an export would do, village by village. */
export async function uploadPlan(ctx: Context, file: TownFile): Promise<PlannedVillage[]> {
  const { itemCode, period, villages } = file;
  const villageCodes = villages.map(({ code }) => code);
  const [starts, drafts, accounts] = await Promise.all([
    selectStarts(ctx.db.read, villageCodes),
    selectPeriodDrafts(ctx.db.read, { villageCodes, itemCode, period }),
    selectAccountsOf(ctx.db.read, villageCodes),
  ]);
  const [there, last] = await Promise.all([
    countDraftRows(
      ctx.db.read,
      drafts.map(({ id }) => id),
    ),
    selectLastBalances(
      ctx.db.read,
      accounts.map(({ id }) => id),
      periodEnd(period),
    ),
  ]);
  const closings = new Map(last.map(({ accountId, closing }) => [accountId, closing]));
  return villages.map((village) => {
    const draft = drafts.find(({ villageCode }) => villageCode === village.code) ?? null;
    const rows = draft === null ? 0 : (there.get(draft.id) ?? 0);
    const own = accounts.filter(({ villageCode }) => villageCode === village.code);
    const since = starts.get(village.code) ?? null;
    return {
      ...{ code: village.code, name: village.name, faults: village.faults, draft, there: rows },
      lines: village.rows.length,
      does: doesIn(village, { draft, there: rows, since, period }),
      accounts: plannedAccounts(village, own, closings),
    };
  });
}

function doesIn(
  { faults }: VillageLines,
  {
    draft,
    there,
    since,
    period,
  }: { draft: PeriodDraft | null; there: number; since: LocalDate | null; period: string },
): UploadDoes {
  if (since === null || (draft === null && periodEnd(period) < since)) return 'notBegun';
  // What the supervision committee has seen is changed in the village, not from outside.
  const isSent = draft !== null && (draft.version > 0 || draft.sentAt !== null);
  if (isSent) return 'sent';
  if (faults > 0) return 'wrong';
  return there > 0 ? 'replace' : 'fill';
}

function plannedAccounts(
  { rows }: VillageLines,
  accounts: MoneyAccount[],
  closings: ReadonlyMap<string, number>,
): PlannedAccount[] {
  return saidAccounts(rows).map(({ account, opening: said, closing: end, income, spending }) => {
    const known = accountCalled(accounts, account);
    const opening = (known && closings.get(known.id)) ?? said;
    const closing = opening === null ? null : opening + income - spending;
    const off = closing === null || end === null ? null : end - closing;
    return { name: known?.name ?? account ?? '', opening, income, spending, closing, off };
  });
}

/** The account that a line means; the only one where it names none. */
export function accountCalled(
  accounts: MoneyAccount[],
  name: string | null,
): MoneyAccount | undefined {
  return name === null ? accounts[0] : accounts.find((one) => one.name === name);
}
