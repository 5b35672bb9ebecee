import { z } from 'zod';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { blacken, blackenedForm } from '#server/posts/wording.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import type { QuizQuestion } from '#server/rules/lesson-text.ts';

const code = (refusal: RefusalCode): string => refusal;
const text = z.string().trim().default('');
const column = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((cells) => [cells].flat().map((cell) => cell.trim()));

/** The columns of the questions: options are A, B and C, `right` names one of them. */
export const QUIZ_COLUMNS = ['question', 'optionA', 'optionB', 'optionC', 'right', 'why'] as const;

const fields = z.object({
  title: words,
  body: words,
  series: words,
  number: z.coerce
    .number({ error: code('countWrong') })
    .int(code('countWrong'))
    .min(1, code('countWrong'))
    .max(9999, code('countWrong')),
  featured: text,
  consentOn: text,
  consentHow: z.enum(['', 'paper', 'spoken']).default(''),
  videoUrl: text,
  videoMegabytes: text.refine((typed) => /^\d{0,4}$/.test(typed), code('countWrong')),
  transcript: text,
  /** Recording and film that are here already. */
  recordingId: text,
  filmId: text,
  voiceCaption: text,
  /** What is spoken is read from the words above. */
  reads: text.transform((typed) => typed === 'yes'),
  question: column,
  optionA: column,
  optionB: column,
  optionC: column,
  right: column,
  why: column,
  photoIds: column,
  slideWords: column,
  audience: z.enum(['public', 'village']).default('public'),
  key,
});

/** A lesson as it is sent. Who is shown agreed to it, and what is spoken can be read. */
export const lessonForm = fields.superRefine((form, check) => {
  const fail = (path: string, message: RefusalCode) =>
    check.addIssue({ code: 'custom', path: [path], message });
  const { featured, consentOn, consentHow, videoUrl } = form;
  if (featured !== '' && !isLocalDate(consentOn)) fail('consentOn', 'consentNeeded');
  if (featured !== '' && consentHow === '') fail('consentHow', 'consentNeeded');
  if (videoUrl !== '' && !isWebAddress(videoUrl)) fail('videoUrl', 'addressWrong');
  if (isSpoken(form) && !isWritten(form)) fail('transcript', 'spokenNeedsWords');
  // A voice and a face are somebody's, and he agreed to it.
  if (isSpoken(form) && featured === '') fail('featured', 'whoSpeaks');
  for (const name of brokenQuestions(form)) fail(name, 'quizWrong');
});
export type LessonForm = z.infer<typeof lessonForm>;

const { question, optionA, optionB, optionC, right, why } = fields.shape;

/** The questions of a lesson that stands already, as they are to be from now on; none at all is fine. */
export const quizForm = z
  .object({ question, optionA, optionB, optionC, right, why, key })
  .superRefine((form, check) => {
    for (const name of brokenQuestions(form)) {
      check.addIssue({ code: 'custom', path: [name], message: code('quizWrong') });
    }
  });
export type QuizForm = z.infer<typeof quizForm>;

/** The fields of questions that were begun and are not whole. */
function brokenQuestions(form: QuizCells): string[] {
  return quizRows(form).flatMap((row, at) =>
    isTouched(row) && questionOf(row) === null ? [`question${at + 1}`] : [],
  );
}

/** Questions as the columns of a form, to be changed there. */
export function quizColumns(quiz: QuizQuestion[]): Record<(typeof QUIZ_COLUMNS)[number], string[]> {
  const option = (at: number) => quiz.map(({ options }) => options[at] ?? '');
  return {
    question: quiz.map((one) => one.question),
    ...{ optionA: option(0), optionB: option(1), optionC: option(2) },
    right: quiz.map((one) => ['A', 'B', 'C'][one.right] ?? ''),
    why: quiz.map((one) => one.why),
  };
}

type QuizCells = Pick<LessonForm, (typeof QUIZ_COLUMNS)[number]>;

/** The questions that were filled in, in their order. */
export function quizOf(form: QuizCells): QuizQuestion[] {
  return quizRows(form).flatMap((row) => questionOf(row) ?? []);
}

/** The same with personal numbers covered, as they are kept. */
export function blackenedQuiz(form: QuizCells): QuizQuestion[] {
  return quizOf(form).map(({ question, options, right, why }) => ({
    question: blacken(question),
    options: options.map((option) => blacken(option)),
    right,
    why: blacken(why),
  }));
}

/** The form with personal numbers blackened, and the question whether that may be sent; or null. */
export function blackenedLesson(values: FormState['values']): FormState | null {
  const form = blackenedForm(values, [
    ...['title', 'body', 'series', 'featured', 'transcript', 'voiceCaption'],
  ]);
  const masked = { ...values, ...form?.values };
  const errors: FormState['errors'] = { ...form?.errors };
  for (const name of [...QUIZ_COLUMNS, 'slideWords']) {
    const cells = [values[name] ?? []].flat();
    const covered = cells.map((cell) => blacken(cell));
    if (covered.length > 0) masked[name] = covered;
    const field = name === 'slideWords' ? 'slide' : 'question';
    for (const [at, cell] of covered.entries()) {
      if (cell !== cells[at]) errors[`${field}${at + 1}`] = 'personalMasked';
    }
  }
  return Object.keys(errors).length > 0 ? { values: masked, errors } : null;
}

type Spoken = Pick<
  z.infer<typeof fields>,
  'recordingId' | 'filmId' | 'videoUrl' | 'reads' | 'transcript'
>;
type QuizRow = Record<(typeof QUIZ_COLUMNS)[number], string>;

function quizRows(form: QuizCells): QuizRow[] {
  const rows = Math.max(...QUIZ_COLUMNS.map((name) => form[name].length));
  return Array.from({ length: rows }, (_, at) => ({
    question: form.question[at] ?? '',
    optionA: form.optionA[at] ?? '',
    optionB: form.optionB[at] ?? '',
    optionC: form.optionC[at] ?? '',
    right: form.right[at] ?? '',
    why: form.why[at] ?? '',
  }));
}

function isTouched({ right: _, ...words }: QuizRow): boolean {
  return Object.values(words).some((cell) => cell !== '');
}

/** Two options or three, A and B first; the right one is among them, and somebody says why. */
function questionOf(row: QuizRow): QuizQuestion | null {
  const { question, optionA, optionB, optionC, why } = row;
  const options = [optionA, optionB, ...(optionC === '' ? [] : [optionC])];
  const right = ['A', 'B', 'C'].indexOf(row.right);
  const isWhole = question !== '' && why !== '' && options.every((option) => option !== '');
  return isWhole && right >= 0 && right < options.length ? { question, options, right, why } : null;
}

function isSpoken({ recordingId, filmId, videoUrl }: Spoken): boolean {
  return [recordingId, filmId, videoUrl].some((one) => one !== '');
}

function isWritten({ reads, transcript }: Spoken): boolean {
  return reads || transcript !== '';
}

function isWebAddress(typed: string): boolean {
  return typed.length <= 500 && URL.canParse(typed) && new URL(typed).protocol === 'https:';
}
