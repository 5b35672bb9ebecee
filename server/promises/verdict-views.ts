import { newestDraw } from '#server/draws/views.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { findAsk } from '#server/promises/answering.ts';
import { inviteeMark } from '#server/promises/asking.ts';
import {
  selectAsksOfPool,
  selectOpenAsks,
  selectRecentVerdicts,
  selectVerdicts,
  selectWithLetters,
  type VerdictRow,
} from '#server/promises/asking-records.ts';
import type { PromiseRow } from '#server/promises/records.ts';
import { DAY_MS, dayNumber, dayOfDate, type EpochMs, type LocalDate } from '#server/rules/dates.ts';
import { letterPath, promisePath } from '#server/rules/links.ts';
import { reasonWords, verdictRule } from '#server/rules/promise-book.ts';
import type { VerdictRule } from '#server/rules/promise-verdict.ts';

/** What drawn villagers decided, with the rule beside it; never who said what. */
export interface VerdictView {
  drawId: string;
  verdict: string;
  invited: number;
  answered: number;
  counts: { kept: number; part: number; broken: number };
  /** Phrases that were ticked, the most frequent first. */
  reasons: { words: string; n: number }[];
  rule: VerdictRule;
  at: EpochMs;
}

/** Everything decided on a promise, the newest first. */
export async function verdictsOf(ctx: Context, promise: PromiseRow): Promise<VerdictView[]> {
  const rows = await selectVerdicts(ctx.db.read, [promise.id]);
  return rows.map((row) => verdictOf(ctx, row, promise));
}

/** Until when drawn villagers are asked about a promise, and by which draw; null when nobody is. */
export async function askingNow(
  ctx: Context,
  { id, state }: Pick<PromiseRow, 'id' | 'state'>,
): Promise<{ drawId: string; closesAt: EpochMs } | null> {
  const drawId = state === 'asked' ? await newestDraw(ctx, id) : null;
  if (drawId === null) return null;
  const asks = await selectAsksOfPool(ctx.db.read, drawId);
  const open = asks.find(({ closedAt }) => closedAt === null);
  return open ? { drawId, closesAt: open.closesAt } : null;
}

/** A verdict as a village's front page tells it. */
export interface VerdictRowView extends VerdictView {
  what: string;
  path: string;
}

/** What was decided in a village lately, for its front page. */
export async function recentVerdicts(
  ctx: Context,
  { code, slug }: { code: string; slug: string },
): Promise<VerdictRowView[]> {
  const shownMs = ctx.book.promises.verdict.shownDays * DAY_MS;
  const rows = await selectRecentVerdicts(ctx.db.read, code, ctx.clock.now() - shownMs);
  ctx.page.shows(`village:${code}`);
  for (const { verdict } of rows) ctx.page.changesAt(verdict.at + shownMs);
  return rows.map(({ verdict, promise, letterNo }) => ({
    ...verdictOf(ctx, verdict, promise),
    what: promise.what,
    path: promisePath(slug, letterNo, promise.no),
  }));
}

/** A promise as those who are asked about it read it. */
export interface AskedPromise {
  village: string;
  what: string;
  measure: string;
  dueOn: LocalDate | null;
  path: string;
  letter: { title: string; path: string };
  claim: string | null;
}

/** What the holder of a link reads before he answers. */
export interface AskPage {
  code: string;
  asked: AskedPromise;
  drawId: string;
  closesAt: EpochMs;
  isOver: boolean;
  choices: { value: string; label: string }[];
  /** He answered, and may answer anew. What he said is shown to nobody, so nobody can make him prove it. */
  isAnswered: boolean;
}

/** The page behind the link of a message, or behind one's own page. */
export async function askPage(ctx: Context, code: string): Promise<Result<AskPage>> {
  ctx.page.keepPrivate();
  const found = await findAsk(ctx, code);
  if (!found.ok) return found;
  const { ask, promise } = found.value;
  const asked = await askedPromise(ctx, promise.id);
  if (!asked) return refuse('notFound');
  const isOver = ask.closedAt !== null || ctx.clock.now() >= ask.closesAt;
  return accept({
    code,
    asked,
    drawId: ask.poolId,
    closesAt: ask.closesAt,
    isOver,
    choices: reasonChoices(ctx, promise),
    isAnswered: ask.channel === 'link' && ask.answerSealed !== null && !isOver,
  });
}

/** What the viewer himself is asked now; nothing for most people, most of the time. */
export async function ownAsks(
  ctx: Context,
): Promise<{ id: string; what: string; closesAt: EpochMs; isAnswered: boolean }[]> {
  const marks = ctx.viewer.memberships.map(({ villagerId }) => inviteeMark(ctx, villagerId));
  if (marks.length === 0) return [];
  const asks = await selectOpenAsks(ctx.db.read, marks, ctx.clock.now());
  if (asks.length === 0) return [];
  const found = await selectWithLetters(
    ctx.db.read,
    asks.map(({ promiseId }) => promiseId),
  );
  const whats = new Map(found.map(({ promise }) => [promise.id, promise.what]));
  return asks.flatMap(({ id, promiseId, closesAt, answeredAt }) => {
    const what = whats.get(promiseId);
    return what === undefined ? [] : [{ id, what, closesAt, isAnswered: answeredAt !== null }];
  });
}

/** A promise for those who are asked, or who enter what others answered. */
export async function askedPromise(ctx: Context, promiseId: string): Promise<AskedPromise | null> {
  const [found] = await selectWithLetters(ctx.db.read, [promiseId]);
  const village = found && (await villageByCode(ctx, found.promise.villageCode));
  if (!found || !village) return null;
  const { promise, letterNo, letterTitle } = found;
  const { what, measure, dueOn, claim } = promise;
  return {
    village: village.name,
    ...{ what, measure, dueOn, claim },
    path: promisePath(village.slug, letterNo, promise.no),
    letter: { title: letterTitle, path: letterPath(village.slug, letterNo) },
  };
}

/** The phrases to tick, with the days it came late where the report tells them. */
export function reasonChoices(
  ctx: Context,
  promise: Pick<PromiseRow, 'dueOn' | 'claimedAt'>,
): { value: string; label: string }[] {
  const late = lateDays(promise);
  return ctx.book.promises.reasons.map((reason) => ({
    value: reason.code,
    label: reasonWords(reason, ctx.lang, late),
  }));
}

function verdictOf(ctx: Context, row: VerdictRow, promise: PromiseRow): VerdictView {
  const { poolId, verdict, invited, kept, part, broken, at } = row;
  const labels = new Map(reasonChoices(ctx, promise).map(({ value, label }) => [value, label]));
  const reasons = Object.entries(row.reasons)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([code, n]) => ({ words: labels.get(code) ?? code, n }));
  return {
    ...{ drawId: poolId, verdict, invited, at, reasons },
    answered: kept + part + broken,
    counts: { kept, part, broken },
    rule: verdictRule(ctx.book.promises),
  };
}

function lateDays({ dueOn, claimedAt }: Pick<PromiseRow, 'dueOn' | 'claimedAt'>): number | null {
  return dueOn === null || claimedAt === null ? null : dayNumber(claimedAt) - dayOfDate(dueOn);
}
