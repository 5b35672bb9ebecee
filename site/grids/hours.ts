import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/** Office hours as a village wrote them, with the words that every village uses in the reader's language. */
export function hoursWords(lang: Lang, written: string): string {
  const [theirs, ours] = [wordsFor('zh').grids, wordsFor(lang).grids];
  return written.replaceAll(theirs.workdays, ours.workdays).replaceAll(theirs.and, ours.and);
}
