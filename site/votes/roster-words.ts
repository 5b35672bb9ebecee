import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { RosterLine } from '#server/votes/roster-views.ts';

/** Why somebody stands as he does: what the roster says, or the words of whoever decided. */
export function reasonWords(lang: Lang, { reason }: Pick<RosterLine, 'reason'>): string {
  const known: Record<string, string | undefined> = wordsFor(lang).votes.roster.reasons;
  return known[reason] ?? reason;
}
