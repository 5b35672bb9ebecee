import { describe, expect, test } from 'vitest';
import classesJson from '#content/appeal-classes.json' with { type: 'json' };
import rulesJson from '#content/rules.json' with { type: 'json' };
import {
  isPlanKept,
  limitsFor,
  nextPlanDue,
  questionLimits,
  remedyDue,
  slaFor,
} from '#server/rules/appeal-limits.ts';
import { dayTime } from '#server/rules/date-words.ts';
import { isSlaCode, parseRules, type Remedy, type SlaCode } from '#server/rules/rule-book.ts';
import { at, calendar, rules } from '#tests/rules/calendar.ts';

/** A due date as it is printed in 2026. */
function shown(ms: number | null): string | null {
  return ms === null ? null : dayTime('zh', ms, at('2026-06-01'));
}

describe('the remedy sets the limit, not the topic', () => {
  const cases: [SlaCode, Remedy | null, SlaCode][] = [
    ['N5', null, 'N5'],
    ['N5', 'repair', 'N3'],
    ['N3', 'build', 'P60'],
    ['C15', 'repair', 'N3'],
    ['P60', 'repair', 'N3'],
    ['E1', 'repair', 'E1'],
    ['E1', 'build', 'P60'],
    ['E0', 'build', 'E0'],
    ['Q1', 'repair', 'Q1'],
    ['A', 'build', 'A'],
    ['D', 'build', 'D'],
    ['X', 'repair', 'X'],
  ];

  test.each(cases)('%s with %s is counted as %s', (item, remedy, expected) => {
    expect(slaFor(rules, item, remedy)).toBe(expected);
  });
});

describe('an appeal sent on the evening of 10 September', () => {
  const sent = at('2026-09-10 20:41');
  const cases: [SlaCode, string, string | null][] = [
    ['Q1', '9月11日（周五）18:00', '9月14日（周一）18:00'],
    ['N3', '9月11日（周五）18:00', '9月15日（周二）18:00'],
    ['N5', '9月11日（周五）18:00', '9月17日（周四）18:00'],
    ['C15', '9月11日（周五）18:00', '10月8日（周四）18:00'],
    ['P60', '9月11日（周五）18:00', '10月8日（周四）18:00'],
    ['A', '9月15日（周二）18:00', '10月8日（周四）18:00'],
    ['D', '9月11日（周五）18:00', '9月20日（周日）18:00'],
    ['X', '9月11日（周五）18:00', '11月9日（周一）18:00'],
    ['J', '9月11日（周五）18:00', null],
    ['E0', '9月10日（周四）20:56', '9月10日（周四）22:41'],
    ['E1', '9月10日（周四）22:41', '9月11日（周五）20:41'],
  ];

  test.each(cases)('%s: first answer by %s, finish by %s', (sla, first, finish) => {
    const limits = limitsFor(rules, sla, sent, calendar, true);

    expect(shown(limits.first.dueAt)).toBe(first);
    expect(shown(limits.finish.dueAt)).toBe(finish);
  });

  test.each(['E0', 'E1'] satisfies SlaCode[])(
    '%s has no date while nobody is on the roster, but says when it is read',
    (sla) => {
      const { first, finish } = limitsFor(rules, sla, sent, calendar, false);

      expect(first).toMatchObject({ dueAt: null, noDue: 'no-roster' });
      expect(shown(first.readAt)).toBe('9月11日（周五）8:30');
      expect(finish).toMatchObject({ dueAt: null, noDue: 'no-roster' });
    },
  );

  test('the other classes need no roster', () => {
    expect(limitsFor(rules, 'N5', sent, calendar, false).first.noDue).toBeNull();
  });

  test('the remedy is owed two working days later', () => {
    expect(shown(remedyDue(rules, sent, calendar).dueAt)).toBe('9月14日（周一）18:00');
  });

  test('a number that no law confirms is marked, and so is its deadline', () => {
    const ordinary = limitsFor(rules, 'N5', sent, calendar, true).finish;
    const petition = limitsFor(rules, 'X', sent, calendar, true).finish;

    expect(ordinary).toMatchObject({ limitConfirmed: false, confirmed: false });
    expect(petition).toMatchObject({ limitConfirmed: true, confirmed: true });
  });
});

test('without a notice for the year an appeal has limits and no date', () => {
  const { first, finish } = limitsFor(rules, 'N5', at('2027-12-31 10:00'), calendar, true);

  expect(first).toMatchObject({ dueAt: null, noDue: 'no-calendar', limit: { n: 1 } });
  expect(finish).toMatchObject({ dueAt: null, noDue: 'no-calendar', limit: { n: 5 } });
});

test('a question is owed an answer on the next working day', () => {
  const { first } = questionLimits(rules, at('2026-10-02 11:00'), calendar);

  expect(shown(first.dueAt)).toBe('10月8日（周四）18:00');
});

describe('a plan', () => {
  const lamps = [
    { dueAt: at('2026-09-25 18:00'), doneAt: at('2026-09-24 16:00') },
    { dueAt: at('2026-10-15 18:00'), doneAt: null },
  ];

  test.each([
    ['before its next day', lamps, '2026-10-10 09:00', true],
    ['when that day is over', lamps, '2026-10-15 18:00', false],
    [
      'with all steps done',
      lamps.map((step) => ({ ...step, doneAt: 1 })),
      '2026-12-01 09:00',
      true,
    ],
    ['without steps', [], '2026-10-10 09:00', false],
  ])('%s', (_, steps, now, kept) => {
    expect(isPlanKept(steps, at(now))).toBe(kept);
  });

  test('is due on the day of its next open step', () => {
    expect(nextPlanDue(lamps)).toBe(at('2026-10-15 18:00'));
    expect(nextPlanDue(lamps.map((step) => ({ ...step, doneAt: 1 })))).toBe(at('2026-10-15 18:00'));
    expect(nextPlanDue([])).toBeNull();
  });
});

describe('the rule book', () => {
  test('knows the class of every item that a handler can choose', () => {
    const named = classesJson.classes.flatMap(({ items }) => items.map((item) => item.sla));

    expect(named).toHaveLength(60);
    expect(named.filter((sla) => !isSlaCode(rules, sla))).toEqual([]);
  });

  test.each([
    [
      'a unit',
      { sla: { ...rulesJson.sla, N5: { ...rulesJson.sla.N5, first: { n: 1, unit: 'moons' } } } },
    ],
    [
      'a limit',
      { sla: { ...rulesJson.sla, N5: { ...rulesJson.sla.N5, first: { n: 0, unit: 'days' } } } },
    ],
    ['a class', { appeals: { ...rulesJson.appeals, defaultSla: 'N7' } }],
    ['a grade', { ratings: { ...rulesJson.ratings, grades: ['so-so'] } }],
  ])('refuses %s that does not exist', (_, wrong) => {
    expect(() => parseRules({ ...rulesJson, ...wrong })).toThrow('rules.json');
  });
});
