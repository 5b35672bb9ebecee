import calendarJson from '#content/calendar.json' with { type: 'json' };
import rulesJson from '#content/rules.json' with { type: 'json' };
import { type EpochMs, instantOf } from '#server/rules/dates.ts';
import { parseRules } from '#server/rules/rule-book.ts';
import { parseCalendar } from '#server/rules/work-calendar.ts';

/** The shipped rules and calendar, as the product reads them. */
export const rules = parseRules(rulesJson);
export const calendar = parseCalendar(calendarJson, rules.workingHours);

/** '2026-09-10 20:41' in the village, as an instant. */
export function at(text: string): EpochMs {
  const [date = '', time] = text.split(' ');
  return instantOf(date, time);
}
