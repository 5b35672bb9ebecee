import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { ObjectionLine } from '#server/selections/objection-views.ts';
import { kindWords } from '#site/selections/kind-words.ts';

/** What an objection is about: a line of the rubric, what was kept, or the whole entry. */
export function lineWords(lang: Lang, kind: string, { code, name }: ObjectionLine): string {
  if (code === '') return wordsFor(lang).objections.whole;
  return name ? name[lang] : kindWords(lang, kind).fulfilment;
}
