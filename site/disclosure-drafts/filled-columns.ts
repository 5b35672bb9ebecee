import type { ItemColumn } from '#server/rules/disclosure-book.ts';

/** A column of a table that is shown, with its place among all of the item's. */
export interface FilledColumn {
  column: ItemColumn;
  at: number;
  isNumber: boolean;
}

/** The columns in which something stands: the account of a village with one is left out. */
export function filledColumns(columns: ItemColumn[], lines: string[][]): FilledColumn[] {
  return columns
    .map((column, at) => ({
      ...{ column, at },
      isNumber: ['money', 'quantity', 'count'].includes(column.is),
    }))
    .filter(({ column, at }) => column.isRequired || lines.some((cells) => cells[at] !== ''));
}
