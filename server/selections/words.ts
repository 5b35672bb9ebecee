import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/** What a round is called: 2026年11月的公开信. */
export function roundTitle(lang: Lang, { kind, month }: { kind: string; month: string }): string {
  const words = wordsFor(lang).selections;
  const kinds: Record<string, { round: (month: string) => string }> = words.kinds;
  return kinds[kind]?.round(words.month(month)) ?? month;
}
