import readExcel from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { parseDelimited, writeDelimited } from '#server/rules/delimited.ts';
import { xmlText } from '#server/rules/xml.ts';
import { packWorkbook, type WorkbookCell } from '#server/workshop/workbook.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+8613', "'+8613"],
  ['-2+3', "'-2+3"],
  ['-cmd|1', "'-cmd|1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['－1', "'－1"],
  ['\t=1', "'\t=1"],
  ['\n=1', "'\n=1"],
  ['-1200.00', '-1200.00'],
  ['-3', '-3'],
  ['鱼塘-2号', '鱼塘-2号'],
])('%j stands in a text for spreadsheets as %j', (cell, written) => {
  const [[read]] = parseDelimited(writeDelimited([[cell, 'x']]).replace(/^\ufeff/, '')) as [
    [string],
  ];

  expect(read).toBe(written);
});

test.each([
  ['3组 & 5组', '3组 &amp; 5组'],
  ['<b title="x">', '&lt;b title=&quot;x&quot;&gt;'],
  ['a\u{b}b\u{fffe}', 'ab'],
  ['\ud800x', 'x'],
  ['𬭎\t一\n', '𬭎\t一\n'],
])('%j stands in XML as %j', (text, written) => {
  expect(xmlText(text)).toBe(written);
});

test('a workbook has columns beyond Z, numbers, and a sheet whose name Excel takes', async () => {
  const row: WorkbookCell[] = Array.from({ length: 30 }, (_, at) => `列${at}`);
  const sums: WorkbookCell[] = [...row.slice(1), { digits: '-1200.50', as: 'money' }];

  const made = await packWorkbook(
    '收入/支出：[一二三四五六七八九十一二三四五六七八九十一二三四五六]',
    [row, sums],
  );

  const bytes = new Uint8Array(made).buffer;
  const [sheet] = await readExcel(bytes);
  expect(sheet?.sheet).toMatch(/^[^[\]:*?/\\]{1,31}$/);
  expect(sheet?.data[0]).toEqual(row);
  expect(sheet?.data[1]?.at(-1)).toBe(-1200.5);
});
