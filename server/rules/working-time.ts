import {
  DAY_MS,
  dayNumber,
  type EpochMs,
  MINUTE_MS,
  startOfDayNumber,
} from '#server/rules/dates.ts';
import {
  isKnown,
  nthWorkingDay,
  type WorkCalendar,
  workdaysBefore,
  worksOn,
} from '#server/rules/work-calendar.ts';

/** Working time between instants: minutes while the offices are open, and whole working days. */

/**
 * Working days after one instant's date up to and including another's: 0 on the same date, 1 from
 * Friday to Monday. Null when a year between them is unknown.
 */
export function workingDaysBetween(cal: WorkCalendar, from: EpochMs, to: EpochMs): number | null {
  const first = dayNumber(from) + 1;
  const last = dayNumber(to);
  if (last < first) return 0;
  if (!isKnown(cal, first, last)) return null;
  return workdaysBefore(cal, last + 1) - workdaysBefore(cal, first);
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
  if (!worksOn(cal, day)) return false;
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

// Working minutes from the first day of the calendar to an instant.
function minutesSoFar(cal: WorkCalendar, at: EpochMs): number {
  const day = dayNumber(at);
  const whole = workdaysBefore(cal, day) * cal.minutesPerDay;
  if (!worksOn(cal, day)) return whole;
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
