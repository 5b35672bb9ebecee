import { wordsFor } from '#content/messages/words.ts';
import type { ContestStage } from '#server/rules/contest-rules.ts';
import type { Lang } from '#server/rules/dates.ts';

/** How a choice stands, as a tag. */
export function stageTag(lang: Lang, stage: ContestStage) {
  return { ...looks[stage], label: wordsFor(lang).contests.stages[stage] };
}

const looks = {
  nominating: { kind: 'go' as const, icon: 'pencil' },
  objections: { kind: 'wait' as const, icon: 'eye' },
  waiting: { kind: 'wait' as const, icon: 'users' },
  judging: { kind: 'wait' as const, icon: 'users' },
  decided: { kind: 'done' as const, icon: 'check' },
  void: { kind: 'plain' as const, icon: 'x' },
};
