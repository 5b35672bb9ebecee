import { type NamedPlace, ownPlaces, placeNamed, placesBelow } from '#server/grids/desk-places.ts';
import { groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { postRows } from '#server/posts/views.ts';
import { addDays, type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { SurveyBook } from '#server/rules/survey-book.ts';
import type { SurveyQuestion } from '#server/rules/survey-rules.ts';
import { actingOnSurvey } from '#server/surveys/acting.ts';
import { type SurveyRow, selectInState, selectQuestions } from '#server/surveys/records.ts';
import { type QuestionResult, surveyResults } from '#server/surveys/results.ts';
import { groupNames } from '#server/surveys/views.ts';

/** So many of each state stand on the desk; the list of the village has all that were opened. */
const SHOWN = 30;

/** A survey in the desk's list. */
export interface DeskSurvey {
  id: string;
  title: string;
  answers: number;
  closesAt: EpochMs;
}

/** The desk of one village. */
export interface SurveyDesk {
  village: Village;
  now: EpochMs;
  draft: DeskSurvey[];
  open: DeskSurvey[];
  closed: DeskSurvey[];
}

/** Where somebody's desk of surveys begins: his village, or the villages of his town. */
export async function surveyDesk(
  ctx: Context,
  villageCode: string | null,
): Promise<SurveyDesk | { place: NamedPlace; villages: NamedPlace[] } | null> {
  ctx.page.keepPrivate();
  const makes = (path: string) => may(ctx.viewer, 'survey.make', path);
  if (villageCode !== null) return deskOf(ctx, villageCode);
  const [own] = ownPlaces(ctx, makes);
  const place = own === undefined ? null : await placeNamed(ctx, own);
  if (!place || !holdsPost(ctx)) return null;
  if (place.level === 'village') return deskOf(ctx, place.code);
  return { place, villages: await placesBelow(ctx, place) };
}

/** A villager of the place makes no surveys there. */
function holdsPost(ctx: Context): boolean {
  return ctx.viewer.posts.length > 0;
}

async function deskOf(ctx: Context, villageCode: string): Promise<SurveyDesk | null> {
  const village = await villageByCode(ctx, villageCode);
  if (!village || !may(ctx.viewer, 'survey.make', village.path)) return null;
  const states = ['draft', 'open', 'closed'] as const;
  const [draft, open, closed] = await Promise.all(
    states.map((state) => selectInState(ctx.db.read, { villageCode, state, limit: SHOWN })),
  );
  const rows = [draft, open, closed].flatMap((list) => list ?? []);
  const posts = await postRows(
    ctx,
    rows.map(({ id }) => id),
  );
  const titles = new Map(posts.map(({ id, title }) => [id, title]));
  const lineOf = (row: SurveyRow): DeskSurvey[] => {
    const { id, answers, closesAt } = row;
    const title = titles.get(id);
    return title === undefined ? [] : [{ id, title, answers, closesAt }];
  };
  const now = ctx.clock.now();
  return {
    ...{ village, now },
    draft: (draft ?? []).flatMap(lineOf),
    open: (open ?? []).flatMap(lineOf),
    closed: (closed ?? []).flatMap(lineOf),
  };
}

/** The frame of a survey to be filled in: what stands in it, or what is proposed for a new one. */
export interface SurveyFrame {
  village: Village;
  groups: { code: string; name: string }[];
  title: string;
  body: string;
  groupCodes: string[];
  closesOn: LocalDate;
  least: number;
  book: SurveyBook;
  key: string;
}

/** The form of a new survey; null for whoever makes none there. */
export async function newSurvey(ctx: Context, villageCode: string): Promise<SurveyFrame | null> {
  ctx.page.keepPrivate();
  const village = await villageByCode(ctx, villageCode);
  if (!village || !may(ctx.viewer, 'survey.make', village.path)) return null;
  const { surveys: book } = ctx.book;
  const closesOn = addDays(localDate(ctx.clock.now()), PROPOSED_DAYS);
  const frame = { title: '', body: '', groupCodes: [], closesOn, least: book.least };
  const groups = await groupsOf(ctx, village.code);
  return { ...frame, village, groups, book, key: newToken() };
}

/** Two weeks: long enough for those who are in the village at the weekend only. */
const PROPOSED_DAYS = 14;

/** One survey on its desk. */
export interface SurveyWork {
  village: Village;
  id: string;
  no: number;
  state: string;
  title: string;
  html: string;
  path: string;
  now: EpochMs;
  answers: number;
  least: number;
  closesAt: EpochMs;
  outcome: string | null;
  questions: SurveyQuestion[];
  groupNames: Map<string, string>;
  /** Null before it is closed, and where too few answered. */
  results: QuestionResult[] | null;
  frame: SurveyFrame;
  book: SurveyBook;
  key: string;
}

/** One survey on its desk; null for whoever makes none there. */
export async function surveyWork(ctx: Context, id: string): Promise<SurveyWork | null> {
  ctx.page.keepPrivate();
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return null;
  const { survey, post, village, loaded } = acting.value;
  const [questions, results, groups, names] = await Promise.all([
    selectQuestions(ctx.db.read, id),
    surveyResults(ctx, survey, { texts: 'all' }),
    groupsOf(ctx, village.code),
    groupNames(ctx, village),
  ]);
  const { surveys: book } = ctx.book;
  const { least, closesAt, answers, state, outcome, groupCodes } = survey;
  const frame = { title: post.title, body: post.body, groupCodes: groupCodes ?? [], least };
  const closesOn = localDate(closesAt - 1);
  const key = newToken();
  return {
    ...{ village, id, no: post.no, state, title: post.title, html: post.html, path: loaded.path },
    ...{ now: ctx.clock.now(), answers, least, closesAt, outcome, questions, results },
    groupNames: names,
    frame: { ...frame, closesOn, village, groups, book, key },
    ...{ book, key },
  };
}
