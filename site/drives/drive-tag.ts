import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { DriveState } from '#server/rules/drives.ts';

/** How a discussion stands, as a tag. */
export function driveTag(lang: Lang, state: DriveState) {
  return { ...looks[state], label: wordsFor(lang).drives.states[state] };
}

/** The look of a project's state. */
export const projectLooks = {
  planned: 'plain',
  doing: 'go',
  done: 'done',
  dropped: 'plain',
} as const;

const looks = {
  open: { kind: 'go' as const, icon: 'pencil' },
  sorting: { kind: 'wait' as const, icon: 'clock' },
  running: { kind: 'go' as const, icon: 'hammer' },
  closed: { kind: 'done' as const, icon: 'check' },
};
