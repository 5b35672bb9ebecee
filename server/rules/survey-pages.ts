import { answerFields, type SurveyQuestion } from '#server/rules/survey-rules.ts';

/** The questions of a survey page by page: short ones on one, long ones a few at a time. */
export function pagesOf(questions: SurveyQuestion[], perPage: number): SurveyQuestion[][] {
  const count = Math.max(1, Math.ceil(questions.length / perPage));
  return Array.from({ length: count }, (_, at) =>
    questions.slice(at * perPage, (at + 1) * perPage),
  );
}

/** The page that was typed, from 1 to the last. */
export function pageTyped(typed: string | string[] | undefined, pages: number): number {
  const page = typeof typed === 'string' && /^\d{1,2}$/.test(typed) ? Number(typed) : 1;
  return Math.min(Math.max(page, 1), pages);
}

/** The first page on which one of these fields stands; the last where none does. */
export function pageOfFields(pages: SurveyQuestion[][], fields: string[]): number {
  const at = pages.findIndex((page) =>
    page.flatMap(answerFields).some((field) => fields.includes(field)),
  );
  return at === -1 ? pages.length : at + 1;
}
