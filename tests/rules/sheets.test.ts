import { describe, expect, test } from 'vitest';
import { parseDelimited } from '#server/rules/delimited.ts';
import { type Cell, readDay, readText, readWords } from '#server/rules/sheet-cells.ts';
import { type Column, columnLetter, readTable, type Sheet } from '#server/rules/sheet-table.ts';

describe('a table in text', () => {
  test.each([
    [
      'commas',
      '组,姓名\n1组,金谷雨\n',
      [
        ['组', '姓名'],
        ['1组', '金谷雨'],
      ],
    ],
    [
      'tabs, as Excel pastes',
      '组\t姓名\r\n1组\t金谷雨',
      [
        ['组', '姓名'],
        ['1组', '金谷雨'],
      ],
    ],
    [
      'semicolons',
      '组;姓名\n1组;金谷雨',
      [
        ['组', '姓名'],
        ['1组', '金谷雨'],
      ],
    ],
    [
      'full-width commas',
      '组，姓名\n1组，金谷雨',
      [
        ['组', '姓名'],
        ['1组', '金谷雨'],
      ],
    ],
    [
      'quotes',
      '组,话\n1组,"他说""好,""\n就走了"\n',
      [
        ['组', '话'],
        ['1组', '他说"好,"\n就走了'],
      ],
    ],
    [
      'an empty last field',
      '组,姓名\n1组,',
      [
        ['组', '姓名'],
        ['1组', ''],
      ],
    ],
    [
      'old line ends',
      '组,姓名\r1组,金谷雨\r',
      [
        ['组', '姓名'],
        ['1组', '金谷雨'],
      ],
    ],
    ['a quote that never closes', '组,"姓名\n1组', [['组', '姓名\n1组']]],
    ['one column', '姓名\n金谷雨', [['姓名'], ['金谷雨']]],
    ['nothing', '', []],
    ['empty lines at the end', '组,姓名\n,\n\n', [['组', '姓名']]],
  ])('with %s', (_, text, rows) => {
    expect(parseDelimited(text)).toEqual(rows);
  });
});

describe('a cell of text', () => {
  test.each<[Cell, ReturnType<typeof readText>]>([
    [' 金　谷雨 ', { value: '金 谷雨' }],
    ['１组', { value: '1组' }],
    [3, { value: '3' }],
    ['', { value: null }],
    ['\u200b', { value: null }],
    [null, { value: null }],
    [false, { value: 'false' }],
    [3.71323199001011e17, { fault: 'lostDigits' }],
    ['3.71323E+17', { fault: 'lostDigits' }],
    ['1.1E+17', { fault: 'lostDigits' }],
    ['371323199001011234', { value: '371323199001011234' }],
    [{ day: '2026-01-02' }, { fault: 'becameDay' }],
    ['#REF!', { fault: 'isError' }],
    ['一二三四五六七八九十一二三四五六七八九十一', { fault: 'tooLong' }],
  ])('%j', (cell, read) => {
    expect(readText(cell, 20)).toEqual(read);
  });
});

describe('a cell of words', () => {
  test.each<[Cell, ReturnType<typeof readWords>]>([
    [' 修路（40 米），付清 ', { value: '修路（40 米），付清' }],
    ['第一行\n第二行', { value: '第一行 第二行' }],
    ['电话１３８', { value: '电话１３８' }],
    ['\u200b', { value: null }],
    ['３.７１３２３Ｅ＋１７', { fault: 'lostDigits' }],
    ['一二三四五六七八九十一二三四五六七八九十一', { fault: 'tooLong' }],
  ])('%j', (cell, read) => {
    expect(readWords(cell, 20)).toEqual(read);
  });
});

describe('a cell with a date', () => {
  test.each<[Cell, ReturnType<typeof readDay>]>([
    [{ day: '2026-11-20' }, { value: '2026-11-20' }],
    ['2026-11-20', { value: '2026-11-20' }],
    ['2026/1/2', { value: '2026-01-02' }],
    ['2026.1.2', { value: '2026-01-02' }],
    ['2026年1月2日', { value: '2026-01-02' }],
    ['20260102', { value: '2026-01-02' }],
    ['46024', { value: '2026-01-02' }],
    [46024, { value: '2026-01-02' }],
    [null, { value: null }],
    ['2026-02-30', { fault: 'dayWrong' }],
    ['明年', { fault: 'dayWrong' }],
  ])('%j', (cell, read) => {
    expect(readDay(cell)).toEqual(read);
  });
});

const text = (headers: string[], isRequired = true): Column => ({
  headers,
  is: 'text',
  isRequired,
  longest: 20,
});
const columns = {
  group: text(['组', '村民小组']),
  name: text(['姓名']),
  phone: text(['手机'], false),
};
const sheet = (rows: Cell[][], more: Partial<Sheet> = {}): Sheet => ({
  ...{ name: '名册', isHidden: false, rows },
  ...more,
});

describe('a table', () => {
  test('may have its columns in any order, under a title, with others beside them', () => {
    const table = readTable(
      [
        sheet([
          ['北坡村花名册', null, null, null],
          [],
          ['姓 名', '民族', '手机（可不填）', '村民小组*'],
          ['金谷雨', '汉', null, '1组'],
        ]),
      ],
      columns,
    );

    expect(table?.rows).toMatchObject([
      { sheet: '名册', row: 4, values: { group: '1组', name: '金谷雨', phone: null } },
    ]);
    expect(table?.ignored).toEqual(['民族']);
    expect(table?.faults).toEqual([]);
  });

  test('names the place of each wrong cell, and leaves its line out', () => {
    const table = readTable(
      [
        sheet([
          ['组', '姓名'],
          ['1组', null],
          [],
          ['2组', '金谷雨'],
          [46024, { day: '2026-01-02' }],
        ]),
      ],
      columns,
    );

    expect(table?.faults).toEqual([
      { sheet: '名册', row: 2, column: 'B', header: '姓名', code: 'empty' },
      { sheet: '名册', row: 5, column: 'B', header: '姓名', code: 'becameDay' },
    ]);
    expect(table?.rows.map(({ row }) => row)).toEqual([4]);
  });

  test('says which column is missing, and which stands there twice', () => {
    const missing = readTable(
      [
        sheet([
          ['组', '手机'],
          ['1组', '1'],
        ]),
      ],
      columns,
    );
    const twice = readTable(
      [
        sheet([
          ['组', '姓名', '村民小组'],
          ['1组', '金', '2组'],
        ]),
      ],
      columns,
    );

    expect(missing?.faults).toMatchObject([{ row: 1, header: '姓名', code: 'columnMissing' }]);
    expect(twice?.faults).toMatchObject([{ row: 1, column: 'C', code: 'columnTwice' }]);
    expect([missing?.rows, twice?.rows]).toEqual([[], []]);
  });

  test('may lie on several sheets; hidden ones and notes are left alone', () => {
    const table = readTable(
      [
        sheet(
          [
            ['组', '姓名'],
            ['1组', '金谷雨'],
          ],
          { name: '1组' },
        ),
        sheet([['填表说明']], { name: '说明' }),
        sheet(
          [
            ['组', '姓名'],
            ['9组', '旧的'],
          ],
          { name: '去年', isHidden: true },
        ),
        sheet(
          [
            ['组', '姓名'],
            ['2组', '吴夏至'],
          ],
          { name: '2组' },
        ),
        sheet([], { name: 'Sheet3' }),
      ],
      columns,
    );

    expect(table?.rows.map(({ values }) => values.name)).toEqual(['金谷雨', '吴夏至']);
    expect(table?.skipped).toEqual(['说明', '去年']);
  });

  test('is none without a line of headers', () => {
    expect(readTable([sheet([['1组', '金谷雨']])], columns)).toBeNull();
    expect(readTable([], columns)).toBeNull();
  });

  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('calls column %i %s', (index, letter) => {
    expect(columnLetter(index)).toBe(letter);
  });
});
