import type { CountyBook } from '#server/kernel/county-book.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { ItemColumn } from '#server/rules/disclosure-book.ts';
import { moneyText, plainMoney, plainQuantity, quantityText } from '#server/rules/money.ts';

type Value = string | number | null | undefined;

/** A cell as the desk shows it: 1,234.50, 12.345, the kind in words. */
export function cellWords(
  book: CountyBook,
  lang: Lang,
  { is }: Pick<ItemColumn, 'is'>,
  value: Value,
): string {
  if (value == null) return '';
  if (is === 'kind') return kindWords(book, lang, String(value));
  if (typeof value === 'string') return value;
  if (is === 'money') return moneyText(value);
  return is === 'quantity' ? quantityText(value) : String(value);
}

/** A cell as it stands in a field, to be typed again: 1234.50, and the kind as its code. */
export function cellTyped({ is }: Pick<ItemColumn, 'is'>, value: Value): string {
  if (value == null) return '';
  if (typeof value === 'string') return value;
  if (is === 'money') return plainMoney(value);
  return is === 'quantity' ? plainQuantity(value) : String(value);
}

function kindWords({ disclosures }: CountyBook, lang: Lang, code: string): string {
  const kinds = [...disclosures.kinds.in, ...disclosures.kinds.out];
  return kinds.find((kind) => kind.code === code)?.[lang] ?? code;
}
