import { describe, expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import { meetingWhen, meetsAt } from '#server/rules/meeting-hours.ts';

const NOW = instantOf('2026-11-22', '10:00');
const DAY = '2026-11-26';

describe('a meeting begins', () => {
  test.each([
    ['at its hour', '14:30', instantOf(DAY, '14:30')],
    ['in the evening', '19:05', instantOf(DAY, '19:05')],
    ['with its day, where only that was said', null, instantOf(DAY)],
  ])('%s', (_, meetTime, at) => {
    expect(meetsAt({ meetOn: DAY, meetTime })).toBe(at);
  });
});

describe('it is said', () => {
  test.each([
    ['zh', '2026-11-26', '14:30', '11月26日（周四）14:30'],
    ['zh', '2026-11-26', '09:00', '11月26日（周四）9:00'],
    ['zh', '2026-11-26', null, '11月26日'],
    ['zh', '2027-01-05', '08:30', '2027年1月5日（周二）8:30'],
    ['en', '2026-11-26', '14:30', 'Thu 26 Nov, 14:30'],
    ['en', '2026-11-26', null, '26 Nov'],
  ] as const)('in %s for %s %s: %s', (lang, meetOn, meetTime, said) => {
    expect(meetingWhen(lang, { meetOn, meetTime }, NOW)).toBe(said);
  });
});
