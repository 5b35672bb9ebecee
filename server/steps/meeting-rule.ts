import type { Context } from '#server/kernel/context.ts';
import type { Article } from '#server/rules/articles.ts';
import { fourTwoStep, stepCode } from '#server/rules/four-two-book.ts';
import { least } from '#server/rules/thresholds.ts';
import { asksOf, type PassBase, voteCode, voteType } from '#server/rules/vote-book.ts';
import type { HeldVote } from '#server/rules/vote-packs.ts';
import type { MotionFacts, StepRow } from '#server/steps/records.ts';
import { noticeDaysOf, rulesOf } from '#server/steps/rule.ts';

/** A meeting's name and the numbers that it must fulfil, counted out for its roll. */
export interface MeetingRuleView {
  /** The step, and the meeting that is held, in the reader's language. */
  step: string;
  meeting: string;
  /** How many must come; null where nobody asks. */
  quorum: number | null;
  /** How many of the women on the roll must come, where a province asks. */
  women: number | null;
  /** How many must agree, and of whom; the number is open while it depends on who comes. */
  pass: {
    base: PassBase;
    needed: number | null;
    isStrict: boolean;
    part: number;
    of: number;
  } | null;
  noticeDays: number;
  /** What it asks for besides: how its notice is given, what papers it needs. */
  asks: string[];
  basis: Article[];
  /** Whether law or notice confirms quorum, majority and notice. */
  isConfirmed: boolean;
  /** Where an unconfirmed number comes from. */
  source: string | null;
  pack: string | null;
}

/** The rules of a meeting in whole people of its roll. */
export function meetingRule(
  ctx: Pick<Context, 'book' | 'lang'>,
  motion: Pick<MotionFacts, 'matter'>,
  step: Pick<
    StepRow,
    'step' | 'voteType' | 'isMerged' | 'entitled' | 'womenEntitled' | 'present' | 'state'
  >,
): MeetingRuleView | null {
  const code = stepCode(step.step);
  const meeting = voteCode(step.voteType);
  const rules = rulesOf(ctx, motion as MotionFacts, step);
  const rule = rules.at(-1);
  if (code === null || meeting === null || !rule) return null;
  const { book, lang } = ctx;
  const type = voteType(book.votes, meeting);
  return {
    step: fourTwoStep(book.fourTwo, code)[lang],
    meeting: type[lang],
    ...needsOf(rules, step),
    pass: passOf(rule, step),
    noticeDays: noticeDaysOf(rules),
    asks: [...new Set(rules.flatMap((one) => asksOf(book.votes, one)))].map((asked) => asked[lang]),
    // A levy or a charter rests on its own articles and on those of the meeting that decides it.
    basis: [...new Set([...rule.type.basis, ...type.basis])],
    isConfirmed: rules.every((one) => one.type.confirmed && one.notice.confirmed),
    source: rule.type.source?.[lang] ?? rule.notice.source?.[lang] ?? null,
    pack: book.votes.pack?.[lang] ?? null,
  };
}

type Counted = Pick<StepRow, 'entitled' | 'womenEntitled' | 'present' | 'state'>;

/** How many must come, and how many women of those on the roll, by the strictest of these rules. */
function needsOf(
  rules: HeldVote[],
  { entitled, womenEntitled }: Counted,
): Pick<MeetingRuleView, 'quorum' | 'women'> {
  const most = (numbers: (number | null)[]) => {
    const known = numbers.filter((one) => one !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    quorum: most(rules.map(({ quorum }) => quorum && least(quorum, entitled))),
    women: most(
      rules.map(({ women }) => (women && womenEntitled > 0 ? least(women, womenEntitled) : null)),
    ),
  };
}

/** How many must agree: of all on the roll, or of those who came, once they are counted. */
function passOf(
  { pass }: HeldVote,
  { entitled, present, state }: Counted,
): MeetingRuleView['pass'] {
  const isCounted = state === 'passed' || state === 'failed';
  const outOf = pass?.base === 'all' ? entitled : isCounted ? present : null;
  return pass && { ...pass, needed: outOf === null ? null : least(pass, outOf) };
}

/** What a meeting is called in the reader's language; '' for what is none. */
export function meetingName({ book, lang }: Pick<Context, 'book' | 'lang'>, held: string): string {
  return book.votes.types.find(({ code }) => code === held)?.[lang] ?? '';
}
