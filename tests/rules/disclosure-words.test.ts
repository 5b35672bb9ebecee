import { describe, expect, test } from 'vitest';
import catalogue from '#content/disclosure-catalogue.json' with { type: 'json' };
import {
  disclosureSentence,
  disclosureTitle,
  periodWords,
  plainSentence,
} from '#server/disclosure-catalogue/sentence.ts';
import type { Catalogue, CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  disclosedFacts,
  type FactRow,
  factsFrom,
  headColumn,
  summedColumn,
  unitOf,
} from '#server/rules/disclosure-words.ts';

const { items } = catalogue as Catalogue;
const itemOf = (code: string): CatalogueItem => {
  const found = items.find((item) => item.code === code);
  if (!found) throw new Error(`no item ${code}`);
  return found;
};

const line = (side: 'in' | 'out', item: string, amount: number): FactRow => ({
  side,
  amount,
  shown: { item, [side]: amount },
});
const october = [
  line('in', '机耕道维护款', 5_000_000),
  line('in', '鱼塘承包费', 3_642_000),
  line('out', '修3组路面', 2_386_000),
  line('out', '公益岗补贴', 1_300_000),
  line('out', '路灯电费', 2_451_520),
];
const balance = {
  opening: 12_830_650,
  income: 8_642_000,
  spending: 6_137_520,
  closing: 15_335_130,
};

describe('the first sentence of a disclosed table', () => {
  test('a month of accounts says what came, what went, the greatest line and what is left', () => {
    const rows = [...october, line('out', '修4组路面', 2_500_000)];

    const facts = disclosedFacts(itemOf('finance-lines'), rows, [balance]);
    const said = disclosureSentence('zh', itemOf('finance-lines'), { period: '2026-10', facts });

    expect(plainSentence(said)).toBe(
      '这个月进来 86,420.00 元，花了 61,375.20 元，最大一笔是修4组路面 25,000 元。月底账上有 153,351.30 元。',
    );
    expect(factsFrom(facts)).toEqual(facts);
  });

  test('several accounts are added up, and a quarter without income says so', () => {
    const none = { ...balance, income: 0 };

    const facts = disclosedFacts(itemOf('finance-lines'), [october[2]!], [none, balance]);
    const said = disclosureSentence('zh', itemOf('finance-lines'), { period: '2026-Q3', facts });

    expect(facts).toMatchObject({ accounts: 2, income: 8_642_000, closing: 30_670_260 });
    expect(
      plainSentence(
        disclosureSentence('zh', itemOf('finance-lines'), {
          period: '2026-Q3',
          facts: { ...facts, income: 0 },
        }),
      ),
    ).toBe('这个季度没有收入，花了 122,750.40 元。季度末账上有 306,702.60 元。');
    expect(plainSentence(said)).not.toContain('最大');
  });

  test('a list of persons has no headline, whoever got most', () => {
    const rows = [70_000, 90_000].map((amount) => ({
      side: null,
      amount,
      shown: { head: '张*', amount },
    }));

    const facts = disclosedFacts(itemOf('subsistence'), rows, []);
    const said = disclosureSentence('zh', itemOf('subsistence'), { period: '2026-Q3', facts });

    expect(plainSentence(said)).toBe('一共 2 户，合计 1,600.00 元。');
    expect(facts).toMatchObject({ greatest: null, income: null, accounts: 0 });
  });

  test('English keeps what the village wrote apart, as Chinese', () => {
    const facts = disclosedFacts(itemOf('finance-lines'), october, [balance]);

    const said = disclosureSentence('en', itemOf('finance-lines'), { period: '2026-10', facts });

    expect(said).toContainEqual({ said: '路灯电费' });
    expect(plainSentence(said)).toMatch(/^This month ¥86,420\.00 came in, ¥61,375\.20 was spent/);
  });
});

test.each([
  ['finance-lines', '2026-10', '10月的账', 'Accounts of October'],
  ['finance-lines', '2026-Q3', '三季度的账', 'Accounts of Quarter 3'],
  ['finance-lines', '2026', '2026年的账', 'Accounts of 2026'],
  ['subsistence', '2026-Q3', null, null],
  ['homesteads', '2026-10-15', null, null],
  ['homesteads', '2026-10-15-2', null, null],
  ['grids', '2026-05-01', null, null],
])('%s of %s has its title', (code, period, zh, en) => {
  const item = itemOf(code);
  const titles = [disclosureTitle('zh', item, period), disclosureTitle('en', item, period)];

  if (zh !== null) expect(titles).toEqual([zh, en]);
  else expect(titles[0]).toContain(item.name.zh);
  expect(titles[0]).not.toContain('2026-');
});

test.each([
  ['2026-10', '2026年10月', 'October 2026'],
  ['2026-Q3', '2026年三季度', 'Quarter 3 2026'],
  ['2026', '2026年', '2026'],
  ['2026-10-15', '2026年10月15日', '15 Oct 2026'],
])('the period %s is said with its year', (period, zh, en) => {
  expect(periodWords('zh', period, { withYear: true })).toBe(zh);
  expect(periodWords('en', period, { withYear: true })).toBe(en);
});

test.each(items.map((item) => [item.code, item] as const))('%s can be laid out', (_code, item) => {
  const head = headColumn(item);

  expect(['text', 'name', 'officer', 'party', 'place', 'kind', 'quantity']).toContain(head.is);
  expect(['household', 'person', 'payment', 'thing']).toContain(unitOf(item));
  expect(summedColumn(item)?.is ?? 'money').toBe('money');
});
