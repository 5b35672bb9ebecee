import type { Context } from '#server/kernel/context.ts';
import type { StepCode } from '#server/rules/four-two-book.ts';

/** The county's days about a resolution, all full natural days. */
export interface DaysOfResolution {
  /** From the meeting to the publication of what it decided. */
  publishDays: number;
  /** How long a publication is shown at least (村民委员会组织法 第三十五条). */
  shownDays: number;
  /** From the meeting to the report on how far it is. */
  reportDays: number;
  /** From the finish to the publication of the result. */
  resultDays: number;
}

/** The days as content/four-two.json has them. */
export function resolutionDays({ book }: Pick<Context, 'book'>): DaysOfResolution {
  const step = (code: StepCode) => book.fourTwo.steps.find((one) => one.code === code);
  const [decision, result] = [step('p1_decision'), step('p2_result')];
  if (!decision || !result) throw new Error('four-two.json names both publications');
  return {
    publishDays: decision.dueDays ?? 0,
    shownDays: Math.max(decision.shownDays ?? 0, LEAST_SHOWN_DAYS),
    reportDays: book.fourTwo.reportDays,
    resultDays: result.dueDays ?? 0,
  };
}

/** Fifteen days by national law, whatever a county wrote down. */
const LEAST_SHOWN_DAYS = 15;
