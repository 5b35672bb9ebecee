import { fold } from '#server/rules/fold.ts';

/**
 * Whether an answer says something of its own. A receipt or a stock phrase (「已收悉,正在办理」) does
 * not stop the first clock: what is left after taking them out must still say who, when or how.
 */
export function isSubstantive(
  answer: string,
  rule: AnswerRule,
  to: 'appeal' | 'question' = 'appeal',
): boolean {
  const stock = rule.stockPhrases.map(bare).sort((a, b) => b.length - a.length);
  let own = bare(answer);
  for (const phrase of stock) own = own.replaceAll(phrase, '');
  const needed = to === 'question' ? rule.ownCharactersToQuestion : rule.ownCharacters;
  return [...own].length >= needed;
}

/** Phrases that say nothing, and how many characters of one's own make an answer. */
export interface AnswerRule {
  stockPhrases: string[];
  ownCharacters: number;
  /** A question under a post may be answered in a word or two. */
  ownCharactersToQuestion: number;
}

const NOT_WORDS = /[^\p{L}\p{N}]/gu;

function bare(text: string): string {
  return fold(text).replace(NOT_WORDS, '');
}
