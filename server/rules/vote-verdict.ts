import { least, meets, type Threshold } from '#server/rules/thresholds.ts';
import type { Pass, PassBase, VoteRule } from '#server/rules/vote-book.ts';

/**
 * What was counted at a meeting or in a vote, in whole people or households. Those who abstain are
 * present; who is absent is in `entitled` alone. Spoiled ballots were cast by somebody present.
 */
export interface VoteFacts {
  entitled: number;
  present: number;
  yes: number;
  no: number;
  abstain: number;
  spoiled: number;
  /** Of the electorate and of those present; only where a province asks. */
  womenEntitled?: number;
  womenPresent?: number;
}

/** What a count came to at one threshold, or why it cannot be judged. */
export type VoteReasonCode =
  | 'quorum-met'
  | 'quorum-missed'
  | 'women-met'
  | 'women-missed'
  | 'majority-met'
  | 'majority-missed'
  | 'no-majority-asked'
  | 'counts-wrong';

/** A reason with its numbers: how many were needed, how many there were, and out of how many. */
export interface VoteReason {
  code: VoteReasonCode;
  needed: number;
  had: number;
  of: number;
}

/** Whether it was decided at all, and how; a threshold that was missed stays among the reasons. */
export interface VoteVerdict {
  hasQuorum: boolean;
  isCarried: boolean;
  reasons: VoteReason[];
}

/**
 * Judges a yes-or-no count by its rule (村民委员会组织法 26、30、32; 农村集体经济组织法 27、28, texts of
 * 2025): enough there, women among them where asked, enough for it. Only whole numbers are compared.
 */
export function judgeVote(rule: VoteRule, facts: VoteFacts): VoteVerdict {
  if (!countsAddUp(facts)) return unjudged(castOf(facts), facts.present);
  const gathering = gatheringReasons(rule, facts);
  const hasQuorum = gathering.every(isMet);
  if (!rule.pass) {
    return { hasQuorum, isCarried: false, reasons: [...gathering, noMajority(facts)] };
  }
  const majority = judged('majority', rule.pass, facts.yes, baseOf(rule.pass.base, facts));
  return {
    hasQuorum,
    isCarried: hasQuorum && isMet(majority),
    reasons: [...gathering, majority],
  };
}

/** Whether a count can be true: whole numbers, no more ballots than people, no more people than the roster. */
export function countsAddUp(facts: VoteFacts): boolean {
  const { entitled, present, yes, no, abstain, spoiled, womenEntitled, womenPresent } = facts;
  const women = [womenEntitled ?? 0, womenPresent ?? 0];
  const all = [entitled, present, yes, no, abstain, spoiled, ...women];
  const isCounted = all.every((n) => Number.isSafeInteger(n) && n >= 0);
  const isWithin = present <= entitled && castOf(facts) <= present;
  const womenFit =
    (womenPresent ?? 0) <= Math.min(womenEntitled ?? 0, present) &&
    (womenEntitled ?? 0) <= entitled;
  return isCounted && isWithin && womenFit;
}

/** Enough there, and enough women among them: what must hold before anything is judged. */
export function gatheringReasons(
  { quorum, women }: Pick<VoteRule, 'quorum' | 'women'>,
  facts: Pick<VoteFacts, 'entitled' | 'present' | 'womenEntitled' | 'womenPresent'>,
): VoteReason[] {
  const { entitled, present, womenEntitled, womenPresent } = facts;
  const reasons: VoteReason[] = [];
  if (quorum) reasons.push(judged('quorum', quorum, present, entitled));
  // Where no woman stands on the roll none can be missing; where nobody counted, the share is missed.
  const areAsked = women !== null && womenEntitled !== 0;
  if (areAsked) reasons.push(judged('women', women, womenPresent ?? 0, womenEntitled ?? 0));
  return reasons;
}

/** The number of which a majority is counted. */
export function baseOf(base: PassBase, facts: VoteFacts): number {
  if (base === 'all') return facts.entitled;
  return base === 'present' ? facts.present : castOf(facts);
}

/** Whether a reason speaks for the matter. */
export function isMet({ code }: VoteReason): boolean {
  return code.endsWith('-met');
}

/** One threshold held against a count. */
export function judged(
  what: 'quorum' | 'women' | 'majority',
  threshold: Threshold | Pass,
  had: number,
  of: number,
): VoteReason {
  const code = meets(threshold, had, of) ? (`${what}-met` as const) : (`${what}-missed` as const);
  return { code, needed: least(threshold, of), had, of };
}

function castOf({ yes, no, abstain, spoiled }: VoteFacts): number {
  return yes + no + abstain + spoiled;
}

function unjudged(had: number, of: number): VoteVerdict {
  const reason = { code: 'counts-wrong' as const, needed: of, had, of };
  return { hasQuorum: false, isCarried: false, reasons: [reason] };
}

function noMajority({ yes, present }: VoteFacts): VoteReason {
  return { code: 'no-majority-asked', needed: 0, had: yes, of: present };
}
