import { meets } from '#server/rules/thresholds.ts';
import type { Pass, VoteRule } from '#server/rules/vote-book.ts';
import { gatheringReasons, isMet, judged, type VoteReason } from '#server/rules/vote-verdict.ts';

/** How many ballots name an option; `no` as printed on the ballot. */
export interface OptionCount {
  no: number;
  count: number;
}

/** What was counted where several options stood on the ballot. */
export interface ChoiceFacts {
  entitled: number;
  present: number;
  /** Ballots cast, those that abstain and the spoiled ones among them. */
  ballots: number;
  options: OptionCount[];
  womenEntitled?: number;
  womenPresent?: number;
}

/** The rule of a second round as it was announced before the vote opened, and which round this is. */
export interface Rounds {
  announced: 'none' | 'two-best';
  round: 1 | 2;
}

/**
 * What came of it: one option has the majority that is asked; it has the most votes where no
 * majority is asked; several have equally many; none reaches the majority; too few came; nobody
 * named any; or the counts cannot be true.
 */
export type ChoiceOutcome =
  | 'chosen'
  | 'most-votes'
  | 'tie'
  | 'none-reaches'
  | 'no-quorum'
  | 'nothing-cast'
  | 'counts-wrong';

/** What came of it, which options stand first, and who goes into a second round (edge case 33). */
export interface ChoiceVerdict {
  outcome: ChoiceOutcome;
  first: number[];
  secondRound: number[];
  reasons: VoteReason[];
}

/**
 * Judges several options. A second round exists only where its rule was announced, and only once;
 * it is among the two best, and whoever has as many votes as the second.
 */
export function judgeChoice(
  rule: VoteRule & { secondRound?: Pass | null },
  facts: ChoiceFacts,
  { announced, round }: Rounds,
): ChoiceVerdict {
  const gathering = gatheringReasons(rule, facts);
  const first = firstOf(facts.options);
  const verdict = (outcome: ChoiceOutcome, more: VoteReason[] = []): ChoiceVerdict => {
    const isUndecided = outcome === 'tie' || outcome === 'none-reaches';
    const goesOn = isUndecided && announced === 'two-best' && round === 1;
    const secondRound = goesOn ? twoBest(facts.options) : [];
    return { outcome, first, secondRound, reasons: [...gathering, ...more] };
  };
  if (!choiceAddsUp(facts)) return { ...verdict('counts-wrong'), first: [], reasons: [] };
  if (!gathering.every(isMet)) return verdict('no-quorum');
  if (first.length === 0) return verdict('nothing-cast');
  const pass = round === 2 ? (rule.secondRound ?? rule.pass) : rule.pass;
  if (!pass) return verdict(first.length > 1 ? 'tie' : 'most-votes');
  const majority = judged('majority', pass, mostOf(facts.options), baseOf(pass, facts));
  if (!isMet(majority)) return verdict('none-reaches', [majority]);
  return verdict(first.length > 1 ? 'tie' : 'chosen', [majority]);
}

/** The three grades of 民主评议 (村民委员会组织法 38). */
export type Grade = 'fit' | 'mostly_fit' | 'unfit';

/**
 * The grade of somebody appraised: unfit when as many of those present say so as the rule asks for
 * a majority; else the milder of the two others that more named, the lesser one where both have as many.
 */
export function gradeOf(
  { pass }: Pick<VoteRule, 'pass'>,
  { present, ...counts }: Record<Grade, number> & { present: number },
): Grade {
  const isUnfit = pass !== null && meets(pass, counts.unfit, present);
  if (isUnfit) return 'unfit';
  return counts.fit > counts.mostly_fit ? 'fit' : 'mostly_fit';
}

/** Whether a post ends: unfit twice, one appraisal after the other (村民委员会组织法 38); newest last. */
export function endsPost(grades: Grade[]): boolean {
  return grades.some((grade, i) => grade === 'unfit' && grades[i + 1] === 'unfit');
}

function choiceAddsUp({ entitled, present, ballots, options }: ChoiceFacts): boolean {
  const counts = options.map(({ count }) => count);
  const isCounted = [entitled, present, ballots, ...counts].every(
    (n) => Number.isSafeInteger(n) && n >= 0,
  );
  const isWithin = present <= entitled && ballots <= present;
  return isCounted && isWithin && counts.every((count) => count <= ballots);
}

function firstOf(options: OptionCount[]): number[] {
  const most = mostOf(options);
  if (most === 0) return [];
  return options.filter(({ count }) => count === most).map(({ no }) => no);
}

/** Who goes into a second round: the two best, and whoever has as many votes as the second. */
export function twoBest(options: OptionCount[]): number[] {
  const second = options.toSorted(byCount)[1]?.count ?? 0;
  const isAmong = ({ count }: OptionCount) => count > 0 && count >= second;
  return options.filter(isAmong).map(({ no }) => no);
}

function mostOf(options: OptionCount[]): number {
  return Math.max(0, ...options.map(({ count }) => count));
}

function byCount(a: OptionCount, b: OptionCount): number {
  return b.count - a.count || a.no - b.no;
}

function baseOf({ base }: Pass, { entitled, present, ballots }: ChoiceFacts): number {
  if (base === 'all') return entitled;
  return base === 'present' ? present : ballots;
}
