import { describe, expect, test } from 'vitest';
import {
  type CellPlace,
  type CellValue,
  findInCell,
  type GateKnowledge,
  knowledgeOf,
  maskCell,
} from '#server/rules/disclosure-gate.ts';
import { leaks } from '#tests/support/leaks.ts';
import { type PersonalRow, personalRows, ROW_COLUMNS } from '#tests/support/personal-rows.ts';

const ROWS = 1_000;
const SEEDS = [1, 7, 42, 2026, 510_681, 987_654_321];
const today = '2026-11-22';

function placeOf(column: CellPlace['column'], isPersonal: boolean): CellPlace {
  return { column, item: { class: isPersonal ? 'relief' : 'finance', isPersonal } };
}

/** Every row as it is read, with what of it leaks. */
function leaking(
  rows: PersonalRow[],
  isPersonal: boolean,
  read: (value: string, place: CellPlace) => CellValue,
  secretsOf: (row: PersonalRow) => string[],
): string[] {
  return rows.flatMap((row) => {
    const cells = ROW_COLUMNS.map((column) =>
      String(read(row.cells[column.code] ?? '', placeOf(column, isPersonal)) ?? ''),
    );
    const told = cells.flatMap((cell) => leaks(cell, secretsOf(row)));
    return told.length > 0 ? [`${told} in ${JSON.stringify(row.cells)} as ${cells}`] : [];
  });
}

function shownToPublic(value: string, place: CellPlace, known: GateKnowledge): CellValue {
  return maskCell(value, findInCell(value, place, known), 'public');
}

describe.each(SEEDS)('made-up rows of seed %i', (seed) => {
  const rows = personalRows(seed, ROWS);
  const known = knowledgeOf({ today, names: rows.flatMap((row) => row.names) });

  test.each([true, false])('tell nobody anything (rows are people: %s)', (isPersonal) => {
    const toPublic = leaking(
      rows,
      isPersonal,
      (value, place) => maskCell(value, findInCell(value, place, known), 'public'),
      (row) => [...row.secrets, ...row.names],
    );
    const toVillage = leaking(
      rows,
      isPersonal,
      (value, place) => maskCell(value, findInCell(value, place, known), 'village'),
      (row) => row.secrets,
    );

    expect(toPublic).toEqual([]);
    expect(toVillage).toEqual([]);
  });

  test('keep what is ordinary in them', () => {
    const lost = rows.flatMap((row) => {
      const shown = ROW_COLUMNS.map((column) =>
        shownToPublic(row.cells[column.code] ?? '', placeOf(column, true), known),
      ).join('\n');
      return row.innocent.filter((words) => !shown.includes(words));
    });
    const figures = ROW_COLUMNS.filter(({ is }) =>
      ['money', 'quantity', 'count', 'day'].includes(is),
    );
    const touched = rows.flatMap((row) =>
      figures.filter((column) => {
        const typed = row.cells[column.code] ?? '';
        return shownToPublic(typed, placeOf(column, true), known) !== typed;
      }),
    );

    expect(lost).toEqual([]);
    expect(touched).toEqual([]);
  });

  test('hide something in every column of words', () => {
    for (const column of ROW_COLUMNS.filter(({ is }) => /text|name|party|officer|place/.test(is))) {
      const hiding = rows.filter(
        (row) => leaks(row.cells[column.code] ?? '', row.secrets).length > 0,
      );

      expect(hiding.length).toBeGreaterThan(ROWS / 10);
    }
  });
});

describe('the search for leaks', () => {
  test.each([
    ['<td>138<b>0013</b>8000</td>', '13800138000'],
    ['１３８ ００１３ ８０００', '13800138000'],
    ['&#49;38-0013-8000', '13800138000'],
    ['"\\u00313800138000"', '13800138000'],
    ['?q=%E5%8D%BF%E8%8A%B7', '卿芷'],
    ['一三八零零一三八零零零', '13800138000'],
    ['①③⑧⓪⓪①③⑧⓪⓪⓪', '13800138000'],
    ['١٣٨٠٠١٣٨٠٠٠', '13800138000'],
    ['51999919680101001X', '51999919680101001x'],
    ['卿 芷 岚', '卿芷岚'],
    ['<i>肢体</i>残疾二级', '肢体残疾二级'],
  ])('sees through %s', (text, secret) => {
    expect(leaks(text, [secret])).toEqual([secret]);
  });

  test('sees nothing where there is nothing', () => {
    expect(leaks('卿*岚 ■■■ 2026-10-08 126,431.72', ['卿芷岚', '13800138000', '卿岚'])).toEqual([]);
  });
});

test('the same seed makes the same rows, another makes others', () => {
  expect(personalRows(3, 20)).toEqual(personalRows(3, 20));
  expect(personalRows(3, 20)).not.toEqual(personalRows(4, 20));
});

test.each([
  ['single digits', '1 '.repeat(20_000)],
  ['rings', '①②③ '.repeat(10_000)],
  ['spelt digits', '一二三四'.repeat(10_000)],
  ['half-masked numbers', '123***'.repeat(8_000)],
  ['houses', '3组12号附'.repeat(8_000)],
  ['names', '慰问张'.repeat(12_000)],
  ['birthdays', '出生2010'.repeat(8_000)],
])('a text of nothing but %s is read to its end', (_, text) => {
  const known = knowledgeOf({ today });

  const findings = findInCell(text, placeOf({ code: 'note', is: 'text' }, true), known);

  expect(String(maskCell(text, findings, 'public')).length).toBeGreaterThan(0);
});
