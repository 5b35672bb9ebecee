import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import type { Running } from '#server/posts/running.ts';
import { type PostRow, postList, postRows } from '#server/posts/views.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import { surveyDeskPath } from '#server/rules/links.ts';
import type { SurveyQuestion } from '#server/rules/survey-rules.ts';
import { type FoundSurvey, findSurvey, type SurveyRef } from '#server/surveys/acting.ts';
import { countEntered, hasAnswered, selectGroupOf } from '#server/surveys/answer-records.ts';
import {
  type SurveyRow,
  selectInState,
  selectQuestions,
  selectSurveys,
} from '#server/surveys/records.ts';
import { type QuestionResult, surveyResults } from '#server/surveys/results.ts';

/** How a survey stands: asked, over, or over with too few answers to show any. */
export type SurveyState = 'open' | 'closed' | 'too-few';

/** Figures of a survey, as everybody reads them. */
export interface SurveyFigures {
  state: SurveyState;
  answers: number;
  least: number;
  /** The midnight at which it closes. */
  closesAt: EpochMs;
  /** Names of the groups that are asked; none for the whole village. */
  groups: string[];
}

/** What this viewer can do with an open survey. */
export type MyAnswer = 'may' | 'answered' | 'not-asked' | 'not-villager' | 'sign-in' | 'over';

/** A village's surveys, newest first. */
export interface SurveyList {
  village: Village;
  now: EpochMs;
  rows: { post: PostRow; survey: SurveyFigures }[];
  newer: string | null;
  older: string | null;
  mayMake: boolean;
}

/** The list of a village's surveys; null where there is no such village. */
export async function surveyList(
  ctx: Context,
  slug: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<SurveyList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const page = await postList(ctx, { villageCode: village.code, kind: 'survey', before, after });
  const ids = page.rows.map(({ id }) => id);
  const known = new Map((await selectSurveys(ctx.db.read, ids)).map((one) => [one.id, one]));
  const names = await groupNames(ctx, village);
  const rows = page.rows.flatMap((post) => {
    const survey = known.get(post.id);
    if (!survey || survey.state === 'draft') return [];
    ctx.page.shows(`post:${post.id}`);
    return [{ post, survey: figuresOf(ctx, survey, names) }];
  });
  const { newer, older } = page;
  const mayMake = may(ctx.viewer, 'survey.make', village.path);
  return { village, now: ctx.clock.now(), rows, newer, older, mayMake };
}

/** Everything the page of one survey prints. */
export interface SurveyPage extends SurveyFigures {
  village: Village;
  now: EpochMs;
  id: string;
  no: number;
  title: string;
  /** Null when the words were taken down. */
  html: string | null;
  questions: number;
  mine: MyAnswer;
  /** Null before it is closed, and where too few answered. */
  results: QuestionResult[] | null;
  /** How many of the answers the office wrote in for people who were there. */
  entered: number;
  /** Names of groups by code, for what is shown apart. */
  groupNames: Map<string, string>;
  outcome: { html: string; at: EpochMs; by: DutyPerson | null } | null;
  mayMake: boolean;
  parts: PostParts;
}

/** The page of one survey; null when the viewer may not see it, and for a draft. */
export async function surveyPage(
  ctx: Context,
  ref: SurveyRef,
  commentsAfter: string | null = null,
): Promise<SurveyPage | null> {
  const found = await findSurvey(ctx, ref);
  if (!found || found.survey.state === 'draft') return null;
  const { loaded, survey } = found;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const [parts, questions, mine, results, outcome, names, entered] = await Promise.all([
    partsOf(ctx, loaded, commentsAfter),
    selectQuestions(ctx.db.read, post.id),
    myAnswer(ctx, found),
    surveyResults(ctx, survey, { texts: 'published' }),
    outcomeOf(ctx, survey),
    groupNames(ctx, village),
    countEntered(ctx.db.read, post.id),
  ]);
  const isGone = post.removedAt !== null;
  return {
    ...figuresOf(ctx, survey, names),
    ...{ village, now: ctx.clock.now(), id: post.id, no: post.no, title: post.title },
    html: isGone ? null : post.html,
    questions: questions.length,
    mine: isGone ? 'over' : mine,
    results: isGone ? null : results,
    entered,
    groupNames: names,
    outcome: isGone ? null : outcome,
    mayMake: may(ctx.viewer, 'survey.make', village.path),
    parts,
  };
}

/** The desk of a draft, for whoever makes surveys there: it has no page yet; null for everything else. */
export async function draftDesk(ctx: Context, ref: SurveyRef): Promise<string | null> {
  const found = await findSurvey(ctx, ref);
  const isDraft = found?.survey.state === 'draft';
  const makes = found && may(ctx.viewer, 'survey.make', found.loaded.village.path);
  return isDraft && makes ? surveyDeskPath(found.survey.id) : null;
}

/** The form on which somebody answers. */
export interface AnswerPage {
  village: Village;
  no: number;
  title: string;
  mine: MyAnswer;
  questions: SurveyQuestion[];
  perPage: number;
  closesAt: EpochMs;
  now: EpochMs;
  least: number;
}

/** The questions of an open survey, for whoever may answer or learn why he may not. */
export async function answerPage(ctx: Context, ref: SurveyRef): Promise<AnswerPage | null> {
  ctx.page.keepPrivate();
  const found = await findSurvey(ctx, ref);
  if (!found || found.survey.state === 'draft' || found.loaded.post.removedAt !== null) return null;
  const { post, village } = found.loaded;
  const { closesAt, least } = found.survey;
  return {
    ...{ village, no: post.no, title: post.title, closesAt, least, now: ctx.clock.now() },
    mine: await myAnswer(ctx, found),
    questions: await selectQuestions(ctx.db.read, post.id),
    perPage: ctx.book.surveys.perPage,
  };
}

/** A village's open surveys, newest first, a few at most. */
export async function runningNow(ctx: Context, { code }: Village): Promise<Running<'survey'>[]> {
  const open = await selectInState(ctx.db.read, { villageCode: code, state: 'open', limit: 5 });
  const now = ctx.clock.now();
  const running = new Map(open.filter((one) => one.closesAt > now).map((one) => [one.id, one]));
  const rows = await postRows(ctx, [...running.keys()]);
  ctx.page.shows(`village:${code}`);
  return rows.flatMap(({ id, path, title }) => {
    const until = running.get(id)?.closesAt;
    if (until === undefined) return [];
    ctx.page.changesAt(until);
    // It closes at the midnight after its last day.
    const lastDay = localDate(until - 1);
    return [{ path, title, lastDay, what: 'survey' as const }];
  });
}

/** Names of a village's groups, by code. */
export async function groupNames(ctx: Context, village: Village): Promise<Map<string, string>> {
  return new Map((await groupsOf(ctx, village.code)).map(({ code, name }) => [code, name]));
}

function figuresOf(ctx: Context, survey: SurveyRow, names: Map<string, string>): SurveyFigures {
  const { answers, least, closesAt, groupCodes } = survey;
  const isOpen = survey.state === 'open' && closesAt > ctx.clock.now();
  if (isOpen) ctx.page.changesAt(closesAt);
  const ended = answers < least ? ('too-few' as const) : ('closed' as const);
  const groups = (groupCodes ?? []).flatMap((code) => names.get(code) ?? []);
  return { state: isOpen ? 'open' : ended, answers, least, closesAt, groups };
}

async function myAnswer(ctx: Context, { survey }: FoundSurvey): Promise<MyAnswer> {
  const { id: surveyId, state, closesAt, villageCode, groupCodes } = survey;
  const isOpen = state === 'open' && closesAt > ctx.clock.now();
  if (ctx.viewer.personId === null) return isOpen ? 'sign-in' : 'over';
  const home = ctx.viewer.memberships.find((one) => one.villageCode === villageCode);
  if (!home) return isOpen ? 'not-villager' : 'over';
  const { villagerId } = home;
  if (await hasAnswered(ctx.db.read, { surveyId, villagerId })) return 'answered';
  if (!isOpen) return 'over';
  const group = await selectGroupOf(ctx.db.read, villagerId);
  const isAsked = group !== null && (groupCodes === null || groupCodes.includes(group));
  return isAsked ? 'may' : 'not-asked';
}

async function outcomeOf(ctx: Context, survey: SurveyRow): Promise<SurveyPage['outcome']> {
  const { outcomeHtml: html, outcomeAt: at, outcomeById: personId, villageCode } = survey;
  if (html === null || at === null || personId === null) return null;
  const people = await dutyPeople(ctx, [{ personId, gridCode: villageCode }]);
  return { html, at, by: people.get(personId) ?? null };
}
