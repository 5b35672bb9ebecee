import { describe, expect, test } from 'vitest';
import {
  dueOn,
  isPeriodOf,
  lastPeriod,
  lateDays,
  nextPeriod,
  parsePeriod,
  periodEnd,
  periodOf,
  periodStart,
  periodsBetween,
  shownThrough,
} from '#server/rules/disclosure-periods.ts';
import { calendar } from '#tests/rules/calendar.ts';

test.each([
  ['2026-10', '2026-10-01', '2026-10-31', '2026-11', '2026-09'],
  ['2026-12', '2026-12-01', '2026-12-31', '2027-01', '2026-11'],
  ['2026-01', '2026-01-01', '2026-01-31', '2026-02', '2025-12'],
  ['2028-02', '2028-02-01', '2028-02-29', '2028-03', '2028-01'],
  ['2026-Q3', '2026-07-01', '2026-09-30', '2026-Q4', '2026-Q2'],
  ['2026-Q4', '2026-10-01', '2026-12-31', '2027-Q1', '2026-Q3'],
  ['2026', '2026-01-01', '2026-12-31', '2027', '2025'],
  ['2026-10-15', '2026-10-15', '2026-10-15', null, null],
  ['2026-10-15-2', '2026-10-15', '2026-10-15', null, null],
  ['2026-10-15-99', '2026-10-15', '2026-10-15', null, null],
  ['2026-10-15-100', '2026-10-15', '2026-10-15', null, null],
])('%s runs from %s through %s, before %s and after %s', (period, start, end, next, last) => {
  expect(periodStart(period)).toBe(start);
  expect(periodEnd(period)).toBe(end);
  expect(nextPeriod(period)).toBe(next);
  expect(lastPeriod(period)).toBe(last);
});

test.each([
  ['monthly', '2026-10-31', '2026-10'],
  ['quarterly', '2026-09-30', '2026-Q3'],
  ['quarterly', '2026-10-01', '2026-Q4'],
  ['yearly', '2026-12-31', '2026'],
  ['event', '2026-10-15', '2026-10-15'],
  ['standing', '2026-10-15', '2026-10-15'],
] as const)('%s, %s falls into %s', (frequency, day, period) => {
  expect(periodOf(frequency, day)).toBe(period);
  expect(isPeriodOf(frequency, period)).toBe(true);
});

test.each([
  ['2026-13'],
  ['2026-00'],
  ['2026-Q5'],
  ['2026-02-30'],
  ['2026-10-15-1'],
  ['2026-10-15-02'],
  ['2026-10-15-012'],
  ['2026-10-15-10000'],
  ['26-10'],
  ['2026-10 '],
  [''],
])('"%s" is no period', (text) => {
  expect(parsePeriod(text)).toBeNull();
  expect(() => periodEnd(text)).toThrow(/not a period/);
});

test('a month is no period of what is published each quarter', () => {
  expect(isPeriodOf('quarterly', '2026-10')).toBe(false);
  expect(isPeriodOf('monthly', '2026-Q4')).toBe(false);
  expect(isPeriodOf('event', '2026')).toBe(false);
});

test('the periods between two days are those that the days touch', () => {
  expect(periodsBetween('monthly', '2026-10-31', '2027-01-01')).toEqual([
    '2026-10',
    '2026-11',
    '2026-12',
    '2027-01',
  ]);
  expect(periodsBetween('quarterly', '2026-09-30', '2026-10-01')).toEqual(['2026-Q3', '2026-Q4']);
  expect(periodsBetween('yearly', '2026-10-01', '2026-10-01')).toEqual(['2026']);
  expect(periodsBetween('monthly', '2026-10-02', '2026-10-01')).toEqual([]);
});

describe('within ten days of the end', () => {
  test.each([
    ['the third quarter: a Saturday that is worked for 国庆', '2026-09-30', 10, '2026-10-10'],
    ['October: a Tuesday', '2026-10-31', 10, '2026-11-10'],
    ['a last day in 国庆 rolls past it', '2026-09-24', 10, '2026-10-08'],
    ['a last day on a Saturday rolls to Monday', '2026-10-21', 10, '2026-11-02'],
    ['春节 on the way counts', '2026-02-13', 15, '2026-02-28'],
    ['five days after an event', '2026-11-16', 5, '2026-11-23'],
    ['on its day, though that is a Sunday', '2026-11-22', 0, '2026-11-22'],
    ['twenty days before an election, holiday or not', '2026-10-25', -20, '2026-10-05'],
    ['a year whose days off nobody knows', '2040-12-31', 10, '2041-01-10'],
  ])('%s', (_, endsOn, days, due) => {
    expect(dueOn(calendar, endsOn, days)).toBe(due);
  });
});

test.each([
  ['posted on the 1st, at 23:50 too', '2026-11-01', 15, '2026-11-16'],
  ['seven full days of 公示', '2026-11-16', 7, '2026-11-23'],
  ['over the end of the year', '2026-12-25', 15, '2027-01-09'],
])('%s, it stays through the last full day', (_, posted, days, through) => {
  expect(shownThrough(posted, days)).toBe(through);
});

test.each([
  ['the third quarter of 凤凰村', '2026-10-10', '2026-10-14', '2026-11-16', 4],
  ['on the last day', '2026-10-10', '2026-10-10', '2026-11-16', 0],
  ['before it', '2026-10-10', '2026-10-08', '2026-11-16', 0],
  ['not yet published', '2026-11-10', null, '2026-11-13', 3],
  ['not yet due', '2026-11-10', null, '2026-11-10', 0],
])('%s', (_, due, published, today, days) => {
  expect(lateDays(due, published, today)).toBe(days);
});
