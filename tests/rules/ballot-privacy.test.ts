import { describe, expect, test } from 'vitest';
import {
  boxWarnings,
  resultWarning,
  rosterWarnings,
  type Slice,
  shownBreakdown,
} from '#server/rules/ballot-privacy.ts';

const LIMIT = 10;
const limits = { smallElectorate: 20, smallestGroup: LIMIT };

const groups = (...counts: number[]): Slice[] =>
  counts.map((count, at) => ({ code: `g${at + 1}`, count, counts: [] }));
const shown = (slices: Slice[], total: number) =>
  shownBreakdown(slices, total, LIMIT).map(({ code }) => code);

describe('which groups are shown', () => {
  test.each<[string, number[], string[]]>([
    ['all that are large enough', [10, 11, 12], ['g1', 'g2', 'g3']],
    ['a small one and, lest it be subtracted, the next smallest', [3, 12, 30], ['g3']],
    ['two small ones that are enough together', [5, 6, 30], ['g3']],
    ['two small ones that are not, with the next smallest', [3, 4, 15, 40], ['g4']],
    ['none where all are small', [3, 4, 5], []],
    ['none where one large stands beside a small one', [9, 40], []],
    ['an empty one hides nothing', [0, 20, 30], ['g2', 'g3']],
  ])('%s', (_, counts, codes) => {
    const total = counts.reduce((sum, count) => sum + count, 0);

    expect(shown(groups(...counts), total)).toEqual(codes);
  });

  test('those in no group are hidden among the others as well', () => {
    expect(shown(groups(20, 30), 53)).toEqual(['g2']);
    expect(shown(groups(20, 30), 60)).toEqual(['g1', 'g2']);
  });

  test('a group in which all voted alike is hidden', () => {
    const slices = [
      { code: 'alike', count: 20, counts: [20, 0] },
      { code: 'mixed', count: 30, counts: [18, 12] },
      { code: 'other', count: 30, counts: [15, 15] },
    ];

    expect(shown(slices, 80)).toEqual(['mixed', 'other']);
  });

  test('nobody can subtract a small remainder, whatever the groups', () => {
    for (let a = 0; a <= 24; a += 3) {
      for (let b = 0; b <= 24; b += 4) {
        for (let c = 0; c <= 24; c += 5) {
          const all = groups(a, b, c);
          const open = shownBreakdown(all, a + b + c, LIMIT);
          const rest = a + b + c - open.reduce((sum, { count }) => sum + count, 0);

          expect(open.every(({ count }) => count >= LIMIT)).toBe(true);
          expect(open.length > 0 && rest > 0 && rest < LIMIT, `${a} ${b} ${c}`).toBe(false);
        }
      }
    }
  });
});

describe('warnings before a box is opened', () => {
  const facts = (entitled: number, online: number, paper: number) => ({ entitled, online, paper });

  test.each<[string, ReturnType<typeof facts>, string[]]>([
    ['many of many', facts(300, 88, 40), []],
    ['a small roster', facts(12, 11, 0), ['electorate-small 12']],
    ['few of many', facts(300, 6, 0), ['few-voted 6']],
    ['a small channel', facts(300, 88, 3), ['channel-small 3']],
  ])('%s', (_, known, codes) => {
    const warnings = boxWarnings(known, limits).map(({ code, count }) => `${code} ${count}`);

    expect(warnings).toEqual(codes);
  });

  test('a small roster is told before anybody votes', () => {
    expect(rosterWarnings({ entitled: 19 }, limits)).toHaveLength(1);
    expect(rosterWarnings({ entitled: 20 }, limits)).toEqual([]);
    expect(rosterWarnings({ entitled: 0 }, limits)).toEqual([]);
  });
});

test.each<[number[], string | null]>([
  [[40, 0, 0], 'unanimous'],
  [[1], 'unanimous'],
  [[39, 1, 0], 'one-against-all'],
  [[38, 1, 1], null],
  [[1, 1], null],
  [[20, 20], null],
  [[0, 0], null],
])('a result of %j tells: %s', (counts, told) => {
  expect(resultWarning(counts)).toBe(told);
});
