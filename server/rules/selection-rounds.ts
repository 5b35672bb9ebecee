import { addDays, type EpochMs, instantOf, localDate, nextMonth } from '#server/rules/dates.ts';
import { isCounted } from '#server/rules/promise-states.ts';

/** entering: secretaries enter letters · recommending: towns choose among them · published: all is read. */
export type RoundPhase = 'entering' | 'recommending' | 'published';

/** The two ends of a round: nobody enters after the first, no town recommends after the second. */
export interface RoundTimes {
  entriesUntil: EpochMs;
  townsUntil: EpochMs;
}

/** The month of an instant as rounds name it: '2026-11'. */
export function monthOf(at: EpochMs): string {
  return localDate(at).slice(0, 7);
}

/** The name of a month's round: 'letters-202611'. */
export function roundId(month: string): string {
  return `letters-${month.replace('-', '')}`;
}

/** The ends of a month's round: the month's last day 24:00 (domain 7.7), and `townDays` days later. */
export function roundTimes(month: string, { townDays }: { townDays: number }): RoundTimes {
  const entriesUntil = nextMonth(instantOf(`${month}-01`));
  return { entriesUntil, townsUntil: instantOf(addDays(localDate(entriesUntil), townDays)) };
}

/** How far a round is now, and when it goes on by itself; null for never. */
export function roundFace(
  { entriesUntil, townsUntil }: RoundTimes,
  now: EpochMs,
): { phase: RoundPhase; changesAt: EpochMs | null } {
  if (now < entriesUntil) return { phase: 'entering', changesAt: entriesUntil };
  if (now < townsUntil) return { phase: 'recommending', changesAt: townsUntil };
  return { phase: 'published', changesAt: null };
}

/** What a letter must be, each with its own answer (domain 7.7). */
export const letterRules = ['own', 'in-month', 'promises'] as const;
export type LetterRule = (typeof letterRules)[number];

/** One rule and whether the letter meets it. */
export interface EntryVerdict {
  rule: LetterRule;
  isMet: boolean;
}

/** What of a letter its rules look at. Nothing that readers do to a letter is among it. */
export interface LetterFacts {
  authorId: string;
  sentAt: EpochMs;
  lines: { measure: string; dueOn: string | null }[];
}

/**
 * Each rule's verdict on a letter: whoever enters it wrote it, it was sent in the round's month, and
 * it holds at least `leastPromises` lines with a measure and a day.
 */
export function letterVerdicts(
  letter: LetterFacts,
  { month, enteredBy }: { month: string; enteredBy: string },
  { leastPromises }: { leastPromises: number },
): EntryVerdict[] {
  const isMet: Record<LetterRule, boolean> = {
    own: letter.authorId === enteredBy,
    'in-month': monthOf(letter.sentAt) === month,
    promises: letter.lines.filter(isCounted).length >= leastPromises,
  };
  return letterRules.map((rule) => ({ rule, isMet: isMet[rule] }));
}
