import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { PaperView } from '#server/vouchers/paper-line.ts';

/** How a paper stands: 封着，还没遮. */
export function stateWords(lang: Lang, { state }: Pick<PaperView, 'state'>): string {
  const { states } = wordsFor(lang).vouchers.desk;
  const known: Record<string, string> = states;
  return known[state] ?? state;
}
