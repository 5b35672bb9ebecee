import { expect, test } from 'vitest';
import {
  openThroughOf,
  requestState,
  signaturesNeeded,
} from '#server/rules/disclosure-requests.ts';
import { at } from '#tests/rules/calendar.ts';

const tenth = { part: 1, of: 10 };

test.each([
  ['exactly a tenth', 120, 12],
  ['a part of a person is one more', 111, 12],
  ['a handful', 9, 1],
  ['an empty roster still needs somebody', 0, 1],
])('signatures needed: %s', (_, outOf, needed) => {
  expect(signaturesNeeded(tenth, outOf)).toBe(needed);
});

test('a fifth is counted the same way', () => {
  expect(signaturesNeeded({ part: 1, of: 5 }, 31)).toBe(7);
});

const opened = { openThrough: openThroughOf(at('2026-11-16 09:00'), 30), reachedAt: null };

test.each([
  ['to the last moment of its last day', opened, '2026-12-16 23:59', 'open'],
  ['not after it', opened, '2026-12-17 00:00', 'over'],
  ['reached it stays', { ...opened, reachedAt: 1 }, '2027-05-01 00:00', 'reached'],
])('a request is open: %s', (_, request, when, state) => {
  expect(requestState(request, at(when))).toBe(state);
});
