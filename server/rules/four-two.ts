import { addDays, type LocalDate } from '#server/rules/dates.ts';
import {
  type FourTwoBook,
  fourTwoStep,
  type StepCode,
  stepCodes,
} from '#server/rules/four-two-book.ts';
import type { VoteCode } from '#server/rules/vote-book.ts';
import { fullDaysAfter } from '#server/rules/vote-times.ts';

/** One try at a step; a failed one stays, and the next has the next number. */
export interface StepTry {
  step: StepCode;
  attempt: number;
  state: 'called' | 'passed' | 'failed' | 'void';
  /** The day of the meeting or of the publication. */
  on: LocalDate;
  /** Of the branch's proposal: the two committees consulted in the same meeting. */
  isMerged: boolean;
  /** Whether the supervision committee looked at what was recorded. */
  isChecked: boolean;
}

/** How a matter stands in the procedure. */
export interface FourTwoFacts {
  /** The branch logged it: s0_intake. */
  isLogged: boolean;
  tries: StepTry[];
  /** One person is secretary and director (一肩挑). */
  isDualHead: boolean;
  /** Whether the matter is one that the branch studies first (村民委员会组织法 28 ¶3). */
  isStudiedFirst: boolean;
  /** The day on which it was carried out; null while it is not. */
  doneOn: LocalDate | null;
}

/** Why a step may not be recorded now. */
export type StepRefusal =
  | 'not-logged'
  | 'step-missing'
  | 'not-checked'
  | 'not-ended'
  | 'passed-already'
  | 'passed-by'
  | 'under-way'
  | 'not-recorded'
  | 'no-dual-head'
  | 'not-mergeable';

/** A refusal, with the step that is missing where one is. */
export interface StepVerdict {
  refusal: StepRefusal | null;
  missing: StepCode | null;
}

/** A step that may be taken now. */
export interface NextStep {
  step: StepCode;
  attempt: number;
  /** An earlier try failed; its record stays. */
  isRepeat: boolean;
  /** The next step may be held in one with it. */
  mayMerge: boolean;
}

const BEFORE: Record<StepCode, StepCode[]> = {
  s0_intake: [],
  s1_propose: ['s0_intake'],
  s2_consult: ['s0_intake', 's1_propose'],
  s3_review: ['s0_intake', 's1_propose', 's2_consult'],
  s4_resolve: ['s0_intake', 's1_propose', 's2_consult', 's3_review'],
  p1_decision: ['s4_resolve'],
  exec: ['s4_resolve', 'p1_decision'],
  p2_result: ['s4_resolve', 'p1_decision', 'exec'],
};

/** Steps that are tried and recorded; taking a matter in and carrying it out are not. */
const TRIED: StepCode[] = stepCodes.filter((code) => code !== 's0_intake' && code !== 'exec');

/** The steps that may be taken now: one, or several where no study is asked for; none while work goes on. */
export function nextSteps(book: Pick<FourTwoBook, 'steps'>, facts: FourTwoFacts): NextStep[] {
  return TRIED.filter((step) => stepVerdict(book, step, facts).refusal === null).map((step) => {
    const { mergesWith } = fourTwoStep(book, step);
    const earlier = facts.tries.filter((one) => one.step === step);
    return {
      step,
      attempt: earlier.length + 1,
      isRepeat: earlier.some(({ state }) => state === 'failed'),
      mayMerge: mergesWith !== null && facts.isDualHead && !isPassed(mergesWith, facts),
    };
  });
}

/**
 * Whether a step may be taken now (edge case 35): nothing is skipped; the first two are merged only
 * where one person is secretary and director; the decision is published only after the supervision
 * committee looked; the result only after the end.
 */
export function stepVerdict(
  book: Pick<FourTwoBook, 'steps'>,
  step: StepCode,
  facts: FourTwoFacts,
  isMerged = false,
): StepVerdict {
  const refuse = (refusal: StepRefusal, missing: StepCode | null = null) => ({ refusal, missing });
  if (!TRIED.includes(step)) return refuse('not-recorded');
  if (isPassed(step, facts)) return refuse('passed-already');
  if (facts.tries.some((one) => one.step === step && one.state === 'called')) {
    return refuse('under-way');
  }
  if (isPassed('s4_resolve', facts) && step.startsWith('s')) return refuse('passed-by');
  const missing = neededBefore(step, facts).find((code) => !isPassed(code, facts));
  if (missing === 's0_intake') return refuse('not-logged', missing);
  if (missing === 'exec') return refuse('not-ended', missing);
  if (missing) return refuse('step-missing', missing);
  if (step === 'p1_decision' && !isResolutionChecked(facts)) return refuse('not-checked');
  if (isMerged) return mergeVerdict(book, step, facts);
  return { refusal: null, missing: null };
}

/** Whether a step is behind: passed itself, or held in one with the step before it. */
export function isPassed(step: StepCode, facts: FourTwoFacts): boolean {
  if (step === 's0_intake') return facts.isLogged;
  if (step === 'exec') return facts.doneOn !== null && isPassed('p1_decision', facts);
  return passedTry(step, facts) !== null;
}

/** The try by which a step passed; of two held in one it is the same; null before. */
export function passedTry(step: StepCode, { tries }: Pick<FourTwoFacts, 'tries'>): StepTry | null {
  const isThis = (one: StepTry) =>
    one.step === step || (step === 's2_consult' && one.step === 's1_propose' && one.isMerged);
  return tries.findLast((one) => one.state === 'passed' && isThis(one)) ?? null;
}

/** The types of vote that a meeting for a step must fulfil: both where two steps are held in one. */
export function typesOfMeeting(
  book: Pick<FourTwoBook, 'steps'>,
  step: StepCode,
  isMerged: boolean,
): VoteCode[] {
  const { voteTypes, mergesWith } = fourTwoStep(book, step);
  if (!isMerged || mergesWith === null) return voteTypes;
  return [...voteTypes, ...fourTwoStep(book, mergesWith).voteTypes];
}

/**
 * The first day on which a step's meeting may be held: after its notice, after the days for opinions
 * on the proposal, and after the gap between two steps where the county sets one.
 */
export function earliestMeeting(
  book: Pick<FourTwoBook, 'steps' | 'minGapDays'>,
  step: StepCode,
  facts: Pick<FourTwoFacts, 'tries'>,
  notice: { on: LocalDate; days: number },
): LocalDate {
  const proposal = passedTry('s1_propose', facts);
  const { opinionDays } = fourTwoStep(book, 's1_propose');
  const last = latest(facts.tries.filter(({ state }) => state === 'passed').map(({ on }) => on));
  const days = [fullDaysAfter(notice.on, notice.days)];
  const isAfterProposal = proposal !== null && step !== 's1_propose';
  if (isAfterProposal) days.push(fullDaysAfter(proposal.on, opinionDays));
  if (last) days.push(addDays(last, book.minGapDays));
  return latest(days) ?? notice.on;
}

/** What must be behind before a step: all of it, or without the study where the law asks for none. */
function neededBefore(step: StepCode, { isStudiedFirst }: FourTwoFacts): StepCode[] {
  const isUnstudied = step === 's4_resolve' && !isStudiedFirst;
  return isUnstudied ? ['s0_intake'] : BEFORE[step];
}

function isResolutionChecked(facts: FourTwoFacts): boolean {
  return passedTry('s4_resolve', facts)?.isChecked ?? false;
}

function mergeVerdict(
  book: Pick<FourTwoBook, 'steps'>,
  step: StepCode,
  { isDualHead }: FourTwoFacts,
): StepVerdict {
  const isMergeable = fourTwoStep(book, step).mergesWith !== null;
  if (!isMergeable) return { refusal: 'not-mergeable', missing: null };
  return { refusal: isDualHead ? null : 'no-dual-head', missing: null };
}

function latest(days: LocalDate[]): LocalDate | null {
  return days.toSorted().at(-1) ?? null;
}
