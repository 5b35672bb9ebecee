import type { SheetColumn, SheetTable } from '#server/disclosures/sheet-table.ts';

/** A cell on paper, with what stands under it. */
export interface FoldedCell {
  text: string;
  under: { label: string; said: string }[];
}

export interface FoldedTable {
  columns: SheetColumn[];
  rows: { no: number; cells: FoldedCell[] }[];
}

/** Upright A4 holds so many columns in letters that are read from a step away. */
const FIT_UPRIGHT = 5;

/**
 * A table that fits its sheet: on upright A4 a table of many columns keeps the head of its lines and
 * its figures, and tells the rest under the head.
 */
export function foldRow({ columns, rows }: SheetTable, isWide: boolean): FoldedTable {
  const isAll = isWide || columns.length <= FIT_UPRIGHT;
  const stays = columns.map(({ isHead, isFigure }) => isAll || isHead || isFigure);
  return {
    columns: columns.filter((_, at) => stays[at]),
    rows: rows.map(({ no, cells }) => {
      const under = columns.flatMap(({ label }, at) => {
        const said = cells[at] ?? '';
        return stays[at] || said === '' ? [] : [{ label, said }];
      });
      const kept = columns.flatMap(({ isHead }, at) =>
        stays[at] ? [{ text: cells[at] ?? '', under: isHead ? under : [] }] : [],
      );
      return { no, cells: kept };
    }),
  };
}
