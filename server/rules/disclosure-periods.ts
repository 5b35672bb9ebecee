import {
  addDays,
  dayOfDate,
  instantOf,
  isLocalDate,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import type { Frequency } from '#server/rules/disclosure-book.ts';
import { dueAfterNaturalDays } from '#server/rules/due-dates.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';

/**
 * The periods that are published: '2026-10', '2026-Q3', '2026', and the day of an event with '-2'
 * for the second of that day. Their text stands in addresses and never changes.
 */

/** A period taken apart; messages make 10月, 三季度 or 2026年 of it. */
export type PeriodParts =
  | { kind: 'month'; year: number; month: number }
  | { kind: 'quarter'; year: number; quarter: number }
  | { kind: 'year'; year: number }
  | { kind: 'event'; year: number; day: LocalDate; serial: number };

/** Frequencies that fall due by the calendar alone. */
export type Periodic = 'monthly' | 'quarterly' | 'yearly';

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const YEAR = /^\d{4}$/;
const EVENT = /^(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d{1,3}))?$/;
/** As many events of an item as a day has numbers for. */
export const MOST_EVENTS = 9_999;

/** Takes a period's text apart; null when it is none. */
export function parsePeriod(text: string): PeriodParts | null {
  const year = Number(text.slice(0, 4));
  const month = MONTH.exec(text)?.[2];
  if (month) return { kind: 'month', year, month: Number(month) };
  const quarter = QUARTER.exec(text)?.[2];
  if (quarter) return { kind: 'quarter', year, quarter: Number(quarter) };
  if (YEAR.test(text)) return { kind: 'year', year };
  const [, day = '', serial = '1'] = EVENT.exec(text) ?? [];
  return isLocalDate(day) ? { kind: 'event', year, day, serial: Number(serial) } : null;
}

/** Whether an item of that frequency can be published for a period. */
export function isPeriodOf(frequency: Frequency, period: string): boolean {
  const kind = parsePeriod(period)?.kind;
  return kind !== undefined && kind === KINDS[frequency];
}

const KINDS = {
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  event: 'event',
  standing: 'event',
} as const;

/** Whether periods of a frequency follow from the calendar. */
export function isPeriodic(frequency: Frequency): frequency is Periodic {
  return frequency !== 'event' && frequency !== 'standing';
}

/** The period that a day falls in; of an event or a standing list, the day itself. */
export function periodOf(frequency: Frequency, day: LocalDate): string {
  const year = day.slice(0, 4);
  if (frequency === 'monthly') return day.slice(0, 7);
  if (frequency === 'quarterly') return `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return frequency === 'yearly' ? year : day;
}

/** The first day of a period; the day of an event. Throws on what is no period. */
export function periodStart(period: string): LocalDate {
  const parts = partsOf(period);
  if (parts.kind === 'event') return parts.day;
  return firstOf(parts.year, monthBefore(parts) + 1);
}

/** The last day of a period; the day of an event. Throws on what is no period. */
export function periodEnd(period: string): LocalDate {
  const parts = partsOf(period);
  return parts.kind === 'event' ? parts.day : addDays(startAfter(parts), -1);
}

/** The period of a further event on a day: the first number of that day which none of these has. */
export function freeEventPeriod(day: LocalDate, taken: readonly { period: string }[]): string {
  let serial = 1;
  const period = () => (serial === 1 ? day : `${day}-${serial}`);
  while (taken.some((one) => one.period === period())) serial += 1;
  return period();
}

/** The period of the same kind that follows; null after an event, which nothing follows. */
export function nextPeriod(period: string): string | null {
  const parts = partsOf(period);
  return parts.kind === 'event' ? null : periodOf(FREQUENCIES[parts.kind], startAfter(parts));
}

/** The period of the same kind before; null before an event. */
export function lastPeriod(period: string): string | null {
  const parts = partsOf(period);
  if (parts.kind === 'event') return null;
  return periodOf(FREQUENCIES[parts.kind], addDays(periodStart(period), -1));
}

const FREQUENCIES = { month: 'monthly', quarter: 'quarterly', year: 'yearly' } as const;

/** The periods of a frequency that touch the days from one to another, in order. */
export function periodsBetween(frequency: Periodic, from: LocalDate, to: LocalDate): string[] {
  const periods: string[] = [];
  let day = from;
  while (day <= to) {
    const period = periodOf(frequency, day);
    periods.push(period);
    day = addDays(periodEnd(period), 1);
  }
  return periods;
}

/**
 * The last day on which something is published in time: so many natural days after its period or
 * event, rolling on when the last of them is a day off (民法典 201, 203). What is due before an
 * event, or on its day, does not roll; nor does a day of a year whose holidays nobody knows yet.
 */
export function dueOn(cal: WorkCalendar, endsOn: LocalDate, dueDays: number): LocalDate {
  if (dueDays <= 0) return addDays(endsOn, dueDays);
  const { dueAt } = dueAfterNaturalDays(cal, instantOf(endsOn), dueDays);
  return dueAt === null ? addDays(endsOn, dueDays) : localDate(dueAt);
}

/**
 * The last of so many full days that something stays after the day on which it was posted: posted
 * at 23:50 on the 1st, fifteen days run through the 16th (村民委员会组织法 2025, article 35).
 */
export function shownThrough(postedOn: LocalDate, fullDays: number): LocalDate {
  return addDays(postedOn, fullDays);
}

/** How many days late something was published, or is by today while it is not; 0 in time. */
export function lateDays(due: LocalDate, publishedOn: LocalDate | null, today: LocalDate): number {
  return Math.max(0, dayOfDate(publishedOn ?? today) - dayOfDate(due));
}

function partsOf(period: string): PeriodParts {
  const parts = parsePeriod(period);
  if (!parts) throw new Error(`${period} is not a period`);
  return parts;
}

type Span = Exclude<PeriodParts, { kind: 'event' }>;

// How many months of its year lie before a period, and how many it has.
function monthBefore(parts: Span): number {
  if (parts.kind === 'month') return parts.month - 1;
  return parts.kind === 'quarter' ? (parts.quarter - 1) * 3 : 0;
}

const MONTHS = { month: 1, quarter: 3, year: 12 };

function startAfter(parts: Span): LocalDate {
  const month = monthBefore(parts) + MONTHS[parts.kind] + 1;
  return month > 12 ? firstOf(parts.year + 1, month - 12) : firstOf(parts.year, month);
}

function firstOf(year: number, month: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}
