import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { inSlices } from '#server/kernel/breathe.ts';
import { xmlText } from '#server/rules/xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const FORMAT = 'http://schemas.openxmlformats.org';
const MAIN = `${FORMAT}/spreadsheetml/2006/main`;
const RELATION = `${FORMAT}/officeDocument/2006/relationships`;
const PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The media type of an .xlsx. */
export const WORKBOOK_TYPE = `${PART}.sheet`;

/** A number in a workbook: its digits with a point, and how they are shown. */
export interface NumberCell {
  digits: string;
  as: 'money' | 'quantity' | 'count';
}

/** A cell: text that is never taken for a formula, or a number. */
export type WorkbookCell = string | NumberCell;

/**
 * A workbook of one sheet (.xlsx, ECMA-376) for an empty list. Its columns are written as text: Excel
 * rounds an ID number of 18 digits, and takes the zero from the front of a number.
 */
export function writeWorkbook(name: string, rows: WorkbookCell[][]): Buffer<ArrayBuffer> {
  const lines = rows.map(lineWriter(rows));
  return zipOf(
    entriesOf(name, sheetXml(rows, lines)).map(([path, bytes]) => storedEntry(path, bytes)),
  );
}

/** The same for a long table, packed. Nothing in it says who wrote it or when. */
export async function packWorkbook(
  name: string,
  rows: WorkbookCell[][],
): Promise<Buffer<ArrayBuffer>> {
  const write = lineWriter(rows);
  const lines = await inSlices([...rows.entries()], ([at, row]) => write(row, at));
  return zipOf(await Promise.all(entriesOf(name, sheetXml(rows, lines)).map(packedEntry)));
}

function entriesOf(name: string, sheet: string): [string, Buffer][] {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${FORMAT}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${PART}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PART}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${PART}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets><sheet name="${xmlText(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': sheet,
  };
  return Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]);
}

/** Excel opens no workbook whose sheet has a longer name, or one of these signs in it. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

/** Formats: the general one, text (49), money (4), a quantity with what decimals it has, a count (1). */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.###"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/>${[49, 4, 164, 1].map((format) => `<xf numFmtId="${format}" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`;

/** The place of each format among them. */
const STYLE = { text: 1, money: 2, quantity: 3, count: 4 };

function relations(targets: [string, string][]): string {
  const lines = targets.map(
    ([kind, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATION}/${kind}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${FORMAT}/package/2006/relationships">${lines.join('')}</Relationships>`;
}

/** How wide the widest row is. */
function widthOf(rows: WorkbookCell[][]): number {
  return rows.reduce((widest, row) => Math.max(widest, row.length), 0);
}

/** Writes one row at its place. */
function lineWriter(rows: WorkbookCell[][]): (row: WorkbookCell[], at: number) => string {
  const letters = Array.from({ length: widthOf(rows) }, (_, at) => columnLetters(at));
  return (row, at) => {
    const cells = row.map((cell, column) => cellXml(cell, `${letters[column]}${at + 1}`));
    return `<row r="${at + 1}">${cells.join('')}</row>`;
  };
}

function sheetXml(rows: WorkbookCell[][], lines: string[]): string {
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="${widthOf(rows)}" width="20" style="1" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: WorkbookCell, place: string): string {
  if (typeof cell !== 'string')
    return `<c r="${place}" s="${STYLE[cell.as]}"><v>${cell.digits}</v></c>`;
  return `<c r="${place}" s="${STYLE.text}" t="inlineStr"><is><t>${xmlText(cell)}</t></is></c>`;
}

/** A to Z, then AA, AB … */
function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}

/** A file inside a zip, as it stands there. */
interface Entry {
  path: Buffer;
  fixed: Buffer;
  body: Buffer;
}

const deflate = promisify(deflateRaw);
const STORED = 0;
const DEFLATED = 8;

/** A list of two lines is not worth packing. */
function storedEntry(path: string, bytes: Buffer): Entry {
  return entryOf(path, { bytes, body: bytes, method: STORED });
}

async function packedEntry([path, bytes]: [string, Buffer]): Promise<Entry> {
  return entryOf(path, { bytes, body: await deflate(bytes), method: DEFLATED });
}

/** A zip (APPNOTE 6.3) of its entries. */
function zipOf(entries: Entry[]): Buffer<ArrayBuffer> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, fixed, body } of entries) {
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, place, path);
    const whole = [Buffer.from('PK\x03\x04', 'latin1'), fixed, path, body];
    local.push(...whole);
    offset += whole.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** What both headers of a file share: version, names in UTF-8, the first day of MS-DOS, sum and sizes. */
function entryOf(
  name: string,
  { bytes, body, method }: { bytes: Buffer; body: Buffer; method: number },
): Entry {
  const path = Buffer.from(name);
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE(0x0800, 2);
  fixed.writeUInt16LE(method, 4);
  fixed.writeUInt16LE(0x0021, 8);
  fixed.writeUInt32LE(crc32(bytes), 10);
  fixed.writeUInt32LE(body.length, 14);
  fixed.writeUInt32LE(bytes.length, 18);
  fixed.writeUInt16LE(path.length, 22);
  return { path, fixed, body };
}
