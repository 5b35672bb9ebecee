import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import {
  type BoardCell,
  selectCells,
  selectStarted,
} from '#server/disclosure-duties/board-records.ts';
import { stateWords } from '#server/disclosure-duties/state-words.ts';
import { type NamedPlace, ownPlaces, placeNamed, placesBelow } from '#server/grids/desk-places.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { type Lang, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { type DutyState, dutyState } from '#server/rules/disclosure-duties.ts';
import {
  isPeriodic,
  isPeriodOf,
  lastPeriod,
  type Periodic,
  parsePeriod,
  periodEnd,
  periodOf,
} from '#server/rules/disclosure-periods.ts';

/** How a village stands with one item of the period. */
export interface Cell {
  state: DutyState;
  days: number;
  words: string;
}

/** A line of the board: one village, its cells by item; an item it does not owe has none. */
export interface BoardRow extends NamedPlace {
  isStarted: boolean;
  cells: Map<string, Cell>;
}

/** Villages by items for one period and one town; towns are leafed through in their order. */
export interface Board {
  place: NamedPlace;
  town: NamedPlace;
  towns: NamedPlace[];
  newer: NamedPlace | null;
  older: NamedPlace | null;
  period: string;
  /** 2026年三季度 */
  periodWords: string;
  periods: string[];
  items: CatalogueItem[];
  rows: BoardRow[];
}

/** What is asked for; anything unknown shows the last whole month, and the first town. */
export interface BoardQuery {
  period: string | null;
  town: string | null;
}

const PERIODS: { frequency: Periodic; many: number }[] = [
  { frequency: 'monthly', many: 6 },
  { frequency: 'quarterly', many: 5 },
  { frequency: 'yearly', many: 2 },
];

/** The board of the viewer's town or county; null for somebody who has none. */
export async function boardPage(ctx: Context, query: BoardQuery): Promise<Board | null> {
  ctx.page.keepPrivate();
  const scope = await boardScope(ctx);
  if (!scope) return null;
  const { place, towns } = scope;
  const at = Math.max(
    0,
    towns.findIndex(({ code }) => code === query.town),
  );
  const town = towns[at];
  if (!town) return null;
  const period = periodAsked(ctx, query.period);
  const rows = await boardRows(ctx, town, period);
  return {
    place,
    town,
    towns,
    newer: towns[at - 1] ?? null,
    older: towns[at + 1] ?? null,
    period,
    periodWords: periodWords(ctx.lang, period, { withYear: true }),
    periods: boardPeriods(ctx),
    items: columnsOf(ctx, period, rows),
    rows,
  };
}

/** The place whose board the viewer reads, with its towns; null for somebody who has none. */
export async function boardScope(
  ctx: Context,
): Promise<{ place: NamedPlace; towns: NamedPlace[] } | null> {
  const [own] = ownPlaces(ctx, (path) => may(ctx.viewer, 'disclosure.board', path));
  const place = own === undefined ? null : await placeNamed(ctx, own);
  if (!place) return null;
  const towns = place.level === 'county' ? await placesBelow(ctx, place) : [place];
  return { place, towns };
}

/** The periods that a board offers, newest first: months, then quarters, then years. */
export function boardPeriods(ctx: Context): string[] {
  const today = localDate(ctx.clock.now());
  return PERIODS.flatMap(({ frequency, many }) => {
    const periods = [periodOf(frequency, today)];
    while (periods.length < many) periods.push(lastPeriod(periods.at(-1) ?? '') ?? '');
    return periods;
  });
}

/** The period asked for, if it is one that boards offer; else the last whole month. */
export function periodAsked(ctx: Context, asked: string | null): string {
  const offered = boardPeriods(ctx);
  if (asked !== null && offered.includes(asked)) return asked;
  const thisMonth = periodOf('monthly', localDate(ctx.clock.now()));
  return lastPeriod(thisMonth) ?? thisMonth;
}

/** The villages of a town with how they stand in a period. */
export async function boardRows(
  ctx: Context,
  town: NamedPlace,
  period: string,
): Promise<BoardRow[]> {
  const villages = await placesBelow(ctx, { code: town.code, level: 'town' });
  const villageCodes = villages.map(({ code }) => code);
  if (villageCodes.length === 0) return [];
  const [cells, started] = await Promise.all([
    selectCells(ctx.db.read, { villageCodes, period, endsOn: periodEnd(period) }),
    selectStarted(ctx.db.read, villageCodes),
  ]);
  const today = localDate(ctx.clock.now());
  const byVillage = Map.groupBy(cells, ({ villageCode }) => villageCode);
  return villages.map((village) => ({
    ...village,
    isStarted: started.includes(village.code),
    cells: cellsOf(ctx.lang, byVillage.get(village.code) ?? [], today),
  }));
}

// Of two duties of an item, one of them inherited, the worse one stands on the board.
function cellsOf(lang: Lang, cells: BoardCell[], today: LocalDate): BoardRow['cells'] {
  const found: BoardRow['cells'] = new Map();
  for (const cell of cells) {
    const metOn = cell.metAt === null ? null : localDate(cell.metAt);
    const view = dutyState({ ...cell, metOn }, today);
    const known = found.get(cell.itemCode);
    const isWorse = !known || view.state === 'late' || view.state === 'correct-late';
    if (isWorse) found.set(cell.itemCode, { ...view, words: stateWords(lang, view) });
  }
  return found;
}

/** The items that are due in such a period, or that some village here owes for it. */
export function columnsOf(ctx: Context, period: string, rows: BoardRow[]): CatalogueItem[] {
  const isOwed = (code: string) => rows.some(({ cells }) => cells.has(code));
  const isWhole = parsePeriod(period)?.kind !== 'event';
  return ctx.book.catalogue.items.filter(({ code, frequency }) => {
    const isDue = isPeriodic(frequency) && isPeriodOf(frequency, period);
    return isWhole && (isDue || isOwed(code));
  });
}
