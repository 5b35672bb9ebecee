import type { RowToPublish } from '#server/disclosure-review/publishing-records.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** Income, spending, assets or subsidies of one kind; in 分. */
export interface KindSum {
  /** 'in' | 'out' of a ledger; '' of any other item. */
  side: string;
  kind: string;
  amount: number;
  rows: number;
}

/** Columns that say what kind of thing a row is, where it has no kind of the county's. */
const KIND_COLUMNS = ['kind', 'subsidy', 'relief', 'fee', 'insurance', 'service', 'group-kind'];

/** So many kinds fill a picture; what is rarer is read in the table. */
const MOST_KINDS = 40;

/** Sums by kind of the rows that stand, greatest first: what the pictures are drawn from. */
export function sumsByKind(item: CatalogueItem, rows: RowToPublish[]): KindSum[] {
  const column = item.columns.find(({ code }) => KIND_COLUMNS.includes(code))?.code;
  const sums = new Map<string, KindSum>();
  for (const row of rows) {
    const side = item.isLedger ? (row.side ?? '') : '';
    const kind = row.kind ?? wordIn(row, column);
    const key = `${side} ${kind}`;
    const sum = sums.get(key) ?? { side, kind, amount: 0, rows: 0 };
    sums.set(key, { ...sum, amount: sum.amount + (row.amount ?? 0), rows: sum.rows + 1 });
  }
  return [...sums.values()].sort((a, b) => b.amount - a.amount).slice(0, MOST_KINDS);
}

/**
 * Rows that a version takes out and puts nothing in the place of, with the lines whose place they had
 * taken themselves: those name the same household.
 */
export function withdrawnRows(rows: RowToPublish[], version: number): RowToPublish[] {
  const replaced = new Set(rows.flatMap(({ replacesId }) => replacesId ?? []));
  const gone = rows.filter(({ id, toVersion }) => toVersion === version && !replaced.has(id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const withdrawn = new Set<RowToPublish>();
  for (const last of gone) {
    let row: RowToPublish | undefined = last;
    while (row && row.toVersion !== null && !withdrawn.has(row)) {
      withdrawn.add(row);
      row = byId.get(row.replacesId ?? '');
    }
  }
  return [...withdrawn];
}

function wordIn({ shown }: RowToPublish, column: string | undefined): string {
  const value = column === undefined ? null : shown[column];
  return typeof value === 'string' ? value : '';
}
