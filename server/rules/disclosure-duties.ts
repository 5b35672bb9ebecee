import { addDays, dayOfDate, type LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem, Frequency } from '#server/rules/disclosure-book.ts';
import {
  dueOn,
  isPeriodic,
  lateDays,
  parsePeriod,
  periodEnd,
  periodOf,
  periodStart,
} from '#server/rules/disclosure-periods.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';

/** What a village owes to publish, and how it stands with it. */

/** From the first day of a period on, an item is published that often. */
export interface FrequencyChange {
  frequency: string;
  from: string;
}

/** Since when a village publishes, and what it chose, oldest change first. */
export interface DutyTerms {
  since: LocalDate;
  choices: Record<string, FrequencyChange[]>;
  today: LocalDate;
  /** How many days before it begins a period is listed. */
  ahead: number;
  /** Only what began on this day or later; null for everything since the first day. */
  from?: LocalDate | null;
}

/** A period of an item that is to be published, by a local date. */
export interface Owed {
  itemCode: string;
  period: string;
  endsOn: LocalDate;
  dueOn: LocalDate;
}

/**
 * How a duty stands; `ahead` runs until the last day of its period, or the day of an event. What was
 * published and is ordered to be corrected has a further day for that.
 */
export type DutyState =
  | 'ahead'
  | 'due'
  | 'late'
  | 'shown'
  | 'shown-late'
  | 'none'
  | 'none-late'
  | 'correct'
  | 'correct-late';

/** When a duty falls due and when it was met: local dates of the clock, which nobody types. */
export interface DutyDates {
  endsOn: LocalDate;
  dueOn: LocalDate;
  metOn: LocalDate | null;
  isNone: boolean;
  /** The day by which what is out has to be corrected; null when nobody ordered it. */
  correctBy?: LocalDate | null;
}

type Terms = Pick<CatalogueItem, 'code' | 'frequency' | 'orElse' | 'dueDays' | 'live'>;

/**
 * What a village owes by the calendar from its first day through today: each period that its first
 * day touches or that began since, and each standing list once, at the start.
 * What the village's pages show at all times is asked of nobody.
 */
export function dutiesOf(cal: WorkCalendar, items: Terms[], terms: DutyTerms): Owed[] {
  const asked = items.filter(({ live }) => live === null);
  return asked.flatMap((item) => periodsOf(item, terms).map((period) => owed(cal, item, period)));
}

/** The duty of an item for one period: the day of an event, or a month, quarter or year. */
export function owed(
  cal: WorkCalendar,
  item: Pick<CatalogueItem, 'code' | 'dueDays'>,
  period: string,
): Owed {
  const endsOn = periodEnd(period);
  return { itemCode: item.code, period, endsOn, dueOn: dueOn(cal, endsOn, item.dueDays) };
}

/** How often a village publishes an item on a day: as the county says, or as it last chose. */
export function frequencyOn(
  item: Pick<CatalogueItem, 'code' | 'frequency' | 'orElse'>,
  choices: DutyTerms['choices'],
  day: LocalDate,
): Frequency {
  const chosen = (choices[item.code] ?? []).findLast(({ from }) => periodStart(from) <= day);
  const isAllowed = chosen !== undefined && chosen.frequency === item.orElse;
  return isAllowed && item.orElse !== null ? item.orElse : item.frequency;
}

/**
 * From which period on another frequency holds when it is chosen today: the first that begins
 * after the period under way of either is over, so that no day is owed twice or never.
 */
export function changesFrom(from: Frequency, to: Frequency, today: LocalDate): string {
  const ends = [from, to]
    .filter(isPeriodic)
    .map((frequency) => periodEnd(periodOf(frequency, today)));
  const last = ends.sort().at(-1) ?? today;
  return periodOf(to, addDays(last, 1));
}

/** How a duty stands today, and by how many days: late, or left until it is due. */
export function dutyState(
  { endsOn, dueOn: due, metOn, isNone, correctBy = null }: DutyDates,
  today: LocalDate,
): { state: DutyState; days: number } {
  const late = lateDays(due, metOn, today);
  if (metOn !== null && correctBy !== null) return toCorrect(correctBy, today);
  if (metOn !== null && isNone) return { state: late > 0 ? 'none-late' : 'none', days: late };
  if (metOn !== null) return { state: late > 0 ? 'shown-late' : 'shown', days: late };
  if (late > 0) return { state: 'late', days: late };
  const isUnderWay = today < endsOn && due > endsOn;
  return { state: isUnderWay ? 'ahead' : 'due', days: dayOfDate(due) - dayOfDate(today) };
}

function toCorrect(by: LocalDate, today: LocalDate): { state: DutyState; days: number } {
  const late = lateDays(by, null, today);
  if (late > 0) return { state: 'correct-late', days: late };
  return { state: 'correct', days: dayOfDate(by) - dayOfDate(today) };
}

/** A period that is still owed, and whose: '' for the village's own. */
export interface StillOwed {
  period: string;
  endsOn: LocalDate;
  ofVillageCode: string;
}

/**
 * What a village owes of its accounts for a time before this period, the oldest of it: accounts go on
 * from one another, and what was left out could not come between them afterwards. What it inherited
 * was another village's, whose accounts stay apart.
 */
export function owedBefore<Duty extends StillOwed>(
  owes: readonly Duty[],
  { endsOn }: { endsOn: LocalDate },
): Duty | null {
  const earlier = owes.filter((one) => one.ofVillageCode === '' && one.endsOn < endsOn);
  return earlier.toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : 1))[0] ?? null;
}

/**
 * Whether a period of its own that a village still owes lies between two others: until it is there,
 * the later one need not go on from the earlier.
 */
export function isOwedBetween(
  owes: readonly StillOwed[],
  { after, before }: { after: LocalDate; before: LocalDate },
): boolean {
  return owes.some((one) => one.ofVillageCode === '' && after < one.endsOn && one.endsOn < before);
}

/** With how much an account began and ended a published period, in 分. */
export interface KnownBalance {
  accountId: string;
  endsOn: LocalDate;
  opening: number;
  closing: number;
}

/**
 * Whether accounts go on over periods in which nothing is said to have happened: what came after
 * them began with what was left before. Nothing is known yet where one that is owed lies there too.
 */
export function goesOnOver(
  empty: readonly { endsOn: LocalDate }[],
  { balances, owes }: { balances: readonly KnownBalance[]; owes: readonly StillOwed[] },
): boolean {
  const accounts = Map.groupBy(balances, ({ accountId }) => accountId);
  return [...accounts.values()].every((own) => {
    const inOrder = own.toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : 1));
    return inOrder.every((before, at) => {
      const next = inOrder[at + 1];
      if (next === undefined || next.opening === before.closing) return true;
      const span = { after: before.endsOn, before: next.endsOn };
      const isOver = empty.some(({ endsOn }) => span.after < endsOn && endsOn < span.before);
      return !isOver || isOwedBetween(owes, span);
    });
  });
}

/**
 * Whether a first table comes too early: what it tells has days to come. A plan, a list on notice
 * before its decision and what one day of the year decides are announced ahead, as the catalogue
 * says; what follows from an event has a day of its own.
 */
export function isTooEarly(
  item: Pick<CatalogueItem, 'announcedAhead'>,
  period: string,
  today: LocalDate,
): boolean {
  const isAbout = !item.announcedAhead && parsePeriod(period)?.kind !== 'event';
  return isAbout && today < periodEnd(period);
}

function periodsOf(
  item: Terms,
  { since, choices, today, ahead, from = null }: DutyTerms,
): string[] {
  const isNew = from === null || since >= from;
  if (item.frequency === 'standing') return isNew && since <= today ? [since] : [];
  const through = addDays(today, ahead);
  const periods: string[] = [];
  let day = isNew ? since : from;
  while (day <= through) {
    const frequency = frequencyOn(item, choices, day);
    const period = isPeriodic(frequency) ? periodOf(frequency, day) : null;
    if (period && (isNew || periodStart(period) >= from)) periods.push(period);
    day = addDays(period ? periodEnd(period) : lastWithout(item, choices, day, through), 1);
  }
  return periods;
}

// While an item is published by event, nothing follows from the calendar until that changes.
function lastWithout(
  item: Terms,
  choices: DutyTerms['choices'],
  day: LocalDate,
  through: LocalDate,
): LocalDate {
  const next = (choices[item.code] ?? [])
    .map(({ from }) => periodStart(from))
    .find((start) => start > day);
  return next === undefined ? through : addDays(next, -1);
}
