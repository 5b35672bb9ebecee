import type { EpochMs } from '#server/rules/dates.ts';
import { type EntryVerdict, monthOf } from '#server/rules/selection-rounds.ts';

/** What a governance case must be, each with its own answer (domain 7.7). */
export const caseRules = ['confirmed', 'in-month', 'pictures'] as const;
export type CaseRule = (typeof caseRules)[number];

/** What of a case its rules look at. Nothing that readers do to it is among it. */
export interface CaseFacts {
  /** The person who raised the matter said that it is solved, and everybody may still read it. */
  isConfirmed: boolean;
  writtenAt: EpochMs;
  /** The photo of before and the one of now can both still be seen. */
  hasPictures: boolean;
}

/** Each rule's verdict on a case: its villager confirmed it, it is of the month, it shows the change. */
export function caseVerdicts(
  { isConfirmed, writtenAt, hasPictures }: CaseFacts,
  month: string,
): EntryVerdict[] {
  const isMet: Record<CaseRule, boolean> = {
    confirmed: isConfirmed,
    'in-month': monthOf(writtenAt) === month,
    pictures: hasPictures,
  };
  return caseRules.map((rule) => ({ rule, isMet: isMet[rule] }));
}

/** The clocks of a matter that is over. */
export interface MatterClocks {
  firstDueAt: EpochMs | null;
  firstAnsweredAt: EpochMs | null;
  finishDueAt: EpochMs | null;
  /** When its handler last said that it is done: what its villager takes to look is not his time. */
  proposedAt: EpochMs | null;
  reopened: number;
  /** The steps of the plan that counted; empty where none did. */
  plan: { dueAt: EpochMs; doneAt: EpochMs | null }[];
}

/**
 * How many of a matter's deadlines were kept: the first answer and the end; of a plan that was never
 * sent back each step stands for the end. A clock without a day (a year without calendar) counts not.
 */
export function keptClocks(matter: MatterClocks): { done: number; due: number } {
  const { firstDueAt, firstAnsweredAt, finishDueAt, proposedAt, reopened, plan } = matter;
  const hasPlan = plan.length > 0 && reopened === 0;
  const end = hasPlan ? plan : [{ dueAt: finishDueAt, doneAt: proposedAt }];
  const clocks = [{ dueAt: firstDueAt, doneAt: firstAnsweredAt }, ...end];
  const owed = clocks.filter(({ dueAt }) => dueAt !== null);
  const kept = owed.filter(({ dueAt, doneAt }) => doneAt !== null && doneAt <= (dueAt ?? 0));
  return { done: kept.length, due: owed.length };
}
