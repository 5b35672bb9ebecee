import { describe, expect, test } from 'vitest';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  changesFrom,
  type DutyTerms,
  dutiesOf,
  dutyState,
  frequencyOn,
  goesOnOver,
  isOwedBetween,
  isTooEarly,
  owedBefore,
} from '#server/rules/disclosure-duties.ts';
import { periodEnd } from '#server/rules/disclosure-periods.ts';
import { calendar } from '#tests/rules/calendar.ts';

type Item = Pick<CatalogueItem, 'code' | 'frequency' | 'orElse' | 'dueDays' | 'live'>;

const finance: Item = {
  code: 'finance-lines',
  frequency: 'monthly',
  orElse: 'quarterly',
  dueDays: 10,
  live: null,
};
const grants: Item = {
  code: 'grants',
  frequency: 'event',
  orElse: 'quarterly',
  dueDays: 10,
  live: null,
};
const rules: Item = {
  code: 'village-rules',
  frequency: 'standing',
  orElse: null,
  dueDays: 10,
  live: null,
};
const debts: Item = {
  code: 'debts',
  frequency: 'quarterly',
  orElse: null,
  dueDays: 10,
  live: null,
};

function terms(over: Partial<DutyTerms> = {}): DutyTerms {
  return { since: '2026-08-20', choices: {}, today: '2026-10-05', ahead: 0, ...over };
}

function periods(item: Item, over: Partial<DutyTerms> = {}): string[] {
  return dutiesOf(calendar, [item], terms(over)).map(({ period }) => period);
}

describe('what a village owes', () => {
  test('nothing that its pages show at all times', () => {
    expect(periods({ ...finance, live: 'people' })).toEqual([]);
  });

  test('each month since it started, the one under way too', () => {
    expect(dutiesOf(calendar, [finance], terms())).toEqual([
      { itemCode: 'finance-lines', period: '2026-08', endsOn: '2026-08-31', dueOn: '2026-09-10' },
      { itemCode: 'finance-lines', period: '2026-09', endsOn: '2026-09-30', dueOn: '2026-10-10' },
      { itemCode: 'finance-lines', period: '2026-10', endsOn: '2026-10-31', dueOn: '2026-11-10' },
    ]);
  });

  test('what begins soon, when it is asked for', () => {
    expect(periods(finance, { ahead: 30 }).at(-1)).toBe('2026-11');
  });

  test('a standing list once, and nothing by the calendar for events', () => {
    expect(periods(rules)).toEqual(['2026-08-20']);
    expect(periods(grants)).toEqual([]);
  });

  test('only what began of late, when that is asked for', () => {
    expect(periods(finance, { from: '2026-09-02' })).toEqual(['2026-10']);
    expect(periods(finance, { from: '2026-10-01' })).toEqual(['2026-10']);
    expect(periods(finance, { from: '2026-10-02' })).toEqual([]);
    expect(periods(finance, { from: '2026-08-20' })).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(periods(rules, { from: '2026-08-21' })).toEqual([]);
  });

  test('nothing before its first day comes', () => {
    expect(periods(finance, { since: '2026-12-01' })).toEqual([]);
    expect(periods(rules, { since: '2026-12-01' })).toEqual([]);
  });

  test('quarters from where it chose them, and no month of them besides', () => {
    const choices = { 'finance-lines': [{ frequency: 'quarterly', from: '2026-Q4' }] };

    expect(periods(finance, { choices, today: '2027-02-01' })).toEqual([
      '2026-08',
      '2026-09',
      '2026-Q4',
      '2027-Q1',
    ]);
  });

  test('months again when it goes back', () => {
    const choices = {
      'finance-lines': [
        { frequency: 'quarterly', from: '2026-Q4' },
        { frequency: 'monthly', from: '2027-01' },
      ],
    };

    expect(periods(finance, { choices, today: '2027-02-01' })).toEqual([
      '2026-08',
      '2026-09',
      '2026-Q4',
      '2027-01',
      '2027-02',
    ]);
  });

  test('quarters of what came by event before, from where it chose them', () => {
    const choices = { grants: [{ frequency: 'quarterly', from: '2026-Q4' }] };

    expect(periods(grants, { choices, today: '2027-01-01' })).toEqual(['2026-Q4', '2027-Q1']);
  });
});

test('a choice that the county does not offer changes nothing', () => {
  const choices = { debts: [{ frequency: 'yearly', from: '2026' }] };

  expect(frequencyOn(debts, choices, '2026-10-05')).toBe('quarterly');
});

test.each([
  ['monthly', 'quarterly', '2026-11-20', '2027-Q1'],
  ['quarterly', 'monthly', '2026-11-20', '2027-01'],
  ['quarterly', 'yearly', '2026-02-01', '2027'],
  ['event', 'quarterly', '2026-11-20', '2027-Q1'],
  ['quarterly', 'event', '2026-11-20', '2027-01-01'],
] as const)('from %s to %s, chosen on %s, begins with %s', (from, to, today, period) => {
  expect(changesFrom(from, to, today)).toBe(period);
});

describe('how a duty stands', () => {
  const october = { endsOn: '2026-10-31', dueOn: '2026-11-10', metOn: null, isNone: false };

  test.each([
    ['while its month runs', october, '2026-10-30', 'ahead', 11],
    ['on the last day of it', october, '2026-10-31', 'due', 10],
    ['the day after', october, '2026-11-01', 'due', 9],
    ['on its last day', october, '2026-11-10', 'due', 0],
    ['a day later', october, '2026-11-11', 'late', 1],
    ['published in time', { ...october, metOn: '2026-11-08' }, '2026-12-01', 'shown', 0],
    ['published on the last day', { ...october, metOn: '2026-11-10' }, '2026-12-01', 'shown', 0],
    ['published late', { ...october, metOn: '2026-11-14' }, '2026-12-01', 'shown-late', 4],
    ['本期无', { ...october, metOn: '2026-11-02', isNone: true }, '2026-12-01', 'none', 0],
    [
      '本期无, late',
      { ...october, metOn: '2026-11-12', isNone: true },
      '2026-12-01',
      'none-late',
      2,
    ],
  ] as const)('%s', (_, duty, today, state, days) => {
    expect(dutyState(duty, today)).toEqual({ state, days });
  });

  test('the list of voters is due before the election comes', () => {
    const voters = { endsOn: '2026-12-20', dueOn: '2026-11-30', metOn: null, isNone: false };

    expect(dutyState(voters, '2026-11-20')).toEqual({ state: 'due', days: 10 });
    expect(dutyState(voters, '2026-12-01')).toEqual({ state: 'late', days: 1 });
  });
});

/** Months of 2026 that are still owed, the village's own unless it says whose. */
const owe = (...months: string[]) =>
  months.map((month) => {
    const [period = '', ofVillageCode = ''] = month.split(' of ');
    return { period, ofVillageCode, endsOn: periodEnd(period) };
  });

describe('accounts go on from the period before', () => {
  test.each([
    ['nothing is owed', [], null],
    ['only it and what follows', ['2026-10', '2026-11'], null],
    ['the month before', ['2026-09', '2026-10'], '2026-09'],
    ['of several the oldest', ['2026-10', '2026-09', '2026-07'], '2026-07'],
    ['a quarter before the village went over to months', ['2026-Q2'], '2026-Q2'],
    ['what a merged village owed', ['2026-09 of south'], null],
  ])('%s', (_, months, first) => {
    const found = owedBefore(owe(...months), { endsOn: '2026-10-31' });

    expect(found?.period ?? null).toBe(first);
  });

  test.each([
    [['2026-08'], true],
    [['2026-07'], false],
    [['2026-09'], false],
    [['2026-08 of south'], false],
    [[], false],
  ])('with %s owed something lies between July and September: %s', (months, between) => {
    const span = { after: '2026-07-31', before: '2026-09-30' };

    expect(isOwedBetween(owe(...months), span)).toBe(between);
  });

  const july = { accountId: 'a', endsOn: '2026-07-31', opening: 0, closing: 500 };
  const from = (opening: number) => ({ ...july, endsOn: '2026-10-31', opening });
  test.each([
    ['the next began with what was left', [july, from(500)], ['2026-08', '2026-09'], [], true],
    ['it began with another sum', [july, from(501)], ['2026-08', '2026-09'], [], false],
    ['a month between is still owed', [july, from(501)], ['2026-08'], ['2026-09'], true],
    [
      'the owed month is another village’s',
      [july, from(501)],
      ['2026-08'],
      ['2026-09 of s'],
      false,
    ],
    ['nothing came after', [july], ['2026-08'], [], true],
    ['another account', [july, { ...from(501), accountId: 'b' }], ['2026-08'], [], true],
    ['the gap lies elsewhere', [july, from(501)], ['2026-11'], [], true],
  ])('over empty months when %s', (_, balances, empty, months, goesOn) => {
    expect(goesOnOver(owe(...empty), { balances, owes: owe(...months) })).toBe(goesOn);
  });
});

test.each([
  ['2026-10', '2026-10-30', false, true],
  ['2026-10', '2026-10-31', false, false],
  ['2026-Q4', '2026-10-01', false, true],
  ['2026-Q4', '2026-10-01', true, false],
  ['2026', '2026-12-31', false, false],
  ['2026-11-30', '2026-11-10', false, false],
])('%s on %s, announced ahead %s: too early %s', (period, today, announcedAhead, early) => {
  expect(isTooEarly({ announcedAhead }, period, today)).toBe(early);
});
