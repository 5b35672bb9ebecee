import {
  DAY_MS,
  dateOfDay,
  dayNumber,
  dayOfDate,
  type EpochMs,
  type LocalDate,
  MINUTE_MS,
  startOfDayNumber,
  timeToMs,
  weekdayOfDay,
} from '#server/rules/dates.ts';

/**
 * Working time from the county's calendar. A year without a notice is unknown, never guessed:
 * libraries call 元旦 of such a year a working day. Everything is counted once when the calendar
 * is read, so that a due date or the minutes between two instants cost a few additions.
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

/** Why a day counts or not; 'natural' is a day of a deadline in calendar days. */
export type DayReason = 'start' | 'workday' | 'makeup' | 'weekend' | 'holiday' | 'natural';

/** One line of the clock sheet: a day, whether it counts, and the notice that moved it. */
export interface SheetDay {
  date: LocalDate;
  counted: boolean;
  why: DayReason;
  name?: string;
  notice?: string;
}

/** A deadline with the days it was counted from; dueAt is null while a year lacks its notice. */
export interface DueDate {
  dueAt: EpochMs | null;
  days: SheetDay[];
  calendarVersion: number;
  confirmed: boolean;
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

/**
 * Due at close of business of the n-th working day after the start's date, which is not counted
 * (民法典 201, 203): sent Friday 17:59, Saturday or Sunday, 1 WD is Monday 18:00.
 */
export function dueAfterWorkingDays(cal: WorkCalendar, startAt: EpochMs, n: number): DueDate {
  const startDay = dayNumber(startAt);
  const dueDay = nthWorkingDay(cal, startDay, n);
  return dueDate(cal, startDay, dueDay, (day) => workingSheetDay(cal, day));
}

/** The due instant of `dueAfterWorkingDays` alone, without its sheet. */
export function dueAtAfterWorkingDays(
  cal: WorkCalendar,
  startAt: EpochMs,
  n: number,
): EpochMs | null {
  const dueDay = nthWorkingDay(cal, dayNumber(startAt), n);
  return dueDay === null ? null : startOfDayNumber(dueDay) + cal.dueMs;
}

/**
 * Due n calendar days after the start's date; holidays on the way count, and only a last day
 * off rolls on to the next working day (民法典 203).
 */
export function dueAfterNaturalDays(cal: WorkCalendar, startAt: EpochMs, n: number): DueDate {
  const startDay = dayNumber(startAt);
  const lastDay = startDay + n;
  const dueDay = nthWorkingDay(cal, lastDay - 1, 1);
  return dueDate(cal, startDay, dueDay, (day) =>
    day <= lastDay && (day < lastDay || stateOf(cal, day) === WORK)
      ? { date: dateOfDay(day), counted: true, why: 'natural' }
      : workingSheetDay(cal, day),
  );
}

/**
 * Working days after one instant's date up to and including another's: 0 on the same date, 1 from
 * Friday to Monday. Null when a year between them is unknown.
 */
export function workingDaysBetween(cal: WorkCalendar, from: EpochMs, to: EpochMs): number | null {
  const first = dayNumber(from) + 1;
  const last = dayNumber(to);
  if (last < first) return 0;
  if (!isKnown(cal, first, last)) return null;
  return countBetween(cal.workdaysBefore, first - cal.firstDay, last + 1 - cal.firstDay);
}

/**
 * Working minutes from a to b, read like a wall clock: both instants count by their minute, so
 * 8:30:40 to 8:47:05 are 17. 0 when b is not after a; null when a year between is unknown.
 */
export function workingMinutesBetween(cal: WorkCalendar, a: EpochMs, b: EpochMs): number | null {
  if (b <= a) return 0;
  if (!isKnown(cal, dayNumber(a), dayNumber(b))) return null;
  return minutesSoFar(cal, b) - minutesSoFar(cal, a);
}

/** The earliest instant with that many working minutes behind it since `at`; null when unknown. */
export function addWorkingMinutes(cal: WorkCalendar, at: EpochMs, minutes: number): EpochMs | null {
  const wholeMinute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  if (minutes <= 0) return wholeMinute;
  if (!isKnown(cal, dayNumber(at), dayNumber(at))) return null;
  const target = minutesSoFar(cal, at) + minutes;
  // A whole day's minutes end on that day's evening, not on the next morning.
  const daysBefore = Math.ceil(target / cal.minutesPerDay) - 1;
  const index = cal.workdays[daysBefore];
  const day = index === undefined ? null : cal.firstDay + index;
  if (day === null || !isKnown(cal, dayNumber(at), day)) return null;
  const intoDay = target - daysBefore * cal.minutesPerDay;
  return startOfDayNumber(day) + minuteOfDayAfter(cal, intoDay) * MINUTE_MS;
}

/** Whether an office is open: on a working day between the first opening and the last close. */
export function isWithinWorkingDay(cal: WorkCalendar, at: EpochMs): boolean {
  const day = dayNumber(at);
  if (stateOf(cal, day) !== WORK) return false;
  const minute = (at - startOfDayNumber(day)) / MINUTE_MS;
  return minute >= openingMinute(cal) && minute < closingMinute(cal);
}

/** When the working day that an instant falls in closes; only meaningful within a working day. */
export function workingDayEnd(cal: WorkCalendar, at: EpochMs): EpochMs {
  return startOfDayNumber(dayNumber(at)) + closingMinute(cal) * MINUTE_MS;
}

/** `at` itself while the working day runs, else the next morning's opening; null when unknown. */
export function nextWorkingStart(cal: WorkCalendar, at: EpochMs): EpochMs | null {
  if (isWithinWorkingDay(cal, at)) return at;
  const today = dayNumber(at);
  const minute = (at - startOfDayNumber(today)) / MINUTE_MS;
  const isBeforeOpening = minute < openingMinute(cal);
  const day = nthWorkingDay(cal, isBeforeOpening ? today - 1 : today, 1);
  return day === null ? null : startOfDayNumber(day) + openingMinute(cal) * MINUTE_MS;
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

function isKnown(cal: WorkCalendar, firstDay: number, lastDay: number): boolean {
  const from = firstDay - cal.firstDay;
  const to = lastDay + 1 - cal.firstDay;
  const isInside = from >= 0 && to <= cal.states.length;
  return isInside && countBetween(cal.unknownBefore, from, to) === 0;
}

function countBetween(sums: Uint32Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

// Only the days that are counted must be known: a start on the last day of an unknown year does
// no harm.
function nthWorkingDay(cal: WorkCalendar, startDay: number, n: number): number | null {
  const from = startDay + 1 - cal.firstDay;
  if (from < 0 || from >= cal.states.length) return null;
  const index = cal.workdays[(cal.workdaysBefore[from] ?? 0) + n - 1];
  if (index === undefined) return null;
  const day = cal.firstDay + index;
  return isKnown(cal, startDay + 1, day) ? day : null;
}

function dueDate(
  cal: WorkCalendar,
  startDay: number,
  dueDay: number | null,
  sheetDay: (day: number) => SheetDay,
): DueDate {
  const days: SheetDay[] = [{ date: dateOfDay(startDay), counted: false, why: 'start' }];
  for (let day = startDay + 1; dueDay !== null && day <= dueDay; day += 1) days.push(sheetDay(day));
  const dueAt = dueDay === null ? null : startOfDayNumber(dueDay) + cal.dueMs;
  const isOfficial =
    dueAt !== null && isCalendarOfficial(cal, startOfDayNumber(startDay + 1), dueAt);
  return { dueAt, days, calendarVersion: cal.version, confirmed: isOfficial };
}

function workingSheetDay(cal: WorkCalendar, day: number): SheetDay {
  const date = dateOfDay(day);
  const move = cal.moved.get(date);
  const isWork = stateOf(cal, day) === WORK;
  if (!move) return { date, counted: isWork, why: isWork ? 'workday' : 'weekend' };
  const why = isWork ? 'makeup' : 'holiday';
  return { date, counted: isWork, why, name: move.name, notice: move.notice };
}

// Working minutes from the first day of the calendar to an instant.
function minutesSoFar(cal: WorkCalendar, at: EpochMs): number {
  const day = dayNumber(at);
  const index = day - cal.firstDay;
  const whole = (cal.workdaysBefore[index] ?? 0) * cal.minutesPerDay;
  if (cal.states[index] !== WORK) return whole;
  const minute = Math.floor((at - startOfDayNumber(day)) / MINUTE_MS);
  return cal.spans.reduce(
    (sum, span) => sum + Math.min(Math.max(minute - span.from, 0), span.to - span.from),
    whole,
  );
}

function minuteOfDayAfter(cal: WorkCalendar, minutes: number): number {
  let left = minutes;
  for (const span of cal.spans) {
    if (left <= span.to - span.from) return span.from + left;
    left -= span.to - span.from;
  }
  return closingMinute(cal);
}

function openingMinute(cal: WorkCalendar): number {
  return cal.spans[0]?.from ?? 0;
}

function closingMinute(cal: WorkCalendar): number {
  return cal.spans[cal.spans.length - 1]?.to ?? DAY_MS / MINUTE_MS;
}
