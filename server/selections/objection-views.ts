import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import {
  FULFILMENT,
  isObjectable,
  type ObjectionVerdict,
  objectionVerdict,
  verdictsFor,
  WHOLE,
} from '#server/rules/objections.ts';
import { concernedIn } from '#server/selections/concerned.ts';
import { entriesOf, type RoundView, roundView } from '#server/selections/entries.ts';
import { numbersOf, roundKind } from '#server/selections/kinds.ts';
import {
  type ObjectionRow,
  selectObjections,
  selectOpenObjections,
} from '#server/selections/objection-records.ts';
import { linesOf } from '#server/selections/objections.ts';
import { type RoundRow, selectRound } from '#server/selections/records.ts';
import { selectResults } from '#server/selections/result-records.ts';

/** What everybody reads of an objection: never who sent it, nor in which words. */
export interface ObjectionView {
  no: number;
  postId: string;
  /** '' for an entry that was taken down since. */
  title: string;
  line: ObjectionLine;
  at: EpochMs;
  dueAt: EpochMs | null;
  decided: {
    verdict: ObjectionVerdict;
    reason: string;
    at: EpochMs;
    version: number | null;
  } | null;
}

/** A line of an entry with its names; null for the whole entry, and for what was kept. */
export interface ObjectionLine {
  code: string;
  name: { zh: string; en: string } | null;
}

/** The objections in a round, in the order of their numbers. */
export async function objectionsIn(ctx: Context, round: RoundRow): Promise<ObjectionView[]> {
  if (round.publishedAt === null) return [];
  if (isObjectable(round, ctx.clock.now())) ctx.page.changesAt(round.objectionsUntil);
  const rows = await selectObjections(ctx.db.read, round.id);
  const entries = rows.length === 0 ? [] : await entriesOf(ctx, round);
  const titles = new Map(entries.map(({ postId, title }) => [postId, title]));
  return rows.map((row) => viewOf(ctx, round, row, titles.get(row.postId) ?? ''));
}

/** The form of an objection to one entry, with what the viewer sent before. */
export interface ObjectionPage {
  round: RoundView;
  title: string;
  path: string;
  lines: ObjectionLine[];
  /** Until when; null when the days are over. */
  until: EpochMs | null;
  isSignedIn: boolean;
  bodyLength: number;
  mine: (ObjectionView & { body: string })[];
  key: string;
}

/** The page of objecting to an entry; null where nothing was published of it. */
export async function objectionPage(
  ctx: Context,
  roundId: string,
  postId: string,
): Promise<ObjectionPage | null> {
  const round = await selectRound(ctx.db.read, roundId);
  const [result] = round?.publishedAt ? await selectResults(ctx.db.read, roundId) : [];
  const entry = result?.table.entries.find((one) => one.postId === postId);
  if (!round || !result || !entry) return null;
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  const [entries, rows] = await Promise.all([
    entriesOf(ctx, round),
    selectObjections(ctx.db.read, roundId),
  ]);
  const title = entries.find((one) => one.postId === postId)?.title ?? '';
  const mine = rows.filter((row) => row.byId === personId && row.postId === postId);
  return {
    round: roundView(ctx, round),
    title,
    path: `/selections/${roundId}/${postId}/object`,
    lines: linesOf(result.table).map((code) => lineOf(ctx, round, code)),
    until: isObjectable(round, ctx.clock.now()) ? round.objectionsUntil : null,
    isSignedIn: personId !== null,
    bodyLength: ctx.book.selections.objections.bodyLength,
    mine: mine.map((row) => ({ ...viewOf(ctx, round, row, title), body: row.body })),
    key: newToken(),
  };
}

/** An objection for those who answer it. */
export interface OpenObjection extends ObjectionView {
  id: string;
  round: RoundView;
  body: string;
  path: string;
  verdicts: ObjectionVerdict[];
  proposal: {
    verdict: ObjectionVerdict;
    reason: string;
    done: number | null;
    due: number | null;
  } | null;
  sentBack: string;
  /** What this viewer may do with it; 'concerned' when he had a part in it, null for another's turn. */
  mayDo: 'decide' | 'second' | 'concerned' | null;
}

/** What waits for an answer in the county, next due first; null for whoever answers nothing. */
export async function objectionDesk(ctx: Context): Promise<OpenObjection[] | null> {
  ctx.page.keepPrivate();
  const county = await gridPath(ctx, ctx.env.countyCode);
  const holds = (action: 'objection.decide' | 'objection.second') =>
    county !== null && actingPost(ctx.viewer, action, county) !== null;
  const rights = { decides: holds('objection.decide'), seconds: holds('objection.second') };
  if (!rights.decides && !rights.seconds) return null;
  const rows = await selectOpenObjections(ctx.db.read);
  const ids = [...new Set(rows.map(({ roundId }) => roundId))];
  const rounds = await Promise.all(ids.map((id) => roundWithParts(ctx, id)));
  return rows.flatMap((row) => {
    const known = rounds.find((one) => one?.round.id === row.roundId);
    return known ? [openOne(ctx, row, known, rights)] : [];
  });
}

/** What is known once of a round with objections: its entries, and who had a part in them. */
interface RoundWithParts {
  round: RoundRow;
  titles: Map<string, string>;
  isConcerned: Awaited<ReturnType<typeof concernedIn>>;
}

async function roundWithParts(ctx: Context, id: string): Promise<RoundWithParts | null> {
  const round = await selectRound(ctx.db.read, id);
  if (!round) return null;
  const [entries, isConcerned] = await Promise.all([
    entriesOf(ctx, round),
    concernedIn(ctx.db.read, round),
  ]);
  return { round, titles: new Map(entries.map((one) => [one.postId, one.title])), isConcerned };
}

function openOne(
  ctx: Context,
  row: ObjectionRow,
  { round, titles, isConcerned }: RoundWithParts,
  { decides, seconds }: { decides: boolean; seconds: boolean },
): OpenObjection {
  const verdict = objectionVerdict(row.verdict);
  const isMyTurn = verdict === null ? decides : seconds;
  const isPart = isConcerned(row, ctx.viewer.personId ?? '');
  const turn = verdict === null ? 'decide' : 'second';
  const { reason, done, due } = row;
  return {
    ...viewOf(ctx, round, row, titles.get(row.postId) ?? ''),
    ...{ id: row.id, round: roundView(ctx, round), body: row.body, sentBack: row.sentBack },
    path: `/selections/${round.id}/${row.postId}`,
    verdicts: verdictsFor(row.line),
    proposal: verdict && { verdict, reason, done, due },
    mayDo: isMyTurn ? (isPart ? 'concerned' : turn) : null,
  };
}

function viewOf(ctx: Context, round: RoundRow, row: ObjectionRow, title: string): ObjectionView {
  const { no, postId, line, at, dueAt, decidedAt, reason, version } = row;
  const verdict = objectionVerdict(row.verdict);
  const isDecided = verdict !== null && decidedAt !== null;
  const decided = isDecided ? { verdict, reason, at: decidedAt, version } : null;
  return { no, postId, title, line: lineOf(ctx, round, line), at, dueAt, decided };
}

function lineOf(ctx: Context, round: RoundRow, code: string): ObjectionLine {
  if (code === WHOLE || code === FULFILMENT) return { code, name: null };
  const { rubric } = numbersOf(ctx, roundKind(round.kind));
  const line = rubric.find((one) => one.code === code);
  return { code, name: line ? { zh: line.zh, en: line.en } : { zh: code, en: code } };
}
