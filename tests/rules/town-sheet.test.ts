import { expect, test } from 'vitest';
import { takeVillages, villageNamed } from '#server/rules/town-sheet.ts';

const villages = [
  { code: '1', name: '石梯村' },
  { code: '2', name: '大石梯村' },
  { code: '3', name: '松林社区' },
  { code: '4', name: '河口村' },
];

test.each([
  ['石梯村', '石梯村'],
  [' 石 梯 村 ', '石梯村'],
  ['石梯', '石梯村'],
  ['松林', '松林社区'],
  ['连山镇石梯村村民委员会', '石梯村'],
  ['连山镇大石梯村股份经济合作联合社', '大石梯村'],
  ['2026年河口村村级账', '河口村'],
  ['连山镇', null],
  ['村', null],
  ['石梯村和河口村', null],
  ['', null],
])('%s means %s', (written, name) => {
  expect(villageNamed(written, villages)?.name ?? null).toBe(name);
});

test('takes the column of villages out and leaves every line where it stands', () => {
  const rows = [
    ['10月收支', null, null],
    ['日期', '账套名称（全称）', '摘要'],
    ['2026-10-09', '石梯村', '石子'],
    ['2026-10-10'],
    [],
    ['合计', ' 石梯村 ', null, 5],
    [null, '总计', null, 5],
  ];

  const { sheet, place, said } = takeVillages({ name: '账', isHidden: false, rows }, ['账套名称']);

  expect(place).toEqual({ column: 'B', header: '账套名称（全称）' });
  expect(said).toEqual(['', '账套名称（全称）', '石梯村', '', '', '石梯村', '']);
  expect(sheet.rows).toEqual([
    ['10月收支', null, null],
    ['日期', null, '摘要'],
    ['2026-10-09', null, '石子'],
    ['2026-10-10'],
    [],
    ['合计', null, null, 5],
    [null, '总计', null, 5],
  ]);
});

test('a sheet without such a column stays as it is', () => {
  const sheet = { name: '石梯村', isHidden: false, rows: [['日期', '摘要', '收入']] };

  expect(takeVillages(sheet, ['村'])).toEqual({ sheet, place: null, said: [] });
});
