import { expect, test } from 'vitest';
import { formatCadreNo } from '#server/grids/places.ts';
import { nextCode, placesOf } from '#server/rules/place-codes.ts';

test.each([
  ['510681102204', '510681102205'],
  ['510681102209', '51068110221'],
  ['999999', 'a'],
])('what lies below %s lies before %s', (code, next) => {
  expect(nextCode(code)).toBe(next);
  expect(`${code}999` < next).toBe(true);
});

test('the places of a path come innermost first', () => {
  expect(placesOf('/510681/510681102/510681102204/')).toEqual([
    '510681102204',
    '510681102',
    '510681',
  ]);
});

test('a public number has five digits', () => {
  expect(formatCadreNo(12)).toBe('00012');
});
