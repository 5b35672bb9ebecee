import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppealClasses } from '#server/rules/appeal-classes.ts';
import { parseRules, type RuleBook } from '#server/rules/rule-book.ts';
import type { AnswerRule } from '#server/rules/substantive-answer.ts';
import { type CalendarJson, parseCalendar, type WorkCalendar } from '#server/rules/working-time.ts';

/** The county's numbers and tables, as edited in content/. */
export interface CountyBook {
  rules: RuleBook;
  calendar: WorkCalendar;
  appealClasses: AppealClasses;
  answerRule: AnswerRule & { starts: { code: string; zh: string; en: string }[] };
}

/** Reads the county's book from content/; a missing or broken file throws with its name. */
export function loadCountyBook(root: string): CountyBook {
  const rules = parseRules(readContent(root, 'rules.json'));
  return {
    rules,
    calendar: parseCalendar(readContent<CalendarJson>(root, 'calendar.json'), rules.workingHours),
    appealClasses: readContent<AppealClasses>(root, 'appeal-classes.json'),
    answerRule: readContent<CountyBook['answerRule']>(root, 'answer-rule.json'),
  };
}

function readContent<T>(root: string, file: string): T {
  try {
    return JSON.parse(readFileSync(join(root, 'content', file), 'utf8'));
  } catch (cause) {
    throw new Error(`content/${file} cannot be read. Restore it from the release.`, { cause });
  }
}
