import { addDays, dayOfDate, type LocalDate } from '#server/rules/dates.ts';

/** The dates of a resolution that its page is judged by; local dates. */
export interface ResolutionDates {
  passedOn: LocalDate;
  publishedOn: LocalDate;
  dueOn: LocalDate;
  reportDueOn: LocalDate;
  /** When the report at ninety days was given; null before. */
  reportedOn: LocalDate | null;
  /** When the village called it finished; null before. */
  doneOn: LocalDate | null;
  /** When the countersigned result was published; null before. */
  resultOn: LocalDate | null;
}

/** The county's days: between decision and publication, and between finish and result. */
export interface ResolutionDays {
  publishDays: number;
  resultDays: number;
}

/** How late each thing is or was, in days; 0 for in time or not due. */
export interface Lateness {
  published: number;
  finish: number;
  report: number;
  result: number;
}

/**
 * How late a resolution is on a day: published after its days, carried out after its own day, the
 * report at ninety days not given (once the result is published nobody owes it), the result not
 * published within its days after the finish.
 */
export function latenessOf(
  dates: ResolutionDates,
  { publishDays, resultDays }: ResolutionDays,
  today: LocalDate,
): Lateness {
  const { passedOn, publishedOn, dueOn, reportDueOn, reportedOn, doneOn, resultOn } = dates;
  const resultDueOn = doneOn === null ? null : addDays(doneOn, resultDays);
  return {
    published: daysAfter(addDays(passedOn, publishDays), publishedOn),
    finish: daysAfter(dueOn, doneOn ?? today),
    report: daysAfter(reportDueOn, reportedOn ?? resultOn ?? today),
    result: resultDueOn === null ? 0 : daysAfter(resultDueOn, resultOn ?? today),
  };
}

/** The plan of a resolution and what came of it; money in 分, null where none is spent. */
export interface PlanAndOutcome {
  budgetFen: number | null;
  dueOn: LocalDate;
  spentFen: number | null;
  doneOn: LocalDate | null;
  /** Whether what was done is what was decided, as its reporter says. */
  isSame: boolean;
}

/** In what an outcome differs from its plan. */
export type Difference = 'what' | 'money' | 'day';

/**
 * Where the outcome differs from the plan, each of which must be explained: something else was done,
 * more or less money was spent, it was finished later. Being early needs no excuse.
 */
export function differencesOf(of: PlanAndOutcome, today: LocalDate): Difference[] {
  const differs: [Difference, boolean][] = [
    ['what', !of.isSame],
    ['money', (of.spentFen ?? 0) !== (of.budgetFen ?? 0)],
    ['day', (of.doneOn ?? today) > of.dueOn],
  ];
  return differs.filter(([, is]) => is).map(([name]) => name);
}

/** On the way only what is already beyond the plan must be explained: too much money, or its day is over. */
export function excessesOf(of: PlanAndOutcome, today: LocalDate): Difference[] {
  const differs: [Difference, boolean][] = [
    ['what', !of.isSame],
    ['money', (of.spentFen ?? 0) > (of.budgetFen ?? 0)],
    ['day', today > of.dueOn],
  ];
  return differs.filter(([, is]) => is).map(([name]) => name);
}

function daysAfter(due: LocalDate, day: LocalDate): number {
  return Math.max(0, dayOfDate(day) - dayOfDate(due));
}
