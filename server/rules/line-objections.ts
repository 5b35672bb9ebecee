import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { dueAfterNaturalDays, dueAfterWorkingDays } from '#server/rules/due-dates.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';

/** The limits of what people ask about a line of a disclosure: class D of domain.md §7.1. */

export const OBJECTION_LEVELS = ['village', 'town', 'county'] as const;
/** Who answers now: the village's own body, its town, the county's discipline inspection. */
export type ObjectionLevel = (typeof OBJECTION_LEVELS)[number];

export const OBJECTION_OUTCOMES = ['explained', 'corrected', 'unfounded'] as const;
/** How it was answered: it is in order and this is how, it was put right, there is nothing to it. */
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/** The county's numbers, from content/disclosures.json. */
export interface ObjectionNumbers {
  /** Working days to the first answer. */
  firstWorkDays: number;
  /** Natural days to the finish, in the village, and in town and county. */
  villageDays: number;
  townDays: number;
  /** Natural days after an answer within which its asker may take it one level up. */
  raiseDays: number;
}

/** The level written in a row; an unknown one is a bug. */
export function objectionLevel(text: string): ObjectionLevel {
  const level = OBJECTION_LEVELS.find((one) => one === text);
  if (!level) throw new Error(`${text} is no level of an objection`);
  return level;
}

/** By when the first answer is owed; null while a year lacks its calendar. */
export function firstAnswerDue(
  numbers: ObjectionNumbers,
  cal: WorkCalendar,
  askedAt: EpochMs,
): EpochMs | null {
  return dueAfterWorkingDays(cal, askedAt, numbers.firstWorkDays).dueAt;
}

/**
 * By when a level has to finish: natural days after it got it, and only a last day off rolls on
 * (四川省村务公开条例 第十六、十七条). The days of each level are its own; the total goes on.
 */
export function finishDue(
  numbers: ObjectionNumbers,
  cal: WorkCalendar,
  stage: { level: ObjectionLevel; startedAt: EpochMs },
): EpochMs | null {
  const days = stage.level === 'village' ? numbers.villageDays : numbers.townDays;
  return dueAfterNaturalDays(cal, stage.startedAt, days).dueAt;
}

/** What of an objection decides whether it may go one level up. */
export interface Raisable {
  level: ObjectionLevel;
  /** Null while it is open. */
  outcome: string | null;
  answeredAt: EpochMs | null;
  finishDueAt: EpochMs | null;
}

/** The level above, and why it may go there: the answer is new enough, or it is late. */
export interface Raise {
  to: ObjectionLevel;
  why: 'answered' | 'late';
  /** Until when an answer may still be taken up; null for what is late. */
  until: EpochMs | null;
}

/** Whether its asker may take it one level up at an instant, and why; null when not, or not yet. */
export function raiseOf(
  numbers: ObjectionNumbers,
  { level, outcome, answeredAt, finishDueAt }: Raisable,
  now: EpochMs,
): Raise | null {
  const to = OBJECTION_LEVELS[OBJECTION_LEVELS.indexOf(level) + 1];
  if (to === undefined) return null;
  if (outcome === null) {
    const isLate = finishDueAt !== null && now >= finishDueAt;
    return isLate ? { to, why: 'late', until: null } : null;
  }
  const until = (answeredAt ?? 0) + numbers.raiseDays * DAY_MS;
  return now < until ? { to, why: 'answered', until } : null;
}

/** Somebody in office, by the name that a table has of him. */
export interface NamedHead {
  personId: string;
  name: string;
}

/**
 * Who of a village answers about a line: whoever drafted the table, else the first of its posts. Nobody
 * answers for what he handled himself (经手人): then its director or secretary, else the head of its
 * supervision committee. Null while nobody is left.
 */
export function answererOfLine(
  { heads, seniors, supervision }: Record<'heads' | 'seniors' | 'supervision', NamedHead[]>,
  { draftedById, handler }: { draftedById: string | null; handler: string },
): string | null {
  const first = heads.find(({ personId }) => personId === draftedById) ?? heads[0];
  if (!first) return null;
  const inTurn = [first, ...seniors, ...supervision];
  return inTurn.find(({ name }) => !handler.includes(name))?.personId ?? null;
}
