import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { boardPeriods } from '#server/disclosure-duties/board.ts';
import { selectStarted } from '#server/disclosure-duties/board-records.ts';
import { isNoneable } from '#server/disclosure-duties/declaring.ts';
import { type DutyView, dutyLines } from '#server/disclosure-duties/lines.ts';
import { dutyRows, owedBelow } from '#server/disclosure-duties/owing.ts';
import { type ListedDuty, type StartRow, selectStart } from '#server/disclosure-duties/records.ts';
import { grouped } from '#server/disclosure-duties/views.ts';
import { type NamedPlace, ownPlaces, placeNamed, placesBelow } from '#server/grids/desk-places.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import {
  addDays,
  type EpochMs,
  type Lang,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import type { CatalogueItem, Frequency } from '#server/rules/disclosure-book.ts';
import { frequencyOn } from '#server/rules/disclosure-duties.ts';
import { isPeriodic, periodEnd, periodStart } from '#server/rules/disclosure-periods.ts';

/** So many days before it is due something counts as near. */
const NEAR_DAYS = 10;
const RECENT_DAYS = 120;
const RECENT = 60;

/** A village in the list of its town: what it is late with, and what is due soon. */
export interface DeskVillage extends NamedPlace {
  isStarted: boolean;
  late: number;
  due: number;
}

/** An item whose frequency the village may choose: how it is, and how it will be. */
export interface Choosable {
  item: CatalogueItem;
  now: Frequency;
  next: { frequency: Frequency; from: string; fromWords: string } | null;
}

/** The desk of one village: what it owes, and the acts that the viewer's posts allow. */
export interface OpenDesk {
  village: Village;
  now: EpochMs;
  since: LocalDate | null;
  late: DutyView[];
  due: DutyView[];
  ahead: DutyView[];
  shown: DutyView[];
  /** Of the late and due ones, those that may be confirmed as empty. */
  noneable: DutyView[];
  items: CatalogueItem[];
  eventItems: CatalogueItem[];
  choosable: Choosable[];
  /** The periods that an order may name. */
  orderPeriods: { value: string; label: string }[];
  mayDraft: boolean;
  maySetUp: boolean;
  mayOrder: boolean;
  hasBoard: boolean;
  key: string;
}

/** The villages of the viewer's own place, for those over more than one; null for anybody else. */
export interface OpenDeskList {
  place: NamedPlace;
  villages: DeskVillage[];
  hasBoard: boolean;
  /** Whether he may send the accounts of all of them at once. */
  mayUpload: boolean;
}

/** Where somebody's desk of disclosure begins: his village, or the villages of his town; null for others. */
export async function openDeskStart(ctx: Context): Promise<OpenDesk | OpenDeskList | null> {
  ctx.page.keepPrivate();
  const reads = (path: string) => may(ctx.viewer, 'disclosure.read-drafts', path);
  const boards = (path: string) => may(ctx.viewer, 'disclosure.board', path);
  const [own] = ownPlaces(ctx, (path) => reads(path) || boards(path));
  const place = own === undefined ? null : await placeNamed(ctx, own);
  if (!place) return null;
  if (place.level === 'village') return openDesk(ctx, place.code);
  const villages = place.level === 'town' ? await townList(ctx, place) : [];
  const mayUpload = place.level === 'town' && may(ctx.viewer, 'disclosure.upload', place.path);
  return { place, villages, hasBoard: boards(place.path), mayUpload };
}

async function townList(
  ctx: Context,
  town: { code: string; level: string },
): Promise<DeskVillage[]> {
  const today = localDate(ctx.clock.now());
  const span = { code: town.code, today, soon: addDays(today, NEAR_DAYS) };
  const below = await placesBelow(ctx, town);
  const codes = below.map(({ code }) => code);
  const [owed, started] = await Promise.all([
    owedBelow(ctx, span),
    selectStarted(ctx.db.read, codes),
  ]);
  const counts = new Map(owed.map((row) => [row.villageCode, row]));
  const villages = below.map((village) => {
    const { late = 0, all = 0 } = counts.get(village.code) ?? {};
    return { ...village, isStarted: started.includes(village.code), late, due: all - late };
  });
  // Where most is late stands first; all others keep the order of their codes.
  return villages.toSorted((a, b) => b.late - a.late);
}

/** The desk of a village, for those who draft, review or look over it there; null for others. */
export async function openDesk(ctx: Context, villageCode: string): Promise<OpenDesk | null> {
  ctx.page.keepPrivate();
  const village = await villageByCode(ctx, villageCode);
  const can = (action: Parameters<typeof may>[1]) =>
    village !== null && may(ctx.viewer, action, village.path);
  const isOpen = can('disclosure.read-drafts') || can('disclosure.board');
  if (!village || !isOpen) return null;
  const now = ctx.clock.now();
  const today = localDate(now);
  const from = addDays(today, -RECENT_DAYS);
  const [start, items, { open, met }] = await Promise.all([
    selectStart(ctx.db.read, villageCode),
    itemsOf(ctx, villageCode),
    dutyRows(ctx, { villageCode, from, limit: RECENT }),
  ]);
  const lines = grouped(await dutyLines(ctx, { village, items }, [...open, ...met]));
  const choices = start?.choices ?? {};
  const isEvent = (item: CatalogueItem) => !isPeriodic(frequencyOn(item, choices, today));
  return {
    village,
    now,
    since: start?.since ?? null,
    ...lines,
    noneable: noneable([...lines.late, ...lines.due], { open, items, today }),
    items,
    eventItems: items.filter(isEvent),
    choosable: items.flatMap((item) => choosable(ctx.lang, item, { choices, today })),
    orderPeriods: can('disclosure.order') ? orderPeriods(ctx) : [],
    mayDraft: can('disclosure.draft'),
    maySetUp: can('disclosure.set-up'),
    mayOrder: can('disclosure.order'),
    hasBoard: can('disclosure.board'),
    key: newToken(),
  };
}

/** Newest first, as the board has them: months, quarters, years; only what is over. */
function orderPeriods(ctx: Context): OpenDesk['orderPeriods'] {
  const today = localDate(ctx.clock.now());
  const over = boardPeriods(ctx).filter((period) => periodEnd(period) < today);
  return over.map((value) => ({
    value,
    label: periodWords(ctx.lang, value, { withYear: true }),
  }));
}

function noneable(
  views: DutyView[],
  { open, items, today }: { open: ListedDuty[]; items: CatalogueItem[]; today: LocalDate },
): DutyView[] {
  const empty = new Set(items.filter(({ mayBeEmpty }) => mayBeEmpty).map(({ code }) => code));
  const fits = open.filter((one) => empty.has(one.itemCode) && isNoneable(one, today));
  const ids = new Set(fits.map(({ id }) => id));
  return views.filter(({ id }) => ids.has(id));
}

function choosable(
  lang: Lang,
  item: CatalogueItem,
  { choices, today }: { choices: StartRow['choices']; today: LocalDate },
): Choosable[] {
  if (item.orElse === null) return [];
  const now = frequencyOn(item, choices, today);
  const next = choices[item.code]?.find(({ from }) => periodStart(from) > today);
  const other = next?.frequency === item.orElse ? item.orElse : item.frequency;
  if (!next) return [{ item, now, next: null }];
  const fromWords = periodWords(lang, next.from, { withYear: true });
  return [{ item, now, next: { frequency: other, from: next.from, fromWords } }];
}
