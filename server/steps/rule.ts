import type { Context } from '#server/kernel/context.ts';
import { typesOfMeeting } from '#server/rules/four-two.ts';
import {
  fourTwoStep,
  type Matter,
  matterOf,
  type StepNeed,
  stepCode,
} from '#server/rules/four-two-book.ts';
import { type VoteCode, type VoteRule, voteCode } from '#server/rules/vote-book.ts';
import { type HeldVote, heldVote } from '#server/rules/vote-packs.ts';
import { judgeVote, type VoteFacts, type VoteVerdict } from '#server/rules/vote-verdict.ts';
import type { MotionFacts, StepRow } from '#server/steps/records.ts';

/** What of a try says by which rules it is judged. */
type Meeting = Pick<StepRow, 'step' | 'voteType' | 'isMerged'>;

/** What a step asks for: minutes, photo, text sent round before, the supervision committee's look. */
export function needsOf({ book }: Pick<Context, 'book'>, step: string): StepNeed[] {
  const code = stepCode(step);
  return code === null ? [] : fourTwoStep(book.fourTwo, code).needs;
}

/**
 * The rules that a meeting must fulfil: its own, with those of the matter laid over them where it has
 * any; where the committees meet once for two steps (一肩挑), those of both.
 */
export function rulesOf(
  { book }: Pick<Context, 'book'>,
  { matter }: Pick<MotionFacts, 'matter'>,
  { step, voteType, isMerged }: Meeting,
): HeldVote[] {
  const code = stepCode(step);
  const meeting = voteCode(voteType);
  if (code === null || meeting === null) return [];
  const held = (type: VoteCode, by: VoteCode) => heldVote(book.votes, type, by) ?? [];
  if (isMerged) return typesOfMeeting(book.fourTwo, code, true).flatMap((one) => held(one, one));
  const own = code === 's4_resolve' ? ownTypeOf(matterOf(book.fourTwo, matter), meeting) : null;
  return [held(own ?? meeting, meeting)].flat();
}

// As `rightBody` has it: the collective's own meetings count by their own rule, save where the type
// belongs to them alone.
function ownTypeOf(matter: Matter | null, meeting: VoteCode): VoteCode | null {
  const isVillagers = matter?.decidedBy.includes(meeting) ?? false;
  const isTheirsAlone = matter?.decidedBy.length === 0;
  return isVillagers || isTheirsAlone ? (matter?.ownType ?? null) : null;
}

/** Judges a count by every rule that its meeting must fulfil; all of them must be met. */
export function judgeMeeting(rules: VoteRule[], facts: VoteFacts): VoteVerdict {
  const verdicts = rules.map((rule) => judgeVote(rule, facts));
  const reasons = new Map(
    verdicts.flatMap((one) => one.reasons).map((one) => [JSON.stringify(one), one]),
  );
  return {
    hasQuorum: verdicts.length > 0 && verdicts.every(({ hasQuorum }) => hasQuorum),
    isCarried: verdicts.length > 0 && verdicts.every(({ isCarried }) => isCarried),
    reasons: [...reasons.values()],
  };
}

/** The longest notice among rules, in full natural days. */
export function noticeDaysOf(rules: Pick<HeldVote, 'notice'>[]): number {
  return Math.max(0, ...rules.map(({ notice }) => notice.days));
}
