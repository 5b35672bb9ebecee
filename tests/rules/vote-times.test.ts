import { describe, expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import {
  changeVerdict,
  daysLate,
  fullDaysAfter,
  noticeOver,
  phaseOf,
  reminderAt,
  timesFaults,
  type VoteChange,
  type VotePhase,
} from '#server/rules/vote-times.ts';

const limits = { shortestHours: 24, farthestDays: 90 };
const at = (day: string, time = '00:00') => instantOf(day, time);

describe('a notice', () => {
  test.each([
    ['2026-11-01', 10, '2026-11-12'],
    ['2026-11-01', 3, '2026-11-05'],
    ['2026-11-01', 1, '2026-11-03'],
    ['2026-11-01', 0, '2026-11-01'],
    ['2026-12-25', 10, '2027-01-05'],
  ])('of %s, %i full days: free on %s', (day, days, free) => {
    expect(fullDaysAfter(day, days)).toBe(free);
  });

  test.each([
    ['early in the day', at('2026-11-01', '00:00')],
    ['ten minutes before midnight', at('2026-11-01', '23:50')],
  ])('given %s counts from that day’s end', (_, noticeAt) => {
    expect(noticeOver({ days: 3 }, noticeAt)).toBe(at('2026-11-05'));
  });

  test('of no days is over at once', () => {
    expect(noticeOver({ days: 0 }, at('2026-11-01', '09:30'))).toBe(at('2026-11-01', '09:30'));
  });
});

describe('when a vote may run', () => {
  const now = at('2026-11-01', '09:00');

  test.each<[string, number, string, string, string[]]>([
    ['after three full days', 3, '2026-11-05', '2026-11-08', []],
    ['a day too early', 3, '2026-11-04', '2026-11-08', ['opens-before-notice']],
    ['for half a day', 0, '2026-11-05', '2026-11-05', ['too-short']],
    ['far away', 0, '2026-11-05', '2027-02-01', ['too-far']],
  ])('%s', (_, days, opens, closes, faults) => {
    const times = { opensAt: at(opens), closesAt: at(closes, '12:00') };

    expect(timesFaults(limits, { days }, times, now)).toEqual(faults);
  });

  test('not yesterday', () => {
    const times = { opensAt: at('2026-10-31'), closesAt: at('2026-11-05') };

    expect(timesFaults(limits, { days: 0 }, times, now)).toContain('opens-in-the-past');
  });
});

test('the reminder goes out three days before closing, and not before the opening', () => {
  const opensAt = at('2026-11-05', '08:00');

  expect(reminderAt({ reminderDays: 3 }, { opensAt, closesAt: at('2026-11-12', '18:00') })).toBe(
    at('2026-11-09', '18:00'),
  );
  expect(reminderAt({ reminderDays: 3 }, { opensAt, closesAt: at('2026-11-08', '08:00') })).toBe(
    null,
  );
});

test.each<[string, string, string, VotePhase]>([
  ['preparing', '2026-11-06', '09:00', 'preparing'],
  ['announced', '2026-11-05', '07:59', 'announced'],
  ['announced', '2026-11-05', '08:00', 'open'],
  ['open', '2026-11-12', '17:59', 'open'],
  ['open', '2026-11-12', '18:00', 'closed'],
  ['announced', '2026-11-12', '18:00', 'closed'],
  ['closed', '2026-11-06', '09:00', 'closed'],
  ['counted', '2026-11-06', '09:00', 'counted'],
  ['void', '2026-11-06', '09:00', 'void'],
])('written %s, at %s %s it is %4$s', (state, day, time, phase) => {
  const opensAt = at('2026-11-05', '08:00');
  const closesAt = at('2026-11-12', '18:00');

  expect(phaseOf({ state, opensAt, closesAt }, at(day, time))).toBe(phase);
});

test.each<[VotePhase, VoteChange, string]>([
  ['preparing', 'question', 'made'],
  ['announced', 'question', 'announce-again'],
  ['announced', 'roster', 'announce-again'],
  ['announced', 'withdraw-elector', 'announce-again'],
  ['open', 'question', 'void-and-restart'],
  ['open', 'options', 'void-and-restart'],
  ['open', 'times', 'void-and-restart'],
  ['open', 'secrecy', 'void-and-restart'],
  ['open', 'roster', 'refused'],
  ['open', 'tellers', 'refused'],
  ['open', 'withdraw-elector', 'noted'],
  ['open', 'void', 'made'],
  ['closed', 'void', 'made'],
  ['closed', 'question', 'refused'],
  ['counted', 'void', 'refused'],
  ['void', 'question', 'refused'],
])('while %s, %s: %s', (phase, change, verdict) => {
  expect(changeVerdict(phase, change)).toBe(verdict);
});

test('lateness is counted in days, and never less than none', () => {
  expect(daysLate('2026-11-25', '2026-11-25')).toBe(0);
  expect(daysLate('2026-11-25', '2026-11-20')).toBe(0);
  expect(daysLate('2026-11-25', '2026-12-02')).toBe(7);
});
