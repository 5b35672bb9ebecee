import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import {
  type HomeDuty,
  selectLate,
  selectNewestMet,
} from '#server/disclosure-duties/board-records.ts';
import { type DutyView, dutyLines, dutyTitle, homeTitle } from '#server/disclosure-duties/lines.ts';
import { selectUncorrected } from '#server/disclosure-duties/order-records.ts';
import { dutyRows } from '#server/disclosure-duties/owing.ts';
import { type StartRow, selectMetDuties, selectStart } from '#server/disclosure-duties/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import {
  addDays,
  type EpochMs,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import { basisFor } from '#server/rules/disclosure-basis.ts';
import type { CatalogueItem, Frequency, LegalBasis } from '#server/rules/disclosure-book.ts';
import { frequencyOn } from '#server/rules/disclosure-duties.ts';
import { lateDays } from '#server/rules/disclosure-periods.ts';
import { openDeskPath, openPath } from '#server/rules/links.ts';

/** So far back a village's own page looks; older years have pages of their own. */
const YEAR_DAYS = 366;
const MOST_MET = 500;
const SHOWN = 12;
const NONE_SHOWN = 40;
const MONTHS_SHOWN = 6;

/** How many periods fell due in the past year, and what became of them. */
export interface DutySum {
  inTime: number;
  lateShown: number;
  none: number;
  late: number;
}

/** A village's disclosure: what it owes, late first, what it has shown, and where to read on. */
export interface OpenPage {
  village: Village;
  now: EpochMs;
  /** Null while the village has not begun to disclose here. */
  since: LocalDate | null;
  sum: DutySum;
  late: DutyView[];
  due: DutyView[];
  shown: DutyView[];
  none: DutyView[];
  ahead: DutyView[];
  /** '2026-11', newest first, back to the village's first month. */
  months: string[];
  /** The desk of this village, for those who work there. */
  deskPath: string | null;
}

/** A village's duty calendar; null where there is no such village. */
export async function openPage(ctx: Context, slug: string): Promise<OpenPage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const now = ctx.clock.now();
  const today = localDate(now);
  ctx.page.shows(`village:${village.code}`);
  ctx.page.changesAt(nextMidnight(now));
  const from = addDays(today, -YEAR_DAYS);
  const [start, items, { open, met }] = await Promise.all([
    selectStart(ctx.db.read, village.code),
    itemsOf(ctx, village.code),
    dutyRows(ctx, { villageCode: village.code, from, limit: MOST_MET }),
  ]);
  const lines = await dutyLines(ctx, { village, items }, [...open, ...met]);
  const isBegun = start !== null && start.since <= today;
  return {
    village,
    now,
    since: isBegun ? start.since : null,
    sum: sumOf(lines),
    ...grouped(lines),
    months: isBegun ? monthsSince(start.since, today) : [],
    deskPath: may(ctx.viewer, 'disclosure.read-drafts', village.path)
      ? openDeskPath(village.code)
      : null,
  };
}

/** Lines by how they stand: what is late first and longest, what was met last first. */
export function grouped(
  lines: DutyView[],
): Pick<OpenPage, 'late' | 'due' | 'shown' | 'none' | 'ahead'> {
  const of = (...states: string[]) => lines.filter(({ state }) => states.includes(state));
  const newest = (some: DutyView[], most: number) =>
    some.toSorted((a, b) => (b.metAt ?? 0) - (a.metAt ?? 0)).slice(0, most);
  return {
    late: of('late', 'correct-late'),
    due: of('due', 'correct'),
    shown: newest(of('shown', 'shown-late'), SHOWN),
    none: newest(of('none', 'none-late'), NONE_SHOWN),
    ahead: of('ahead'),
  };
}

function sumOf(lines: DutyView[]): DutySum {
  const count = (...states: string[]) => lines.filter(({ state }) => states.includes(state)).length;
  // What is to be corrected was shown all the same, in time or not.
  const toCorrect = lines.filter(({ state }) => state.startsWith('correct'));
  const wasLate = toCorrect.filter(({ lateDays: days }) => (days ?? 0) > 0).length;
  return {
    inTime: count('shown') + toCorrect.length - wasLate,
    lateShown: count('shown-late') + wasLate,
    none: count('none', 'none-late'),
    late: count('late'),
  };
}

function monthsSince(since: LocalDate, today: LocalDate): string[] {
  const months: string[] = [];
  let month = today.slice(0, 7);
  while (months.length < MONTHS_SHOWN && month >= since.slice(0, 7)) {
    months.push(month);
    month = addDays(`${month}-01`, -1).slice(0, 7);
  }
  return months;
}

/** An item of a village's catalogue, with how often it comes and what was shown of it last. */
export interface CatalogueLine {
  item: CatalogueItem;
  basis: LegalBasis[];
  frequency: Frequency;
  isOwn: boolean;
  last: { title: string; path: string | null } | null;
}

/** The whole catalogue of a village; null where there is no such village. */
export async function catalogueList(
  ctx: Context,
  slug: string,
): Promise<{ village: Village; lines: CatalogueLine[] } | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  ctx.page.changesAt(nextMidnight(ctx.clock.now()));
  const today = localDate(ctx.clock.now());
  const from = addDays(today, -YEAR_DAYS);
  const [start, items, met] = await Promise.all([
    selectStart(ctx.db.read, village.code),
    itemsOf(ctx, village.code),
    selectMetDuties(ctx.db.read, { villageCode: village.code, from, limit: MOST_MET }),
  ]);
  const shown = met.filter(({ isNone }) => !isNone);
  const newest = new Map(shown.toReversed().map((duty) => [duty.itemCode, duty]));
  const views = await dutyLines(ctx, { village, items }, [...newest.values()]);
  const lastOf = new Map(views.map((view) => [view.itemCode, view]));
  return {
    village,
    lines: items.map((item) =>
      lineOf(item, { village, start, today, last: lastOf.get(item.code) }),
    ),
  };
}

function lineOf(
  item: CatalogueItem,
  {
    village,
    start,
    today,
    last,
  }: {
    village: Village;
    start: StartRow | null;
    today: LocalDate;
    last: DutyView | undefined;
  },
): CatalogueLine {
  return {
    item,
    basis: basisFor(item.basis, village.kind === 'community'),
    frequency: frequencyOn(item, start?.choices ?? {}, today),
    isOwn: item.no === null,
    last: last ? { title: last.title, path: last.path } : null,
  };
}

/** The line on a village's home about what it owes; null while there is nothing to say. */
export interface HomeOpen {
  what: string;
  days: number;
  /** Not shown yet; shown too late; not corrected by the day that was ordered. */
  how: 'late' | 'shown-late' | 'correct-late';
  /** How many more are late. */
  more: number;
  path: string;
}

/** What hangs at the head of the village before anybody asks: its accounts first, else the longest overdue. */
export async function homeOpen(ctx: Context, village: Village): Promise<HomeOpen | null> {
  const now = ctx.clock.now();
  const today = localDate(now);
  ctx.page.shows(`village:${village.code}`);
  ctx.page.changesAt(nextMidnight(now));
  const ledger = ctx.book.catalogue.items.find(({ isLedger }) => isLedger);
  if (!ledger) return null;
  const from = addDays(today, -YEAR_DAYS);
  const key = { villageCode: village.code, itemCode: ledger.code, from };
  const [owed, uncorrected, newest] = await Promise.all([
    selectLate(ctx.db.read, village.code, today),
    selectUncorrected(ctx.db.read, village.code, today),
    selectNewestMet(ctx.db.read, key),
  ]);
  const late: LateDuty[] = [
    ...owed.map((duty) => ({ ...duty, how: 'late' as const })),
    ...uncorrected.map((duty) => ({ ...duty, how: 'correct-late' as const })),
  ];
  const first = late.find(({ itemCode }) => itemCode === ledger.code) ?? late[0];
  const path = openPath(village.slug);
  if (first) return { ...(await lateLine(ctx, village, first)), more: late.length - 1, path };
  const days = newest?.lateDays ?? 0;
  if (newest === null || days === 0) return null;
  const what = homeTitle(ctx.lang, ledger, newest.period, today);
  return { what, days, how: 'shown-late', more: 0, path };
}

type LateDuty = Pick<HomeDuty, 'itemCode' | 'period' | 'dueOn'> & Pick<HomeOpen, 'how'>;

async function lateLine(
  ctx: Context,
  village: Village,
  { itemCode, period, dueOn, how }: LateDuty,
): Promise<Pick<HomeOpen, 'what' | 'days' | 'how'>> {
  const items = await itemsOf(ctx, village.code);
  const item = items.find(({ code }) => code === itemCode);
  const today = localDate(ctx.clock.now());
  const what = dutyTitle(ctx.lang, item, { period, words: '' }, today);
  return { what, days: lateDays(dueOn, null, today), how };
}
