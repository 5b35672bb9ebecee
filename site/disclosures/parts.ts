import type { AccountView } from '#server/disclosures/accounts-shown.ts';
import type { LineView } from '#server/disclosures/lines.ts';
import type { TableView } from '#server/disclosures/views.ts';

/** The lines of one account on this page, income before spending. */
export interface LedgerPart {
  account: AccountView | null;
  /** Without a side where lines are sorted by something else. */
  sides: { side: 'in' | 'out' | null; lines: LineView[] }[];
}

/** How a page of a ledger is laid out: by account and side, or as one list where it is sorted. */
export function ledgerParts({ page, accounts, filter }: TableView): LedgerPart[] {
  if (filter.sort !== 'table') {
    return [{ account: null, sides: [{ side: null, lines: page.lines }] }];
  }
  return accounts.flatMap((account) => {
    const own = page.lines.filter(({ accountId }) => accountId === account.id);
    const sides = (['in', 'out'] as const).flatMap((side) => {
      const lines = own.filter((line) => line.side === side);
      return lines.length === 0 ? [] : [{ side, lines }];
    });
    // An account without a line this month still has its balance, on the last page.
    const isShown = sides.length > 0 || page.next === null;
    return isShown ? [{ account, sides }] : [];
  });
}
