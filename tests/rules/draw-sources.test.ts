import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import { drawPicks } from '#server/rules/draw-picks.ts';
import { areSameNumbers, knownFrom, readNumbers } from '#server/rules/draw-sources.ts';

const shape = { count: 7, least: 1, most: 33 };

test.each([
  ['03 08 15 21 27 33 + 09', [3, 8, 15, 21, 27, 33, 9]],
  ['3，8，15，21，27，33，9', [3, 8, 15, 21, 27, 33, 9]],
  ['３ 8 15 21 27 33 9', [3, 8, 15, 21, 27, 33, 9]],
  ['9 8 15 21 27 33 9', [9, 8, 15, 21, 27, 33, 9]],
  ['3 8 15 21 27 33', null],
  ['3 8 15 21 27 33 9 1', null],
  ['3 8 15 21 27 34 9', null],
  ['0 8 15 21 27 33 9', null],
  ['', null],
])('%s is read as %j', (typed, numbers) => {
  expect(readNumbers(typed, shape)).toEqual(numbers);
});

test.each([
  [[[1, 2], [3]], [[2, 1], [3]], true],
  [[[1, 2], [3]], [[3], [1, 2]], false],
  [[[1, 1]], [[1]], false],
])('%j and %j are the same: %s', (a, b, isSame) => {
  expect(areSameNumbers(a, b)).toBe(isSame);
});

test('numbers are known from the midnight after the last named day', () => {
  expect(knownFrom(['2026-07-25', '2026-07-23'])).toBe(instantOf('2026-07-26'));
});

test('a pick that may not count leaves all others as they were', async () => {
  const sha256 = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const pool = { id: 'P-202607-01', poolHash: 'ab', size: 31, need: 3, numbers: [[3, 8], [1]] };
  const all = await drawPicks(pool, () => null, sha256);
  const second = all[1]?.token;

  const skipping = await drawPicks(pool, (token) => (token === second ? 'left' : null), sha256);

  expect(all).toHaveLength(3);
  expect(skipping).toHaveLength(4);
  expect(skipping.slice(0, 3).map(({ token }) => token)).toEqual(all.map(({ token }) => token));
  expect(skipping.map(({ skipped }) => skipped)).toEqual([null, 'left', null, null]);
});
