import { describe, expect, test } from 'vitest';
import calendarJson from '#content/calendar.json' with { type: 'json' };
import { addDays, localDate, localParts, MINUTE_MS } from '#server/rules/dates.ts';
import {
  dueAfterNaturalDays,
  dueAfterWorkingDays,
  dueAtAfterWorkingDays,
} from '#server/rules/due-dates.ts';
import { isWorkingDay, parseCalendar } from '#server/rules/work-calendar.ts';
import {
  addWorkingMinutes,
  nextWorkingStart,
  workingDaysBetween,
  workingMinutesBetween,
} from '#server/rules/working-time.ts';
import { at, calendar, rules } from '#tests/rules/calendar.ts';

/** An instant the way a test reads it. */
function shown(ms: number | null): string | null {
  if (ms === null) return null;
  const { date, hour, minute } = localParts(ms);
  return `${date} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

describe('deadlines in working days', () => {
  test.each([
    ['over the made-up Sunday and 中秋', '2026-09-18', 5, '2026-09-24'],
    ['over 中秋 and 国庆', '2026-09-24', 5, '2026-10-09'],
    ['the eve of 国庆', '2026-09-30', 1, '2026-10-08'],
    ['over 国庆 and its made-up Saturday', '2026-09-30', 5, '2026-10-13'],
    ['onto a Saturday worked for 春节', '2026-02-13', 1, '2026-02-14'],
    ['over 春节', '2026-02-13', 3, '2026-02-25'],
    ['over 劳动节 and its made-up Saturday', '2026-04-30', 5, '2026-05-11'],
    ['onto a Sunday worked for 元旦', '2025-12-31', 1, '2026-01-04'],
    ['onto a Saturday worked for 国庆', '2026-10-09', 1, '2026-10-10'],
    ['over 国庆 and 中秋 of 2020', '2020-09-30', 1, '2020-10-09'],
    ['the lengthened 春节 of 2020', '2020-01-23', 1, '2020-02-03'],
  ])('%s: %s + %i is %s', (_, start, n, due) => {
    const result = dueAfterWorkingDays(calendar, at(`${start} 10:00`), n);

    expect(shown(result.dueAt)).toBe(`${due} 18:00`);
    expect(result.confirmed).toBe(true);
    expect(result.days.filter((day) => day.counted)).toHaveLength(n);
    expect(result.days.at(-1)?.date).toBe(due);
  });

  test.each([
    ['a minute before Friday closes', '2026-11-20 17:59', '2026-11-23 18:00'],
    ['on Saturday', '2026-11-21 09:00', '2026-11-23 18:00'],
    ['on Sunday night', '2026-11-22 23:59', '2026-11-23 18:00'],
    ['on Thursday evening', '2026-09-10 20:41', '2026-09-11 18:00'],
    ['at the first minute of a Monday', '2026-11-23 00:00', '2026-11-24 18:00'],
  ])('sent %s, one working day is the next one worked', (_, sent, due) => {
    expect(shown(dueAfterWorkingDays(calendar, at(sent), 1).dueAt)).toBe(due);
  });

  test('the sheet names each day, its reason and its notice', () => {
    const { days } = dueAfterWorkingDays(calendar, at('2026-09-30 10:00'), 3);

    expect(days.map((day) => `${day.date} ${day.why}`)).toEqual([
      '2026-09-30 start',
      '2026-10-01 holiday',
      '2026-10-02 holiday',
      '2026-10-03 holiday',
      '2026-10-04 holiday',
      '2026-10-05 holiday',
      '2026-10-06 holiday',
      '2026-10-07 holiday',
      '2026-10-08 workday',
      '2026-10-09 workday',
      '2026-10-10 makeup',
    ]);
    expect(days.at(-1)).toMatchObject({
      counted: true,
      name: '国庆节',
      notice: '国务院办公厅关于2026年部分节假日安排的通知',
    });
  });

  test('a date that needs the provisional year says so', () => {
    const result = dueAfterWorkingDays(calendar, at('2026-12-30 10:00'), 5);

    expect(shown(result.dueAt)).toBe('2027-01-07 18:00');
    expect(result.confirmed).toBe(false);
  });

  test.each([
    ['after the last known year', '2027-12-31 10:00', 1],
    ['long after it', '2030-05-05 10:00', 3],
    ['before the first known year', '2018-06-01 10:00', 1],
    ['into a gap between known years', '2020-12-31 10:00', 1],
    ['inside the gap', '2023-03-03 10:00', 5],
  ])('without a notice for the year there is no date: %s', (_, start, n) => {
    const result = dueAfterWorkingDays(calendar, at(start), n);

    expect(result.dueAt).toBeNull();
    expect(result.confirmed).toBe(false);
    expect(dueAtAfterWorkingDays(calendar, at(start), n)).toBeNull();
  });

  test('only counted days need a notice: the last day of an unknown year may be the start', () => {
    expect(shown(dueAtAfterWorkingDays(calendar, at('2024-12-31 10:00'), 1))).toBe(
      '2025-01-02 18:00',
    );
  });
});

describe('deadlines in natural days', () => {
  test.each([
    ['2026-09-16', 15, '2026-10-08'],
    ['2026-08-05', 60, '2026-10-08'],
    ['2026-02-01', 15, '2026-02-24'],
    ['2026-11-02', 15, '2026-11-17'],
    ['2026-11-06', 15, '2026-11-23'],
  ])('%s + %i days rolls only at its end, to %s', (start, n, due) => {
    const result = dueAfterNaturalDays(calendar, at(`${start} 10:00`), n);

    expect(shown(result.dueAt)).toBe(`${due} 18:00`);
    expect(result.days.at(-1)).toMatchObject({ date: due, counted: true });
  });

  test('holidays on the way count, the holiday at the end does not', () => {
    const { days } = dueAfterNaturalDays(calendar, at('2026-09-16 10:00'), 15);

    expect(days.find((day) => day.date === '2026-09-26')).toMatchObject({ why: 'natural' });
    expect(days.find((day) => day.date === '2026-10-01')).toMatchObject({ counted: false });
  });
});

describe('working days', () => {
  test('2026 has 248 of them', () => {
    expect(workingDaysBetween(calendar, at('2025-12-31'), at('2026-12-31'))).toBe(248);
  });

  test.each([
    ['2026-10-10', true],
    ['2026-10-07', false],
    ['2026-11-21', false],
    ['2026-11-20', true],
    ['2027-01-01', false],
    ['2028-01-04', 'unknown'],
    ['2019-12-31', 'unknown'],
    ['2024-05-06', 'unknown'],
  ])('%s: %s', (date, expected) => {
    expect(isWorkingDay(calendar, date)).toBe(expected);
  });

  test('an instant belongs to its date in the village, whatever zone the process has', () => {
    // 18:00 UTC on 7 October is 2:00 on the 8th in the village.
    const night = Date.UTC(2026, 9, 7, 18);

    expect(localDate(night)).toBe('2026-10-08');
    expect(isWorkingDay(calendar, localDate(night))).toBe(true);
  });
});

describe('working minutes', () => {
  test.each([
    ['written at night, answered at 8:47', '2026-09-10 20:41', '2026-09-11 08:47', 17],
    ['over lunch', '2026-11-20 11:50', '2026-11-20 14:10', 20],
    ['inside lunch', '2026-11-20 12:10', '2026-11-20 13:50', 0],
    ['a whole day', '2026-11-20 00:00', '2026-11-21 00:00', 450],
    ['over a weekend', '2026-11-20 17:30', '2026-11-23 09:00', 60],
    ['on a made-up Saturday', '2026-10-10 08:00', '2026-10-10 09:00', 30],
    ['in 国庆', '2026-10-01 08:00', '2026-10-07 20:00', 0],
    ['backwards', '2026-11-20 10:00', '2026-11-20 09:00', 0],
    ['into an unknown year', '2027-12-31 10:00', '2028-01-04 10:00', null],
  ])('%s', (_, from, to, minutes) => {
    expect(workingMinutesBetween(calendar, at(from), at(to))).toBe(minutes);
  });

  test('seconds do not count: the clocks on the wall do', () => {
    const from = at('2026-09-11 08:30') + 40_000;
    const to = at('2026-09-11 08:47') + 5_000;

    expect(workingMinutesBetween(calendar, from, to)).toBe(17);
  });

  test.each([
    ['2026-11-20 08:30', 210, '2026-11-20 12:00'],
    ['2026-11-20 08:30', 211, '2026-11-20 14:01'],
    ['2026-11-20 12:30', 1, '2026-11-20 14:01'],
    ['2026-11-20 08:30', 450, '2026-11-20 18:00'],
    ['2026-11-20 17:59', 2, '2026-11-23 08:31'],
    ['2026-11-21 10:00', 60, '2026-11-23 09:30'],
    ['2026-09-30 17:00', 120, '2026-10-08 09:30'],
    ['2027-12-31 17:00', 120, null],
  ])('%s and %i minutes of work is %s', (start, minutes, end) => {
    expect(shown(addWorkingMinutes(calendar, at(start), minutes))).toBe(end);
  });

  test.each([
    ['2026-11-20 20:00', '2026-11-23 08:30'],
    ['2026-11-20 07:00', '2026-11-20 08:30'],
    ['2026-11-20 13:00', '2026-11-20 13:00'],
    ['2026-11-20 18:00', '2026-11-23 08:30'],
    ['2026-09-30 18:30', '2026-10-08 08:30'],
    ['2027-12-31 19:00', null],
  ])('after %s work begins at %s', (from, start) => {
    expect(shown(nextWorkingStart(calendar, at(from)))).toBe(start);
  });
});

describe('laws that hold on every day', () => {
  const days = Array.from({ length: 480 }, (_, n) => addDays('2025-10-01', n));
  const hours = ['00:00', '08:29', '08:30', '11:59', '12:00', '13:17', '17:59', '18:00', '23:59'];

  test('a later start is never due earlier, and more days are due later', () => {
    const dues = days.map((day) => dueAtAfterWorkingDays(calendar, at(`${day} 10:00`), 5) ?? 0);
    const longer = days.map((day) => dueAtAfterWorkingDays(calendar, at(`${day} 10:00`), 6) ?? 0);

    expect(dues.every((due, n) => n === 0 || due >= (dues[n - 1] ?? 0))).toBe(true);
    expect(dues.every((due, n) => due < (longer[n] ?? 0))).toBe(true);
  });

  test('minutes add up, wherever the way is cut', () => {
    const cuts = days.flatMap((day) => hours.map((hour) => at(`${day} ${hour}`)));
    const [first = 0] = cuts;
    const last = cuts.at(-1) ?? 0;
    const whole = workingMinutesBetween(calendar, first, last);

    const sums = cuts.map(
      (cut) =>
        (workingMinutesBetween(calendar, first, cut) ?? 0) +
        (workingMinutesBetween(calendar, cut, last) ?? 0),
    );

    expect(new Set(sums)).toEqual(new Set([whole]));
  });

  test('adding minutes and counting them are each other’s inverse, and the earliest', () => {
    for (const start of days.flatMap((day) => hours.map((hour) => at(`${day} ${hour}`)))) {
      for (const minutes of [1, 60, 210, 240, 450, 451, 1350]) {
        const end = addWorkingMinutes(calendar, start, minutes) ?? 0;

        expect(workingMinutesBetween(calendar, start, end)).toBe(minutes);
        expect(workingMinutesBetween(calendar, start, end - MINUTE_MS)).toBe(minutes - 1);
      }
    }
  });

  test('a due date is reached in its own working days', () => {
    for (const day of days) {
      const start = at(`${day} 10:00`);
      const due = dueAtAfterWorkingDays(calendar, start, 3) ?? 0;

      expect(workingDaysBetween(calendar, start, due)).toBe(3);
    }
  });
});

describe('a calendar that was typed wrongly is refused', () => {
  test.each([
    ['an unknown kind', { date: '2026-03-03', kind: 'rest', name: '', notice: 'gb-2026' }],
    ['an unknown notice', { date: '2026-03-03', kind: 'holiday', name: '', notice: 'nobody' }],
    ['no such date', { date: '2026-02-30', kind: 'holiday', name: '', notice: 'gb-2026' }],
    [
      'a year that is not listed',
      { date: '2029-01-01', kind: 'holiday', name: '', notice: 'gb-2026' },
    ],
    ['a row twice', { date: '2026-10-01', kind: 'holiday', name: '', notice: 'gb-2026' }],
  ])('%s', (_, row) => {
    const wrong = { ...calendarJson, days: [...calendarJson.days, row] };

    expect(() => parseCalendar(wrong, rules.workingHours)).toThrow(row.date);
  });
});
