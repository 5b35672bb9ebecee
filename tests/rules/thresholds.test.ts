import { describe, expect, test } from 'vitest';
import { least, meets, stricterOf, type Threshold } from '#server/rules/thresholds.ts';

const half: Threshold = { part: 1, of: 2, isStrict: true };
const twoThirds: Threshold = { part: 2, of: 3, isStrict: false };
const fourFifths: Threshold = { part: 4, of: 5, isStrict: false };
const third: Threshold = { part: 1, of: 3, isStrict: false };

describe('a share in whole numbers', () => {
  test.each<[string, Threshold, number, number, boolean]>([
    ['20 of 31 are not two thirds', twoThirds, 20, 31, false],
    ['21 of 31 are', twoThirds, 21, 31, true],
    ['exactly two thirds are 三分之二以上', twoThirds, 20, 30, true],
    ['19 of 30 are not', twoThirds, 19, 30, false],
    ['exactly half is not 过半数', half, 50, 100, false],
    ['one more than half is', half, 51, 100, true],
    ['of an odd number the larger part is', half, 16, 31, true],
    ['and the smaller is not', half, 15, 31, false],
    ['four fifths of a body of 45', fourFifths, 36, 45, true],
    ['one less of them', fourFifths, 35, 45, false],
    ['a third of 37', third, 13, 37, true],
    ['twelve of 37 are less', third, 12, 37, false],
    ['of nobody nobody is enough', twoThirds, 0, 0, false],
    ['half of nobody neither', half, 0, 0, false],
    ['one of one is more than half', half, 1, 1, true],
    ['a number no float holds exactly', twoThirds, 6_666_666_667, 10_000_000_000, true],
    ['and one less', twoThirds, 6_666_666_666, 10_000_000_000, false],
  ])('%s', (_, threshold, had, of, isEnough) => {
    expect(meets(threshold, had, of)).toBe(isEnough);
  });

  test.each<[string, Threshold, number, number]>([
    ['more than half of 31', half, 31, 16],
    ['more than half of 100', half, 100, 51],
    ['two thirds of 31', twoThirds, 31, 21],
    ['two thirds of 30', twoThirds, 30, 20],
    ['two thirds of 45', twoThirds, 45, 30],
    ['two thirds of one', twoThirds, 1, 1],
    ['of nobody, one', twoThirds, 0, 1],
  ])('needed: %s', (_, threshold, of, needed) => {
    expect(least(threshold, of)).toBe(needed);
  });

  test('as many as are needed are enough, and one less is not', () => {
    for (const threshold of [half, twoThirds, fourFifths, third]) {
      for (let of = 1; of <= 200; of += 1) {
        const needed = least(threshold, of);

        expect(meets(threshold, needed, of)).toBe(true);
        expect(needed === 1 || !meets(threshold, needed - 1, of)).toBe(true);
      }
    }
  });
});

test.each([
  ['two thirds over half', half, twoThirds, twoThirds],
  ['the same the other way round', twoThirds, half, twoThirds],
  ['more than half over half', { ...half, isStrict: false }, half, half],
  ['either of two equal ones', twoThirds, { part: 4, of: 6, isStrict: false }, twoThirds],
])('the stricter one: %s', (_, one, other, stricter) => {
  expect(least(stricterOf(one, other), 60)).toBe(least(stricter, 60));
});
