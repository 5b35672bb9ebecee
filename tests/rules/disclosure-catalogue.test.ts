import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Catalogue, ColumnIs, Frequency, ItemClass } from '#server/rules/disclosure-book.ts';

const file = new URL('../../content/disclosure-catalogue.json', import.meta.url);
const { items } = JSON.parse(readFileSync(file, 'utf8')) as Catalogue;

const CLASSES: ItemClass[] = [
  'party',
  'affairs',
  'finance',
  'assets',
  'land',
  'works',
  'relief',
  'subsidy',
  'family',
  'fees',
];
const FREQUENCIES: Frequency[] = ['monthly', 'quarterly', 'yearly', 'event', 'standing'];
const COLUMNS_ARE: ColumnIs[] = [
  'text',
  'day',
  'money',
  'quantity',
  'count',
  'name',
  'officer',
  'party',
  'place',
  'kind',
];
const CODE = /^[a-z]+(-[a-z]+)*$/;

function itemOf(code: string) {
  const item = items.find((one) => one.code === code);
  if (!item) throw new Error(`no item ${code}`);
  return item;
}

test('the county has 48 items, numbered in order, each with a code of its own', () => {
  expect(items.map(({ no }) => no)).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
  expect(new Set(items.map(({ code }) => code)).size).toBe(48);
});

test.each(items)('$no $code has words in both languages, columns and a law', (item) => {
  const words = [item.name, ...item.columns, ...item.basis.map(({ law }) => law)];

  expect(item.code).toMatch(CODE);
  expect(CLASSES).toContain(item.class);
  expect(FREQUENCIES).toContain(item.frequency);
  expect(words.every(({ zh, en }) => zh.trim() !== '' && en.trim() !== '')).toBe(true);
  expect(words.some(({ en }) => /\p{Script=Han}/u.test(en))).toBe(false);
  expect(item.columns.every((column) => COLUMNS_ARE.includes(column.is))).toBe(true);
  expect(item.columns.every(({ code }) => CODE.test(code))).toBe(true);
  expect(item.columns.some(({ isRequired }) => isRequired)).toBe(true);
  expect(item.basis[0]?.article).not.toBe('');
  expect(item.basis.every(({ lawVersion }) => /^\d{4}-\d{2}-\d{2}$/.test(lawVersion))).toBe(true);
});

test.each(items)('no two columns of $code answer to the same header or code', ({ columns }) => {
  const headers = columns.flatMap(({ zh, headers: more = [] }) => [zh, ...more]);

  expect(headers.filter((header, i) => headers.indexOf(header) !== i)).toEqual([]);
  expect(new Set(columns.map(({ code }) => code)).size).toBe(columns.length);
});

test('everything stays for the fifteen days of article 35 at least', () => {
  expect(items.filter(({ minDays }) => minDays < 15)).toEqual([]);
});

test('what names a villager is personal, and a file alone is not enough for it', () => {
  const naming = items.filter(({ columns }) => columns.some((column) => column.is === 'name'));

  expect(naming.filter((item) => !item.isPersonal)).toEqual([]);
  expect(items.filter((item) => item.isPersonal && !item.needsTable)).toEqual([]);
});

test('relief, subsidies and land need a table, and relief is never for everybody', () => {
  const guarded = items.filter((item) => ['relief', 'subsidy', 'land'].includes(item.class));
  const relief = items.filter((item) => item.class === 'relief');

  expect(guarded.filter(({ needsTable }) => !needsTable)).toEqual([]);
  expect(relief.filter(({ openTo }) => openTo !== 'village')).toEqual([]);
});

test('children and the disabled are counted, and never named', () => {
  const { columns } = itemOf('special-groups');

  expect(columns.filter((column) => ['name', 'party', 'place'].includes(column.is))).toEqual([]);
});

test('the accounts have what a balance is counted from', () => {
  const ledgers = items.filter(({ isLedger }) => isLedger);

  expect(ledgers.map(({ code }) => code)).toEqual(['finance-lines']);
  for (const { columns } of ledgers) {
    const is = Object.fromEntries(columns.map((column) => [column.code, column.is]));
    expect(is).toMatchObject({
      day: 'day',
      voucher: 'text',
      item: 'text',
      kind: 'kind',
      in: 'money',
      out: 'money',
      balance: 'money',
      handler: 'officer',
      approver: 'officer',
      account: 'text',
    });
  }
});

test('what a village may choose instead of its frequency is another one', () => {
  const choosers = items.filter(({ orElse }) => orElse !== null);

  expect(choosers.filter(({ frequency, orElse }) => frequency === orElse)).toEqual([]);
  expect(itemOf('finance-lines')).toMatchObject({ frequency: 'monthly', orElse: 'quarterly' });
});

test('a standing list is never empty', () => {
  const standing = items.filter(({ frequency }) => frequency === 'standing');

  expect(standing.filter(({ mayBeEmpty }) => mayBeEmpty)).toEqual([]);
});

test('what may go out before its period is over are plans, lists on notice, and one day’s result', () => {
  const ahead = items.filter(({ announcedAhead }) => announcedAhead).map(({ code }) => code);
  const onNotice = items.filter(
    ({ frequency, publicityDays }) => frequency !== 'event' && publicityDays !== null,
  );

  expect(ahead).toEqual([
    ...['year-plan', 'work-allowances', 'key-support', 'cadre-appraisal', 'budget'],
    ...onNotice.map(({ code }) => code),
  ]);
});
