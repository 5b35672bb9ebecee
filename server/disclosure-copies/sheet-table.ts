import type { PublicRow } from '#server/disclosure-copies/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { instantOf, isLocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem, ItemColumn } from '#server/rules/disclosure-book.ts';
import { headColumn } from '#server/rules/disclosure-words.ts';
import { moneyText, quantityText } from '#server/rules/money.ts';

/** A table as it stands on paper: columns that hold something, cells in words. */
export interface SheetTable {
  columns: SheetColumn[];
  rows: SheetRow[];
  /** How many rows the whole table has. */
  total: number;
}

export interface SheetColumn {
  code: string;
  label: string;
  /** What a line is about; it heads the line. */
  isHead: boolean;
  /** Figures stand at the right, in a column of their own on every size of paper. */
  isFigure: boolean;
}

export interface SheetRow {
  no: number;
  /** In the order of the columns; '' for an empty one. */
  cells: string[];
}

/** The rows of an item for paper; columns in which nothing stands are left out. */
export function sheetTable(
  ctx: Context,
  { item, rows, total }: { item: CatalogueItem; rows: PublicRow[]; total: number },
): SheetTable {
  const head = headColumn(item).code;
  const used = item.columns.filter(({ code }) =>
    rows.some(({ shown }) => (shown[code] ?? '') !== ''),
  );
  return {
    columns: used.map((column) => ({
      code: column.code,
      label: column[ctx.lang],
      isHead: column.code === head,
      isFigure: FIGURES.includes(column.is),
    })),
    rows: rows.map(({ no, shown }) => ({
      no,
      cells: used.map((column) => paperCell(ctx, column, shown[column.code] ?? null)),
    })),
    total,
  };
}

const FIGURES: ItemColumn['is'][] = ['money', 'quantity', 'count'];

function paperCell(
  { lang, clock, book }: Context,
  { is }: ItemColumn,
  value: string | number | null,
): string {
  if (value === null) return '';
  if (typeof value === 'number') {
    if (is === 'money') return moneyText(value);
    return is === 'quantity' ? quantityText(value) : String(value);
  }
  if (is === 'kind') {
    const { kinds } = book.disclosures;
    const known = [...kinds.in, ...kinds.out].find(({ code }) => code === value);
    return known?.[lang] ?? value;
  }
  const isDay = is === 'day' && isLocalDate(value);
  return isDay ? plainDay(lang, instantOf(value), clock.now()) : value;
}
