import {
  dateOfDay,
  dayNumber,
  dayOfDate,
  type EpochMs,
  type LocalDate,
  MINUTE_MS,
  timeToMs,
  weekdayOfDay,
} from '#server/rules/dates.ts';

/**
 * The county's calendar, made ready for counting. A year without a notice is unknown, never
 * guessed: libraries call 元旦 of such a year a working day. Everything is counted once when the
 * calendar is read, so that a due date or the minutes between two instants cost a few additions.
 */

/** content/calendar.json: the notices, what is known of each year, and the days they move. */
export interface CalendarJson {
  version: number;
  years: Record<string, { status: string; notice: string }>;
  notices: Record<string, { title: string; number: string; published: string }>;
  days: { date: string; kind: string; name: string; notice: string }[];
}

/**
 * When the offices are open (times 'HH:MM', in order), when a day's work is due, and how many
 * working minutes before that it is nearly due.
 */
export interface WorkingHours {
  spans: { from: string; to: string }[];
  dueTime: string;
  soonMinutes: number;
}

/** A day that a notice moves: a holiday, or a weekend day made up as a workday (补班). */
export interface MovedDay {
  kind: 'holiday' | 'workday';
  name: string;
  notice: string;
}

/** The calendar made ready for counting; arrays run over days from `firstDay`, sums one longer. */
export interface WorkCalendar {
  version: number;
  firstDay: number;
  states: Uint8Array;
  workdaysBefore: Uint32Array;
  unknownBefore: Uint32Array;
  provisionalBefore: Uint32Array;
  workdays: Uint32Array;
  moved: Map<LocalDate, MovedDay>;
  spans: { from: number; to: number }[];
  minutesPerDay: number;
  dueMs: number;
  soonMinutes: number;
}

const UNKNOWN = 0;
const REST = 1;
const WORK = 2;

/** Makes content/calendar.json ready for counting with a county's hours; throws on a bad row. */
export function parseCalendar(json: CalendarJson, hours: WorkingHours): WorkCalendar {
  const years = Object.keys(json.years).map(Number).sort(inOrder);
  const firstDay = dayOfDate(`${years[0]}-01-01`);
  const moved = movedDays(json);
  const states = statesOf(json, years, firstDay, moved);
  const spans = hours.spans.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) }));
  return {
    version: json.version,
    firstDay,
    states,
    workdaysBefore: runningCount(states, (_, state) => state === WORK),
    unknownBefore: runningCount(states, (_, state) => state === UNKNOWN),
    provisionalBefore: runningCount(states, (day) => isProvisional(json, firstDay + day)),
    workdays: Uint32Array.from(indexesOf(states, WORK)),
    moved,
    spans,
    minutesPerDay: spans.reduce((sum, span) => sum + span.to - span.from, 0),
    dueMs: timeToMs(hours.dueTime),
    soonMinutes: hours.soonMinutes,
  };
}

/** Whether people work on a date; 'unknown' for a year whose notice is not loaded. */
export function isWorkingDay(cal: WorkCalendar, date: LocalDate): boolean | 'unknown' {
  const state = stateOf(cal, dayOfDate(date));
  return state === UNKNOWN ? 'unknown' : state === WORK;
}

/** Whether every day from one instant's date to another's rests on an official notice. */
export function isCalendarOfficial(cal: WorkCalendar, from: EpochMs, to: EpochMs): boolean {
  const first = dayNumber(from);
  const last = dayNumber(to);
  if (!isKnown(cal, first, last)) return false;
  return countBetween(cal.provisionalBefore, first - cal.firstDay, last + 1 - cal.firstDay) === 0;
}

/** Whether people work on a day, given by its number; false for a day nobody knows. */
export function worksOn(cal: WorkCalendar, day: number): boolean {
  return stateOf(cal, day) === WORK;
}

/** Whether a notice covers every day from one day number to another. */
export function isKnown(cal: WorkCalendar, firstDay: number, lastDay: number): boolean {
  const from = firstDay - cal.firstDay;
  const to = lastDay + 1 - cal.firstDay;
  const isInside = from >= 0 && to <= cal.states.length;
  return isInside && countBetween(cal.unknownBefore, from, to) === 0;
}

/** How many working days lie before a day number, counted from the calendar's first day. */
export function workdaysBefore(cal: WorkCalendar, day: number): number {
  return cal.workdaysBefore[day - cal.firstDay] ?? 0;
}

/**
 * The number of the n-th working day after a day; null when it is unknown. Only the days that are
 * counted must be known: a start on the last day of an unknown year does no harm.
 */
export function nthWorkingDay(cal: WorkCalendar, startDay: number, n: number): number | null {
  const from = startDay + 1 - cal.firstDay;
  if (from < 0 || from >= cal.states.length) return null;
  const index = cal.workdays[(cal.workdaysBefore[from] ?? 0) + n - 1];
  if (index === undefined) return null;
  const day = cal.firstDay + index;
  return isKnown(cal, startDay + 1, day) ? day : null;
}

function movedDays(json: CalendarJson): Map<LocalDate, MovedDay> {
  const moved = new Map<LocalDate, MovedDay>();
  for (const { date, kind, name, notice } of json.days) {
    const title = json.notices[notice]?.title;
    const isMove = kind === 'holiday' || kind === 'workday';
    if (!isMove || !title) throw new Error(`calendar row ${date} has a wrong kind or notice`);
    if (!json.years[date.slice(0, 4)]) throw new Error(`calendar row ${date} has no year`);
    dayOfDate(date);
    if (moved.has(date)) throw new Error(`calendar row ${date} appears twice`);
    moved.set(date, { kind, name, notice: title });
  }
  return moved;
}

function statesOf(
  json: CalendarJson,
  years: number[],
  firstDay: number,
  moved: Map<LocalDate, MovedDay>,
): Uint8Array {
  const lastDay = dayOfDate(`${years[years.length - 1]}-12-31`);
  const states = new Uint8Array(lastDay - firstDay + 1);
  return states.map((_, index) => {
    const day = firstDay + index;
    const date = dateOfDay(day);
    if (!json.years[date.slice(0, 4)]) return UNKNOWN;
    const move = moved.get(date)?.kind;
    if (move) return move === 'workday' ? WORK : REST;
    return weekdayOfDay(day) > 5 ? REST : WORK;
  });
}

function isProvisional(json: CalendarJson, day: number): boolean {
  return json.years[dateOfDay(day).slice(0, 4)]?.status === 'provisional';
}

function runningCount(
  states: Uint8Array,
  counts: (index: number, state: number) => boolean,
): Uint32Array {
  const sums = new Uint32Array(states.length + 1);
  let sum = 0;
  states.forEach((state, index) => {
    if (counts(index, state)) sum += 1;
    sums[index + 1] = sum;
  });
  return sums;
}

function indexesOf(states: Uint8Array, wanted: number): number[] {
  return [...states.keys()].filter((index) => states[index] === wanted);
}

function inOrder(a: number, b: number): number {
  return a - b;
}

function minuteOf(time: string): number {
  return timeToMs(time) / MINUTE_MS;
}

function stateOf(cal: WorkCalendar, day: number): number {
  return cal.states[day - cal.firstDay] ?? UNKNOWN;
}

function countBetween(sums: Uint32Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}
