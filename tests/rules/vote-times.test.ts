import { describe, expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import {
  daysLate,
  fullDaysAfter,
  noticeOver,
  phaseOf,
  reminderAt,
  type VotePhase,
} from '#server/rules/vote-times.ts';

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

test('lateness is counted in days, and never less than none', () => {
  expect(daysLate('2026-11-25', '2026-11-25')).toBe(0);
  expect(daysLate('2026-11-25', '2026-11-20')).toBe(0);
  expect(daysLate('2026-11-25', '2026-12-02')).toBe(7);
});
