import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppealClasses } from '#server/rules/appeal-classes.ts';
import type { RuleBook } from '#server/rules/rule-book.ts';
import { type CalendarJson, parseCalendar, type WorkCalendar } from '#server/rules/working-time.ts';

/** The county's numbers and tables, as edited in content/. */
export interface CountyBook {
  rules: RuleBook;
  calendar: WorkCalendar;
  appealClasses: AppealClasses;
}

/** Reads the county's book from content/; a missing or broken file throws with its name. */
export function loadCountyBook(root: string): CountyBook {
  const rules = readContent<RuleBook>(root, 'rules.json');
  return {
    rules,
    calendar: parseCalendar(readContent<CalendarJson>(root, 'calendar.json'), rules.workingHours),
    appealClasses: readContent<AppealClasses>(root, 'appeal-classes.json'),
  };
}

function readContent<T>(root: string, file: string): T {
  try {
    return JSON.parse(readFileSync(join(root, 'content', file), 'utf8'));
  } catch (cause) {
    throw new Error(`content/${file} cannot be read. Restore it from the release.`, { cause });
  }
}
