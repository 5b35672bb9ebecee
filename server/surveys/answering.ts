import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { villagersNamed } from '#server/accounts/roster-lines.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import {
  readAnswers,
  type SurveyAnswers,
  type SurveyQuestion,
  type TypedAnswers,
} from '#server/rules/survey-rules.ts';
import { actingOnSurvey, findSurvey, noteSurvey, type SurveyRef } from '#server/surveys/acting.ts';
import { insertAnswerer, selectGroupOf } from '#server/surveys/answer-records.ts';
import {
  countAnswer,
  type SurveyRow,
  selectQuestions,
  selectSurvey,
} from '#server/surveys/records.ts';

/** Sealed answers are of one length as far as can be, so that length tells little. */
const PAD = 512;

/**
 * A villager answers, once. What he said is sealed beside him until the survey closes; no time is
 * kept, no form key and no entry of the ledger, since any of them could be joined with it later.
 */
export async function answerSurvey(
  ctx: Context,
  ref: SurveyRef,
  typed: TypedAnswers,
): Promise<Result<{ path: string }>> {
  const found = await findSurvey(ctx, ref);
  if (!found || found.loaded.post.removedAt !== null) return refuse('notFound');
  const { survey, loaded } = found;
  if (survey.state === 'draft') return refuse('notFound');
  const { personId, memberships } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const home = memberships.find(({ villageCode }) => villageCode === survey.villageCode);
  if (!home) return refuse('notOfThisVillage');
  const answers = await answersFor(ctx, survey, typed);
  if (!answers.ok) return answers;
  const { villagerId } = home;
  const kept = await keepAnswer(ctx, survey, { villagerId, answers: answers.value });
  return kept.ok ? accept({ path: loaded.path }) : kept;
}

/** Whose paper is written in. */
export interface PaperAnswer {
  name: string;
  household: string;
  typed: TypedAnswers;
}

/** The office writes in the paper of somebody who is there; the answer says who wrote it in. */
export async function answerOnPaper(
  ctx: Context,
  id: string,
  { name, household, typed }: PaperAnswer,
): Promise<Result<{ name: string }>> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  const { survey, loaded, personId } = acting.value;
  const number = household.replace(/^0+/, '');
  const named = (await villagersNamed(ctx, survey.villageCode, name)).filter(
    (one) => number === '' || one.household.replace(/^0+/, '') === number,
  );
  const [villager] = named;
  if (!villager) return refuse('rosterNoMatch', 'name');
  if (named.length > 1) return refuse('sameNames', 'household');
  const answers = await answersFor(ctx, survey, typed);
  if (!answers.ok) return answers;
  const paper = { villagerId: villager.id, answers: answers.value, enteredById: personId };
  const kept = await keepAnswer(ctx, survey, paper, async (tx, at) => {
    await noteSurvey(tx, ctx, acting.value, { what: 'survey.paper-entered' });
    if (villager.personId === null) return;
    const body = wordsFor('zh').surveys.news.entered(ctx.viewer.name, loaded.post.title);
    const { path } = loaded;
    await tell(tx, { personId: villager.personId, template: 'survey.entered', body, path, at });
  });
  return kept.ok ? accept({ name }) : { ...kept, field: kept.field ?? 'name' };
}

async function keepAnswer(
  ctx: Context,
  survey: SurveyRow,
  one: { villagerId: string; answers: SurveyAnswers; enteredById?: string },
  also?: (tx: Tx, at: number) => Promise<void>,
): Promise<Result> {
  const { villagerId, answers, enteredById = null } = one;
  const at = ctx.clock.now();
  const group = await selectGroupOf(ctx.db.read, villagerId);
  const isAsked =
    group !== null && (survey.groupCodes === null || survey.groupCodes.includes(group));
  if (!isAsked) return refuse('notAskedHere');
  const sealed = sealAnswers(ctx, answers);
  return ctx.db.write(async (tx) => {
    await lock(tx, 'survey', 'id', survey.id);
    const now = await selectSurvey(tx, survey.id);
    if (now?.state !== 'open' || at >= now.closesAt) return refuse('surveyOver');
    const row = { surveyId: survey.id, villagerId, sealed, enteredById };
    if (!(await insertAnswerer(tx, row))) return refuse('answeredBefore');
    await countAnswer(tx, survey.id);
    await also?.(tx, at);
    tx.touch(`post:${survey.id}`);
    return accept();
  });
}

async function answersFor(
  ctx: Context,
  survey: SurveyRow,
  typed: TypedAnswers,
): Promise<Result<SurveyAnswers>> {
  const questions = await selectQuestions(ctx.db.read, survey.id);
  const { answers, faults } = readAnswers(questions, typed, ctx.book.surveys);
  const [fault] = Object.entries(faults);
  return fault ? refuse(fault[1], fault[0]) : accept(masked(questions, answers));
}

/** Telephone and identity numbers are nobody's answer: they are blackened before they are sealed. */
function masked(questions: SurveyQuestion[], answers: SurveyAnswers): SurveyAnswers {
  const said = { ...answers };
  for (const { no } of questions) {
    const answer = said[no];
    if (typeof answer === 'string') said[no] = blacken(answer);
  }
  return said;
}

function sealAnswers({ secrets }: Context, answers: SurveyAnswers): string {
  const text = JSON.stringify(answers);
  const bytes = Buffer.byteLength(text);
  const padding = ' '.repeat((PAD - (bytes % PAD)) % PAD);
  return secrets.seal('survey-answer', text + padding);
}
