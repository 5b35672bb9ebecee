import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import {
  type EntryView,
  entriesOf,
  type RoundView,
  roundView,
} from '#server/selections/entries.ts';
import { numbersOf, roundKind, roundKinds } from '#server/selections/kinds.ts';
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
    numbers: numbersOf(ctx, roundKind(round.kind)),
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

/** What counts in each kind of round, out of the county's own numbers. */
export function formulaPage(ctx: Context): { kind: string; numbers: KindNumbers }[] {
  return roundKinds().map((kind) => ({ kind: kind.code, numbers: numbersOf(ctx, kind) }));
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
  const names = readers.filter(({ no }) => wrote.has(no)).map(({ name }) => name);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}
