import { describe, expect, test } from 'vitest';
import disclosures from '#content/disclosures.json' with { type: 'json' };
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { isTotalLine, type RowTerms, readRow } from '#server/rules/disclosure-rows.ts';
import { isApartLine } from '#server/rules/import-rows.ts';
import { ownColumn, readOwn } from '#server/rules/own-numbers.ts';

const column = (code: string, is: CatalogueItem['columns'][number]['is'], isRequired = true) => ({
  ...{ code, is, isRequired, zh: code, en: code },
});
const ledger: RowTerms = {
  item: {
    isLedger: true,
    columns: [
      ...[column('day', 'day'), column('item', 'text'), column('kind', 'kind')],
      ...[column('in', 'money', false), column('out', 'money', false)],
      column('account', 'text', false),
    ],
  },
  kinds: disclosures.kinds,
  accounts: ['基本户'],
  days: { from: '2026-10-01', to: '2026-10-31' },
  longest: 20,
};
const right = { day: '2026.10.9', item: '石子', kind: '修路修渠', out: '６，８００元' };

describe('a line of a ledger', () => {
  test('is on the side that has a sum, in 分, with its kind by code', () => {
    expect(readRow(ledger, right)).toMatchObject({
      row: { side: 'out', amount: 680_000, kind: 'works', day: '2026-10-09', account: null },
    });
  });

  test.each([
    ['noughts on the other side', { ...right, in: '0.00' }, { side: 'out', amount: 680_000 }],
    ['冲红', { ...right, out: '-12.50' }, { side: 'out', amount: -1_250 }],
    ['the noise of floats', { ...right, out: '0.30000000000000004' }, { amount: 30 }],
    ['English words of a kind', { ...right, kind: 'works and repairs' }, { kind: 'works' }],
  ])('may have %s', (_, typed, row) => {
    expect(readRow(ledger, typed)).toMatchObject({ row });
  });

  test.each([
    ['nothing in a needed cell', { ...right, item: ' ' }, 'item', 'empty'],
    ['half a 分', { ...right, out: '1.005' }, 'out', 'moneyWrong'],
    ['the day before its period', { ...right, day: '2026-09-30' }, 'day', 'otherPeriod'],
    ['the day after its period', { ...right, day: '2026-11-01' }, 'day', 'otherPeriod'],
    ['no day', { ...right, day: '10月' }, 'day', 'dayWrong'],
    ['an unknown kind', { ...right, kind: '杂项' }, 'kind', 'kindUnknown'],
    ['a kind of the other side', { ...right, kind: '捐赠' }, 'kind', 'kindOtherSide'],
    ['both sides', { ...right, in: '5' }, 'out', 'twoSides'],
    ['no side', { ...right, out: '' }, 'in', 'noSide'],
    [
      'an account that the village has not',
      { ...right, account: '外账' },
      'account',
      'accountUnknown',
    ],
    ['too many words', { ...right, item: '石'.repeat(21) }, 'item', 'tooLong'],
  ])('is not taken with %s', (_, typed, at, code) => {
    expect(readRow(ledger, typed)).toEqual({ faults: [{ column: at, code }] });
  });

  test('says whose it is where the village has several accounts', () => {
    const several = { ...ledger, accounts: ['基本户', '专项户'] };

    expect(readRow(several, right)).toEqual({
      faults: [{ column: 'account', code: 'accountUnknown' }],
    });
    expect(readRow(several, { ...right, account: '专项户' })).toMatchObject({
      row: { account: '专项户' },
    });
  });
});

describe('a line that is no row', () => {
  test.each(['合计', '合 计', '本月合计（元）', '小计：', '累计', '总计'])(
    '%s sums up',
    (first) => {
      expect(isTotalLine(['', first, '48260'])).toBe(true);
    },
  );

  test.each(['合计生育服务', '小计划', '总务'])('%s is a row', (first) => {
    expect(isTotalLine([first])).toBe(false);
  });

  test.each([['制表人：钟芒种'], ['', '上月结转', '', '100000'], ['备注: 已核对']])(
    '%s is signed or carried over',
    (...texts) => {
      expect(isApartLine(texts)).toBe(true);
    },
  );
});

describe('personal numbers of a column', () => {
  test.each([
    ['ID numbers', ['11010519491231002X', ' 110105194912310021', null, ''], 'id'],
    ['ID numbers that became 1.1E+17', ['1.10105E+17', 1.1e17], 'id'],
    ['bank cards', ['6217 0012 3456 7890 128'], 'card'],
    ['telephones', ['138 1234 5678', '13812345679', '无'], 'phone'],
    ['sums', ['48,260.00', 6800, '12345'], null],
    ['numbers of vouchers', ['记-2026-10-012', '20261016'], null],
    ['days', [{ day: '2026-10-09' }], null],
  ])('%s are recognised by themselves', (_, below, kind) => {
    expect(ownColumn(below)).toBe(kind);
  });

  test.each([
    ['id', '11010519491231002x', { view: '1101**********002X', tail: '31002X' }],
    ['id', '110105194912310021', null],
    ['card', '6217 0012 3456 7890 128', { view: '****0128', tail: null }],
    ['phone', '138-1234-5678', { view: '138****5678', tail: null }],
    ['phone', '1381234567', null],
    ['phone', '0838-5550100', { view: '****0100', tail: null }],
  ] as const)('a %s %s is cut at once', (kind, written, number) => {
    expect(readOwn(kind, written)).toEqual(number);
  });
});
