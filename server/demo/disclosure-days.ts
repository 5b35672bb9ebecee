import { addDays, type EpochMs, instantOf, type LocalDate } from '#server/rules/dates.ts';
import { periodEnd } from '#server/rules/disclosure-periods.ts';
import { isWorkingDay, type WorkCalendar } from '#server/rules/work-calendar.ts';

/** When the steps of a table are taken: it is drafted days before the joint meeting publishes it. */
export interface StepTimes {
  draftedAt: EpochMs;
  sentAt: EpochMs;
  signedAt: [EpochMs, EpochMs];
  publishedAt: EpochMs;
  metOn: LocalDate;
}

/** A village meets on one of the last days before its accounts are due, on the tenth. */
const MEETS_BY = 9;
const MEETING_DAYS = 3;
const DRAFTING_WORKDAYS = 3;

/** The usual day of a village's joint meeting about a period; `turn` parts the villages. */
export function meetingDay(cal: WorkCalendar, period: string, turn: number): LocalDate {
  const end = periodEnd(period);
  const usual = workdayBack(cal, addDays(end, MEETS_BY - (turn % MEETING_DAYS)));
  // After the long holiday of October there is a day for drafting and one for the meeting.
  const first = workdayOn(cal, addDays(workdayOn(cal, addDays(end, 1)), 1));
  return usual < first ? first : usual;
}

/** The times of a table's steps, up to the meeting of that day. */
export function stepTimes(cal: WorkCalendar, period: string, metOn: LocalDate): StepTimes {
  const after = workdayOn(cal, addDays(periodEnd(period), 1));
  const before = workdaysBack(cal, metOn, DRAFTING_WORKDAYS);
  const draftedOn = before > after || after > metOn ? before : after;
  const signedOn = [draftedOn, workdaysBack(cal, metOn, 1)].sort()[1] ?? metOn;
  return {
    draftedAt: instantOf(draftedOn, '09:10'),
    sentAt: instantOf(draftedOn, '11:20'),
    signedAt: [instantOf(signedOn, '14:20'), instantOf(signedOn, '15:40')],
    publishedAt: instantOf(metOn, '16:30'),
    metOn,
  };
}

/** That day, or the next one on which offices work. */
export function workdayOn(cal: WorkCalendar, day: LocalDate): LocalDate {
  return isWorkingDay(cal, day) === false ? workdayOn(cal, addDays(day, 1)) : day;
}

function workdayBack(cal: WorkCalendar, day: LocalDate): LocalDate {
  return isWorkingDay(cal, day) === false ? workdayBack(cal, addDays(day, -1)) : day;
}

function workdaysBack(cal: WorkCalendar, day: LocalDate, n: number): LocalDate {
  return n === 0 ? day : workdaysBack(cal, workdayBack(cal, addDays(day, -1)), n - 1);
}
