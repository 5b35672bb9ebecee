import type { CatalogueItem, ItemColumn } from '#server/rules/disclosure-book.ts';
import { moneyText } from '#server/rules/money.ts';

/**
 * What the first sentence of a disclosed table says, as numbers: sums in 分 of the rows that stand,
 * how many there are, and the greatest of them. It is counted once, when a version is published.
 */
export type DisclosureFacts = {
  rows: number;
  /** How many pots of money; 0 of any item that is no ledger, whose four sums are null. */
  accounts: number;
  opening: number | null;
  income: number | null;
  spending: number | null;
  closing: number | null;
  /** The sum of an ordinary table's amounts; null where nothing in it adds up. */
  total: number | null;
  /** What the greatest line was for: of a ledger's spending, else of all; never a person's line. */
  greatest: string | null;
  greatestAmount: number | null;
};

/** A row that stands, as everybody reads it. */
export interface FactRow {
  side: string | null;
  amount: number | null;
  shown: Record<string, string | number | null>;
}

/** What an account began a period with, took in, spent and was left with; in 分. */
export interface FactBalance {
  opening: number;
  income: number;
  spending: number;
  closing: number;
}

/** What the rows of an item are counted in: 户, 人, 笔 or 项. */
export type RowUnit = 'household' | 'person' | 'payment' | 'thing';

/** Columns whose amounts may be added up; a price, a rate or a part that was paid may not. */
const SUMMED = ['amount', 'total', 'value'];
const HOUSEHOLD = ['household', 'head'];

/** The facts of a version, from its standing rows and, of a ledger, its balances. */
export function disclosedFacts(
  item: CatalogueItem,
  rows: FactRow[],
  balances: FactBalance[],
): DisclosureFacts {
  const greatest = greatestOf(item, rows);
  const sum = (part: keyof FactBalance) =>
    item.isLedger ? balances.reduce((all, one) => all + one[part], 0) : null;
  return {
    rows: rows.length,
    accounts: item.isLedger ? balances.length : 0,
    opening: sum('opening'),
    income: sum('income'),
    spending: sum('spending'),
    closing: sum('closing'),
    total: totalOf(item, rows),
    greatest: greatest?.words ?? null,
    greatestAmount: greatest?.amount ?? null,
  };
}

/** The money column that a table adds up under its last line; null where none does. */
export function summedColumn(item: CatalogueItem): ItemColumn | null {
  if (item.isLedger) return null;
  return item.columns.find(({ code, is }) => is === 'money' && SUMMED.includes(code)) ?? null;
}

/** The facts as they were kept with a version; null where there are none yet. */
export function factsFrom(
  kept: Record<string, string | number | null> | null,
): DisclosureFacts | null {
  if (kept === null) return null;
  const number = (key: keyof DisclosureFacts) => {
    const value = kept[key];
    return typeof value === 'number' ? value : null;
  };
  return {
    rows: number('rows') ?? 0,
    accounts: number('accounts') ?? 0,
    opening: number('opening'),
    income: number('income'),
    spending: number('spending'),
    closing: number('closing'),
    total: number('total'),
    greatest: typeof kept.greatest === 'string' ? kept.greatest : null,
    greatestAmount: number('greatestAmount'),
  };
}

/** The column that says what a line is about: it heads the line. */
export function headColumn(item: CatalogueItem): ItemColumn {
  const found =
    item.columns.find(({ code }) => code === 'item') ??
    item.columns.find(({ is }) => is !== 'day' && is !== 'money' && is !== 'count') ??
    item.columns[0];
  if (!found) throw new Error(`item ${item.code} has no column`);
  return found;
}

/** What the rows of an item are counted in. */
export function unitOf(item: CatalogueItem): RowUnit {
  if (item.columns.some(({ code }) => HOUSEHOLD.includes(code))) return 'household';
  if (item.isPersonal) return 'person';
  return item.isLedger || summedColumn(item) ? 'payment' : 'thing';
}

/** The texts of a row as the filter looks for them: full-width letters plain, no capitals, no spaces. */
export function filterWords(cells: Record<string, string | number | null>): string {
  const texts = Object.values(cells).filter((value) => typeof value === 'string');
  return filterText(texts.join('\n'));
}

/** What somebody looks for in a table, in the same form. */
export function filterText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\S\n]/g, '');
}

/** '23,860' of 2386000 分, '61,375.20' of 6137520: in a sentence .00 says nothing. */
export function spokenMoney(fen: number): string {
  return moneyText(fen).replace(/\.00$/, '');
}

function totalOf(item: CatalogueItem, rows: FactRow[]): number | null {
  const column = summedColumn(item);
  if (!column) return null;
  return rows.reduce((all, { shown }) => all + numberIn(shown[column.code]), 0);
}

function numberIn(value: string | number | null | undefined): number {
  return typeof value === 'number' ? value : 0;
}

// The greatest of one line says nothing, and a person's line is nobody's headline.
function greatestOf(item: CatalogueItem, rows: FactRow[]) {
  const head = headColumn(item);
  if (item.isPersonal || head.is !== 'text') return null;
  const counted = rows.filter(({ side, amount }) => amount !== null && side !== 'in');
  if (counted.length < 2) return null;
  const [most] = counted.sort((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
  const words = most?.shown[head.code];
  if (typeof words !== 'string' || (most?.amount ?? 0) <= 0) return null;
  return { words, amount: most?.amount ?? 0 };
}
