import type { SheetColumn, SheetTable } from '#server/disclosure-copies/sheet-table.ts';

/** What a column says, by its label. */
export interface LabelledWords {
  label: string;
  said: string;
}

/** A table that fits its sheet. */
export interface FoldedTable {
  columns: SheetColumn[];
  /** What every line says alike: it is said once. */
  alike: LabelledWords[];
  rows: { no: number; cells: FoldedCell[] }[];
}

/** A cell on paper, with what stands under it. */
export interface FoldedCell {
  text: string;
  under: LabelledWords[];
}

/** Upright A4 holds so many columns in letters that are read from a step away. */
const FIT_UPRIGHT = 5;

/**
 * A table for its paper: on upright A4 one of many columns keeps the head of its lines and its
 * figures, tells the rest under the head, and once what every line says alike.
 */
export function foldRow({ columns, rows }: SheetTable, isWide: boolean): FoldedTable {
  const isAll = isWide || columns.length <= FIT_UPRIGHT;
  const stays = columns.map(({ isHead, isFigure }) => isAll || isHead || isFigure);
  const first = rows[0]?.cells ?? [];
  const isAlike = columns.map(
    (_, at) => !stays[at] && rows.length > 1 && rows.every(({ cells }) => cells[at] === first[at]),
  );
  const words = (cells: string[], isSaid: (at: number) => boolean) =>
    columns.flatMap(({ label }, at) => {
      const said = cells[at] ?? '';
      return said !== '' && isSaid(at) ? [{ label, said }] : [];
    });
  return {
    columns: columns.filter((_, at) => stays[at]),
    alike: words(first, (at) => isAlike[at] === true),
    rows: rows.map(({ no, cells }) => {
      const under = words(cells, (at) => !stays[at] && !isAlike[at]);
      const kept = columns.flatMap(({ isHead }, at) =>
        stays[at] ? [{ text: cells[at] ?? '', under: isHead ? under : [] }] : [],
      );
      return { no, cells: kept };
    }),
  };
}
