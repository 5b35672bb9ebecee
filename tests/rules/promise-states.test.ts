import { expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import {
  isCounted,
  mayChange,
  type PromiseFace,
  type PromiseState,
  promiseDueAt,
  promiseFace,
} from '#server/rules/promise-states.ts';

const dueOn = '2026-09-30';
const rules = { soonDays: 14 };

test.each<[string, string, PromiseState, PromiseFace['state'], number | null]>([
  ['long before its day', '2026-09-01', 'standing', 'standing', 29],
  ['fifteen days before', '2026-09-15', 'standing', 'standing', 15],
  ['fourteen days before', '2026-09-16', 'standing', 'soon', 14],
  ['on its day', '2026-09-30', 'standing', 'soon', 0],
  ['the day after, with no report', '2026-10-01', 'standing', 'unreported', 1],
  ['a week after, with no report', '2026-10-07', 'standing', 'unreported', 7],
  ['a week after, with a report', '2026-10-07', 'claimed', 'claimed', null],
  ['long before, with a report', '2026-09-01', 'claimed', 'claimed', null],
  ['after a verdict', '2026-12-01', 'part', 'part', null],
])('a promise %s', (_what, day, state, face, days) => {
  const now = instantOf(day, '10:00');

  expect(promiseFace({ state, dueOn }, now, rules)).toMatchObject({ state: face, days });
});

test('a face that counts days reads differently at midnight', () => {
  const now = instantOf('2026-09-20', '23:59');

  const face = promiseFace({ state: 'standing', dueOn }, now, rules);

  expect(face.changesAt).toBe(instantOf('2026-09-21'));
});

test('an intention has no day and no clock', () => {
  expect(promiseFace({ state: 'standing', dueOn: null }, 0, rules)).toEqual({
    state: 'intention',
    days: null,
    changesAt: null,
  });
});

test.each([
  ['a measure and a day', '86 户都验收', '2026-12-31', true],
  ['a day without a measure', ' ', '2026-12-31', false],
  ['a measure without a day', '86 户都验收', null, false],
])('%s', (_what, measure, day, counted) => {
  expect(isCounted({ measure, dueOn: day })).toBe(counted);
});

test.each<[string, PromiseState, string, boolean]>([
  ['on its last evening', 'standing', '2026-09-30T23:59', true],
  ['at midnight after its day', 'standing', '2026-10-01T00:00', false],
  ['after the owner’s report', 'claimed', '2026-09-01T10:00', false],
  ['after the verdict', 'broken', '2026-09-01T10:00', false],
])('wording and date %s', (_what, state, when, may) => {
  const [day = '', time] = when.split('T');

  expect(mayChange(state, promiseDueAt(dueOn), instantOf(day, time))).toBe(may);
});
