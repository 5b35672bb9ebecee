import { describe, expect, test } from 'vitest';
import {
  type ClockFace,
  type FinishFacts,
  type FirstFacts,
  finishClock,
  firstClock,
} from '#server/rules/clock-face.ts';
import { opensAt, plateDayTime } from '#server/rules/date-words.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';
import { at, calendar } from '#tests/rules/calendar.ts';

const words = {
  today: '今天',
  tomorrow: '明天',
  yesterday: '昨天',
  thisMorning: '今早',
  tomorrowMorning: '明早',
};

function first(sent: string, due: string | null, more: Partial<FirstFacts> = {}): FirstFacts {
  const dueAt = due === null ? null : at(due);
  return { startedAt: at(sent), dueAt, endedAt: null, pace: 'working', ...more };
}

function finish(sent: string, due: string | null, more: Partial<FinishFacts> = {}): FinishFacts {
  return {
    ...first(sent, due),
    begun: true,
    awaits: null,
    paused: null,
    planKept: false,
    forPlan: false,
    ...more,
  };
}

/** A face as a villager reads it: state, amount, and days in words. */
function read(face: ClockFace, now: number): string {
  const amount = face.amount ? `${face.amount.n} ${face.amount.unit}` : '-';
  const starts = face.startsAt === null ? '-' : opensAt('zh', face.startsAt, now, words);
  const due = face.dueAt === null ? '-' : plateDayTime('zh', face.dueAt, now, words);
  const ended = face.endedAt === null ? '' : ` | ${plateDayTime('zh', face.endedAt, now, words)}`;
  return `${face.state} | ${amount} | ${starts} | ${due}${ended}`;
}

describe('首次答复', () => {
  // Sent on Thursday morning, due on Friday.
  const asked = first('2026-11-19 10:00', '2026-11-20 18:00');
  const night = first('2026-09-10 20:41', '2026-09-11 18:00');

  test.each([
    ['the day before it is due', asked, '2026-11-19 10:00', 'run | 1 days | - | 明天 18:00'],
    [
      'over lunch it runs on, not a minute lost',
      asked,
      '2026-11-19 12:30',
      'run | 1 days | - | 明天 18:00',
    ],
    ['at night it rests', asked, '2026-11-19 18:00', 'wait | - | 明早8:30 | 明天 18:00'],
    [
      'after midnight tomorrow is today',
      asked,
      '2026-11-20 02:00',
      'wait | - | 今早8:30 | 今天 18:00',
    ],
    [
      'on the day itself it counts hours',
      asked,
      '2026-11-20 09:30',
      'run | 6 hours | - | 今天 18:00',
    ],
    ['four hours are nearly due', asked, '2026-11-20 12:00', 'soon | 4 hours | - | 今天 18:00'],
    ['three hours and a bit', asked, '2026-11-20 14:10', 'soon | 3 hours | - | 今天 18:00'],
    ['the last hour in minutes', asked, '2026-11-20 17:15', 'soon | 45 minutes | - | 今天 18:00'],
    ['at six it is late, by no day yet', asked, '2026-11-20 18:00', 'late | - | - | 今天 18:00'],
    ['a weekend makes it no later', asked, '2026-11-22 12:00', 'late | - | - | 20日 18:00'],
    [
      'on Monday it is one working day late',
      asked,
      '2026-11-23 08:00',
      'late | 1 days | - | 20日 18:00',
    ],
    [
      'sent at night it waits for the morning',
      night,
      '2026-09-10 20:41',
      'wait | - | 明早8:30 | 明天 18:00',
    ],
  ])('%s', (_, facts, now, expected) => {
    expect(read(firstClock(facts, calendar, at(now)), at(now))).toBe(expected);
  });

  test.each([
    ['17 minutes of work after a night', night, '2026-09-11 08:47', { n: 17, unit: 'minutes' }],
    ['hours of one day', asked, '2026-11-19 15:12', { n: 192, unit: 'minutes' }],
    ['a working day and more', asked, '2026-11-20 17:00', { n: 1, unit: 'days' }],
    ['three working days over a weekend', asked, '2026-11-24 11:00', { n: 3, unit: 'days' }],
    ['within the first minute', asked, '2026-11-19 10:00', { n: 1, unit: 'minutes' }],
    ['at night, before the office opened', night, '2026-09-10 22:00', { n: 0, unit: 'minutes' }],
  ])('an answer says how long people worked: %s', (_, facts, answered, amount) => {
    const face = firstClock({ ...facts, endedAt: at(answered) }, calendar, at('2026-12-01 10:00'));

    expect(face).toMatchObject({ state: 'done', used: 1, amount, endedAt: at(answered) });
  });

  test('the ring fills with working time only', () => {
    const used = (now: string) => firstClock(night, calendar, at(now)).used;

    expect(used('2026-09-10 23:00')).toBe(0);
    expect(used('2026-09-11 10:45')).toBeCloseTo(135 / 450);
    expect(used('2026-09-11 13:00')).toBeCloseTo(210 / 450);
    expect(used('2026-09-11 19:00')).toBe(1);
  });

  test('without a notice for the year there is no date', () => {
    const face = firstClock(first('2027-12-31 10:00', null), calendar, at('2027-12-31 11:00'));

    expect(face).toMatchObject({ state: 'unset', dueAt: null, amount: null, changesAt: null });
  });

  test('a provisional year and a provisional number are not confirmed', () => {
    const now = at('2026-12-30 10:00');

    expect(firstClock(first('2026-12-29 10:00', '2026-12-30 18:00'), calendar, now).confirmed).toBe(
      true,
    );
    expect(firstClock(first('2026-12-30 09:00', '2027-01-04 18:00'), calendar, now).confirmed).toBe(
      false,
    );
    expect(firstClock({ ...asked, limitConfirmed: false }, calendar, now).confirmed).toBe(false);
  });
});

describe('E0 and E1 run round the clock, if somebody is there', () => {
  const urgent = first('2026-11-20 23:00', '2026-11-21 01:00', { pace: 'round-the-clock' });

  test.each([
    ['2026-11-20 23:00', 'soon | 2 hours | - | 明天 1:00'],
    ['2026-11-20 23:01', 'soon | 1 hours | - | 明天 1:00'],
    ['2026-11-21 00:15', 'soon | 45 minutes | - | 今天 1:00'],
    ['2026-11-21 01:00', 'late | - | - | 今天 1:00'],
    ['2026-11-21 01:20', 'late | 20 minutes | - | 今天 1:00'],
    ['2026-11-21 04:20', 'late | 3 hours | - | 今天 1:00'],
    ['2026-11-23 02:00', 'late | 2 days | - | 21日 1:00'],
  ])('at %s: %s', (now, expected) => {
    expect(read(firstClock(urgent, calendar, at(now)), at(now))).toBe(expected);
  });

  test('with nobody on the roster it does not pretend to run', () => {
    const face = firstClock({ ...urgent, pace: 'nobody' }, calendar, at('2026-11-20 23:30'));

    expect(face).toMatchObject({ state: 'unset', startsAt: null, dueAt: null });
  });

  test('its answer is measured in the minutes that passed', () => {
    const answered = { ...urgent, endedAt: at('2026-11-20 23:48') };

    expect(firstClock(answered, calendar, at('2026-11-21 09:00')).amount).toEqual({
      n: 48,
      unit: 'minutes',
    });
  });
});

describe('办结', () => {
  const five = finish('2026-11-19 20:00', '2026-11-26 18:00');

  test.each([
    ['before the first answer', { begun: false }, '2026-11-19 21:00', 'wait | - | - | 26日 18:00'],
    ['days ahead, at night too', {}, '2026-11-19 23:00', 'run | 5 days | - | 26日 18:00'],
    ['a weekend takes no working day', {}, '2026-11-22 10:00', 'run | 4 days | - | 26日 18:00'],
    ['on its day it counts hours', {}, '2026-11-26 09:00', 'run | 7 hours | - | 今天 18:00'],
    ['the last four hours', {}, '2026-11-26 16:30', 'soon | 1 hours | - | 今天 18:00'],
    ['that evening', {}, '2026-11-26 20:00', 'late | - | - | 今天 18:00'],
    ['two days later', {}, '2026-11-28 09:00', 'late | 2 days | - | 26日 18:00'],
    [
      'paused',
      { paused: { since: at('2026-11-23 09:00') } },
      '2026-12-20 09:00',
      'rest | - | - | 11月26日 18:00',
    ],
    [
      'waiting for the person',
      { awaits: { until: at('2026-12-09 18:00') } },
      '2026-11-25 09:00',
      'awaits | - | - | 12月9日 18:00',
    ],
    [
      'waiting for the person is not late',
      { awaits: { until: at('2026-12-09 18:00') } },
      '2026-11-30 09:00',
      'awaits | - | - | 12月9日 18:00',
    ],
    [
      'a kept plan is never late',
      { planKept: true },
      '2026-11-28 09:00',
      'run | - | - | 26日 18:00',
    ],
    ['no calendar for its year', { dueAt: null }, '2026-11-20 09:00', 'unset | - | - | -'],
  ])('%s', (_, more, now, expected) => {
    expect(read(finishClock({ ...five, ...more }, calendar, at(now)), at(now))).toBe(expected);
  });

  test('while a dated plan is owed its day is the plan’s; what is done was finished', () => {
    const owed = finish('2026-11-19 09:00', '2026-12-10 18:00', { forPlan: true });
    const done = { ...owed, endedAt: at('2026-11-30 10:00') };
    const now = at('2026-12-01 10:00');

    expect(finishClock(owed, calendar, now)).toMatchObject({ kind: 'plan', state: 'run' });
    expect(finishClock(done, calendar, now)).toMatchObject({ kind: 'finish', state: 'done' });
  });

  test.each([
    ['the 31 lamps', '2026-09-10 20:41', '2026-10-16 19:30', 36],
    ['the same day', '2026-11-19 09:00', '2026-11-19 17:00', 0],
  ])('it took calendar days: %s', (_, sent, confirmed, days) => {
    const facts = finish(sent, '2026-10-01 18:00', { endedAt: at(confirmed), planKept: true });

    const face = finishClock(facts, calendar, at('2026-12-01 10:00'));

    expect(face).toMatchObject({ state: 'done', amount: { n: days, unit: 'days' } });
  });

  test('an emergency is finished in hours', () => {
    const facts = finish('2026-11-19 22:00', '2026-11-20 22:00', {
      pace: 'round-the-clock',
      endedAt: at('2026-11-20 01:12'),
    });

    expect(finishClock(facts, calendar, at('2026-11-21 09:00')).amount).toEqual({
      n: 192,
      unit: 'minutes',
    });
  });

  test('a pause holds the ring where it was', () => {
    const paused = finish('2026-11-16 18:00', '2026-11-20 18:00', {
      paused: { since: at('2026-11-18 18:00') },
    });

    expect(finishClock(paused, calendar, at('2026-12-01 10:00')).used).toBeCloseTo(0.5);
  });
});

describe('a face says when it will read differently', () => {
  const cases: [string, string, string, (now: number) => ClockFace][] = [
    [
      'a first answer over a weekend, until it is late',
      '2026-11-20 15:00',
      '2026-11-26 12:00',
      (now) => firstClock(first('2026-11-20 15:00', '2026-11-23 18:00'), calendar, now),
    ],
    [
      'three working days into December',
      '2026-11-27 07:00',
      '2026-12-04 09:00',
      (now) => firstClock(first('2026-11-27 07:00', '2026-12-02 18:00'), calendar, now),
    ],
    [
      'an emergency at night',
      '2026-11-20 23:00',
      '2026-11-23 12:00',
      (now) =>
        firstClock(
          first('2026-11-20 23:00', '2026-11-21 01:00', { pace: 'round-the-clock' }),
          calendar,
          now,
        ),
    ],
    [
      'a finish over 国庆',
      '2026-09-28 10:00',
      '2026-10-16 12:00',
      (now) => finishClock(finish('2026-09-28 10:00', '2026-10-12 18:00'), calendar, now),
    ],
    [
      'an answered one, over the turn of the year',
      '2026-12-20 10:00',
      '2027-01-02 12:00',
      (now) =>
        firstClock(
          first('2026-12-18 09:00', '2026-12-21 18:00', { endedAt: at('2026-12-20 09:30') }),
          calendar,
          now,
        ),
    ],
    [
      'waiting for the person',
      '2026-11-20 10:00',
      '2026-12-06 12:00',
      (now) =>
        finishClock(
          finish('2026-11-16 10:00', '2026-11-20 18:00', {
            awaits: { until: at('2026-12-04 18:00') },
          }),
          calendar,
          now,
        ),
    ],
    [
      'a kept plan past its day',
      '2026-11-19 10:00',
      '2026-12-02 12:00',
      (now) =>
        finishClock(
          finish('2026-11-02 10:00', '2026-11-20 18:00', { planKept: true }),
          calendar,
          now,
        ),
    ],
  ];

  test.each(cases)('%s', (_, from, to, faceAt) => {
    // Walks minute by minute: between an instant and its changesAt nothing may read differently.
    let promised = faceAt(at(from));
    let since = at(from);
    for (let now = since; now < at(to); now += MINUTE_MS) {
      const face = faceAt(now);
      const isDue = promised.changesAt !== null && now >= promised.changesAt;

      if (isDue) [promised, since] = [face, now];
      else expect(`${read(face, now)} at ${now}`).toBe(`${read(promised, since)} at ${now}`);
      expect(face.changesAt === null || face.changesAt > now).toBe(true);
    }
  });

  test.each(cases)(
    'and does not change without reason more than once a day: %s',
    (_, from, to, faceAt) => {
      let idle = 0;
      let changes = 0;
      let now = at(from);
      while (now < at(to)) {
        const next = faceAt(now).changesAt;
        if (next === null) break;
        changes += 1;
        if (read(faceAt(next), next) === read(faceAt(now), now)) idle += 1;
        now = next;
      }

      expect(changes).toBeGreaterThan(0);
      expect(idle).toBeLessThanOrEqual(4);
    },
  );
});
