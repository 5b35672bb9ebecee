import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { TagKind } from '#site/ui/marks.ts';

/** How a resolution stands, as a tag; late is said beside it in words too. */
export function stateTag(
  lang: Lang,
  state: string,
  isLate: boolean,
): { kind: TagKind; label: string; icon: string } {
  const states: Record<string, string> = wordsFor(lang).resolutions.states;
  const label = states[state] ?? '';
  if (state === 'done') return { kind: 'done', label, icon: 'circle-check' };
  if (state === 'dropped') return { kind: 'plain', label, icon: 'circle-dot' };
  if (isLate) return { kind: 'late', label, icon: 'circle-alert' };
  return { kind: 'go', label, icon: 'hammer' };
}
