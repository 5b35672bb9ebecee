import { townsOf } from '#server/grids/county.ts';
import { dutyPeople, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import { type RoundPhase, roundFace } from '#server/rules/selection-rounds.ts';
import { numbersOf, roundKind } from '#server/selections/kinds.ts';
import {
  type RecommendationRow,
  type RoundRow,
  selectEntries,
  selectRecommendations,
  selectRound,
  selectRounds,
} from '#server/selections/records.ts';

/** A month's round as every page names it. */
export interface RoundView {
  id: string;
  kind: string;
  month: string;
  phase: RoundPhase;
  entriesUntil: EpochMs;
  townsUntil: EpochMs;
  reviewUntil: EpochMs | null;
  publishedAt: EpochMs | null;
  objectionsUntil: EpochMs | null;
}

/** The village that an entry stands for, or the town that made it itself. */
export interface EntryPlace {
  code: string;
  name: string;
  townCode: string;
  townName: string;
}

/** A post in a round; its town's reason stands beside it when the town recommends it. */
export interface EntryView {
  postId: string;
  title: string;
  path: string;
  place: EntryPlace;
  writer: string;
  reason: string | null;
}

/** Rounds, the newest first, and the month before which older ones begin. */
export interface RoundList {
  rounds: RoundView[];
  older: string | null;
}

const A_PAGE = 24;
/** More kinds of round than there are in a month. */
const MOST_KINDS = 5;
/** Sorts behind every month. */
const NO_MONTH = '9999-99';

/** The rounds of the county, the newest first. */
export async function selectionList(ctx: Context, before: string | null): Promise<RoundList> {
  ctx.page.shows('selections');
  const rows = await selectRounds(ctx.db.read, before ?? NO_MONTH, (A_PAGE + 1) * MOST_KINDS);
  const months = [...new Set(rows.map(({ month }) => month))];
  const last = months[A_PAGE - 1] ?? '';
  const shown = rows.filter(({ month }) => month >= last);
  const older = months.length > A_PAGE ? last : null;
  return { rounds: shown.map((row) => roundView(ctx, row)), older };
}

/** One round as everybody reads it: what towns recommend is told when all towns have chosen. */
export interface RoundPage {
  round: RoundView;
  /** Empty until the round is published. */
  recommended: EntryView[];
  others: EntryView[];
  numbers: KindNumbers;
}

/** The page of a round; null where there is none. */
export async function selectionPage(ctx: Context, id: string): Promise<RoundPage | null> {
  const row = await selectRound(ctx.db.read, id);
  if (!row) return null;
  const round = roundView(ctx, row);
  const isTold = haveTownsChosen(round);
  const entries = await entriesOf(ctx, row);
  return {
    round,
    recommended: isTold ? entries.filter(({ reason }) => reason !== null) : [],
    others: isTold ? entries.filter(({ reason }) => reason === null) : withoutReasons(entries),
    numbers: numbersOf(ctx, roundKind(row.kind)),
  };
}

/** A round's row as pages show it; its page changes by itself when its phase does. */
export function roundView(ctx: Context, row: RoundRow): RoundView {
  const { id, kind, month, entriesUntil, townsUntil } = row;
  const { reviewUntil, publishedAt, objectionsUntil } = row;
  const { phase, changesAt } = roundFace(row, ctx.clock.now());
  ctx.page.changesAt(changesAt);
  ctx.page.shows(`selection:${id}`);
  const course = { entriesUntil, townsUntil, reviewUntil, publishedAt, objectionsUntil };
  return { id, kind, month, phase, ...course };
}

/** Whether the towns' days are over and everybody may read what they recommend. */
export function haveTownsChosen({ phase }: Pick<RoundView, 'phase'>): boolean {
  return phase !== 'entering' && phase !== 'recommending';
}

/** The entries of a round, town by town and by village in it: no order of merit, none of coming in. */
export async function entriesOf(
  ctx: Context,
  { id: roundId, kind: code }: Pick<RoundRow, 'id' | 'kind'>,
): Promise<EntryView[]> {
  const [rows, recommendations] = await Promise.all([
    selectEntries(ctx.db.read, roundId),
    selectRecommendations(ctx.db.read, roundId),
  ]);
  const codes = rows.map(({ entry }) => entry.villageCode);
  const holders = rows.map(({ entry, authorId }) => ({
    personId: authorId,
    gridCode: entry.villageCode,
  }));
  const [places, people] = await Promise.all([entryPlaces(ctx, codes), dutyPeople(ctx, holders)]);
  const reasons = new Map(
    recommendations.map((one: RecommendationRow) => [one.postId, one.reason]),
  );
  const entries = rows.flatMap(({ entry: { postId, villageCode }, no, title, authorId }) => {
    const place = places.get(villageCode);
    if (!place) return [];
    ctx.page.shows(`post:${postId}`);
    const writer = people.get(authorId)?.name ?? '';
    const reason = reasons.get(postId) ?? null;
    const path = roundKind(code).path(place.slug, no);
    return [{ postId, title, path, place, writer, reason }];
  });
  return entries.toSorted((a, b) => (a.place.code < b.place.code ? -1 : 1));
}

/** The places of entries by their codes: villages, and towns for what they made themselves. */
export async function entryPlaces(
  ctx: Context,
  codes: string[],
): Promise<Map<string, EntryPlace & { slug: string | null }>> {
  const villages = await villagesByCode(ctx, [...new Set(codes)]);
  const towns = codes.every((code) => villages.has(code))
    ? []
    : await townsOf(ctx, ctx.env.countyCode);
  const ofTowns = towns.map(({ code, name }) => {
    const place = { code, name, townCode: code, townName: name, slug: null };
    return [code, place] as const;
  });
  return new Map<string, EntryPlace & { slug: string | null }>([...ofTowns, ...villages]);
}

function withoutReasons(entries: EntryView[]): EntryView[] {
  return entries.map((entry) => ({ ...entry, reason: null }));
}
