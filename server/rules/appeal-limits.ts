import { type EpochMs, HOUR_MS, localDate, MINUTE_MS } from '#server/rules/dates.ts';
import { type DueDate, dueAfterNaturalDays, dueAfterWorkingDays } from '#server/rules/due-dates.ts';
import type { Limit, Remedy, RuleBook, SlaCode, Source } from '#server/rules/rule-book.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';
import { nextWorkingStart } from '#server/rules/working-time.ts';

/**
 * The limits of an appeal. The remedy sets them, not the topic: what is broken is mended in days
 * (N3), what must be built needs a dated plan (P60). By topic alone 31 lamps would have been late.
 */

const NO_SOURCE: Source = { zh: '', en: '' };

/** Why there is no due date: a year without its notice, nobody on the roster, or no limit. */
export type NoDueReason = 'no-calendar' | 'no-roster' | 'no-limit';

/** A deadline with the limit it came from; `confirmed` is about calendar and number together. */
export interface Due extends DueDate {
  limit: Limit | null;
  source: Source;
  limitConfirmed: boolean;
  noDue: NoDueReason | null;
  /** With nobody on the roster: when somebody will next be at a desk and read it. */
  readAt: EpochMs | null;
}

/** Both deadlines of an appeal under a class. */
export interface AppealLimits {
  sla: SlaCode;
  first: Due;
  finish: Due;
}

/** A dated step of a plan (P60). */
export interface PlanStep {
  dueAt: EpochMs;
  doneAt: EpochMs | null;
}

/**
 * The class whose limits hold: by the remedy once it is set, else the item's own. An emergency is
 * never slowed down by a repair, and questions, suggestions and objections have no remedy.
 */
export function slaFor(rules: RuleBook, itemSla: SlaCode, remedy: Remedy | null): SlaCode {
  const isReplaced = remedy !== null && rules.sla[itemSla].remedies.includes(remedy);
  if (!isReplaced) return itemSla;
  return remedy === 'repair' ? rules.appeals.repairSla : rules.appeals.buildSla;
}

/**
 * First answer and finish of an appeal sent at `startAt`. Counting never starts again: a class
 * changed later is counted from the same instant. `rosterNames` says whether a loaded duty roster
 * names someone for E0 and E1.
 */
export function limitsFor(
  rules: RuleBook,
  sla: SlaCode,
  startAt: EpochMs,
  cal: WorkCalendar,
  rosterNames: boolean,
): AppealLimits {
  const { first, finish, needsRoster, source, confirmed } = rules.sla[sla];
  const isManned = !needsRoster || rosterNames;
  const due = (limit: Limit | null) =>
    isManned
      ? dueOf(cal, startAt, limit, source, confirmed)
      : unmanned(cal, startAt, limit, source);
  return { sla, first: due(first), finish: due(finish) };
}

/** First answer and finish of a question under a post. */
export function questionLimits(
  rules: RuleBook,
  startAt: EpochMs,
  cal: WorkCalendar,
): { first: Due; finish: Due } {
  const { first, finish, confirmed } = rules.questions;
  return {
    first: dueOf(cal, startAt, first, NO_SOURCE, confirmed),
    finish: dueOf(cal, startAt, finish, NO_SOURCE, confirmed),
  };
}

/** After every day there is: 9999-12-31 in Asia/Shanghai. */
const AFTER_ALL_DAYS: EpochMs = 253_402_185_600_000;

/**
 * Where an open case stands in the order of a desk: by its day, and after all others while its day
 * waits for the notice of the holidays. What is still owed never drops off a desk.
 */
export function deskOrder(dueAt: EpochMs | null): EpochMs {
  return dueAt ?? AFTER_ALL_DAYS;
}

/** By when the remedy must be set: working days after the appeal was sent. */
export function remedyDue(rules: RuleBook, startAt: EpochMs, cal: WorkCalendar): DueDate {
  return dueAfterWorkingDays(cal, startAt, rules.appeals.remedyWorkingDays);
}

/** The deadline that a limit of any unit gives. */
export function dueAfter(cal: WorkCalendar, startAt: EpochMs, limit: Limit): DueDate {
  if (limit.unit === 'working-days') return dueAfterWorkingDays(cal, startAt, limit.n);
  if (limit.unit === 'days') return dueAfterNaturalDays(cal, startAt, limit.n);
  const unitMs = limit.unit === 'hours' ? HOUR_MS : MINUTE_MS;
  return {
    dueAt: startAt + limit.n * unitMs,
    days: [{ date: localDate(startAt), counted: true, why: 'natural' }],
    calendarVersion: cal.version,
    confirmed: true,
  };
}

/** Whether a plan is kept: it has steps, and none that is still open is past its day. */
export function isPlanKept(steps: PlanStep[], now: EpochMs): boolean {
  return steps.length > 0 && steps.every((step) => step.doneAt !== null || now < step.dueAt);
}

/** The day of the next open step; the last step's day when all are done; null without steps. */
export function nextPlanDue(steps: PlanStep[]): EpochMs | null {
  if (steps.length === 0) return null;
  const open = steps.filter((step) => step.doneAt === null).map((step) => step.dueAt);
  return open.length > 0 ? Math.min(...open) : Math.max(...steps.map((step) => step.dueAt));
}

function dueOf(
  cal: WorkCalendar,
  startAt: EpochMs,
  limit: Limit | null,
  source: Source,
  limitConfirmed: boolean,
): Due {
  if (!limit) return { ...withoutDue(cal, source), limitConfirmed, noDue: 'no-limit' };
  const due = dueAfter(cal, startAt, limit);
  return {
    ...due,
    limit,
    source,
    limitConfirmed,
    confirmed: due.confirmed && limitConfirmed,
    noDue: due.dueAt === null ? 'no-calendar' : null,
    readAt: null,
  };
}

function unmanned(cal: WorkCalendar, startAt: EpochMs, limit: Limit | null, source: Source): Due {
  const readAt = nextWorkingStart(cal, startAt);
  return { ...withoutDue(cal, source), limit, noDue: 'no-roster', readAt };
}

function withoutDue(cal: WorkCalendar, source: Source): Omit<Due, 'noDue'> {
  return {
    dueAt: null,
    days: [],
    calendarVersion: cal.version,
    confirmed: false,
    limit: null,
    source,
    limitConfirmed: false,
    readAt: null,
  };
}
