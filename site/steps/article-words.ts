import { wordsFor } from '#content/messages/words.ts';
import type { Article } from '#server/rules/articles.ts';
import type { Lang } from '#server/rules/dates.ts';

/** 《村民委员会组织法》第二十八条第四款 as one reads it, the law's text by its date. */
export function articleWords(lang: Lang, basis: Article[]): string {
  const words = wordsFor(lang).steps.basis;
  return basis
    .map(({ law, article, paragraph, item }) => words.article(law[lang], article, paragraph, item))
    .join(words.between);
}
