import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop, type Workshop } from '#server/workshop/workshop.ts';
import { xlsx, zip } from '#tests/support/xlsx.ts';

let workshop: Workshop;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuntou-sheets-'));
  workshop = openWorkshop({ root: process.cwd() });
});

afterAll(async () => {
  await workshop.close();
  rmSync(folder, { recursive: true, force: true });
});

function read(bytes: Buffer | string) {
  const path = join(folder, 'upload');
  writeFileSync(path, bytes);
  return workshop.readSheets({ path });
}

async function rowsOf(bytes: Buffer | string) {
  const answer = await read(bytes);
  if (!answer.ok) throw new Error(answer.code);
  return answer.value[0]?.rows;
}

async function refusal(bytes: Buffer | string) {
  const answer = await read(bytes);
  return answer.ok ? 'read' : answer.code;
}

const gb18030 = Buffer.from('d7e92cd0d5c3fb0a31d7e92cbdf0b9c8d3ea0a', 'hex');

test.each([
  ['UTF-8', Buffer.from('组,姓名\n1组,金谷雨\n')],
  ['UTF-8 with its mark', Buffer.from('\ufeff组,姓名\n1组,金谷雨\n')],
  ['GB18030, as Excel saves it here', gb18030],
  ['UTF-16 with tabs', Buffer.from('\ufeff组\t姓名\r\n1组\t金谷雨\r\n', 'utf16le')],
])('a table in text may be %s', async (_, bytes) => {
  expect(await rowsOf(bytes)).toEqual([
    ['组', '姓名'],
    ['1组', '金谷雨'],
  ]);
});

test('an Excel file gives text, numbers and dates as they are meant', async () => {
  const rows = [
    ['组', '户号', '身份证号', '日期'],
    ['1组', 7, { raw: '3.71323199001011E+17' }, { day: 46024 }],
    ['2组', null, { raw: '371323199001011234' }, null],
  ];

  expect(await rowsOf(xlsx([{ name: '名册', rows }]))).toEqual([
    ['组', '户号', '身份证号', '日期'],
    ['1组', 7, 3.71323199001011e17, { day: '2026-01-02' }],
    ['2组', null, '371323199001011234', null],
  ]);
});

test('merged cells say the same on every line, and hidden sheets are told apart', async () => {
  const rows = [
    ['组', '姓名'],
    ['1组', '金谷雨'],
    [null, '吴夏至'],
    ['2组', '周寒露'],
  ];
  const file = xlsx([
    { name: '名册 & 附', rows, merged: ['A2:A3'] },
    { name: '去年', rows, isHidden: true },
  ]);

  const answer = await read(file);

  expect(answer.ok && answer.value.map(({ name, isHidden }) => [name, isHidden])).toEqual([
    ['名册 & 附', false],
    ['去年', true],
  ]);
  expect(await rowsOf(file)).toEqual([
    ['组', '姓名'],
    ['1组', '金谷雨'],
    ['1组', '吴夏至'],
    ['2组', '周寒露'],
  ]);
});

const noise = (n: number, of: (at: number) => string) =>
  Array.from({ length: n }, (_, at) => of(at)).join('');
const sheetOf = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const small = [{ name: '名册', rows: [['组', '姓名']] }];
const DTD = '<!DOCTYPE lolz [<!ENTITY lol "lol">]>';

test.each([
  ['a zip bomb', xlsx(small, { 'xl/media/a.xml': 'a'.repeat(60_000_000) }), 'sheetUnsafe'],
  [
    'a zip that lies about its sizes',
    zip({ 'xl/workbook.xml': 'a'.repeat(90_000) }, 10),
    'sheetUnsafe',
  ],
  ['a DTD', xlsx(small, { 'xl/worksheets/sheet1.xml': `${DTD}<worksheet/>` }), 'sheetUnsafe'],
  ['a DTD in a file aside', xlsx(small, { 'docProps/app.xml': `${DTD}<x/>` }), 'sheetUnsafe'],
  ['a name that climbs', xlsx(small, { '../../etc/passwd': 'x' }), 'sheetUnsafe'],
  [
    'too many entries',
    xlsx(small, Object.fromEntries([...Array(600).keys()].map((n) => [`x${n}`, '']))),
    'sheetUnsafe',
  ],
  ['a zip without a workbook', zip({ 'a.txt': 'x' }), 'sheetBroken'],
  ['half a file', xlsx(small).subarray(0, 200), 'sheetUnsafe'],
  [
    'one cell at the end of the world',
    xlsx(small, {
      'xl/worksheets/sheet1.xml':
        '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    }),
    'sheetTooManyRows',
  ],
  [
    'lines that do not say their numbers',
    xlsx(small, {
      'xl/worksheets/sheet1.xml': sheetOf(
        noise(20_001, (n) => `<row><c t="n"><v>${n}</v></c></row>`),
      ),
    }),
    'sheetTooManyRows',
  ],
  [
    'cells that do not say theirs',
    xlsx(small, {
      'xl/worksheets/sheet1.xml': sheetOf(
        `<row>${noise(300, (n) => `<c t="n"><v>${n}</v></c>`)}</row>`,
      ),
    }),
    'sheetBroken',
  ],
  [
    'one long text in every cell',
    xlsx(small, {
      'xl/worksheets/sheet1.xml': sheetOf(
        noise(5_000, (n) => `<row r="${n + 1}"><c r="A${n + 1}" t="s"><v>0</v></c></row>`),
      ),
      'xl/sharedStrings.xml': `<sst><si><t>${'字'.repeat(30_000)}</t></si></sst>`,
    }),
    'sheetTooManyRows',
  ],
  [
    'one sheet listed a thousand times',
    xlsx(small, {
      'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${noise(1_000, (n) => `<sheet name="s${n}" sheetId="${n + 1}" r:id="rId1"/>`)}</sheets></workbook>`,
    }),
    'sheetUnsafe',
  ],
  [
    'everything merged with everything',
    xlsx(small, {
      'xl/worksheets/sheet1.xml': `${sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>').replace('</worksheet>', '')}<mergeCells>${noise(2_000, (n) => `<mergeCell ref="A${n + 1}:A20000"/>`)}</mergeCells></worksheet>`,
    }),
    'sheetTooManyRows',
  ],
  ['a line of a million fields', `组${',1'.repeat(1_000_000)}`, 'sheetTooManyRows'],
  ['a text with NUL in it', '组,姓名\n1组,金\0谷雨', 'sheetType'],
  ['a text of 200,000 empty lines and one', `组${'\n'.repeat(200_000)}1组`, 'sheetTooManyRows'],
  ['half a sign of GB18030', Buffer.from('d7e92cd0d5c3fb0a813081', 'hex'), 'sheetType'],
  ['a text of 20,001 lines', '1组\n'.repeat(20_001), 'sheetTooManyRows'],
  ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'sheetOld'],
  ['a picture', Buffer.from('ffd8ffe000104a464946000101', 'hex'), 'sheetType'],
  ['nothing', '', 'sheetEmpty'],
  ['an empty sheet', xlsx([{ name: '名册', rows: [] }]), 'sheetEmpty'],
])('%s is refused', async (_, bytes, code) => {
  expect(await refusal(bytes)).toBe(code);
});

test('a sign of four bytes in GB18030 is read, and empty fields to the right are nobody’s column', async () => {
  // 组,姓名 and 1组,𬭎谷雨 as Chinese Windows saves them.
  const bytes = Buffer.from('d7e92cd0d5c3fb0a31d7e92c9933ba36b9c8d3ea', 'hex');

  const rows = await rowsOf(bytes);

  expect(rows?.[0]).toEqual(['组', '姓名']);
  expect(rows?.[1]?.[1]).toMatch(/^.谷雨$/u);
  expect(await rowsOf(`组,姓名${','.repeat(16_000)}\n1组,金谷雨`)).toEqual([
    ['组', '姓名'],
    ['1组', '金谷雨'],
  ]);
});
