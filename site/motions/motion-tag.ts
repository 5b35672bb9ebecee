import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { ShownState } from '#server/rules/motions.ts';

/** How a motion stands, as a tag. */
export function motionTag(lang: Lang, state: ShownState) {
  return { ...looks[state], label: wordsFor(lang).motions.states[state] };
}

const looks = {
  gathering: { kind: 'go' as const, icon: 'pencil' },
  over: { kind: 'plain' as const, icon: 'clock' },
  waiting: { kind: 'wait' as const, icon: 'clock' },
  talking: { kind: 'go' as const, icon: 'message-square-text' },
  ended: { kind: 'wait' as const, icon: 'clock' },
  agreed: { kind: 'go' as const, icon: 'hammer' },
  deciding: { kind: 'go' as const, icon: 'vote' },
  decided: { kind: 'done' as const, icon: 'check' },
  closed: { kind: 'done' as const, icon: 'check' },
};
