import { expect, test } from 'vitest';
import {
  choose,
  isFullSheet,
  judge,
  reviewScore,
  type Scored,
  sharePoints,
} from '#server/rules/selection.ts';

const rubric = [
  { code: 'feasible', most: 20 },
  { code: 'concern', most: 20 },
];
const sheets = (...totals: number[]) =>
  totals.map((total) => ({ feasible: Math.min(20, total), concern: Math.max(0, total - 20) }));

test.each([
  ['highest and lowest fall away', [40, 30, 28, 26, 0], 2800],
  ['a mean is rounded half up', [40, 31, 30, 30, 0], 3033],
  ['one of two equal highest counts', [40, 40, 30, 20, 10], 3000],
])('%s', (_what, totals, score) => {
  expect(reviewScore(sheets(...totals), rubric, 5)).toBe(score);
});

test('with fewer sheets than the county needs there is no score', () => {
  expect(reviewScore(sheets(40, 30, 20, 10), rubric, 5)).toBeNull();
});

test.each([
  ['every line has points', { feasible: 20, concern: 0 }, true],
  ['a line is missing', { feasible: 20 }, false],
  ['more than the most', { feasible: 21, concern: 0 }, false],
  ['less than nothing', { feasible: -1, concern: 0 }, false],
  ['half a point', { feasible: 1.5, concern: 0 }, false],
  ['a line that the rubric does not have', { feasible: 1, concern: 1, likes: 9 }, false],
])('a sheet where %s', (_what, sheet, isFull) => {
  expect(isFullSheet(sheet as Record<string, number>, rubric)).toBe(isFull);
});

test.each([
  [2, 3, 667],
  [0, 3, 0],
  [3, 3, 1000],
  [0, 0, 1000],
])('%i of %i due gives %i hundredths of ten points', (done, due, points) => {
  expect(sharePoints(done, due, 10)).toBe(points);
});

const entry = (id: string, townCode: string, score: number): Scored => ({ id, townCode, score });

test('the best are chosen, two of a town at most', () => {
  const entries = [
    entry('a', 't1', 9000),
    entry('b', 't1', 8900),
    entry('c', 't1', 8800),
    entry('d', 't2', 8000),
  ];

  const chosen = choose(entries, { places: 3, perTown: 2 });

  expect(chosen.map(({ id, place }) => [id, place])).toEqual([
    ['a', 1],
    ['b', 2],
    ['d', 3],
  ]);
});

test('equal points share a place, at the last place and within a town too', () => {
  const entries = [
    entry('a', 't1', 9000),
    entry('b', 't1', 8000),
    entry('c', 't1', 8000),
    entry('d', 't2', 8000),
    entry('e', 't3', 7000),
  ];

  const chosen = choose(entries, { places: 2, perTown: 2 });

  expect(chosen.map(({ id, place }) => [id, place])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 2],
    ['d', 2],
  ]);
});

test('the order in which entries came in changes nothing', () => {
  const entries = Array.from({ length: 30 }, (_, i) =>
    entry(`e${i}`, `t${i % 5}`, 7000 + ((i * 37) % 11) * 100),
  );
  const expected = choose(entries, { places: 10, perTown: 2 });

  for (let turn = 1; turn < 30; turn++) {
    const moved = [...entries.slice(turn), ...entries.slice(0, turn)].toReversed();

    expect(choose(moved, { places: 10, perTown: 2 })).toEqual(expected);
  }
});

test('the highest and the lowest sheet are named, and the one in the middle speaks', () => {
  const given = sheets(30, 40, 12, 28, 26).map((points, at) => ({ no: at + 1, points }));

  const { review, sheets: judged, remarkNo } = judge(given, rubric, 5);

  expect(review).toBe(2800);
  expect(judged.map(({ total, dropped }) => [total, dropped])).toEqual([
    [30, null],
    [40, 'highest'],
    [12, 'lowest'],
    [28, null],
    [26, null],
  ]);
  expect(remarkNo).toBe(4);
});

test('with too few sheets nothing is left out, and nothing is scored', () => {
  const given = sheets(30, 40).map((points, at) => ({ no: at + 1, points }));

  expect(judge(given, rubric, 5)).toMatchObject({
    review: null,
    sheets: [{ dropped: null }, { dropped: null }],
  });
  expect(judge([], rubric, 5)).toEqual({ review: null, sheets: [], remarkNo: null });
});

test('sheets handed in in another order are the same judgement', () => {
  const given = sheets(30, 30, 30, 12, 40).map((points, at) => ({ no: at + 1, points }));

  expect(judge(given.toReversed(), rubric, 5)).toEqual(judge(given, rubric, 5));
});
