import {
  addDays,
  DAY_MS,
  type EpochMs,
  instantOf,
  type LocalDate,
  localDate,
  nextMonth,
} from '#server/rules/dates.ts';
import { dueAtAfterWorkingDays } from '#server/rules/due-dates.ts';
import { isCounted } from '#server/rules/promise-states.ts';
import { isWorkingDay, type WorkCalendar } from '#server/rules/work-calendar.ts';
import { nextWorkingStart } from '#server/rules/working-time.ts';

/**
 * entering: posts are entered · recommending: towns choose among them · drawing: reviewers are to be
 * drawn · reviewing: they read · objecting: the result is published and may be objected to · final.
 */
export type RoundPhase =
  | 'entering'
  | 'recommending'
  | 'drawing'
  | 'reviewing'
  | 'objecting'
  | 'final';

/** The two ends of a round: nobody enters after the first, no town recommends after the second. */
export interface RoundTimes {
  entriesUntil: EpochMs;
  townsUntil: EpochMs;
}

/** What a round has come to since its towns chose; null for not yet. */
export interface RoundCourse extends RoundTimes {
  reviewUntil: EpochMs | null;
  publishedAt: EpochMs | null;
  finalAt: EpochMs | null;
}

/** The month of an instant as rounds name it: '2026-11'. */
export function monthOf(at: EpochMs): string {
  return localDate(at).slice(0, 7);
}

/** The name of a kind's round of a month: 'letters-202611'. */
export function roundId(kind: string, month: string): string {
  return `${kind}-${month.replace('-', '')}`;
}

/** The ends of a month's round: the month's last day 24:00 (domain 7.7), and `townDays` days later. */
export function roundTimes(month: string, { townDays }: { townDays: number }): RoundTimes {
  const entriesUntil = nextMonth(instantOf(`${month}-01`));
  return { entriesUntil, townsUntil: instantOf(addDays(localDate(entriesUntil), townDays)) };
}

/** How far a round is now, and when it goes on by the clock alone; null for never. */
export function roundFace(
  { entriesUntil, townsUntil, reviewUntil, publishedAt, finalAt }: RoundCourse,
  now: EpochMs,
): { phase: RoundPhase; changesAt: EpochMs | null } {
  if (now < entriesUntil) return { phase: 'entering', changesAt: entriesUntil };
  if (now < townsUntil) return { phase: 'recommending', changesAt: townsUntil };
  if (finalAt !== null) return { phase: 'final', changesAt: null };
  if (publishedAt !== null) return { phase: 'objecting', changesAt: null };
  return { phase: reviewUntil === null ? 'drawing' : 'reviewing', changesAt: null };
}

/**
 * The midnight after the n-th working day from this day, whose own day does not count. In a year
 * without a holiday notice every five working days are counted as a week, so that a round still ends.
 */
export function afterWorkDays(cal: WorkCalendar, from: EpochMs, n: number): EpochMs {
  const dueAt = dueAtAfterWorkingDays(cal, from, n);
  const lastDay =
    dueAt === null ? addDays(localDate(from), Math.ceil((n * 7) / 5)) : localDate(dueAt);
  return instantOf(addDays(lastDay, 1));
}

/** A reminder that was kept from going out this long does not go out any more. */
const REMINDED_WITHIN_MS = 6 * DAY_MS;

/**
 * From when until when reviewers are reminded of sheets they have not sent: from the opening of the
 * day that lies so many working days before their last one, and never after that is over.
 */
export function reminderTimes(
  cal: WorkCalendar,
  reviewUntil: EpochMs,
  workDays: number,
): { from: EpochMs; until: EpochMs } {
  let day = localDate(reviewUntil - 1);
  for (let left = workDays; left > 0; left -= 1) day = workDayBefore(cal, day);
  const from = nextWorkingStart(cal, instantOf(day)) ?? instantOf(day);
  return { from, until: Math.min(reviewUntil, from + REMINDED_WITHIN_MS) };
}

/** The last working day before this one; in a year without a holiday notice the day before. */
function workDayBefore(cal: WorkCalendar, day: LocalDate): LocalDate {
  const before = addDays(day, -1);
  return isWorkingDay(cal, before) === false ? workDayBefore(cal, before) : before;
}

/** What a letter must be, each with its own answer (domain 7.7). */
export const letterRules = ['own', 'in-month', 'promises'] as const;
export type LetterRule = (typeof letterRules)[number];

/** One rule and whether the post meets it; each kind of round has rules of its own. */
export interface EntryVerdict {
  rule: string;
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
