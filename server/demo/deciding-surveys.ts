import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { villagersOf } from '#server/demo/deciding-hall.ts';
import { type DecidingStage, landed } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt, ctxOf, key, told } from '#server/demo/stage.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { surveysPath } from '#server/rules/links.ts';
import { answerSurvey } from '#server/surveys/answering.ts';
import { questionForm, surveyForm } from '#server/surveys/forms.ts';
import { makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { writeQuestion } from '#server/surveys/questions.ts';
import { selectSurvey } from '#server/surveys/records.ts';
import { tellOutcome } from '#server/surveys/telling.ts';

type SurveyEvent = DecidingOf<'survey'>;

/** People answer in the evening of the day on which they were asked, and of the next ones. */
const EVENING = '20:10';
const ANSWERS_A_DAY = 5;

/** A survey: made and opened, answered over some evenings; the night after its last day it closes. */
export function survey(one: DecidingStage, event: SurveyEvent): DrawStep[] {
  const { outcome } = event;
  const asked = [{ at: event.at, play: () => make(one, event) }, ...answering(one, event)];
  return outcome ? [...asked, { at: outcome.at, play: () => conclude(one, event) }] : asked;
}

async function make(one: DecidingStage, event: SurveyEvent): Promise<void> {
  const { stage } = one;
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, closesOn, questions } = event;
  const least = String(ctx.book.surveys.least);
  const form = surveyForm.parse({ title, body, groups: [], closesOn, least, key: key() });
  const { id } = must(await makeSurvey(ctx, stage.village.code, form));
  for (const { kind, label, options, rows, most } of questions) {
    const question = { no: '0', kind, label, isRequired: kind === 'text' ? undefined : 'yes' };
    const lines = { options: options.join('\n'), rows: rows.join('\n'), most: String(most) };
    must(await writeQuestion(ctx, id, questionForm.parse({ ...question, ...lines })), label);
  }
  const row = await selectSurvey(ctx.db.read, id);
  must(await openSurvey(ctx, id));
  await landed(one, event, surveysPath(stage.village.slug, row?.no ?? 0));
}

function answering(one: DecidingStage, event: SurveyEvent): DrawStep[] {
  return event.answers.map((typed, turn) => {
    const day = addDays(localDate(event.at), Math.floor(turn / ANSWERS_A_DAY));
    const at = instantOf(day, EVENING);
    const play = async () => {
      const villager = villagersOf(one.stage)[turn * 2];
      if (!villager) throw new Error('fewer live here than answer');
      const ctx = await ctxOf(one.stage.app, villager.personId, at);
      must(await answerSurvey(ctx, told(one.stage, event.post), typed));
    };
    return { at, play };
  });
}

/** What the village makes of it. */
async function conclude({ stage }: DecidingStage, event: SurveyEvent): Promise<void> {
  const { outcome } = event;
  if (!outcome) return;
  const ctx = await ctxAt(stage, outcome.who, outcome.at);
  const form = { body: outcome.text, key: key() };
  must(await tellOutcome(ctx, told(stage, event.post).id, form));
}
