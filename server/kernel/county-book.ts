import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleTable } from '#server/kernel/rule-versions.ts';
import type { AppealClasses } from '#server/rules/appeal-classes.ts';
import { type BodyBook, type BodyFile, bodiesOf } from '#server/rules/body-law.ts';
import type { ContestBook } from '#server/rules/contest-book.ts';
import { type Catalogue, type DisclosureBook, ofProvince } from '#server/rules/disclosure-book.ts';
import type { DrawBook } from '#server/rules/draw-book.ts';
import { type FourTwoBook, parseFourTwo, type RawFourTwo } from '#server/rules/four-two-book.ts';
import type { LessonBook } from '#server/rules/lesson-book.ts';
import type { LetterBook } from '#server/rules/letter-book.ts';
import type { MotionBook } from '#server/rules/motion-book.ts';
import type { PromiseBook } from '#server/rules/promise-book.ts';
import type { RecordingBook } from '#server/rules/recording-book.ts';
import { parseRules, type RuleBook } from '#server/rules/rule-book.ts';
import type { SelectionBook } from '#server/rules/selection-book.ts';
import type { AnswerRule } from '#server/rules/substantive-answer.ts';
import type { SurveyBook } from '#server/rules/survey-book.ts';
import type { VoteBook } from '#server/rules/vote-book.ts';
import { parseVotes, type RawVotes } from '#server/rules/vote-parsing.ts';
import {
  type CalendarJson,
  parseCalendar,
  type WorkCalendar,
} from '#server/rules/work-calendar.ts';

/** The county's numbers and tables, as edited in content/. */
export interface CountyBook {
  rules: RuleBook;
  calendar: WorkCalendar;
  appealClasses: AppealClasses;
  answerRule: AnswerRule & { starts: { code: string; zh: string; en: string }[] };
  promises: PromiseBook;
  draws: DrawBook;
  catalogue: Catalogue;
  disclosures: DisclosureBook;
  letters: LetterBook;
  recordings: RecordingBook;
  lessons: LessonBook;
  selections: SelectionBook;
  motions: MotionBook;
  bodies: BodyBook;
  votes: VoteBook;
  fourTwo: FourTwoBook;
  surveys: SurveyBook;
  contests: ContestBook;
}

/** The tables whose versions are kept: a due date must be explainable years later. */
const TABLES = [
  'rules',
  'calendar',
  'appeal-classes',
  'answer-rule',
  'promises',
  'letters',
  'recordings',
  'draws',
  'disclosure-catalogue',
  'disclosures',
  'lessons',
  'selections',
  'motions',
  'bodies',
  'votes',
  'four-two',
  'surveys',
  'contests',
];

/** Reads the book of a county (six digits) from content/; a missing or broken file throws with its name. */
export function loadCountyBook(root: string, countyCode: string): CountyBook {
  const rules = parseRules(readContent(root, 'rules'));
  return {
    rules,
    calendar: parseCalendar(shippedCalendar(root), rules.workingHours),
    appealClasses: readContent<AppealClasses>(root, 'appeal-classes'),
    answerRule: readContent<CountyBook['answerRule']>(root, 'answer-rule'),
    promises: readContent<PromiseBook>(root, 'promises'),
    draws: readContent<DrawBook>(root, 'draws'),
    catalogue: readContent<Catalogue>(root, 'disclosure-catalogue'),
    disclosures: ofProvince(readContent<DisclosureBook>(root, 'disclosures'), countyCode),
    letters: readContent<LetterBook>(root, 'letters'),
    recordings: readContent<RecordingBook>(root, 'recordings'),
    lessons: readContent<LessonBook>(root, 'lessons'),
    selections: readContent<SelectionBook>(root, 'selections'),
    motions: readContent<MotionBook>(root, 'motions'),
    bodies: bodiesOf(readContent<BodyFile>(root, 'bodies'), countyCode),
    votes: parseVotes(readContent<RawVotes>(root, 'votes'), countyCode),
    fourTwo: parseFourTwo(readContent<RawFourTwo>(root, 'four-two')),
    surveys: readContent<SurveyBook>(root, 'surveys'),
    contests: readContent<ContestBook>(root, 'contests'),
  };
}

/** The calendar as content/ has it; a county may have brought in more since. */
export function shippedCalendar(root: string): CalendarJson {
  return readContent<CalendarJson>(root, 'calendar');
}

/** The county's tables word for word, with the version number each names. */
export function ruleTables(root: string): RuleTable[] {
  return TABLES.map((name) => {
    const body = readContent<{ version: number }>(root, name);
    return { name, version: body.version, body };
  });
}

function readContent<T>(root: string, name: string): T {
  const file = `${name}.json`;
  try {
    return JSON.parse(readFileSync(join(root, 'content', file), 'utf8'));
  } catch (cause) {
    throw new Error(`content/${file} cannot be read. Restore it from the release.`, { cause });
  }
}
