import { readFile, stat } from 'node:fs/promises';
import readExcel from 'read-excel-file/universal';
import { parseDelimited } from '#server/rules/delimited.ts';
import type { Cell } from '#server/rules/sheet-cells.ts';
import type { Sheet } from '#server/rules/sheet-table.ts';
import type { SheetAnswer, SheetRefusal, SheetSource } from '#server/workshop/jobs.ts';
import { listZip, UnsafeZip, unpackEntry } from '#server/workshop/zip.ts';

/** A village of ten thousand people is a megabyte. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
/** Of all sheets together; a village of ten thousand people has a tenth of it. */
const MOST_CELLS = 2_000_000;
const MOST_SHEETS = 200;
/** Signs in all cells: one long text may be said by every cell of a workbook. */
const MOST_TEXT = 16 * 1024 * 1024;
const ZIP_LIMITS = { entries: 500, unpacked: 96 * 1024 * 1024, ratio: 150 };

/** Reads the sheets of an .xlsx or of a table in text; what a file is, its content tells. */
export async function readSheets(from: SheetSource): Promise<SheetAnswer> {
  if ('text' in from) return readTextTable(Buffer.from(from.text));
  const { size } = await stat(from.path);
  if (size > MOST_BYTES) return refused('sheetTooBig');
  const bytes = await readFile(from.path);
  const head = bytes.subarray(0, 8).toString('latin1');
  // The container of .xls, and of every office file with a password.
  if (head.startsWith('\xd0\xcf\x11\xe0')) return refused('sheetOld');
  return head.startsWith('PK\x03\x04') ? readWorkbook(bytes) : readTextTable(bytes);
}

function refused(code: SheetRefusal): SheetAnswer {
  return { ok: false, code };
}

// — Text —

function readTextTable(bytes: Buffer): SheetAnswer {
  const text = decode(bytes);
  if (text === null || text.includes('\0')) return refused('sheetType');
  const rows: Cell[][] = parseDelimited(text);
  if (rows.length > MOST_ROWS) return refused('sheetTooManyRows');
  if (rows.length === 0) return refused('sheetEmpty');
  const sheets = [{ name: '', isHidden: false, rows }];
  return isOutsize(sheets) ? refused('sheetTooManyRows') : { ok: true, sheets };
}

/** UTF-8, or UTF-16 with its mark as Excel pastes it, or GB18030 as Chinese Windows saves it. */
function decode(bytes: Buffer): string | null {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const encoding of isUtf16 ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not written so; the next one may fit.
    }
  }
  return null;
}

// — Excel —

/** Whatever goes wrong in here lies in the file: nothing else is touched. */
async function readWorkbook(bytes: Buffer): Promise<SheetAnswer> {
  try {
    const layout = inspect(bytes);
    if (layout.isTooLong) return refused('sheetTooManyRows');
    const read = await readExcel(arrayBufferOf(bytes), { parseNumber: asWritten });
    const sheets = read.map(({ sheet: name, data }): Sheet => {
      const { isHidden = false, merged = [] } = layout.sheets.get(name) ?? {};
      const rows = (data ?? []).map((row) => row.map(cellOf));
      return { name, isHidden, rows: fillMerged(rows, merged), merged };
    });
    if (isOutsize(sheets)) return refused('sheetTooManyRows');
    const isEmpty = sheets.every(({ rows }) => rows.length === 0);
    return isEmpty ? refused('sheetEmpty') : { ok: true, sheets };
  } catch (error) {
    return refused(error instanceof UnsafeZip ? 'sheetUnsafe' : 'sheetBroken');
  }
}

/** Whether somebody would have to carry more than any list of a village is. */
function isOutsize(sheets: Sheet[]): boolean {
  let [cells, text] = [0, 0];
  for (const { rows } of sheets) {
    if (rows.length > MOST_ROWS) return true;
    for (const row of rows) {
      const width = row.findLastIndex((cell) => cell !== null && cell !== '') + 1;
      // Empty columns to the right are how some programs fill a line up.
      if (row.length > MOST_COLUMNS) row.length = width;
      cells += width;
      text += row.reduce<number>((sum, cell) => sum + lengthOf(cell), 0);
      if (width > MOST_COLUMNS || cells > MOST_CELLS || text > MOST_TEXT) return true;
    }
  }
  return false;
}

function lengthOf(cell: Cell): number {
  return typeof cell === 'string' ? cell.length : 0;
}

/** Excel rounds long numbers itself and writes 3.7E+17; other programs write all the digits. */
function asWritten(raw: string): string | number {
  return /^\d{16,19}$/.test(raw) ? raw : Number(raw);
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return { day: value.toISOString().slice(0, 10) };
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? value : null;
}

/** What a merged cell says, every line of it says. */
function fillMerged(rows: Cell[][], merged: Range[]): Cell[][] {
  for (const { column, from, to } of merged) {
    const value = rows[from]?.[column] ?? null;
    for (const row of rows.slice(from + 1, to + 1)) row[column] = value;
  }
  return rows;
}

// — What the reader does not tell —

/** The first column of a merged range and its lines, from 0. */
interface Range {
  column: number;
  from: number;
  to: number;
}

interface Layout {
  sheets: Map<string, { isHidden: boolean; merged: Range[] }>;
  isTooLong: boolean;
}

/** Unpacks every XML file of the workbook within bounds: no DTD, and not more cells than we read. */
function inspect(zip: Buffer): Layout {
  const files = new Map<string, string>();
  for (const entry of listZip(zip, ZIP_LIMITS)) {
    if (/\.(?:xml|rels)$/i.test(entry.name)) files.set(entry.name, xmlOf(unpackEntry(zip, entry)));
  }
  const paths = targets(files.get('xl/_rels/workbook.xml.rels') ?? '');
  const layout: Layout = { sheets: new Map(), isTooLong: false };
  const tags = tagsOf(files.get('xl/workbook.xml') ?? '', 'sheet');
  // Each is read by itself, were it the same one over and over.
  if (tags.length > MOST_SHEETS) throw new UnsafeZip('too many sheets');
  for (const tag of tags) {
    const xml = files.get(paths.get(attribute(tag, 'id')) ?? '') ?? '';
    const isHidden = /hidden/i.test(attribute(tag, 'state'));
    layout.sheets.set(plainText(attribute(tag, 'name')), { isHidden, merged: mergedOf(xml) });
    layout.isTooLong ||= isTooLong(xml) || linesOf(layout) > MOST_CELLS;
  }
  return layout;
}

/** How many lines are written by what is merged in all sheets. */
function linesOf({ sheets }: Layout): number {
  return [...sheets.values()]
    .flatMap(({ merged }) => merged)
    .reduce((sum, { from, to }) => sum + Math.min(to - from, MOST_ROWS), 0);
}

function xmlOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  const text = bytes.toString('utf8');
  if (isUtf16 || /<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new UnsafeZip('a DTD');
  return text;
}

function targets(rels: string): Map<string, string> {
  const pathOf = (target: string) => (target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  return new Map(
    tagsOf(rels, 'Relationship').map((tag) => [
      attribute(tag, 'Id'),
      pathOf(attribute(tag, 'Target')),
    ]),
  );
}

function mergedOf(xml: string): Range[] {
  return tagsOf(xml, 'mergeCell').flatMap((tag) => {
    const [, letters, first, last] =
      /^([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)$/.exec(attribute(tag, 'ref')) ?? [];
    if (!letters) return [];
    return { column: columnNo(letters), from: Number(first) - 1, to: Number(last) - 1 };
  });
}

/** Lines and cells say their own numbers: one far away would make the reader fill all before it. */
function isTooLong(xml: string): boolean {
  // Lines and cells need not say their numbers: then they are as many as they are.
  if (countOf(xml, /<(?:\w+:)?row[\s/>]/g, MOST_ROWS) > MOST_ROWS) return true;
  if (countOf(xml, /<(?:\w+:)?c[\s/>]/g, MOST_CELLS) > MOST_CELLS) return true;
  for (const [, row] of xml.matchAll(/<(?:\w+:)?row\s[^<>]*?\br=["'](\d+)["']/g)) {
    if (Number(row) > MOST_ROWS) return true;
  }
  for (const [, letters = '', row] of xml.matchAll(
    /<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]+)(\d+)["']/g,
  )) {
    if (Number(row) > MOST_ROWS || columnNo(letters) >= MOST_COLUMNS) return true;
  }
  return false;
}

function countOf(xml: string, tag: RegExp, most: number): number {
  let count = 0;
  for (const _ of xml.matchAll(tag)) {
    count += 1;
    if (count > most) break;
  }
  return count;
}

function columnNo(letters: string): number {
  return [...letters].reduce((no, letter) => no * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function tagsOf(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, 'g')) ?? [];
}

/** An attribute of a tag, whatever its prefix; '' when it has none. */
function attribute(tag: string, name: string): string {
  return new RegExp(`[\\s:]${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? '';
}

function plainText(text: string): string {
  const signs: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => signs[name] ?? '');
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
