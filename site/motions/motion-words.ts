import { wordsFor } from '#content/messages/words.ts';
import type { MotionRow } from '#server/motions/list.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { daysBetween, type EpochMs, instantOf, type Lang } from '#server/rules/dates.ts';

/** Whole days that something is late: on the day after it was due it is one. */
export function daysLate(dueAt: EpochMs, at: EpochMs): number {
  return Math.max(0, daysBetween(dueAt, at));
}

/** What one row of the hall says beside its title: names, the branch's day, the last day of the talk. */
export function rowParts(lang: Lang, row: MotionRow, now: EpochMs): string[] {
  const { motions } = wordsFor(lang);
  const { list, raisedBy } = motions;
  const by: Record<string, string> = raisedBy;
  const said = [by[row.raisedBy] ?? ''];
  if (row.state === 'gathering') said.push(list.signed(row.signed, row.needed));
  if (row.state === 'waiting' && row.logDueAt !== null) {
    const late = daysLate(row.logDueAt, now);
    said.push(late > 0 ? list.logLate(late) : list.logBy(plainDay(lang, row.logDueAt, now)));
  }
  if (row.state === 'talking' && row.talkThrough !== null) {
    said.push(list.until(plainDay(lang, instantOf(row.talkThrough), now)));
  }
  return said;
}
