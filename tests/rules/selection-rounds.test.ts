import { expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import {
  letterVerdicts,
  monthOf,
  reminderTimes,
  roundFace,
  roundTimes,
} from '#server/rules/selection-rounds.ts';
import { at, calendar } from '#tests/rules/calendar.ts';

const times = roundTimes('2026-11', { townDays: 5 });
const course = { ...times, reviewUntil: null, publishedAt: null, finalAt: null };

test.each([
  ['2026-11', '2026-12-01', '2026-12-06'],
  ['2026-12', '2027-01-01', '2027-01-06'],
  ['2028-02', '2028-03-01', '2028-03-06'],
])('the round of %s ends its entries at the start of %s, its towns at that of %s', (...days) => {
  const [month, entries, towns] = days;

  expect(roundTimes(month, { townDays: 5 })).toEqual({
    entriesUntil: instantOf(entries),
    townsUntil: instantOf(towns),
  });
});

test.each([
  ['2026-11-03', '09:00', 'entering', times.entriesUntil],
  ['2026-11-30', '23:59', 'entering', times.entriesUntil],
  ['2026-12-01', '00:00', 'recommending', times.townsUntil],
  ['2026-12-05', '23:59', 'recommending', times.townsUntil],
  ['2026-12-06', '00:00', 'drawing', null],
])('on %s at %s the round is %s', (day, time, phase, changesAt) => {
  expect(roundFace(course, instantOf(day, time))).toEqual({ phase, changesAt });
});

const promised = { measure: '1.2 公里走得通', dueOn: '2027-05-01' };
const letter = { authorId: 'w', sentAt: instantOf('2026-11-05'), lines: [promised] };

test.each([
  ['meets every rule', {}, [true, true, true]],
  ['of somebody else', { authorId: 'x' }, [false, true, true]],
  ['of the last minute of October', { sentAt: instantOf('2026-11-01') - 1 }, [true, false, true]],
  ['of the first minute of December', { sentAt: instantOf('2026-12-01') }, [true, false, true]],
  ['without a promise', { lines: [] }, [true, true, false]],
  ['with an intention only', { lines: [{ ...promised, dueOn: null }] }, [true, true, false]],
  ['without a measure', { lines: [{ ...promised, measure: ' ' }] }, [true, true, false]],
])('a letter that is %s', (_what, changes, met) => {
  const round = { month: '2026-11', enteredBy: 'w' };

  const verdicts = letterVerdicts({ ...letter, ...changes }, round, { leastPromises: 1 });

  expect(verdicts.map(({ rule }) => rule)).toEqual(['own', 'in-month', 'promises']);
  expect(verdicts.map(({ isMet }) => isMet)).toEqual(met);
});

test('a month is the month of the county, not of Greenwich', () => {
  expect(monthOf(instantOf('2026-11-01', '00:30'))).toBe('2026-11');
});

test.each([
  ['the last day is Wednesday', '2026-12-17', 1, '2026-12-15 08:30', '2026-12-17 00:00'],
  ['two days before it', '2026-12-17', 2, '2026-12-14 08:30', '2026-12-17 00:00'],
  ['the weekend is no working day', '2026-12-15', 1, '2026-12-11 08:30', '2026-12-15 00:00'],
  ['on the last day itself', '2026-12-17', 0, '2026-12-16 08:30', '2026-12-17 00:00'],
  ['a long holiday lies between', '2026-10-09', 1, '2026-09-30 08:30', '2026-10-06 08:30'],
  ['no notice of that year is out', '2031-03-05', 1, '2031-03-03 00:00', '2031-03-05 00:00'],
])('reviewers are reminded, when %s', (_, reviewUntil, workDays, from, until) => {
  const times = reminderTimes(calendar, instantOf(reviewUntil), workDays);

  expect(times).toEqual({ from: at(from), until: at(until) });
});
