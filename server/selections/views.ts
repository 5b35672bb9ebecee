import type { Context } from '#server/kernel/context.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import { type Badge, badgesOf } from '#server/selections/badges.ts';
import {
  type EntryView,
  entriesOf,
  haveTownsChosen,
  type RoundView,
  roundView,
} from '#server/selections/entries.ts';
import { roundNumbers } from '#server/selections/kinds.ts';
import { type ObjectionView, objectionsIn } from '#server/selections/objection-views.ts';
import { selectRound, selectRounds } from '#server/selections/records.ts';
import { type ResultView, resultOf } from '#server/selections/result-views.ts';
import { countReaders } from '#server/selections/sheet-records.ts';

export type { EntryView, RoundView } from '#server/selections/entries.ts';

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
  /** The draw of its reviewers, and how many there are; null before it. */
  draw: { id: string; readers: number } | null;
  /** What was published, newest version or the one asked for; null before. */
  result: ResultView | null;
  /** What was objected to it, in the order of the numbers. */
  objections: ObjectionView[];
  /** The badges of the chosen ones, by post; empty until the round is final. */
  badges: Map<string, Badge>;
}

/** The page of a round; null where there is none. */
export async function selectionPage(
  ctx: Context,
  id: string,
  version: number | null = null,
): Promise<RoundPage | null> {
  const row = await selectRound(ctx.db.read, id);
  if (!row) return null;
  const round = roundView(ctx, row);
  const isTold = haveTownsChosen(round);
  const [entries, readers, result, objections] = await Promise.all([
    entriesOf(ctx, row),
    countReaders(ctx.db.read, row.id),
    resultOf(ctx, row, version),
    objectionsIn(ctx, row),
  ]);
  return {
    round,
    recommended: isTold ? entries.filter(({ reason }) => reason !== null) : [],
    others: isTold ? entries.filter(({ reason }) => reason === null) : withoutReasons(entries),
    numbers: await roundNumbers(ctx.db.read, ctx, row),
    draw: row.drawId === null ? null : { id: row.drawId, readers },
    result,
    objections,
    badges: row.finalAt === null ? new Map() : await badgesOf(ctx, chosenIn(result)),
  };
}

function chosenIn(result: ResultView | null): { id: string; path: string }[] {
  const chosen = result?.entries.filter(({ place }) => place !== null) ?? [];
  return chosen.map(({ postId, shown }) => ({ id: postId, path: shown?.path ?? '' }));
}

function withoutReasons(entries: EntryView[]): EntryView[] {
  return entries.map((entry) => ({ ...entry, reason: null }));
}
