import { describe, expect, test } from 'vitest';
import { ageOn, birthOfId, comingOfAge, eighteenthBirthday } from '#server/rules/coming-of-age.ts';
import { type Cell, readBirth } from '#server/rules/sheet-cells.ts';

const TODAY = '2026-11-22';

describe('the day on which somebody is eighteen', () => {
  test.each([
    ['1990-03-07', '2008-03-07'],
    ['2008-11-22', '2026-11-22'],
    ['2008-02-29', '2026-02-28'],
    // 2012 + 18 = 2030; 2000 + 18 = 2018: no leap years either.
    ['2000-02-29', '2018-02-28'],
    ['2008-12-31', '2026-12-31'],
  ])('born on %s it is %s', (birth, day) => {
    expect(eighteenthBirthday(birth)).toBe(day);
  });
});

describe('what is kept of a birth', () => {
  test.each([
    // Grown up long ago, yesterday, today: the day of the list, never the birthday.
    ['1936-01-01', { adultFrom: TODAY }],
    ['2008-11-21', { adultFrom: TODAY }],
    ['2008-11-22', { adultFrom: TODAY }],
    // From tomorrow on it is the birthday itself.
    ['2008-11-23', { adultFrom: '2026-11-23' }],
    ['2026-11-22', { adultFrom: '2044-11-22' }],
    // A month or a year is enough where it is surely long enough ago.
    ['2008-10', { adultFrom: TODAY }],
    ['2007', { adultFrom: TODAY }],
    ['2008-11', { fault: 'birthUnclear' }],
    ['2008', { fault: 'birthUnclear' }],
    ['2020-02', { fault: 'birthUnclear' }],
    ['2026-11-23', { fault: 'birthWrong' }],
    ['2027', { fault: 'birthWrong' }],
    ['1890-01-01', { fault: 'birthWrong' }],
    ['1896-11-22', { adultFrom: TODAY }],
  ])('%s: %j', (birth, kept) => {
    expect(comingOfAge(birth, TODAY)).toEqual(kept);
  });
});

describe('a birth as lists write it', () => {
  test.each<[Cell, ReturnType<typeof readBirth>]>([
    ['1990-03-07', { value: '1990-03-07' }],
    ['1990/3/7', { value: '1990-03-07' }],
    ['1990.3.7', { value: '1990-03-07' }],
    ['1990年3月7日', { value: '1990-03-07' }],
    ['1990年3月7号', { value: '1990-03-07' }],
    ['１９９０年３月７日', { value: '1990-03-07' }],
    ['19900307', { value: '1990-03-07' }],
    [19900307, { value: '1990-03-07' }],
    ['1990-03-07 00:00:00', { value: '1990-03-07' }],
    ['1990 年 3 月 7 日', { value: '1990-03-07' }],
    [{ day: '1990-03-07' }, { value: '1990-03-07' }],
    [32939, { value: '1990-03-07' }],
    ['1990年3月', { value: '1990-03' }],
    ['1990-03', { value: '1990-03' }],
    ['199003', { value: '1990-03' }],
    ['1990.03', { value: '1990-03' }],
    // 1990.10 as a number has lost its last sign: January or October, so only the year is sure.
    [1990.1, { value: '1990' }],
    ['1990.1', { value: '1990' }],
    [1990.11, { value: '1990-11' }],
    ['1990年', { value: '1990' }],
    [1990, { value: '1990' }],
    [null, { value: null }],
    ['  ', { value: null }],
    ['90-3-7', { fault: 'dayWrong' }],
    ['1990-13', { fault: 'dayWrong' }],
    ['1990-02-30', { fault: 'dayWrong' }],
    ['不详', { fault: 'dayWrong' }],
    ['3月7日', { fault: 'dayWrong' }],
  ])('%j: %j', (cell, read) => {
    expect(readBirth(cell)).toEqual(read);
  });
});

test.each([
  ['11010519491231002X', '1949-12-31'],
  ['510681199002300000', null],
  ['31002X', null],
  ['371323********1235', null],
])('the ID number %s tells the birth %s', (id, birth) => {
  expect(birthOfId(id)).toBe(birth);
});

test.each([
  [null, 'unknown'],
  ['2026-11-22', 'adult'],
  ['2026-11-23', 'minor'],
] as const)('who is eighteen from %s is %s', (adultFrom, age) => {
  expect(ageOn(adultFrom, TODAY)).toBe(age);
});
