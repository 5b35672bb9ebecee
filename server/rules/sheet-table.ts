import {
  type Cell,
  type CellFault,
  readBirth,
  readDay,
  readText,
  readWords,
} from '#server/rules/sheet-cells.ts';

/** One sheet of a file, with its rows from the first line on. */
export interface Sheet {
  /** Its name; '' in a file of text. */
  name: string;
  isHidden: boolean;
  rows: Cell[][];
  /** Cells that were one over several lines, by column and line from 0: each line says what it says. */
  merged?: { column: number; from: number; to: number }[];
}

/** A column that an import knows; every other one is left alone. */
export interface Column {
  /** What may stand above it. */
  headers: string[];
  /** `words` stay as they were typed; of `text`, letters, digits and marks become half-width. */
  is: 'text' | 'words' | 'day' | 'birth';
  isRequired: boolean;
  longest: number;
}

/** Something wrong at one place of a file: the sheet's name, the line from 1, the column's letter. */
export interface Fault<Code extends string = string> {
  sheet: string;
  row: number;
  column: string;
  /** What stands above the column. */
  header: string;
  code: Code;
}

export type TableFault = CellFault | 'columnMissing' | 'columnTwice';

/** A line of a table: one text for each known column, null where the cell is empty. */
export interface TableRow<Key extends string> {
  sheet: string;
  row: number;
  values: Record<Key, string | null>;
  /** Where the cells stand, to name them when something is wrong with what they say. */
  columns: Partial<Record<Key, { column: string; header: string }>>;
}

/** A line that is no row, with the first thing it says. */
export interface ApartRow<Key extends string> extends TableRow<Key> {
  title: string;
}

/** A table as it was understood; null from `readTable` when no sheet has a line of known headers. */
export interface Table<Key extends string> {
  rows: TableRow<Key>[];
  /** Lines with a fault: what else is wrong in them can be said at once; wrong cells are empty. */
  faulty: TableRow<Key>[];
  faults: Fault<TableFault>[];
  /** Headers of columns that were left alone. */
  ignored: string[];
  /** Names of sheets that were left alone: hidden, or without a line of headers. */
  skipped: string[];
  /** Lines that are no rows: totals and what is signed below; wrong cells in them are empty. */
  apart: ApartRow<Key>[];
}

/** What some lists have besides columns known by their headers. */
export interface Reading<Key extends string> {
  /** Whether a line is no row, by the texts of its cells. */
  isApart?(texts: string[]): boolean;
  /** Which column one is whose header says nothing, by what stands below it. */
  claim?(title: string, below: Cell[]): Key | null;
}

/** The line of headers stands among the first; above it there may be a title. */
const HEADER_WITHIN = 15;

/**
 * Reads the lines of all sheets that have the columns, in any order; the line of headers is found by
 * its words. A wrong cell is a fault with its place, and its line is left out.
 */
export function readTable<Key extends string>(
  sheets: Sheet[],
  columns: Record<Key, Column>,
  reading: Reading<Key> = {},
): Table<Key> | null {
  const table: Table<Key> = {
    rows: [],
    faulty: [],
    faults: [],
    ignored: [],
    skipped: [],
    apart: [],
  };
  let found = 0;
  for (const sheet of sheets) {
    const header = sheet.isHidden ? null : findHeader(sheet, columns);
    if (!header) {
      if (sheet.rows.length > 0) table.skipped.push(sheet.name);
      continue;
    }
    found += 1;
    readSheet(sheet, claimed(sheet, header, reading), columns, { table, reading });
  }
  return found === 0 ? null : { ...table, ignored: [...new Set(table.ignored)] };
}

/** 'A' for 0, 'AA' for 26: how spreadsheets call their columns. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}

interface Header<Key> {
  at: number;
  keys: (Key | null)[];
}

function findHeader<Key extends string>(
  { rows }: Sheet,
  columns: Record<Key, Column>,
): Header<Key> | null {
  const keyOf = new Map<string, Key>();
  for (const [key, { headers }] of entriesOf(columns)) {
    for (const header of headers) keyOf.set(bare(header), key);
  }
  const needed = Math.min(2, keyOf.size);
  const known = rows.slice(0, HEADER_WITHIN).map((row, at) => ({
    at,
    keys: row.map((cell) => keyOf.get(bare(titleOf(cell))) ?? null),
  }));
  const count = ({ keys }: Header<Key>) => new Set(keys.filter((key) => key !== null)).size;
  const [best] = known.toSorted((a, b) => count(b) - count(a));
  return best && count(best) >= needed ? best : null;
}

function claimed<Key extends string>(
  { rows }: Sheet,
  { at, keys }: Header<Key>,
  { claim }: Reading<Key>,
): Header<Key> {
  if (!claim) return { at, keys };
  const below = rows.slice(at + 1);
  const found = [...keys];
  const width = below.reduce((most, row) => Math.max(most, row.length), keys.length);
  for (let index = 0; index < width; index += 1) {
    if ((found[index] ?? null) !== null) continue;
    const title = titleOf(rows[at]?.[index] ?? null);
    const key = claim(
      title,
      below.map((row) => row[index] ?? null),
    );
    found[index] = key !== null && !found.includes(key) ? key : null;
  }
  return { at, keys: found };
}

function readSheet<Key extends string>(
  { name: sheet, rows }: Sheet,
  { at, keys }: Header<Key>,
  columns: Record<Key, Column>,
  { table, reading }: { table: Table<Key>; reading: Reading<Key> },
): void {
  const titles = rows[at] ?? [];
  const placeOf = (index: number) => ({
    column: columnLetter(index),
    header: titleOf(titles[index] ?? null),
  });
  for (const [index, title] of titles.entries()) {
    if (keys[index] === null && titleOf(title) !== '') table.ignored.push(titleOf(title));
  }
  const headerRow = { sheet, row: at + 1 };
  const wrong = wrongColumns(keys, columns);
  for (const { index, ...fault } of wrong) {
    const place = index === null ? { column: '' } : placeOf(index);
    table.faults.push({ ...headerRow, header: '', ...place, ...fault });
  }
  if (wrong.length > 0) return;
  for (const [below, cells] of rows.slice(at + 1).entries()) {
    const isEmpty = keys.every(
      (key, index) => key === null || titleOf(cells[index] ?? null) === '',
    );
    if (isEmpty) continue;
    const line = { sheet, row: at + below + 2 };
    const read = readRow(cells, keys, columns);
    const texts = cells.map(titleOf);
    if (reading.isApart?.(texts)) {
      const title = texts.find((text) => text !== '') ?? '';
      table.apart.push({ ...line, title, values: read.values, columns: placesOf(keys, placeOf) });
      continue;
    }
    const faults = read.faults.map(({ index, code }) => ({ ...line, ...placeOf(index), code }));
    const row = { ...line, values: read.values, columns: placesOf(keys, placeOf) };
    table.faults.push(...faults);
    (faults.length > 0 ? table.faulty : table.rows).push(row);
  }
}

/** Columns that are needed and missing, and columns that stand there twice. */
function wrongColumns<Key extends string>(keys: (Key | null)[], columns: Record<Key, Column>) {
  const missing = entriesOf(columns)
    .filter(([key, { isRequired }]) => isRequired && !keys.includes(key))
    .map(([, { headers }]) => ({
      code: 'columnMissing' as const,
      index: null,
      header: headers[0] ?? '',
    }));
  const twice = [...keys.entries()]
    .filter(([index, key]) => key !== null && keys.indexOf(key) < index)
    .map(([index]) => ({ code: 'columnTwice' as const, index }));
  return [...missing, ...twice];
}

function readRow<Key extends string>(
  cells: Cell[],
  keys: (Key | null)[],
  columns: Record<Key, Column>,
) {
  const faults: { index: number; code: CellFault }[] = [];
  const read = entriesOf(columns).map(([key, column]): [Key, string | null] => {
    const index = keys.indexOf(key);
    if (index === -1) return [key, null];
    const cell = cells[index] ?? null;
    const got = readAs(column, cell);
    if ('fault' in got) {
      faults.push({ index, code: got.fault });
      return [key, null];
    }
    if (got.value === null && column.isRequired) faults.push({ index, code: 'empty' });
    return [key, got.value];
  });
  return { values: Object.fromEntries(read) as Record<Key, string | null>, faults };
}

function readAs({ is, longest }: Column, cell: Cell) {
  if (is === 'text') return readText(cell, longest);
  if (is === 'words') return readWords(cell, longest);
  return is === 'day' ? readDay(cell) : readBirth(cell);
}

function placesOf<Key extends string>(
  keys: (Key | null)[],
  placeOf: (index: number) => { column: string; header: string },
): TableRow<Key>['columns'] {
  const places: TableRow<Key>['columns'] = {};
  for (const [index, key] of keys.entries()) if (key !== null) places[key] = placeOf(index);
  return places;
}

/** '姓名（必填）*' and ' 姓 名 ' are 姓名. */
function bare(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:：?]/g, '')
    .toLowerCase();
}

function titleOf(cell: Cell): string {
  if (cell === null || typeof cell === 'object') return '';
  return String(cell).replace(/\s+/g, ' ').trim();
}

function entriesOf<Key extends string>(columns: Record<Key, Column>): [Key, Column][] {
  return Object.entries(columns) as [Key, Column][];
}
