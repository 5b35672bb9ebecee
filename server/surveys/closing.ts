import { randomInt } from 'node:crypto';
import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import { changePost } from '#server/posts/create.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { DAY_MS, type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import type { SurveyAnswers } from '#server/rules/survey-rules.ts';
import { type KeptAnswers, takenApart } from '#server/rules/survey-tally.ts';
import {
  dropSealed,
  insertAnswers,
  insertTexts,
  selectSealed,
  type TextRow,
} from '#server/surveys/answer-records.ts';
import { tellAsked } from '#server/surveys/news.ts';
import {
  type SurveyRow,
  selectClosing,
  selectSurvey,
  updateSurvey,
} from '#server/surveys/records.ts';

const AT_ONCE = 50;

/** Surveys close by the clock; three days before, those who have not answered are reminded once. */
export const closeSurveys: Job = {
  name: 'close-surveys',
  async run(ctx) {
    const now = ctx.clock.now();
    const soon = now + ctx.book.surveys.remindDays * DAY_MS;
    for (const survey of await selectClosing(ctx.db.read, soon, AT_ONCE)) {
      const loaded = await postById(ctx, survey.id);
      if (!loaded) continue;
      if (survey.closesAt <= now) await closeSurvey(ctx, survey, loaded);
      else if (isReminded(ctx, survey)) await remind(ctx, survey, loaded);
    }
  },
};

/** Who was asked only just now needs no reminder. */
function isReminded({ book }: Context, { remindedAt, openedAt, closesAt }: SurveyRow): boolean {
  const isLate = openedAt !== null && openedAt > closesAt - book.surveys.remindDays * DAY_MS;
  return remindedAt === null && !isLate;
}

/**
 * Opens the sealed answers, takes each sheet apart into its answers, shuffles those, and takes away
 * what joined them with people, all in one write. Where too few answered nothing is opened: what nobody may be shown is not kept either.
 */
async function closeSurvey(ctx: Context, survey: SurveyRow, { post, path }: LoadedPost) {
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await lock(tx, 'survey', 'id', survey.id);
    const now = await selectSurvey(tx, survey.id);
    if (now?.state !== 'open') return;
    const { id, answers, least, villageCode } = now;
    if (answers >= least) await unlink(tx, ctx, now);
    await dropSealed(tx, id);
    await updateSurvey(tx, id, { state: 'closed', closedAt: at });
    await changePost(tx, post, { state: 'closed' }, at);
    await append(tx, {
      ...{ what: 'survey.closed', subjectKind: 'survey', subjectId: id, villageCode },
      ...{ actorId: null, actorRole: 'system', at, ruleVersion: ctx.book.surveys.version },
      facts: { no: now.no, answers, least },
    });
    await tellClosed(tx, now, { title: post.title, path, at });
  });
}

/** Whoever made it hears how many answered; those who were asked, that there is a result. */
async function tellClosed(
  tx: Tx,
  survey: SurveyRow,
  { title, path, at }: { title: string; path: string; at: EpochMs },
): Promise<void> {
  const { answers, least, madeById: personId } = survey;
  const { news } = wordsFor('zh').surveys;
  const isTold = answers >= least;
  const body = isTold ? news.closed(title, answers) : news.tooFew(title);
  await tell(tx, { personId, template: 'survey.closed', body, path, at });
  if (!isTold) return;
  await tellAsked(tx, survey, { template: 'survey.result', body: news.result(title), path, at });
}

async function unlink(tx: Tx, ctx: Context, { id: surveyId, least }: SurveyRow): Promise<void> {
  const opened: KeptAnswers[] = [];
  const texts = new Map<string, string[]>();
  for (const { sealed, groupCode } of await selectSealed(tx, surveyId)) {
    if (sealed === null) continue;
    const said: SurveyAnswers = JSON.parse(ctx.secrets.open('survey-answer', sealed));
    const entries = Object.entries(said);
    for (const [no, answer] of entries) {
      if (typeof answer === 'string') listAt(texts, no).push(answer);
    }
    const chosen = entries.filter(([, answer]) => typeof answer !== 'string');
    opened.push({ groupCode, answers: Object.fromEntries(chosen) });
  }
  await insertAnswers(tx, surveyId, shuffled(takenApart(opened, least)));
  const enough = [...texts].filter(([, said]) => said.length >= least);
  const rows = enough.flatMap(([no, said]) => textRows(surveyId, Number(no), said));
  await insertTexts(tx, rows);
}

function listAt(lists: Map<string, string[]>, name: string): string[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** Words of one question, in an order of their own. */
function textRows(surveyId: string, questionNo: number, said: string[]): TextRow[] {
  return shuffled(said).map((body, at) => ({
    ...{ surveyId, questionNo, no: at + 1, body },
    ...{ publishedById: null, publishedAt: null },
  }));
}

/** In an order that nobody could foresee (Fisher and Yates). */
function shuffled<T>(list: T[]): T[] {
  const left = [...list];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(randomInt(left.length), 1));
  return drawn;
}

async function remind(ctx: Context, survey: SurveyRow, { post, path }: LoadedPost) {
  const { id, closesAt } = survey;
  const at = ctx.clock.now();
  const day = plainDay('zh', closesAt - MINUTE_MS, at);
  const body = wordsFor('zh').surveys.news.remind(post.title, day);
  await ctx.db.write(async (tx) => {
    await lock(tx, 'survey', 'id', id);
    const now = await selectSurvey(tx, id);
    if (now?.state !== 'open' || now.remindedAt !== null) return;
    await updateSurvey(tx, id, { remindedAt: at });
    const message = { template: 'survey.remind', body, path, at };
    await tellAsked(tx, now, message, { isWaiting: true });
  });
}
