import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** What is wrong, by field, with the line and the column in front for a list of all of it. */
export function cellErrors(
  lang: Lang,
  { item, lastNo }: { item: CatalogueItem; lastNo: number },
  errors: Record<string, string>,
): Record<string, string> {
  const { cell } = wordsFor(lang).disclosureDrafts.form;
  const named = Object.entries(errors).map(([field, said]) => {
    const [, line, code] = /^r(\d+)-(.+)$/.exec(field) ?? [];
    const column = item.columns.find((one) => one.code === code);
    if (line === undefined || !column) return [field, said];
    return [field, cell(lastNo + Number(line) + 1, column[lang], said)];
  });
  return Object.fromEntries(named);
}
