import { expect, test } from 'vitest';
import { type DeskTask, inTaskOrder, taskDaysLate } from '#server/rules/desk-tasks.ts';

const task = (dueOn: string | null): DeskTask => ({
  ...{ act: 'sign-table', title: '10月的账', village: '石梯村', path: '/desk/open', dueOn },
});

test.each([
  ['2026-11-15', 1],
  ['2026-11-16', 0],
  ['2026-11-17', 0],
  ['2026-10-16', 31],
  [null, 0],
])('what was to be done by %s is %i days late on 16 November', (dueOn, days) => {
  expect(taskDaysLate({ dueOn }, '2026-11-16')).toBe(days);
});

test('the longest late stands first, and what has no day last', () => {
  const days = [null, '2026-11-20', '2026-10-01', '2027-01-01'];

  const order = inTaskOrder(days.map(task)).map(({ dueOn }) => dueOn);

  expect(order).toEqual(['2026-10-01', '2026-11-20', '2027-01-01', null]);
});
