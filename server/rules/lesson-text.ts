/** A question that a reader may ask himself; nobody keeps what he answers. */
export interface QuizQuestion {
  question: string;
  options: string[];
  /** Place of the right option, from 0. */
  right: number;
  /** Why it is right. */
  why: string;
}

/** A lesson as its file in content/lessons says it. */
export interface LessonText {
  series: string;
  /** 期: its number in the series, from 1. */
  number: number;
  title: string;
  /** The local date on which it was written. */
  written: string;
  /** Where its facts come from: laws, telephone numbers. */
  sources: string[];
  body: string;
  quiz: QuizQuestion[];
}

/**
 * Reads a file of content/lessons: three parts between lines of '---': what it is called (one
 * `name: words` a line), the lesson in Markdown, and its questions. Throws where a part is missing.
 */
export function parseLesson(text: string): LessonText {
  const [before, head = '', body = '', questions = '', ...rest] = text.split(/^---$/m);
  if (before?.trim() !== '' || rest.length > 0) throw new Error('a lesson has three parts');
  const fields = head.trim().split('\n').map(fieldOf);
  const valuesOf = (name: string) =>
    fields.filter((field) => field.name === name).map(({ value }) => value);
  const one = (name: string) => {
    const [value] = valuesOf(name);
    if (!value) throw new Error(`a lesson says its ${name}`);
    return value;
  };
  const sources = valuesOf('source');
  if (sources.length === 0) throw new Error('a lesson says where its facts come from');
  return {
    series: one('series'),
    number: Number(one('number')),
    title: one('title'),
    written: one('written'),
    sources,
    body: body.trim(),
    quiz: parseQuiz(questions),
  };
}

/**
 * Reads questions: `1. question`, then `- [ ] option` with one `- [x]`, then `> why`. Throws for a
 * question without exactly one right option, with fewer than two options or without its reason.
 */
export function parseQuiz(text: string): QuizQuestion[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const starts = lines.flatMap((line, at) => (/^\d+\. /.test(line) ? [at] : []));
  if (lines.length > 0 && starts[0] !== 0) throw new Error('questions begin with their number');
  return starts.map((start, at) => questionOf(lines.slice(start, starts[at + 1])));
}

function questionOf([first = '', ...lines]: string[]): QuizQuestion {
  const question = first.replace(/^\d+\. /, '');
  const choices = lines.filter((line) => /^- \[[ x]\] ./.test(line));
  const reasons = lines.filter((line) => line.startsWith('> '));
  const rights = choices.filter((line) => line.startsWith('- [x]'));
  const isWhole = lines.length === choices.length + reasons.length && reasons.length > 0;
  if (!isWhole || rights.length !== 1 || choices.length < 2) {
    throw new Error(`the question “${question}” needs options, one of them right, and a reason`);
  }
  return {
    question,
    options: choices.map((line) => line.slice('- [x] '.length)),
    right: choices.findIndex((line) => rights.includes(line)),
    why: reasons.map((line) => line.slice('> '.length)).join(''),
  };
}

function fieldOf(line: string): { name: string; value: string } {
  const at = line.indexOf(': ');
  if (at < 0) throw new Error(`“${line}” is not “name: words”`);
  return { name: line.slice(0, at), value: line.slice(at + 2).trim() };
}
