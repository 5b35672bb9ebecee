import { describe, expect, test } from 'vitest';
import { cadresNeeded, proposePairing } from '#server/rules/even-pairing.ts';

const FIRST = '999999101201001';
const SECOND = '999999101201002';
const VILLAGE = '999999101201';

/** Households 001, 002 … of a group. */
function group(groupCode: string, count: number) {
  return Array.from({ length: count }, (_, n) => ({
    code: groupCode + String(n + 1).padStart(3, '0'),
    groupCode,
  }));
}

const cadre = (personId: string, gridCode = VILLAGE, holds = 0) => ({ personId, gridCode, holds });

function totals(runs: { personId: string; households: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { personId, households } of runs) {
    sums[personId] = (sums[personId] ?? 0) + households;
  }
  return sums;
}

describe('an even split', () => {
  test.each([
    ['sixty over two', [60, 0], [cadre('a'), cadre('b')], { a: 30, b: 30 }],
    ['what does not divide differs by one', [31, 31], [cadre('a'), cadre('b')], { a: 31, b: 31 }],
    ['ten over three', [10, 0], [cadre('a'), cadre('b'), cadre('c')], { a: 4, b: 3, c: 3 }],
    [
      'whoever has households already gets fewer',
      [20, 0],
      [cadre('a', VILLAGE, 25), cadre('b', VILLAGE, 15)],
      { a: 5, b: 15 },
    ],
    [
      'whoever has more than all others gets none',
      [4, 0],
      [cadre('a', VILLAGE, 30), cadre('b')],
      { b: 4 },
    ],
    ['one cadre takes all', [3, 2], [cadre('a')], { a: 5 }],
    ['nobody to pair with', [3, 0], [], {}],
    ['no household is open', [0, 0], [cadre('a')], {}],
  ])('%s', (_what, [first = 0, second = 0], cadres, expected) => {
    const runs = proposePairing([...group(FIRST, first), ...group(SECOND, second)], cadres);

    expect(totals(runs)).toEqual(expected);
  });

  test('a group’s own cadre gets his own group, and neighbours stay together', () => {
    const households = [...group(FIRST, 30), ...group(SECOND, 30)];

    const runs = proposePairing(households, [cadre('two', SECOND), cadre('one', FIRST)]);

    expect(runs).toEqual([
      {
        groupCode: FIRST,
        first: `${FIRST}001`,
        last: `${FIRST}030`,
        households: 30,
        personId: 'one',
      },
      {
        groupCode: SECOND,
        first: `${SECOND}001`,
        last: `${SECOND}030`,
        households: 30,
        personId: 'two',
      },
    ]);
  });

  test('a big group overflows to the others, and no household is given twice or forgotten', () => {
    const households = [...group(FIRST, 50), ...group(SECOND, 10)];

    const runs = proposePairing(households, [cadre('one', FIRST), cadre('two', SECOND)]);

    expect(totals(runs)).toEqual({ one: 30, two: 30 });
    expect(runs.map(({ first, last, personId }) => [first, last, personId])).toEqual([
      [`${FIRST}001`, `${FIRST}030`, 'one'],
      [`${FIRST}031`, `${FIRST}050`, 'two'],
      [`${SECOND}001`, `${SECOND}010`, 'two'],
    ]);
  });
});

test.each([
  [360, 30, 12],
  [361, 30, 13],
  [12, 30, 1],
  [0, 30, 1],
])('%i households at about %i each need %i cadres', (households, perCadre, needed) => {
  expect(cadresNeeded(households, perCadre)).toBe(needed);
});
