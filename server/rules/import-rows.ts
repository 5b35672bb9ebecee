import { checkBalance } from '#server/rules/balance.ts';
import type { CatalogueItem, ItemColumn, OwnDatum } from '#server/rules/disclosure-book.ts';
import { OF_REFERENCES } from '#server/rules/disclosure-masking-loose.ts';
import {
  isTotalLine,
  type RowFaultCode,
  type RowTerms,
  readRow,
  type TypedRow,
} from '#server/rules/disclosure-rows.ts';
import { parseCount, parseMoney, parseQuantity } from '#server/rules/money.ts';
import { readOwn } from '#server/rules/own-numbers.ts';

import {
  type ApartRow,
  type Column,
  columnLetter,
  type Fault,
  type Sheet,
  type TableFault,
  type TableRow,
} from '#server/rules/sheet-table.ts';

/**
 * A column of an uploaded table: 'cell:' with the code of one of the item's, 'own:' with the kind of
 * a personal number, or 'resolution', the one behind a line.
 */
export type ImportKey = string;

/** Something wrong in an uploaded table; `off` is by how many 分, thousandths or things. */
export interface ImportFault
  extends Fault<
    | TableFault
    | RowFaultCode
    | 'ownWrong'
    | 'resolutionUnknown'
    | 'merged'
    | 'running'
    | 'totalWrong'
  > {
  off?: number;
}

/** A line of an uploaded table that is right. Its personal numbers are cut already. */
export interface ImportedRow extends TypedRow {
  own: Partial<Record<OwnDatum, string>>;
  idTail: string | null;
  resolutionRowId: string | null;
}

type Row = TableRow<ImportKey>;

/** The columns in which a line is looked for: whatever else stands in a table is left alone. */
export function importColumns(
  item: Pick<CatalogueItem, 'columns' | 'own'>,
  headers: { own: Record<OwnDatum, string[]>; resolution: string[]; longest: number },
): Record<ImportKey, Column> {
  const { longest } = headers;
  const known = item.columns.map((column): [ImportKey, Column] => [
    `cell:${column.code}`,
    {
      headers: [column.zh, column.en, ...(column.headers ?? [])],
      is: column.is === 'day' ? 'day' : isOfWords(column) ? 'words' : 'text',
      isRequired: column.isRequired,
      longest,
    },
  ]);
  const taken = new Set(known.flatMap(([, column]) => column.headers.map(bare)));
  const own = item.own.map((kind): [ImportKey, Column] => [
    `own:${kind}`,
    {
      headers: headers.own[kind].filter((header) => !taken.has(bare(header))),
      ...{ is: 'text', isRequired: false, longest },
    },
  ]);
  const resolution: Column = {
    headers: headers.resolution,
    ...{ is: 'text', isRequired: false, longest },
  };
  return Object.fromEntries([...known, ...own, ['resolution', resolution]]);
}

// Numbers of vouchers, parcels and telephones are found again by how they are written.
function isOfWords({ is, code }: ItemColumn): boolean {
  const isNumber = OF_REFERENCES.has(code) || code === 'phone' || code === 'supervision';
  return is === 'party' || (is === 'text' && !isNumber);
}

/** Whether a line of a table is none of its rows: a total, or what is signed below. */
export function isApartLine(texts: string[]): boolean {
  const first = texts.find((text) => text.trim() !== '') ?? '';
  const isCarried = texts.some((text) => CARRIED.test(text.replace(/\s/g, '')));
  return isTotalLine(texts) || isCarried || SIGNED.test(first.trim());
}

const CARRIED = /^(?:上[期月季年页]末?(?:结转|结余|余额|结存)|期初(?:余额|结余)|承前页|过次页)$/;
const SIGNED = /^(?:制表|填表|填报|复核|审核|负责人|经办人|备注|说明|注)(?:人|单位)?[:：]/;

/** Reads an uploaded table line by line into `found`. */
export function importReader(
  terms: RowTerms,
  known: { sheets: Sheet[]; resolutions: ReadonlyMap<string, string> },
) {
  const found: { rows: ImportedRow[]; faults: ImportFault[] } = { rows: [], faults: [] };
  const places: { sheet: string; row: Row }[] = [];
  return {
    found,
    read(row: Row): void {
      const line = readLine(terms, known, row);
      if ('row' in line) {
        found.rows.push(line.row);
        places.push({ sheet: row.sheet, row });
      } else found.faults.push(...line.faults);
    },
    /** What else is wrong in a line of which some cells could not be read, beside the others. */
    readFaulty(row: Row, others: readonly ImportFault[]): void {
      const line = readLine(terms, known, row);
      if ('faults' in line) found.faults.push(...line.faults.filter(isBeside(row, others)));
    },
    /** What the table says of itself and does not come out: its totals, its running balance. */
    totalFaults(
      apart: ApartRow<ImportKey>[],
      openings: ReadonlyMap<string, number> = new Map(),
    ): ImportFault[] {
      const read = places.map(({ row }, at) => ({ row, typed: found.rows[at] }));
      const lines = read.flatMap(({ row, typed }) => (typed ? [{ row, typed }] : []));
      return [...runningFaults(terms, lines, openings), ...totalFaults(terms, lines, apart)];
    },
  };
}

const OF_SUMS: readonly ImportFault['code'][] = ['noSide', 'twoSides', 'kindOtherSide'];

/** Whether a fault says more than those that a line is known to have: an unread sum is on neither side. */
function isBeside(row: Row, known: readonly ImportFault[]): (one: ImportFault) => boolean {
  const unread = new Set(known.map(({ column }) => column));
  const sums = ['cell:in', 'cell:out'].flatMap((key) => row.columns[key]?.column ?? []);
  const isSumUnread = sums.some((column) => unread.has(column));
  return ({ column, code }) => !unread.has(column) && !(isSumUnread && OF_SUMS.includes(code));
}

interface Line {
  row: Row;
  typed: ImportedRow;
}

function readLine(
  terms: RowTerms,
  { sheets, resolutions }: { sheets: Sheet[]; resolutions: ReadonlyMap<string, string> },
  row: Row,
): { row: ImportedRow } | { faults: ImportFault[] } {
  const { item } = terms;
  const typed = Object.fromEntries(
    item.columns.map(({ code }) => [code, row.values[`cell:${code}`] ?? null]),
  );
  const read = readRow(terms, typed);
  const faults: ImportFault[] =
    'faults' in read
      ? read.faults.map(({ column, code }) => ({
          ...faultAt(row, `cell:${column}`, code),
          // A column that the table does not have has no header of its own.
          header: headerOf(terms, row, column),
        }))
      : [];
  faults.push(...mergedFaults(item.columns, sheets, row));
  const own = ownOf(row);
  faults.push(...own.faults);
  const number = row.values.resolution ?? null;
  const resolutionRowId = number === null ? null : (resolutions.get(number) ?? null);
  if (number !== null && resolutionRowId === null)
    faults.push(faultAt(row, 'resolution', 'resolutionUnknown'));
  if (faults.length > 0 || 'faults' in read) return { faults };
  const { views, idTail } = own;
  return { row: { ...read.row, own: views, idTail, resolutionRowId } };
}

function headerOf({ item }: RowTerms, row: Row, code: string): string {
  const written = row.columns[`cell:${code}`]?.header;
  return written ?? item.columns.find((column) => column.code === code)?.zh ?? code;
}

function ownOf(row: Row) {
  const views: ImportedRow['own'] = {};
  const faults: ImportFault[] = [];
  let idTail: string | null = null;
  for (const kind of ['id', 'card', 'phone'] as const) {
    const written = row.values[`own:${kind}`] ?? null;
    if (written === null) continue;
    const number = readOwn(kind, written);
    if (number === null) faults.push(faultAt(row, `own:${kind}`, 'ownWrong'));
    else views[kind] = number.view;
    idTail = number?.tail ?? idTail;
  }
  return { views, faults, idTail };
}

// One sum over several lines was written once: read on every line it would count several times.
function mergedFaults(columns: ItemColumn[], sheets: Sheet[], row: Row): ImportFault[] {
  const merged = sheets.find(({ name }) => name === row.sheet)?.merged ?? [];
  if (merged.length === 0) return [];
  return columns
    .filter(({ is }) => is === 'money' || is === 'quantity' || is === 'count')
    .filter(({ code }) => {
      const letter = row.columns[`cell:${code}`]?.column;
      return merged.some(
        ({ column, from, to }) =>
          letter === columnLetter(column) && from < to && from <= row.row - 1 && row.row - 1 <= to,
      );
    })
    .map(({ code }) => faultAt(row, `cell:${code}`, 'merged'));
}

// Counted from what the account began with; where nobody knows, from what its first line says is left.
function runningFaults(
  { item, accounts: names }: RowTerms,
  lines: Line[],
  openings: ReadonlyMap<string, number>,
): ImportFault[] {
  if (!item.isLedger) return [];
  const accounts = Map.groupBy(lines, ({ typed }) => typed.account ?? '');
  return [...accounts].flatMap(([name, own]) => {
    const counted = own.map(({ typed }, no) => ({
      ...{ no, account: '', side: typed.side ?? 'in', amount: typed.amount ?? 0 },
      balance: typeof typed.cells.balance === 'number' ? typed.cells.balance : null,
    }));
    const [first] = counted;
    const known = openings.get(name === '' ? (names[0] ?? '') : name) ?? null;
    if (!first || (first.balance === null && known === null)) return [];
    const opening =
      known ?? (first.balance ?? 0) - (first.side === 'in' ? first.amount : -first.amount);
    const said = { account: '', opening, closing: 0, lastClosing: null };
    const { faults } = checkBalance(counted, [{ ...said, statedIn: null, statedOut: null }]);
    return faults.flatMap((fault) => {
      const line = fault.fault === 'running' ? own[fault.no] : undefined;
      if (!line || fault.off === null) return [];
      return [{ ...faultAt(line.row, 'cell:balance', 'running'), off: fault.off }];
    });
  });
}

/** What nobody adds up, and 累计, which counts from the beginning of the year. */
const NOT_SUMMED = new Set(['balance', 'rate', 'price', 'per-head', 'per-share']);

function totalFaults(
  { item }: RowTerms,
  lines: Line[],
  apart: ApartRow<ImportKey>[],
): ImportFault[] {
  const summed = item.columns.filter(
    ({ is, code }) => ['money', 'quantity', 'count'].includes(is) && !NOT_SUMMED.has(code),
  );
  let since = new Map<string, number>();
  return apart
    .toSorted((a, b) => a.row - b.row)
    .flatMap((total) => {
      const { title } = total;
      if (/累计/.test(title) || !isTotalLine([title])) return [];
      const isPart = /小计/.test(title);
      const from = isPart ? (since.get(total.sheet) ?? 0) : 0;
      if (isPart) since = new Map(since).set(total.sheet, total.row);
      const own = lines.filter(
        ({ row }) => row.sheet === total.sheet && row.row > from && row.row < total.row,
      );
      return summed.flatMap((column) => totalFault(total, column, own));
    });
}

function totalFault(total: Row, { code, is }: ItemColumn, lines: Line[]): ImportFault[] {
  const written = total.values[`cell:${code}`] ?? null;
  const said = written === null ? null : numberOf(is, written);
  if (said === null) return [];
  const counted = lines.reduce((sum, { typed }) => {
    const value = typed.cells[code] ?? null;
    return typeof value === 'number' ? sum + value : sum;
  }, 0);
  if (said === counted) return [];
  return [{ ...faultAt(total, `cell:${code}`, 'totalWrong'), off: said - counted }];
}

function numberOf(is: ItemColumn['is'], written: string): number | null {
  if (is === 'money') return parseMoney(written);
  return is === 'quantity' ? parseQuantity(written) : parseCount(written);
}

function faultAt(
  { sheet, row, columns }: Row,
  key: ImportKey,
  code: ImportFault['code'],
): ImportFault {
  const place = columns[key] ?? { column: '', header: key.replace(/^\w+:/, '') };
  return { sheet, row, ...place, code };
}

function bare(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:：?]/g, '')
    .toLowerCase();
}
