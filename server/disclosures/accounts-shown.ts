import { type BalanceRecord, selectBalances } from '#server/disclosures/reading-records.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';

/** An account of a published ledger: what it began with, took in, spent and was left with; in 分. */
export interface AccountView {
  id: string;
  name: string;
  /** The merged village whose account this still is; null for the village's own. */
  ofVillage: string | null;
  opening: number;
  income: number;
  spending: number;
  closing: number;
  /** Counted again on every reading, not believed. */
  isEven: boolean;
}

/** The accounts of a version in the order of their ids, which is the order of the table's lines. */
export async function accountsOf(
  ctx: Context,
  of: { disclosureId: string; version: number },
): Promise<AccountView[]> {
  const records = await selectBalances(ctx.db.read, of);
  const names = await oldVillages(ctx, records);
  return records
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
    .map(({ accountId, name, ofVillageCode, opening, income, spending, closing }) => ({
      ...{ id: accountId, name, opening, income, spending, closing },
      ofVillage: names.get(ofVillageCode ?? '') ?? null,
      isEven: opening + income - spending === closing,
    }));
}

/** Names of the villages that were merged, by their codes. */
export async function oldVillages(
  ctx: Context,
  records: Pick<BalanceRecord, 'ofVillageCode'>[],
): Promise<Map<string, string>> {
  const codes = records.flatMap(({ ofVillageCode }) => ofVillageCode ?? []);
  const villages = await villagesByCode(ctx, codes);
  return new Map([...villages].map(([code, { name }]) => [code, name]));
}
