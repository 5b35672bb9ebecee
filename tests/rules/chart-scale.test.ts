import { describe, expect, test } from 'vitest';
import { barLengths, changesBetween } from '#server/rules/chart-scale.ts';

describe('bars of a picture', () => {
  test.each([
    ['the greatest fills the row', [50, 100], [50, 100]],
    ['one decimal is enough for the eye', [1, 3], [33.3, 100]],
    ['a little is still seen', [1, 1_000_000], [1, 100]],
    ['nothing has no bar', [0, 10], [0, 100]],
    ['what was taken back has none either', [-500, 200], [0, 100]],
    ['nothing at all', [0, 0], [0, 0]],
    ['an empty picture', [], []],
  ])('%s', (_title, amounts, lengths) => {
    expect(barLengths(amounts)).toEqual(lengths);
  });
});

describe('what changed since the last period', () => {
  test('the greatest change comes first, whichever way it went', () => {
    const before = new Map([
      ['works', 10],
      ['power', 5],
      ['care', 7],
    ]);
    const now = new Map([
      ['works', 4],
      ['power', 5],
      ['culture', 20],
    ]);

    expect(changesBetween(before, now)).toEqual([
      { key: 'culture', before: 0, now: 20 },
      { key: 'care', before: 7, now: 0 },
      { key: 'works', before: 10, now: 4 },
    ]);
  });

  test('two equal periods have none', () => {
    expect(changesBetween(new Map([['works', 1]]), new Map([['works', 1]]))).toEqual([]);
  });
});
