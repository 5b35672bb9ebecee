import { lastRoundOfMonth } from '#server/draws/announcing.ts';
import { type DrawPurpose, drawPurposes, purposeOf } from '#server/draws/purposes.ts';
import {
  type PoolRow,
  type RoundRow,
  selectEntries,
  selectNewestPool,
  selectOpening,
  selectPicks,
  selectPool,
  selectPoolLines,
  selectRound,
  selectRounds,
} from '#server/draws/records.ts';
import { dutyPeople, gridPath, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { Lottery } from '#server/rules/draw-book.ts';
import type { PublishedDraw } from '#server/rules/draw-replay.ts';

const ROUNDS_SHOWN = 24;

/** Rounds of draws, the newest first. */
export interface DrawListView {
  rounds: RoundRow[];
  older: string | null;
}

/** A page of all rounds; `before` pages on. */
export async function drawList(ctx: Context, before: string | null): Promise<DrawListView> {
  ctx.page.shows('draws');
  const isPlace = before !== null && /^\d{1,15}$/.test(before);
  const end = isPlace ? Number(before) : Number.MAX_SAFE_INTEGER;
  const found = await selectRounds(ctx.db.read, { before: end, limit: ROUNDS_SHOWN + 1 });
  const rounds = found.slice(0, ROUNDS_SHOWN);
  const last = rounds.at(-1);
  const older = found.length > ROUNDS_SHOWN && last ? String(last.announcedAt) : null;
  return { rounds, older };
}

/** One pool in its round: what it is drawn for, and how many it holds. */
export interface PoolLine {
  id: string;
  title: string;
  path: string;
  village: string;
  size: number;
  need: number;
}

/** A round with its pools. */
export interface RoundView {
  round: RoundRow;
  pools: PoolLine[];
}

/** One round; null when there is none of this name. */
export async function roundPage(ctx: Context, id: string): Promise<RoundView | null> {
  const round = await selectRound(ctx.db.read, id);
  if (!round) return null;
  ctx.page.shows('draws');
  ctx.page.changesAt(ctx.clock.now() < round.typedFrom ? round.typedFrom : null);
  const lines = await selectPoolLines(ctx.db.read, id);
  const [subjects, villages] = await Promise.all([
    purposeOf(round.purpose).subjects(
      ctx,
      lines.map(({ subjectId }) => subjectId),
    ),
    villagesByCode(ctx, [...new Set(lines.flatMap(({ villageCode }) => villageCode ?? []))]),
  ]);
  const pools = lines.map(({ id: poolId, subjectId, villageCode, size, need }) => ({
    ...{ id: poolId, size, need },
    title: subjects.get(subjectId)?.title ?? '',
    path: subjects.get(subjectId)?.path ?? '',
    village: villages.get(villageCode ?? '')?.name ?? '',
  }));
  return { round, pools };
}

/** One draw as everybody may check it. */
export interface PoolView {
  round: RoundRow;
  draw: PublishedDraw;
  excluded: Record<string, number>;
  frozenAt: EpochMs;
  title: string;
  path: string;
  village: string;
}

/** One draw; null when there is none of this name. */
export async function poolPage(ctx: Context, id: string): Promise<PoolView | null> {
  const pool = await selectPool(ctx.db.read, id);
  const round = pool && (await selectRound(ctx.db.read, pool.roundId));
  if (!pool || !round) return null;
  ctx.page.shows('draws');
  ctx.page.changesAt(ctx.clock.now() < round.typedFrom ? round.typedFrom : null);
  const subjects = await purposeOf(round.purpose).subjects(ctx, [pool.subjectId]);
  const villages = await villagesByCode(ctx, pool.villageCode === null ? [] : [pool.villageCode]);
  return {
    round,
    draw: await publish(ctx, pool, round),
    excluded: pool.excluded,
    frozenAt: pool.frozenAt,
    title: subjects.get(pool.subjectId)?.title ?? '',
    path: subjects.get(pool.subjectId)?.path ?? '',
    village: villages.get(pool.villageCode ?? '')?.name ?? '',
  };
}

/** The name of the newest draw for something; null when there never was one. */
export function newestDraw(ctx: Context, subjectId: string): Promise<string | null> {
  return selectNewestPool(ctx.db.read, subjectId);
}

/** A draw as it is downloaded and replayed; null when there is none of this name. */
export async function publishedDraw(ctx: Context, id: string): Promise<PublishedDraw | null> {
  const pool = await selectPool(ctx.db.read, id);
  const round = pool && (await selectRound(ctx.db.read, pool.roundId));
  ctx.page.shows('draws');
  return pool && round ? publish(ctx, pool, round) : null;
}

/** The desk of draws: rounds, what may be named, and whether the viewer may open one. */
export interface DrawDesk extends DrawListView {
  lotteries: Lottery[];
  mayAnnounce: boolean;
  /** Every purpose for which something is due, for whoever opens rounds. */
  open: { purpose: string; due: { title: string; path: string }[] }[];
  /** What is due too, but waits for next month's round. */
  later: { title: string; path: string }[];
  key: string;
}

/** The desk; null for whoever holds neither of its posts. */
export async function drawDesk(ctx: Context): Promise<DrawDesk | null> {
  ctx.page.keepPrivate();
  const county = await gridPath(ctx, ctx.env.countyCode);
  if (!county || !may(ctx.viewer, 'draw.type', county)) return null;
  const mayAnnounce = may(ctx.viewer, 'draw.announce', county);
  const all = mayAnnounce ? await duePurposes(ctx) : [];
  return {
    ...(await drawList(ctx, null)),
    lotteries: ctx.book.draws.lotteries,
    mayAnnounce,
    open: all.filter(({ isDrawn }) => !isDrawn),
    later: all.filter(({ isDrawn }) => isDrawn).flatMap(({ due }) => due),
    key: newToken(),
  };
}

/** One round on its desk: who has typed numbers, and whether the viewer may. */
export interface RoundDesk extends RoundView {
  typed: { name: string; post: string; isOwn: boolean; at: EpochMs }[];
  mayType: boolean;
}

/** One round on its desk; null for whoever holds neither of its posts. What another typed is not shown. */
export async function roundDesk(ctx: Context, id: string): Promise<RoundDesk | null> {
  ctx.page.keepPrivate();
  const county = await gridPath(ctx, ctx.env.countyCode);
  if (!county || !may(ctx.viewer, 'draw.type', county)) return null;
  const view = await roundPage(ctx, id);
  if (!view) return null;
  const entries = await selectEntries(ctx.db.read, id);
  const holders = entries.map(({ byId }) => ({ personId: byId, gridCode: null }));
  const people = await dutyPeople(ctx, holders);
  const { drawnAt, typedFrom } = view.round;
  return {
    ...view,
    typed: entries.map(({ byId, byPost, at }) => {
      const name = people.get(byId)?.name ?? '';
      return { name, post: byPost, isOwn: byId === ctx.viewer.personId, at };
    }),
    mayType: drawnAt === null && ctx.clock.now() >= typedFrom,
  };
}

/** One drawn pool on its desk: whether its table is asked for or open, and what the viewer may do. */
export interface PoolDeskView {
  id: string;
  roundId: string;
  purpose: string;
  title: string;
  opening: { firstName: string; reason: string; isOpen: boolean } | null;
  mayAsk: boolean;
  mayOpen: boolean;
}

/** A drawn pool on its desk; null for whoever holds neither of its posts, and before the draw. */
export async function poolDesk(ctx: Context, id: string): Promise<PoolDeskView | null> {
  ctx.page.keepPrivate();
  const county = await gridPath(ctx, ctx.env.countyCode);
  const byPost = county && actingPost(ctx.viewer, 'draw.type', county);
  const pool = byPost ? await selectPool(ctx.db.read, id) : null;
  const round = pool && (await selectRound(ctx.db.read, pool.roundId));
  if (!pool || !round || round.drawnAt === null) return null;
  const opening = await selectOpening(ctx.db.read, id);
  const firstId = opening?.firstById ?? '';
  const [people, subjects] = await Promise.all([
    dutyPeople(ctx, opening ? [{ personId: firstId, gridCode: null }] : []),
    purposeOf(round.purpose).subjects(ctx, [pool.subjectId]),
  ]);
  const isOther = firstId !== ctx.viewer.personId && opening?.firstByPost !== byPost;
  const isOpen = opening !== null && opening.openedAt !== null;
  const firstName = people.get(firstId)?.name ?? '';
  return {
    ...{ id, roundId: round.id, purpose: round.purpose },
    title: subjects.get(pool.subjectId)?.title ?? '',
    opening: opening && { firstName, reason: opening.reason, isOpen },
    mayAsk: opening === null,
    mayOpen: opening !== null && !isOpen && isOther,
  };
}

async function duePurposes(ctx: Context) {
  const all = await Promise.all(
    drawPurposes().map(async (one) => {
      const round = await lastRoundOfMonth(ctx, one);
      const frozen = round ? await selectPoolLines(ctx.db.read, round.id) : [];
      const due = await dueFor(ctx, one, new Set(frozen.map(({ subjectId }) => subjectId)));
      return { purpose: one.code, due, isDrawn: round !== null };
    }),
  );
  return all.filter(({ due }) => due.length > 0);
}

/** What is due, in its order, without what this month's round is drawing for already. */
async function dueFor(ctx: Context, purpose: DrawPurpose, frozen: Set<string>) {
  const ids = (await purpose.due(ctx)).filter((id) => !frozen.has(id));
  const subjects = await purpose.subjects(ctx, ids);
  return ids.flatMap((id) => subjects.get(id) ?? []);
}

async function publish(ctx: Context, pool: PoolRow, round: RoundRow): Promise<PublishedDraw> {
  const { id, size, need, poolHash, tableHash } = pool;
  const picks = await selectPicks(ctx.db.read, id);
  return {
    method: 'VSQ1',
    ...{ id, size, need, poolHash, tableHash },
    numbers: round.numbers,
    steps: picks.map(({ poolId: _, ...step }) => step),
  };
}
