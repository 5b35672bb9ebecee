import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/** The words of one kind of round. */
export interface KindWords {
  name: string;
  round: (month: string) => string;
  writer: (place: string, name: string) => string;
  mine: (place: string) => string;
  none: string;
  rules: string[];
  verdicts: Record<string, { met: string; unmet: string }>;
  /** What its fulfilment is called, and how it is counted; '' where nothing is. */
  fulfilment: string;
  fulfilmentHow: string;
}

/** The words of a kind of round; a kind without them is a bug. */
export function kindWords(lang: Lang, code: string): KindWords {
  const all: Record<string, KindWords> = wordsFor(lang).selections.kinds;
  const found = all[code];
  if (!found) throw new Error(`rounds of ${code} have no words`);
  return found;
}
