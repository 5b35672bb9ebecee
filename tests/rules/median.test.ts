import { expect, test } from 'vitest';
import { medianOf } from '#server/rules/median.ts';

const still = Number.POSITIVE_INFINITY;

test.each([
  ['nothing has no middle', [], 0, null],
  ['nine are too few for ten', [1, 2, 3, 4, 5, 6, 7, 8, 9], 10, null],
  ['ten are enough; the lower of the middle two', [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 10, 5],
  ['of an odd number, the one in the middle', [30, 10, 20], 3, 20],
  ['what still runs counts as longer than all', [5, still, 7], 3, 7],
  ['when half still run there is no middle yet', [5, still, still], 3, null],
])('%s', (_, durations, least, median) => {
  expect(medianOf(durations, least)).toBe(median);
});
