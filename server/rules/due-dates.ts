import {
  dateOfDay,
  dayNumber,
  type EpochMs,
  type LocalDate,
  startOfDayNumber,
} from '#server/rules/dates.ts';
import {
  isCalendarOfficial,
  nthWorkingDay,
  type WorkCalendar,
  worksOn,
} from '#server/rules/work-calendar.ts';

/** Deadlines as the law counts them, each with the sheet of days it was counted from. */

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
    day <= lastDay && (day < lastDay || worksOn(cal, day))
      ? { date: dateOfDay(day), counted: true, why: 'natural' }
      : workingSheetDay(cal, day),
  );
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
  const isWork = worksOn(cal, day);
  if (!move) return { date, counted: isWork, why: isWork ? 'workday' : 'weekend' };
  const why = isWork ? 'makeup' : 'holiday';
  return { date, counted: isWork, why, name: move.name, notice: move.notice };
}
