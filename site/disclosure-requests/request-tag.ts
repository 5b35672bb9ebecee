import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { RequestState } from '#server/rules/disclosure-requests.ts';

/** How a request stands, as a tag. */
export function requestTag(lang: Lang, state: RequestState) {
  const label = wordsFor(lang).disclosureRequests.states[state];
  return { ...looks[state], label };
}

const looks = {
  open: { kind: 'go' as const, icon: 'pencil' },
  reached: { kind: 'done' as const, icon: 'check' },
  over: { kind: 'plain' as const, icon: 'clock' },
};
