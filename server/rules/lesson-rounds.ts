import type { EpochMs } from '#server/rules/dates.ts';
import { type EntryVerdict, monthOf } from '#server/rules/selection-rounds.ts';

/** What a lesson must be to be entered in a round of the month, each with its own answer. */
export const lessonRules = ['village', 'in-month', 'public'] as const;
export type LessonRule = (typeof lessonRules)[number];

/** What of a lesson its rules look at. Nothing that readers do to it is among it. */
export interface LessonFacts {
  /** The town or county that made it; null for the village's own. */
  placeCode: string | null;
  audience: string;
  sentAt: EpochMs;
}

/**
 * Each rule's verdict on a lesson: the village itself gave it, in the round's month, and everybody
 * may see it, since everybody may object.
 */
export function lessonVerdicts(lesson: LessonFacts, month: string): EntryVerdict[] {
  const isMet: Record<LessonRule, boolean> = {
    village: lesson.placeCode === null,
    'in-month': monthOf(lesson.sentAt) === month,
    public: lesson.audience === 'public',
  };
  return lessonRules.map((rule) => ({ rule, isMet: isMet[rule] }));
}
