import type { SurveyBook } from '#server/rules/survey-book.ts';

/** One of several, several of several, a grade, words of one's own, a table of grades. */
export const questionKinds = ['single', 'multiple', 'rating', 'text', 'matrix'] as const;

/** One of them. */
export type QuestionKind = (typeof questionKinds)[number];

/** One question of a survey; `no` counts from 1 in the order of asking. */
export interface SurveyQuestion {
  no: number;
  kind: QuestionKind;
  label: string;
  hint: string;
  isRequired: boolean;
  /** What may be chosen, or the columns of a matrix. */
  options: string[];
  /** The rows of a matrix. */
  rows: string[];
  /** Of 'multiple', how many may be ticked; of 'rating', the best grade. */
  most: number;
}

/**
 * What was answered to one question: the number of an option or a grade from 1, numbers of several
 * options, words, or for each row of a matrix the number of its column, 0 for none.
 */
export type SurveyAnswer = number | number[] | string;

/** Answers by the number of their question; what was left out is not there. */
export type SurveyAnswers = Record<string, SurveyAnswer>;

/** What may be wrong with an answer, or with a question as the desk wrote it. */
export type AnswerFault = 'pickOne' | 'required' | 'tooLong' | 'pickedTooMany';
export type QuestionFault = 'required' | 'tooLong' | 'optionsTooFew' | 'optionsTooMany';

/** A form as it was typed. */
export type TypedAnswers = Record<string, string | string[]>;

/** Whether a word names a kind of question. */
export function isQuestionKind(word: string): word is QuestionKind {
  return questionKinds.some((kind) => kind === word);
}

/** The name of a question's field; of a matrix, of one row of it from 1. */
export function answerField(no: number, row?: number): string {
  return row === undefined ? `q${no}` : `q${no}-${row}`;
}

/** All fields of a question, in order. */
export function answerFields({ no, kind, rows }: SurveyQuestion): string[] {
  return kind === 'matrix' ? rows.map((_, at) => answerField(no, at + 1)) : [answerField(no)];
}

/** Reads typed answers against the questions: the answers, or what is wrong by field. */
export function readAnswers(
  questions: SurveyQuestion[],
  typed: TypedAnswers,
  { textLength }: Pick<SurveyBook, 'textLength'>,
): { answers: SurveyAnswers; faults: Record<string, AnswerFault> } {
  const answers: SurveyAnswers = {};
  const faults: Record<string, AnswerFault> = {};
  for (const question of questions) {
    const read = readers[question.kind](question, typed, textLength);
    if ('fault' in read) faults[read.field ?? answerField(question.no)] = read.fault;
    else if (read.answer !== null) answers[question.no] = read.answer;
  }
  return { answers, faults };
}

type Read = { answer: SurveyAnswer | null } | { fault: AnswerFault; field?: string };
type Reader = (question: SurveyQuestion, typed: TypedAnswers, textLength: number) => Read;

const readers: Record<QuestionKind, Reader> = {
  single: (question, typed) => readChoice(question, typed, question.options.length),
  rating: (question, typed) => readChoice(question, typed, question.most),
  multiple: readSeveral,
  text: readText,
  matrix: readMatrix,
};

function readChoice({ no, isRequired }: SurveyQuestion, typed: TypedAnswers, top: number): Read {
  const [said = ''] = listOf(typed[answerField(no)]);
  if (said === '') return isRequired ? { fault: 'pickOne' } : { answer: null };
  const picked = numberIn(said, top);
  return picked === null ? { fault: 'pickOne' } : { answer: picked };
}

function readSeveral({ no, isRequired, options, most }: SurveyQuestion, typed: TypedAnswers): Read {
  const said = [...new Set(listOf(typed[answerField(no)]))];
  const picked = said.map((one) => numberIn(one, options.length));
  const known = picked.filter((one) => one !== null).toSorted((a, b) => a - b);
  if (known.length < said.length) return { fault: 'pickOne' };
  if (known.length === 0) return isRequired ? { fault: 'pickOne' } : { answer: null };
  return most > 0 && known.length > most ? { fault: 'pickedTooMany' } : { answer: known };
}

function readText(
  { no, isRequired }: SurveyQuestion,
  typed: TypedAnswers,
  textLength: number,
): Read {
  const said = listOf(typed[answerField(no)]).join(' ').trim();
  if (said === '') return isRequired ? { fault: 'required' } : { answer: null };
  return [...said].length > textLength ? { fault: 'tooLong' } : { answer: said };
}

function readMatrix({ no, isRequired, rows, options }: SurveyQuestion, typed: TypedAnswers): Read {
  const picked: number[] = [];
  for (const [at] of rows.entries()) {
    const field = answerField(no, at + 1);
    const [said = ''] = listOf(typed[field]);
    const column = said === '' ? 0 : numberIn(said, options.length);
    if (column === null || (column === 0 && isRequired)) return { fault: 'pickOne', field };
    picked.push(column);
  }
  return { answer: picked.every((column) => column === 0) ? null : picked };
}

function listOf(typed: string | string[] | undefined): string[] {
  return [typed ?? []].flat().filter((one) => one !== '');
}

function numberIn(said: string, top: number): number | null {
  const number = /^[1-9]\d{0,2}$/.test(said) ? Number(said) : 0;
  return number >= 1 && number <= top ? number : null;
}

/** What is wrong with a question as it was written, by field; nothing when it may be asked. */
export function questionFaults(
  question: Omit<SurveyQuestion, 'no'>,
  book: SurveyBook,
): Record<string, QuestionFault> {
  const { kind, label, hint, options, rows } = question;
  const faults: Record<string, QuestionFault> = {};
  const isLong = (text: string, most: number) => [...text].length > most;
  if (label === '') faults.label = 'required';
  else if (isLong(label, book.labelLength)) faults.label = 'tooLong';
  if (isLong(hint, book.labelLength)) faults.hint = 'tooLong';
  const lists: [string, string[], number, number][] = [];
  if (hasOptions(kind)) lists.push(['options', options, 2, book.mostOptions]);
  if (kind === 'matrix') lists.push(['rows', rows, 1, book.mostRows]);
  for (const [field, lines, least, most] of lists) {
    if (lines.length < least) faults[field] = 'optionsTooFew';
    else if (lines.length > most) faults[field] = 'optionsTooMany';
    else if (lines.some((line) => isLong(line, book.optionLength))) faults[field] = 'tooLong';
  }
  return faults;
}

/** Whether a kind offers a list to choose from. */
export function hasOptions(kind: QuestionKind): boolean {
  return kind === 'single' || kind === 'multiple' || kind === 'matrix';
}

/** The lines of a field, each once; what stands twice would be counted twice. */
export function linesIn(typed: string): string[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '');
}
