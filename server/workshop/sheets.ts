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
  return { ok: true, sheets: [{ name: '', isHidden: false, rows }] };
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
    const isEmpty = sheets.every(({ rows }) => rows.length === 0);
    return isEmpty ? refused('sheetEmpty') : { ok: true, sheets };
  } catch (error) {
    return refused(error instanceof UnsafeZip ? 'sheetUnsafe' : 'sheetBroken');
  }
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
  for (const tag of tagsOf(files.get('xl/workbook.xml') ?? '', 'sheet')) {
    const xml = files.get(paths.get(attribute(tag, 'id')) ?? '') ?? '';
    const isHidden = /hidden/i.test(attribute(tag, 'state'));
    layout.sheets.set(plainText(attribute(tag, 'name')), { isHidden, merged: mergedOf(xml) });
    layout.isTooLong ||= isTooLong(xml);
  }
  return layout;
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
  for (const [, row] of xml.matchAll(/<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']/g)) {
    if (Number(row) > MOST_ROWS) return true;
  }
  for (const [, letters = '', row] of xml.matchAll(
    /<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]+)(\d+)["']/g,
  )) {
    if (Number(row) > MOST_ROWS || columnNo(letters) >= MOST_COLUMNS) return true;
  }
  return false;
}

function columnNo(letters: string): number {
  return [...letters].reduce((no, letter) => no * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function tagsOf(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
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
