import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import type { SurveyQuestion } from '#server/rules/survey-rules.ts';
import {
  countTable,
  type QuestionTally,
  tallyQuestion,
  tallyWords,
} from '#server/rules/survey-tally.ts';
import { actingOnSurvey } from '#server/surveys/acting.ts';
import { selectAnswers, selectTexts, type TextRow } from '#server/surveys/answer-records.ts';
import { type SurveyRow, selectQuestions } from '#server/surveys/records.ts';

/** What came out of one question. */
export interface QuestionResult {
  question: SurveyQuestion;
  tally: QuestionTally;
  /** What was written and published, or for the desk all of it. */
  texts: TextRow[];
}

/** The results of a closed survey; null before, and where fewer answered than may be shown. */
export async function surveyResults(
  ctx: Context,
  survey: SurveyRow,
  { texts: whose }: { texts: 'published' | 'all' },
): Promise<QuestionResult[] | null> {
  if (!isTold(survey)) return null;
  const { id, least } = survey;
  const [questions, kept, written] = await Promise.all([
    selectQuestions(ctx.db.read, id),
    selectAnswers(ctx.db.read, id),
    selectTexts(ctx.db.read, id),
  ]);
  return questions.map((question) => {
    const own = written.filter(({ questionNo }) => questionNo === question.no);
    const tally =
      question.kind === 'text'
        ? tallyWords(question.no, own.length, least)
        : tallyQuestion(question, kept, least);
    const isShown = (text: TextRow) => whose === 'all' || text.publishedAt !== null;
    return { question, tally, texts: own.filter(isShown) };
  });
}

/** A table of a survey to take away, and the name of its file. */
export interface SurveyTable {
  name: string;
  title: string;
  rows: string[][];
}

/**
 * How often each answer of a closed survey was given, or what was written, apart: for those
 * who make surveys there. Null before it is closed, and where too few answered.
 */
export async function surveyTable(
  ctx: Context,
  id: string,
  what: 'answers' | 'texts',
): Promise<SurveyTable | null> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok || !isTold(acting.value.survey)) return null;
  const { survey, post, village } = acting.value;
  const rows =
    what === 'answers'
      ? await countedTable(ctx, survey)
      : await writtenTable(ctx, id, await selectQuestions(ctx.db.read, id));
  return { name: `${village.slug}-survey-${survey.no}-${what}`, title: post.title, rows };
}

function isTold({ state, answers, least }: SurveyRow): boolean {
  return state === 'closed' && answers >= least;
}

/** What too few answered stays out of the table too. */
async function countedTable(ctx: Context, survey: SurveyRow): Promise<string[][]> {
  const { question, choice, chosen } = wordsFor(ctx.lang).surveys.work.columns;
  const results = await surveyResults(ctx, survey, { texts: 'published' });
  return [[question, choice, chosen], ...countTable(results ?? [])];
}

async function writtenTable(
  ctx: Context,
  id: string,
  questions: SurveyQuestion[],
): Promise<string[][]> {
  const labels = new Map(questions.map(({ no, label }) => [no, `${no}. ${label}`]));
  const texts = await selectTexts(ctx.db.read, id);
  return texts.map(({ questionNo, body }) => [labels.get(questionNo) ?? '', body]);
}
