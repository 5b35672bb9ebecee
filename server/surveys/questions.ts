import type { Context } from '#server/kernel/context.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { hasOptions, questionFaults, type SurveyQuestion } from '#server/rules/survey-rules.ts';
import { actingOnSurvey } from '#server/surveys/acting.ts';
import type { QuestionForm } from '#server/surveys/forms.ts';
import { changeDraft } from '#server/surveys/making.ts';
import { replaceQuestions, selectQuestions } from '#server/surveys/records.ts';

type Question = Omit<SurveyQuestion, 'no'>;

/** Adds a question to a draft, or writes one anew where it stands. */
export function writeQuestion(ctx: Context, id: string, form: QuestionForm): Promise<Result> {
  const question = questionOf(ctx, form);
  const faults = Object.entries(questionFaults(question, ctx.book.surveys));
  const [fault] = faults;
  if (fault) return Promise.resolve(refuse(fault[1], fault[0]));
  return changeQuestions(ctx, id, (questions) => {
    if (form.no === 0) return [...questions, question];
    return questions.map((one, at) => (at + 1 === form.no ? question : one));
  });
}

/** Takes a question out of a draft. */
export function dropQuestion(ctx: Context, id: string, no: number): Promise<Result> {
  return changeQuestions(ctx, id, (questions) => questions.filter((_, at) => at + 1 !== no));
}

/** Puts a question one place up or down. */
export function moveQuestion(
  ctx: Context,
  id: string,
  { no, to }: { no: number; to: 'up' | 'down' },
): Promise<Result> {
  return changeQuestions(ctx, id, (questions) => {
    const at = no - 1;
    const other = to === 'up' ? at - 1 : at + 1;
    const [moved, beside] = [questions[at], questions[other]];
    if (!moved || !beside) return questions;
    return questions.map((one, n) => (n === at ? beside : n === other ? moved : one));
  });
}

async function changeQuestions(
  ctx: Context,
  id: string,
  change: (questions: Question[]) => Question[],
): Promise<Result> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  return changeDraft(ctx, acting.value, async (tx) => {
    const changed = change((await selectQuestions(tx, id)).map(withoutNo));
    const tooMany: Refusal = refuse('questionsFull');
    if (changed.length > ctx.book.surveys.mostQuestions) return tooMany;
    await replaceQuestions(tx, id, changed);
    tx.touch(`post:${id}`);
    return accept();
  });
}

function withoutNo({ no: _, ...question }: SurveyQuestion): Question {
  return question;
}

/** As it is kept: what its kind does not have is empty. */
function questionOf(
  { book }: Context,
  { kind, label, hint, isRequired, options, rows, most }: QuestionForm,
): Question {
  const chosen = hasOptions(kind) ? options.map((line) => blacken(line)) : [];
  return {
    ...{ kind, isRequired, options: chosen, label: blacken(label), hint: blacken(hint) },
    rows: kind === 'matrix' ? rows.map((line) => blacken(line)) : [],
    most: kind === 'rating' ? book.surveys.ratingTop : kind === 'multiple' ? most : 0,
  };
}
