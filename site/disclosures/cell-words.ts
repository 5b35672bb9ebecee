import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, isLocalDate, type Lang } from '#server/rules/dates.ts';
import type { ItemColumn } from '#server/rules/disclosure-book.ts';
import { moneyText, quantityText } from '#server/rules/money.ts';

/** Columns whose cells are figures: they stand to the right, where figures can be compared. */
export function isFigure({ is }: Pick<ItemColumn, 'is'>): boolean {
  return is === 'money' || is === 'quantity' || is === 'count';
}

/** A cell as it is read; '' for an empty one. */
export function cellWords(
  lang: Lang,
  now: EpochMs,
  { is }: Pick<ItemColumn, 'is'>,
  value: string | number | null | undefined,
): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return is === 'day' ? dayWords(lang, now, value) : value;
  if (is === 'money') return moneyText(value);
  return is === 'quantity' ? quantityText(value) : value.toLocaleString('en-US');
}

/** '10月8日' of '2026-10-08'; what is no date (10月份) stays as it was written. */
export function dayWords(lang: Lang, now: EpochMs, day: string): string {
  return isLocalDate(day) ? plainDay(lang, instantOf(day), now) : day;
}
