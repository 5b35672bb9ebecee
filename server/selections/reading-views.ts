import { villagesBelow } from '#server/grids/county.ts';
import { staffOver } from '#server/grids/staff.ts';
import type { Context } from '#server/kernel/context.ts';
import { coverNames, type HiddenNames } from '#server/rules/covered-names.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import {
  type EntryPlace,
  entryPlaces,
  personNames,
  type RoundView,
  roundView,
} from '#server/selections/entries.ts';
import type { GivenSheet } from '#server/selections/judging.ts';
import { type Fulfilment, roundKind, roundNumbers } from '#server/selections/kinds.ts';
import { type JudgedEntry, judgedEntries } from '#server/selections/readers.ts';
import { type RoundRow, selectRound } from '#server/selections/records.ts';
import {
  type ReaderRow,
  selectReaderOf,
  selectReadings,
} from '#server/selections/reviewer-records.ts';
import { type SheetRow, selectSheet, selectSheetsOf } from '#server/selections/sheet-records.ts';

/** How far a sheet is. */
export type SheetState = 'open' | 'draft' | 'sent' | 'recused';

/** One entry as its reviewer finds it in his list: by a number, with names covered. */
export interface ReadingLine {
  postId: string;
  no: number;
  title: string;
  state: SheetState;
  total: number;
}

/** What a reviewer reads in a round. */
export interface ReadingList {
  round: RoundView;
  lines: ReadingLine[];
  /** Whether sheets may still be written. */
  isOpen: boolean;
  mostTotal: number;
}

/** The rounds that the viewer is reading now, the newest first. */
export async function ownReadings(ctx: Context): Promise<RoundView[]> {
  const { personId } = ctx.viewer;
  if (personId === null) return [];
  const drawn = await selectReadings(ctx.db.read, personId);
  const rows = await Promise.all(drawn.map(({ roundId }) => selectRound(ctx.db.read, roundId)));
  const rounds = rows.flatMap((row) => (row && isOpenNow(ctx, row) ? [roundView(ctx, row)] : []));
  return rounds.toSorted((a, b) => (a.month < b.month ? 1 : -1));
}

/** What the viewer reads in a round; null for everybody who reads nothing in it. */
export async function readingList(ctx: Context, roundId: string): Promise<ReadingList | null> {
  const found = await ownSeat(ctx, roundId);
  if (!found) return null;
  const { round, reader } = found;
  const [sheets, entries] = await Promise.all([
    selectSheetsOf(ctx.db.read, roundId, reader.no),
    judgedEntries(ctx.db.read, roundId),
  ]);
  // Who only stands by is not told so: he may never be needed.
  if (sheets.length === 0) return null;
  const places = await entryPlaces(
    ctx,
    entries.map(({ villageCode }) => villageCode),
  );
  const { rubric } = await roundNumbers(ctx.db.read, ctx, round);
  const names = await personNames(ctx, entries);
  const numbered = numberedSheets(sheets);
  const lines = await Promise.all(
    numbered.map(async ({ sheet, no }) => {
      const entry = entries.find(({ postId }) => postId === sheet.postId);
      const place = places.get(entry?.villageCode ?? '');
      const people = [names.get(entry?.authorId ?? '') ?? ''];
      const hidden = { people, places: place ? await placeNames(ctx, place) : [] };
      const title = entry ? coverNames(entry.title, hidden) : '';
      return { postId: sheet.postId, no, title, state: stateOf(sheet), total: totalOf(sheet) };
    }),
  );
  return {
    round: roundView(ctx, round),
    lines,
    isOpen: isOpenNow(ctx, round),
    mostTotal: rubric.reduce((sum, { most }) => sum + most, 0),
  };
}

/** One entry as its reviewer reads it, and his sheet. */
export interface ReadingPage {
  round: RoundView;
  no: number;
  title: string;
  /** Paragraphs, names covered. */
  paragraphs: string[];
  lines: string[];
  /** What came out of what was promised or owed before; null where this kind counts nothing. */
  kept: Fulfilment | null;
  state: SheetState;
  sentAt: EpochMs | null;
  given: GivenSheet;
  numbers: KindNumbers;
  isOpen: boolean;
  path: string;
}

/** One entry for one of its reviewers; null for everybody else, and when it was taken down. */
export async function readingPage(
  ctx: Context,
  roundId: string,
  postId: string,
): Promise<ReadingPage | null> {
  const found = await ownSeat(ctx, roundId);
  const sheet = found && (await selectSheet(ctx.db.read, { roundId, postId, no: found.reader.no }));
  const entries = sheet ? await judgedEntries(ctx.db.read, roundId) : [];
  const entry = entries.find((one) => one.postId === postId);
  if (!found || !sheet || !entry) return null;
  const { round, reader } = found;
  const kind = roundKind(round.kind);
  const numbers = await roundNumbers(ctx.db.read, ctx, round);
  const [texts, kept, hidden, own] = await Promise.all([
    kind.readings(ctx, [postId]),
    kind.fulfilments(ctx.db.read, ctx, [entry], ctx.clock.now()),
    hiddenNames(ctx, entry),
    selectSheetsOf(ctx.db.read, roundId, reader.no),
  ]);
  const { body = '', lines = [] } = texts.get(postId) ?? {};
  const cover = (text: string) => coverNames(text, hidden);
  const no = numberedSheets(own).find((one) => one.sheet.postId === postId)?.no ?? 0;
  const { points, reasons, remark, sentAt } = sheet;
  return {
    ...{ round: roundView(ctx, round), no, title: cover(entry.title) },
    paragraphs: cover(body).split(/\n+/),
    lines: lines.map(cover),
    kept: numbers.fulfilment > 0 ? (kept.get(postId) ?? null) : null,
    ...{ state: stateOf(sheet), sentAt, given: { points, reasons, remark } },
    numbers,
    isOpen: isOpenNow(ctx, round) && sheet.recusedAt === null,
    path: `/desk/selections/${roundId}/read/${postId}`,
  };
}

async function ownSeat(
  ctx: Context,
  roundId: string,
): Promise<{ round: RoundRow; reader: ReaderRow } | null> {
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  const reader = personId === null ? null : await selectReaderOf(ctx.db.read, roundId, personId);
  const round = reader && (await selectRound(ctx.db.read, roundId));
  return reader && round ? { round, reader } : null;
}

function isOpenNow(ctx: Context, { reviewUntil, publishedAt }: RoundRow): boolean {
  return reviewUntil !== null && publishedAt === null && ctx.clock.now() < reviewUntil;
}

/** Numbers that say nothing of when or from where an entry came: its id is random at its end. */
function numberedSheets(sheets: SheetRow[]): { sheet: SheetRow; no: number }[] {
  const ending = ({ postId }: SheetRow) => postId.slice(-12);
  const inOrder = sheets.toSorted((a, b) => (ending(a) < ending(b) ? -1 : 1));
  return inOrder.map((sheet, at) => ({ sheet, no: at + 1 }));
}

function stateOf({ recusedAt, sentAt, changedAt }: SheetRow): SheetState {
  if (recusedAt !== null) return 'recused';
  if (sentAt !== null) return 'sent';
  return changedAt === null ? 'open' : 'draft';
}

function totalOf({ points }: SheetRow): number {
  return Object.values(points).reduce((sum, n) => sum + n, 0);
}

/** Everybody in office over its place, whoever wrote it, and what its place is and was called. */
async function hiddenNames(ctx: Context, entry: JudgedEntry): Promise<HiddenNames> {
  const [places, staff, authors] = await Promise.all([
    entryPlaces(ctx, [entry.villageCode]),
    staffOver(ctx, entry.villageCode),
    personNames(ctx, [entry]),
  ]);
  const place = places.get(entry.villageCode);
  return {
    people: [...staff.map(({ name }) => name), ...authors.values()],
    places: place ? await placeNames(ctx, place) : [],
  };
}

async function placeNames(ctx: Context, place: EntryPlace): Promise<string[]> {
  const lines = await villagesBelow(ctx, place.townCode);
  const old = lines.find(({ code }) => code === place.code)?.oldNames ?? [];
  return [place.name, place.townName, ...old];
}
