import { dayTime, plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, type Lang, type LocalDate } from '#server/rules/dates.ts';

/** When a meeting is held: a local day and a local time 'HH:MM', null where only the day was said. */
export interface MeetingHour {
  meetOn: LocalDate;
  meetTime: string | null;
}

/** The instant at which a meeting begins; where only its day was said, that day does. */
export function meetsAt({ meetOn, meetTime }: MeetingHour): EpochMs {
  return instantOf(meetOn, meetTime ?? '00:00');
}

/** '11月26日（周四）14:30', 'Thu 26 Nov, 14:30'; '11月26日' where only the day was said. */
export function meetingWhen(lang: Lang, hour: MeetingHour, now: EpochMs): string {
  const at = meetsAt(hour);
  return hour.meetTime === null ? plainDay(lang, at, now) : dayTime(lang, at, now);
}
