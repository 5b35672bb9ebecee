import { expect, test } from 'vitest';
import { dutyState } from '#server/rules/disclosure-duties.ts';
import { orderAsks, orderDueOn } from '#server/rules/disclosure-orders.ts';

const owed = { dueOn: '2026-11-10', metAt: null, isNone: false };
const shown = { ...owed, metAt: 1 };
const none = { ...shown, isNone: true };

test.each([
  ['what is owed', owed, 'publish'],
  ['what was said to be empty', none, 'withdraw'],
  ['what is out', shown, 'correct'],
])('an order on %s asks for its own thing', (_, duty, asks) => {
  expect(orderAsks(duty)).toBe(asks);
});

test.each([
  ['what is owed keeps its day', owed, [], '2026-11-10'],
  ['so does what was said to be empty', none, [], '2026-11-10'],
  ['a correction has days of its own', shown, [], '2026-11-26'],
  ['a second order does not move them', shown, ['2026-11-20'], '2026-11-20'],
])('%s', (_, duty, days, dueOn) => {
  const open = days.map((day) => ({ dueOn: day }));

  expect(orderDueOn(duty, { today: '2026-11-16', days: 10, open })).toBe(dueOn);
});

test.each([
  ['2026-11-25', { state: 'correct', days: 1 }],
  ['2026-11-26', { state: 'correct', days: 0 }],
  ['2026-11-28', { state: 'correct-late', days: 2 }],
])('what is out and ordered to be corrected by the 26th stands on %s so', (today, stands) => {
  const dates = { endsOn: '2026-10-31', dueOn: '2026-11-10', metOn: '2026-11-09', isNone: false };

  expect(dutyState({ ...dates, correctBy: '2026-11-26' }, today)).toEqual(stands);
});
