import type { Tx } from '#db/surface.ts';
import { selectTexts, setPublished } from '#server/surveys/answer-records.ts';
import {
  replaceQuestions,
  selectQuestions,
  selectSurvey,
  updateSurvey,
} from '#server/surveys/records.ts';

/**
 * 隐私更正 of a survey: in its questions, in what people wrote and in what came of it; how many
 * texts changed.
 */
export async function coverSurveyWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const [asked, written, said] = [
    await coverQuestions(tx, postId, cover),
    await coverTexts(tx, postId, cover),
    await coverOutcome(tx, postId, cover),
  ];
  return asked + written + said;
}

async function coverQuestions(
  tx: Tx,
  surveyId: string,
  cover: (text: string) => string,
): Promise<number> {
  const questions = await selectQuestions(tx, surveyId);
  const covered = questions.map((question) => ({
    ...question,
    label: cover(question.label),
    hint: cover(question.hint),
    options: question.options.map(cover),
    rows: question.rows.map(cover),
  }));
  const changed = covered.filter(
    (question, at) => JSON.stringify(question) !== JSON.stringify(questions[at]),
  );
  if (changed.length > 0) await replaceQuestions(tx, surveyId, covered);
  return changed.length;
}

async function coverTexts(
  tx: Tx,
  surveyId: string,
  cover: (text: string) => string,
): Promise<number> {
  const texts = await selectTexts(tx, surveyId);
  const changed = texts.filter(({ body }) => cover(body) !== body);
  for (const text of changed) await setPublished(tx, text, { body: cover(text.body) });
  return changed.length;
}

async function coverOutcome(
  tx: Tx,
  surveyId: string,
  cover: (text: string) => string,
): Promise<number> {
  const survey = await selectSurvey(tx, surveyId);
  if (!survey?.outcome || cover(survey.outcome) === survey.outcome) return 0;
  const outcomeHtml = cover(survey.outcomeHtml ?? '');
  await updateSurvey(tx, surveyId, { outcome: cover(survey.outcome), outcomeHtml });
  return 1;
}
