import { describe, expect, test } from 'vitest';
import {
  dayTime,
  dayWordChangesAt,
  nearDay,
  nearDayTime,
  opensAt,
  plateDay,
  plateDayTime,
  shortDay,
  timeOfDay,
} from '#server/rules/date-words.ts';
import {
  addDays,
  dateOfDay,
  dayCount,
  daysBetween,
  instantOf,
  isLocalDate,
  localDate,
  localParts,
  nextMidnight,
  nextMonth,
  startOfMonth,
  startOfQuarter,
  weekday,
} from '#server/rules/dates.ts';
import { at } from '#tests/rules/calendar.ts';

const words = {
  today: '今天',
  tomorrow: '明天',
  yesterday: '昨天',
  thisMorning: '今早',
  tomorrowMorning: '明早',
};
const english = {
  today: 'today',
  tomorrow: 'tomorrow',
  yesterday: 'yesterday',
  thisMorning: 'this morning',
  tomorrowMorning: 'tomorrow',
};

describe('the calendar', () => {
  test('agrees with the language’s own on every day of two centuries', () => {
    for (let day = -36_525; day <= 36_525; day += 1) {
      const own = new Date(day * 86_400_000);

      expect(dateOfDay(day)).toBe(own.toISOString().slice(0, 10));
      expect(weekday(dateOfDay(day)) % 7).toBe(own.getUTCDay());
    }
  });

  test.each([
    ['2026-11-15T15:59:59.999Z', '2026-11-15'],
    ['2026-11-15T16:00:00.000Z', '2026-11-16'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
  ])('%s falls on %s in the village', (utc, date) => {
    expect(localDate(Date.parse(utc))).toBe(date);
  });

  test('an instant comes back from its parts', () => {
    const parts = localParts(at('2026-09-10 20:41') + 59_999);

    expect(parts).toEqual({
      year: 2026,
      month: 9,
      day: 10,
      hour: 20,
      minute: 41,
      weekday: 4,
      date: '2026-09-10',
    });
    expect(instantOf('2026-09-10', '20:41')).toBe(Date.parse('2026-09-10T12:41:00Z'));
    expect(instantOf('2026-09-10', '24:00')).toBe(instantOf('2026-09-11'));
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', '2026-11-31', 'today'])(
    '%j is not a date',
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => instantOf(text, '08:00')).toThrow('is not a date');
    },
  );

  test.each(['8:30', '24:01', '12:60', '', 'noon'])('%j is not a time', (text) => {
    expect(() => instantOf('2026-11-16', text)).toThrow('is not a time of day');
  });

  test('days are added over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });

  test('the lamps took 36 days from the first evening', () => {
    expect(daysBetween(at('2026-09-10 20:41'), at('2026-10-16 09:00'))).toBe(36);
    expect(dayCount(at('2026-11-13 20:00'), at('2026-11-16 08:30'))).toBe(4);
  });

  test('midnights, months and quarters turn in the village', () => {
    const now = at('2026-11-16 08:30');

    expect(nextMidnight(now)).toBe(at('2026-11-17'));
    expect(startOfMonth(now)).toBe(at('2026-11-01'));
    expect(nextMonth(at('2026-12-31 23:59'))).toBe(at('2027-01-01'));
    expect(startOfQuarter(now)).toBe(at('2026-10-01'));
    expect(startOfQuarter(at('2026-03-31 23:59'))).toBe(at('2026-01-01'));
  });
});

describe('days in words', () => {
  const due = at('2026-09-11 18:00');

  test('a due date is a day with its weekday and its hour', () => {
    const now = at('2026-09-10 20:41');

    expect(dayTime('zh', due, now)).toBe('9月11日（周五）18:00');
    expect(dayTime('en', due, now)).toBe('Fri 11 Sep, 18:00');
    expect(timeOfDay(at('2026-09-11 08:47'))).toBe('8:47');
  });

  test('another year is named', () => {
    const now = at('2027-01-02 10:00');

    expect(shortDay('zh', due, now)).toBe('2026年9月11日（周五）');
    expect(shortDay('en', due, now)).toBe('Fri 11 Sep 2026');
  });

  test.each([
    ['2026-11-16 23:59', '今天', 'today'],
    ['2026-11-17 00:00', '明天', 'tomorrow'],
    ['2026-11-15 23:59', '昨天', 'yesterday'],
    ['2026-11-14 10:00', '11月14日', '14 Nov'],
    ['2025-11-14 10:00', '2025年11月14日', '14 Nov 2025'],
  ])('seen on 16 November, %s is %s', (day, zh, en) => {
    const now = at('2026-11-16 08:30');

    expect(nearDay('zh', at(day), now, words)).toBe(zh);
    expect(nearDay('en', at(day), now, english)).toBe(en);
  });

  test('the plate is narrow: this month needs no month', () => {
    const now = at('2026-11-16 08:30');

    expect(plateDayTime('zh', at('2026-11-27 18:00'), now, words)).toBe('27日 18:00');
    expect(plateDay('zh', at('2026-12-01 18:00'), now, words)).toBe('12月1日');
    expect(plateDay('en', at('2026-11-27 18:00'), now, english)).toBe('27 Nov');
    expect(nearDayTime('zh', at('2026-11-15 20:41'), now, words)).toBe('昨天 20:41');
  });

  test.each([
    ['2026-09-10 20:41', '2026-09-11 08:30', '明早8:30', 'tomorrow 8:30'],
    ['2026-09-11 06:00', '2026-09-11 08:30', '今早8:30', 'this morning 8:30'],
    ['2026-09-11 12:10', '2026-09-11 14:00', '14:00', '14:00'],
    ['2026-11-20 20:00', '2026-11-23 08:30', '23日 8:30', '23 Nov 8:30'],
  ])('at %s an office opening at %s opens %s', (now, opening, zh, en) => {
    expect(opensAt('zh', at(opening), at(now), words)).toBe(zh);
    expect(opensAt('en', at(opening), at(now), english)).toBe(en);
  });

  test('a printed day says when it will read differently', () => {
    const days = ['2026-01-31', '2026-11-15', '2026-11-30', '2026-12-20', '2027-02-03'].map((day) =>
      at(`${day} 18:00`),
    );
    const printed = (day: number, now: number) => plateDay('zh', day, now, words);

    for (const day of days) {
      let [since, until] = [at('2026-10-20'), dayWordChangesAt(day, at('2026-10-20'))];
      for (let now = since; now < at('2027-03-01'); now = nextMidnight(now)) {
        if (until !== null && now >= until) [since, until] = [now, dayWordChangesAt(day, now)];

        expect(printed(day, now)).toBe(printed(day, since));
        expect(until === null || until > now).toBe(true);
      }
    }
  });
});
