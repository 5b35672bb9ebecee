import { crc32 } from 'node:zlib';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const FORMAT = 'http://schemas.openxmlformats.org';
const MAIN = `${FORMAT}/spreadsheetml/2006/main`;
const RELATION = `${FORMAT}/officeDocument/2006/relationships`;
const PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The media type of an .xlsx. */
export const WORKBOOK_TYPE = `${PART}.sheet`;

/**
 * A workbook of one sheet (.xlsx, ECMA-376) for an empty list. Its columns are written as text: Excel
 * rounds an ID number of 18 digits, and takes the zero from the front of a number.
 */
export function writeWorkbook(name: string, rows: string[][]): Buffer<ArrayBuffer> {
  return storedZip({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${FORMAT}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${PART}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PART}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${PART}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': sheetXml(rows),
  });
}

/** Two formats: the general one, and text (49). */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

function relations(targets: [string, string][]): string {
  const lines = targets.map(
    ([kind, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATION}/${kind}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${FORMAT}/package/2006/relationships">${lines.join('')}</Relationships>`;
}

function sheetXml(rows: string[][]): string {
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.map((row, at) => {
    const cells = row.map(
      (text, column) =>
        `<c r="${String.fromCharCode(65 + column)}${at + 1}" s="1" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`,
    );
    return `<row r="${at + 1}">${cells.join('')}</row>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="${width}" width="20" style="1" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A zip whose files are stored as they are (APPNOTE 6.3): a list of two lines is not worth packing. */
function storedZip(files: Record<string, string>): Buffer<ArrayBuffer> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const header = headerOf(Buffer.from(name), bytes);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const { fixed, path } = header;
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, place, path);
    const whole = [Buffer.from('PK\x03\x04', 'latin1'), fixed, path, bytes];
    local.push(...whole);
    offset += whole.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** What both headers of a file share: version, names in UTF-8, the first day of MS-DOS, sum and sizes. */
function headerOf(path: Buffer, bytes: Buffer): { fixed: Buffer; path: Buffer } {
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE(0x0800, 2);
  fixed.writeUInt16LE(0x0021, 8);
  fixed.writeUInt32LE(crc32(bytes), 10);
  fixed.writeUInt32LE(bytes.length, 14);
  fixed.writeUInt32LE(bytes.length, 18);
  fixed.writeUInt16LE(path.length, 22);
  return { fixed, path };
}
