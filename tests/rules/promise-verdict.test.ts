import { expect, test } from 'vitest';
import { type Verdict, verdictOf } from '#server/rules/promise-verdict.ts';

const rule = { needed: 5, keptFrom: [4, 5], brokenFrom: [3, 5] } satisfies Parameters<
  typeof verdictOf
>[1];

test.each<[string, [number, number, number], Verdict]>([
  ['all five say kept', [5, 0, 0], 'kept'],
  ['four of five say kept', [4, 1, 0], 'kept'],
  ['three of five say kept, the cold store of 松林村', [3, 1, 1], 'part'],
  ['five of seven say kept, less than four fifths', [5, 1, 1], 'part'],
  ['six of seven say kept', [6, 0, 1], 'kept'],
  ['three of five say broken', [1, 1, 3], 'broken'],
  ['two of five say broken', [1, 2, 2], 'part'],
  ['four of seven say broken, less than three fifths', [2, 1, 4], 'part'],
  ['five of seven say broken', [1, 1, 5], 'broken'],
  ['everybody says in part', [0, 7, 0], 'part'],
  ['only four answer', [4, 0, 0], 'undecided'],
  ['nobody answers', [0, 0, 0], 'undecided'],
])('%s', (_what, [kept, part, broken], verdict) => {
  expect(verdictOf({ kept, part, broken }, rule)).toBe(verdict);
});
