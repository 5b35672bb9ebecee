import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { PeriodParts } from '#server/rules/disclosure-periods.ts';

/** '2026年10月', '2026年三季度', '2026年', or the day of an event. */
export function periodWords(lang: Lang, parts: PeriodParts): string {
  const words = wordsFor(lang).disclosureDrafts.period;
  if (parts.kind === 'month') return words.month(parts.year, parts.month);
  if (parts.kind === 'quarter') return words.quarter(parts.year, parts.quarter);
  if (parts.kind === 'year') return words.year(parts.year);
  return words.event(parts.day, parts.serial);
}
