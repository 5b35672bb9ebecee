import { wordsFor } from '#content/messages/words.ts';
import type { GridHead } from '#server/grids/village-grid.ts';
import type { Lang } from '#server/rules/dates.ts';

/** Who answers for a grid and who stands in, in one line. */
export function headWords(lang: Lang, { head, deputies, isShared }: GridHead): string {
  const words = wordsFor(lang).gridDesk.groups;
  if (head === null) return words.noHead;
  const who = isShared ? words.shared(head) : words.head(head);
  const stands =
    deputies.length === 0
      ? words.noDeputy
      : words.deputies(deputies.join(wordsFor(lang).grids.and));
  return `${who}·${stands}`;
}
