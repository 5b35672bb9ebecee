import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isObjectable } from '#server/rules/objections.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import { type Badge, badgeOfPost } from '#server/selections/badges.ts';
import {
  type EntryView,
  entriesOf,
  type RoundView,
  roundView,
} from '#server/selections/entries.ts';
import { numbersOf, roundKinds, roundNumbers } from '#server/selections/kinds.ts';
import { selectRound } from '#server/selections/records.ts';
import {
  type ResultEntry,
  type ResultRow,
  type ResultTable,
  selectResults,
} from '#server/selections/result-records.ts';
import { selectReaders } from '#server/selections/reviewer-records.ts';

/** An entry in a published result; its post and writer are null where it was taken down since. */
export interface ResultEntryView extends ResultEntry {
  shown: EntryView | null;
  /** The middle sheet's remark; '' without sheets. */
  remark: string;
}

/** A line of a sheet with its reason. */
export interface JudgedLine {
  code: string;
  points: number;
  reason: string;
}

/** A reviewer's sheet as everybody reads it. */
export interface JudgedSheetView {
  no: number;
  total: number;
  dropped: 'highest' | 'lowest' | null;
  remark: string;
  lines: JudgedLine[];
}

/** A result as it was published; further versions correct it, and the older ones stay in view. */
export interface ResultView {
  table: ResultTable;
  entries: ResultEntryView[];
  hash: string;
  version: number;
  /** Why there is a further version; '' for the first. */
  reason: string;
  at: EpochMs;
  /** Every version there is, the newest first. */
  versions: { version: number; reason: string; at: EpochMs }[];
  /** Who reviewed, in the order of their names: whose sheet is whose is not published. */
  reviewers: string[];
}

/** The result of a round in its newest version, or in an older one; null before there is one. */
export async function resultOf(
  ctx: Context,
  round: { id: string; kind: string },
  version: number | null = null,
): Promise<ResultView | null> {
  const rows = await selectResults(ctx.db.read, round.id);
  const row = version === null ? rows[0] : rows.find((one) => one.version === version);
  if (!row) return null;
  const [shown, readers] = await Promise.all([
    entriesOf(ctx, round),
    selectReaders(ctx.db.read, round.id),
  ]);
  for (const { reader } of readers) ctx.page.shows(`person:${reader.personId}`);
  const { table, hash, reason, at } = row;
  return {
    ...{ table, hash, version: row.version, reason, at },
    entries: table.entries.map((entry) => entryView(row, entry, shown)),
    versions: rows.map((one) => ({ version: one.version, reason: one.reason, at: one.at })),
    reviewers: namesOfThoseWho(
      readers.map(({ reader, name }) => ({ no: reader.no, name })),
      table,
    ),
  };
}

/** One entry of a result with every line and every reason. */
export interface EntryResultPage {
  round: RoundView;
  result: Omit<ResultView, 'entries'>;
  entry: ResultEntryView;
  sheets: JudgedSheetView[];
  numbers: KindNumbers;
  /** What it won in the end; null before, and where it was not chosen. */
  badge: Badge | null;
  /** Whether it may be objected to now. */
  mayObject: boolean;
}

/** One entry of a round's newest result; null where there is none. */
export async function entryResultPage(
  ctx: Context,
  roundId: string,
  postId: string,
): Promise<EntryResultPage | null> {
  const round = await selectRound(ctx.db.read, roundId);
  const [row] = round ? await selectResults(ctx.db.read, roundId) : [];
  const result = round && (await resultOf(ctx, round));
  const entry = result?.entries.find((one) => one.postId === postId);
  if (!round || !row || !result || !entry) return null;
  const mayObject = isObjectable(round, ctx.clock.now());
  if (mayObject) ctx.page.changesAt(round.objectionsUntil);
  return {
    round: roundView(ctx, round),
    result,
    entry,
    sheets: entry.sheets.map((sheet) => {
      const said = row.words[postId]?.[String(sheet.no)];
      const lines = sheet.lines.map((line) => ({
        ...line,
        reason: said?.reasons[line.code] ?? '',
      }));
      return { ...sheet, lines, remark: said?.remark ?? '' };
    }),
    numbers: await roundNumbers(ctx.db.read, ctx, round),
    badge: await badgeOfPost(ctx, { id: postId, path: entry.shown?.path ?? '' }),
    mayObject,
  };
}

/** The numbers of a round's newest result with their hash, for whoever checks them himself. */
export async function publishedResult(
  ctx: Context,
  roundId: string,
): Promise<{ hash: string; table: ResultTable } | null> {
  const round = await selectRound(ctx.db.read, roundId);
  const [row] = round ? await selectResults(ctx.db.read, roundId) : [];
  ctx.page.shows(`selection:${roundId}`);
  return row ? { hash: row.hash, table: row.table } : null;
}

/** How it is judged, out of the county's own numbers. */
export interface FormulaPage {
  kinds: { kind: string; numbers: KindNumbers }[];
  /** The steps, once for all kinds whose numbers are the same. */
  steps: { kinds: string[]; numbers: KindNumbers }[];
}

/** What counts in each kind of round, and the steps of a round. */
export function formulaPage(ctx: Context): FormulaPage {
  const kinds = roundKinds().map((kind) => ({ kind: kind.code, numbers: numbersOf(ctx, kind) }));
  const alike = Map.groupBy(kinds, ({ numbers }) => stepNumbers(numbers).join());
  const steps = [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ kinds: group.map(({ kind }) => kind), numbers: first.numbers }] : [];
  });
  return { kinds, steps };
}

/** The numbers that the steps name: what a kind adds of its own is not among them. */
function stepNumbers(numbers: KindNumbers): number[] {
  const { perTown, townDays, places, reviewers, standIns } = numbers;
  const { leastSheets, readAtMost, reviewWorkDays, objectionWorkDays } = numbers;
  return [
    ...[perTown, townDays, places, reviewers, standIns],
    ...[leastSheets, readAtMost, reviewWorkDays, objectionWorkDays],
  ];
}

function entryView({ words }: ResultRow, entry: ResultEntry, shown: EntryView[]): ResultEntryView {
  const said = entry.remarkNo === null ? undefined : words[entry.postId]?.[String(entry.remarkNo)];
  return {
    ...entry,
    shown: shown.find(({ postId }) => postId === entry.postId) ?? null,
    remark: said?.remark ?? '',
  };
}

function namesOfThoseWho(
  readers: { no: number; name: string }[],
  { entries }: ResultTable,
): string[] {
  const wrote = new Set(entries.flatMap(({ sheets }) => sheets.map(({ no }) => no)));
  // Who closed his account since has no name any more.
  const wroteNamed = readers.filter(({ no, name }) => wrote.has(no) && name !== '');
  const names = wroteNamed.map(({ name }) => name);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}
