import type { LocalDate } from '#server/rules/dates.ts';
import { daysLate } from '#server/rules/vote-times.ts';

/** What is to be done: a table of accounts, a vote, a meeting or a decision waits for it. */
export const taskActs = [
  'mend-table',
  'sign-table',
  'publish-table',
  'enter-decided',
  'make-key',
  'count-paper',
  'open-box',
  'enter-count',
  'record-meeting',
  'check-record',
  'publish-decision',
  'report',
  'finish',
  'sign-result',
  'sign-end',
] as const;

export type TaskAct = (typeof taskActs)[number];

/** Something that waits for somebody: what, where, and by when. */
export interface DeskTask {
  act: TaskAct;
  /** The accounts, the vote or the matter by its own name. */
  title: string;
  village: string;
  path: string;
  /** The day by which, a local date; null where none is set. */
  dueOn: LocalDate | null;
}

/** Late ones first, the longest late at the top; what has no day stands last. */
export function inTaskOrder(tasks: DeskTask[]): DeskTask[] {
  const never = '9999-12-31';
  return tasks.toSorted((a, b) => ((a.dueOn ?? never) < (b.dueOn ?? never) ? -1 : 1));
}

/** Whole days that a task is late on a day: on the day after its own it is one. */
export function taskDaysLate({ dueOn }: Pick<DeskTask, 'dueOn'>, today: LocalDate): number {
  return dueOn === null ? 0 : daysLate(dueOn, today);
}
