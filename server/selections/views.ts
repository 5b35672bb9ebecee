import { dutyPeople, type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { letterPath } from '#server/rules/links.ts';
import { type RoundPhase, roundFace } from '#server/rules/selection-rounds.ts';
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
  month: string;
  phase: RoundPhase;
  entriesUntil: EpochMs;
  townsUntil: EpochMs;
}

/** A letter in a round; its town's reason stands beside it when the town recommends it. */
export interface EntryView {
  postId: string;
  title: string;
  path: string;
  village: Village;
  writer: string;
  reason: string | null;
}

/** Rounds, the newest first, and the month before which older ones begin. */
export interface RoundList {
  rounds: RoundView[];
  older: string | null;
}

const A_PAGE = 24;
/** Sorts behind every month. */
const NO_MONTH = '9999-99';

/** The rounds of the county, the newest first. */
export async function selectionList(ctx: Context, before: string | null): Promise<RoundList> {
  ctx.page.shows('selections');
  const rows = await selectRounds(ctx.db.read, before ?? NO_MONTH, A_PAGE + 1);
  const shown = rows.slice(0, A_PAGE);
  const older = rows.length > A_PAGE ? (shown.at(-1)?.month ?? null) : null;
  return { rounds: shown.map((row) => roundView(ctx, row)), older };
}

/** One round as everybody reads it: what towns recommend is told when all towns have chosen. */
export interface RoundPage {
  round: RoundView;
  /** Empty until the round is published. */
  recommended: EntryView[];
  others: EntryView[];
  perTown: number;
  leastPromises: number;
}

/** The page of a round; null where there is none. */
export async function selectionPage(ctx: Context, id: string): Promise<RoundPage | null> {
  const row = await selectRound(ctx.db.read, id);
  if (!row) return null;
  const round = roundView(ctx, row);
  const isPublished = round.phase === 'published';
  const entries = await entriesOf(ctx, row.id);
  const { perTown, leastPromises } = ctx.book.selections.letters;
  return {
    round,
    recommended: isPublished ? entries.filter(({ reason }) => reason !== null) : [],
    others: isPublished ? entries.filter(({ reason }) => reason === null) : withoutReasons(entries),
    perTown,
    leastPromises,
  };
}

/** A round's row as pages show it; its page changes by itself when its phase does. */
export function roundView(ctx: Context, row: RoundRow): RoundView {
  const { id, month, entriesUntil, townsUntil } = row;
  const { phase, changesAt } = roundFace(row, ctx.clock.now());
  ctx.page.changesAt(changesAt);
  ctx.page.shows(`selection:${id}`);
  return { id, month, phase, entriesUntil, townsUntil };
}

/** The entries of a round, town by town and by village in it: no order of merit, none of coming in. */
export async function entriesOf(ctx: Context, roundId: string): Promise<EntryView[]> {
  const [rows, recommendations] = await Promise.all([
    selectEntries(ctx.db.read, roundId),
    selectRecommendations(ctx.db.read, roundId),
  ]);
  const codes = [...new Set(rows.map(({ entry }) => entry.villageCode))];
  const holders = rows.map(({ entry, authorId }) => ({
    personId: authorId,
    gridCode: entry.villageCode,
  }));
  const [villages, people] = await Promise.all([
    villagesByCode(ctx, codes),
    dutyPeople(ctx, holders),
  ]);
  const reasons = new Map(
    recommendations.map((one: RecommendationRow) => [one.postId, one.reason]),
  );
  const entries = rows.flatMap(({ entry: { postId, villageCode }, no, title, authorId }) => {
    const village = villages.get(villageCode);
    if (!village) return [];
    ctx.page.shows(`post:${postId}`);
    const writer = people.get(authorId)?.name ?? '';
    const reason = reasons.get(postId) ?? null;
    return [{ postId, title, path: letterPath(village.slug, no), village, writer, reason }];
  });
  return entries.toSorted((a, b) => (a.village.code < b.village.code ? -1 : 1));
}

function withoutReasons(entries: EntryView[]): EntryView[] {
  return entries.map((entry) => ({ ...entry, reason: null }));
}
