import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** “姓名”列: how a column of an item is called; its code where the item has none of it any more. */
export function columnWords(lang: Lang, { columns }: CatalogueItem, code: string): string {
  const column = columns.find((one) => one.code === code);
  return wordsFor(lang).disclosureDrafts.gate.column(column?.[lang] ?? code);
}

/** Where something was found: “事项”列, 表前面的话, or a file. */
export function placeWords(
  lang: Lang,
  item: CatalogueItem,
  { place, columnCode }: { place: string; columnCode: string },
): string {
  const { places } = wordsFor(lang).disclosureDrafts.gate;
  return place === 'cell' ? columnWords(lang, item, columnCode) : (places[place] ?? '');
}
