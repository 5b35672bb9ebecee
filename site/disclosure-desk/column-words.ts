import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** “姓名”列: how a column of an item is called; its code where the item has none of it any more. */
export function columnWords(lang: Lang, { columns }: CatalogueItem, code: string): string {
  const column = columns.find((one) => one.code === code);
  return wordsFor(lang).disclosureDesk.gate.column(column?.[lang] ?? code);
}
