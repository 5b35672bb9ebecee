import { expect, test } from 'vitest';
import disclosures from '#content/disclosures.json' with { type: 'json' };
import { DAY_MS } from '#server/rules/dates.ts';
import { finishDue, firstAnswerDue, raiseOf } from '#server/rules/line-objections.ts';
import { at, calendar } from '#tests/rules/calendar.ts';

const numbers = disclosures.objection;

test.each([
  ['a Monday morning gives Tuesday evening', '2026-11-16 09:00', '2026-11-17 18:00'],
  ['a Friday evening gives Monday', '2026-11-20 17:59', '2026-11-23 18:00'],
  ['a Saturday gives Monday', '2026-11-21 10:00', '2026-11-23 18:00'],
])('the first answer: %s', (_, asked, due) => {
  expect(firstAnswerDue(numbers, calendar, at(asked))).toBe(at(due));
});

test.each([
  ['the village has ten days', 'village', '2026-11-16 09:00', '2026-11-26 18:00'],
  ['a last day off rolls to Monday', 'village', '2026-11-18 09:00', '2026-11-30 18:00'],
  ['the town has twenty', 'town', '2026-11-17 09:00', '2026-12-07 18:00'],
  ['and so has the county', 'county', '2026-11-17 09:00', '2026-12-07 18:00'],
] as const)('the finish: %s', (_, level, startedAt, due) => {
  expect(finishDue(numbers, calendar, { level, startedAt: at(startedAt) })).toBe(at(due));
});

const now = at('2026-12-01 09:00');
const open = { level: 'village', outcome: null, answeredAt: null } as const;
const told = (answeredAt: number) => ({ outcome: 'explained', answeredAt, finishDueAt: null });

test.each([
  ['not while its time runs', { ...open, finishDueAt: now + 1 }, null],
  ['at the very end of its time', { ...open, finishDueAt: now }, 'town'],
  ['not without a date', { ...open, finishDueAt: null }, null],
  ['after an answer', { level: 'village', ...told(now - DAY_MS) } as const, 'town'],
  ['up to the last moment of thirty days', aged(30 * DAY_MS - 1), 'town'],
  ['not later', aged(30 * DAY_MS), null],
  ['from the town to the county', { level: 'town', ...told(now) } as const, 'county'],
  ['and no further', { level: 'county', ...told(now) } as const, null],
])('it goes one level up: %s', (_, objection, to) => {
  expect(raiseOf(numbers, objection, now)?.to ?? null).toBe(to);
});

function aged(ms: number) {
  return { level: 'village', ...told(now - ms) } as const;
}
