import { townsOf } from '#server/grids/county.ts';
import { dutyPeople, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type RoundPhase, roundFace } from '#server/rules/selection-rounds.ts';
import { roundKind } from '#server/selections/kinds.ts';
import {
  type RecommendationRow,
  type RoundRow,
  selectEntries,
  selectRecommendations,
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

/** The names of those who wrote these entries, by their ids. */
export async function personNames(
  ctx: Context,
  entries: { authorId: string; villageCode: string }[],
): Promise<Map<string, string>> {
  const holders = entries.map(({ authorId: personId, villageCode: gridCode }) => {
    return { personId, gridCode };
  });
  const people = await dutyPeople(ctx, holders);
  const named = entries.flatMap(({ authorId }) => {
    const name = people.get(authorId)?.name;
    return name === undefined ? [] : [[authorId, name] as const];
  });
  return new Map(named);
}
