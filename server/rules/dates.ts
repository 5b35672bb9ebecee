/**
 * Dates in China. Instants are EpochMs in UTC; a date is the wall date in Asia/Shanghai. The
 * arithmetic is done on whole numbers and never asks the process for its time zone: China has
 * kept UTC+8 without summer time since 1991.
 */

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

/** The languages of the interface. */
export type Lang = 'zh' | 'en';

/** A date in Asia/Shanghai, 'YYYY-MM-DD'. */
export type LocalDate = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
const DATE_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME_SHAPE = /^(\d{2}):(\d{2})$/;

/** What a clock on a wall in the village shows; `weekday` runs from 1 (Monday) to 7 (Sunday). */
export interface LocalParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
  date: LocalDate;
}

/** The number of the local day an instant falls in; 0 is 1970-01-01. */
export function dayNumber(at: EpochMs): number {
  return Math.floor((at + SHANGHAI_OFFSET_MS) / DAY_MS);
}

/** The number of a local date; throws on anything that is not a real 'YYYY-MM-DD'. */
export function dayOfDate(date: LocalDate): number {
  const parts = DATE_SHAPE.exec(date);
  const day = parts ? dayOfCivil(Number(parts[1]), Number(parts[2]), Number(parts[3])) : Number.NaN;
  if (!parts || dateOfDay(day) !== date) throw new Error(`${date} is not a date`);
  return day;
}

/** The local date of a day number. */
export function dateOfDay(day: number): LocalDate {
  return civilOfDay(day).date;
}

/** Whether a text is a real date written 'YYYY-MM-DD'. */
export function isLocalDate(text: string): boolean {
  const parts = DATE_SHAPE.exec(text);
  if (!parts) return false;
  const day = dayOfCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return dateOfDay(day) === text;
}

/** The local date of an instant. */
export function localDate(at: EpochMs): LocalDate {
  return dateOfDay(dayNumber(at));
}

/** Year, month, day, hour, minute and weekday of an instant in Asia/Shanghai. */
export function localParts(at: EpochMs): LocalParts {
  const dayNo = dayNumber(at);
  const { year, month, day, date } = civilOfDay(dayNo);
  const minutes = Math.floor((at - startOfDayNumber(dayNo)) / MINUTE_MS);
  const hour = Math.floor(minutes / 60);
  return { year, month, day, hour, minute: minutes % 60, weekday: weekdayOfDay(dayNo), date };
}

/** The instant of a local date and a time 'HH:MM' ('24:00' is the end of the day). */
export function instantOf(date: LocalDate, time = '00:00'): EpochMs {
  return startOfDayNumber(dayOfDate(date)) + timeToMs(time);
}

/** A time of day 'HH:MM' in ms since midnight; throws on anything else. */
export function timeToMs(time: string): number {
  const parts = TIME_SHAPE.exec(time);
  const ms = parts ? Number(parts[1]) * HOUR_MS + Number(parts[2]) * MINUTE_MS : Number.NaN;
  const isTime = parts !== null && Number(parts[2]) < 60 && ms <= DAY_MS;
  if (!isTime) throw new Error(`${time} is not a time of day`);
  return ms;
}

/** The date n days later (earlier when n is negative). */
export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfDay(dayOfDate(date) + n);
}

/** 1 (Monday) to 7 (Sunday). */
export function weekday(date: LocalDate): number {
  return weekdayOfDay(dayOfDate(date));
}

/** 1 (Monday) to 7 (Sunday) of a day number; 1970-01-01 was a Thursday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** How many dates lie between two instants: 0 on the same date, 36 from 9月10日 to 10月16日. */
export function daysBetween(from: EpochMs, to: EpochMs): number {
  return dayNumber(to) - dayNumber(from);
}

/** Which day of a matter it is, the first day being 1 (总共第 4 天). */
export function dayCount(from: EpochMs, now: EpochMs): number {
  return daysBetween(from, now) + 1;
}

/** The midnight at which an instant's local day began. */
export function startOfDay(at: EpochMs): EpochMs {
  return startOfDayNumber(dayNumber(at));
}

/** The midnight at which a day number begins. */
export function startOfDayNumber(day: number): EpochMs {
  return day * DAY_MS - SHANGHAI_OFFSET_MS;
}

/** The next local midnight: when 今天 becomes 昨天. */
export function nextMidnight(at: EpochMs): EpochMs {
  return startOfDayNumber(dayNumber(at) + 1);
}

/** The midnight at which an instant's local month began. */
export function startOfMonth(at: EpochMs): EpochMs {
  const { year, month } = civilOfDay(dayNumber(at));
  return startOfDayNumber(dayOfCivil(year, month, 1));
}

/** The midnight at which the next local month begins. */
export function nextMonth(at: EpochMs): EpochMs {
  const { year, month } = civilOfDay(dayNumber(at));
  return startOfDayNumber(dayOfCivil(month === 12 ? year + 1 : year, (month % 12) + 1, 1));
}

/** The midnight at which an instant's quarter (本季度) began. */
export function startOfQuarter(at: EpochMs): EpochMs {
  const { year, month } = civilOfDay(dayNumber(at));
  return startOfDayNumber(dayOfCivil(year, month - ((month - 1) % 3), 1));
}

/** The midnight at which an instant's local year began. */
export function startOfYear(at: EpochMs): EpochMs {
  return startOfDayNumber(dayOfCivil(civilOfDay(dayNumber(at)).year, 1, 1));
}

/** The midnight at which the next local year begins. */
export function nextYear(at: EpochMs): EpochMs {
  return startOfDayNumber(dayOfCivil(civilOfDay(dayNumber(at)).year + 1, 1, 1));
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

// Day numbers from and to the Gregorian calendar, counting years from March so that the leap day
// comes last (Howard Hinnant, "chrono-compatible low-level date algorithms").
function dayOfCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leaps + dayOfYear - 719_468;
}

interface CivilDay {
  year: number;
  month: number;
  day: number;
  date: LocalDate;
}

/** A page prints the same few days again and again. */
const civilDays = new Map<number, CivilDay>();
const MOST_DAYS = 4_000;

function civilOfDay(day: number): CivilDay {
  const known = civilDays.get(day);
  if (known) return known;
  if (civilDays.size >= MOST_DAYS) civilDays.clear();
  const civil = reckonDay(day);
  civilDays.set(day, civil);
  return civil;
}

function reckonDay(day: number): CivilDay {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const yearStart = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearStart;
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const date = `${String(year).padStart(4, '0')}-${pad(month)}-${pad(dayOfMonth)}`;
  return { year, month, day: dayOfMonth, date };
}
