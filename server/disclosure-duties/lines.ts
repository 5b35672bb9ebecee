import { wordsFor } from '#content/messages/words.ts';
import { disclosureTitle, periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { selectOldNames } from '#server/disclosure-duties/board-records.ts';
import { type OrderRow, selectOrders } from '#server/disclosure-duties/order-records.ts';
import type { ListedDuty } from '#server/disclosure-duties/records.ts';
import { readsVillage } from '#server/disclosures/lines.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type EpochMs, type Lang, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem, ItemClass } from '#server/rules/disclosure-book.ts';
import { type DutyState, dutyState } from '#server/rules/disclosure-duties.ts';
import { disclosurePath } from '#server/rules/links.ts';

/** A line of a village's calendar: what it owes, or has shown, and how it stands with it. */
export interface DutyView {
  id: string;
  itemCode: string;
  period: string;
  title: string;
  endsOn: LocalDate;
  dueOn: LocalDate;
  state: DutyState;
  /** Days late, or left until it is due. */
  days: number;
  why: string;
  words: string;
  isOrdered: boolean;
  /** The merged village whose duty it was. */
  of: string | null;
  metAt: EpochMs | null;
  /** Who confirmed that there was nothing. */
  by: DutyPerson | null;
  lateReason: string;
  lateDays: number | null;
  /** The day by which it has to be corrected; null when nobody ordered that. */
  correctBy: LocalDate | null;
  /** What the town ordered about it, oldest first. */
  orders: OrderView[];
  /** The disclosed item; null while there is none, and for whoever may not read it. */
  path: string | null;
  /** Of income and spending, assets, subsidies or fees: 这类收支. */
  isMoney: boolean;
  /** Read by the village's own people, signed in. */
  isForVillage: boolean;
  /** Where its disclosure stands: 'draft', 'review' …; null while nobody began. */
  step: string | null;
  disclosureId: string | null;
}

/** An order of the town on a duty, and what became of it. */
export interface OrderView
  extends Pick<OrderRow, 'asks' | 'words' | 'orderedAt' | 'dueOn' | 'metAt' | 'lateDays'> {
  /** Who had confirmed that there was nothing, and when. */
  noneBy: DutyPerson | null;
  noneAt: EpochMs | null;
}

const MONEY = new Set<ItemClass>(['finance', 'assets', 'subsidy', 'fees']);

/** Makes lines of what the records hold; people and old names are read once for all of them. */
export async function dutyLines(
  ctx: Context,
  { village, items }: { village: Village; items: CatalogueItem[] },
  rows: ListedDuty[],
): Promise<DutyView[]> {
  const ordered = await selectOrders(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  const confirmed = [
    ...rows.flatMap(({ isNone, metById }) => (isNone ? (metById ?? []) : [])),
    ...ordered.flatMap(({ noneById }) => noneById ?? []),
  ].map((personId) => ({ personId, gridCode: village.code }));
  const orders = Map.groupBy(ordered, ({ dutyId }) => dutyId);
  const old = rows.flatMap(({ ofVillageCode }) => (ofVillageCode === '' ? [] : [ofVillageCode]));
  const [people, names] = await Promise.all([
    dutyPeople(ctx, confirmed),
    selectOldNames(ctx.db.read, [...new Set(old)]),
  ]);
  const byCode = new Map(items.map((item) => [item.code, item]));
  const today = localDate(ctx.clock.now());
  const reads = readsVillage(ctx, village);
  return rows.map((row) => {
    const isForVillage = byCode.get(row.itemCode)?.openTo === 'village';
    const isHidden = row.no === null || (isForVillage && !reads);
    const metOn = row.metAt === null ? null : localDate(row.metAt);
    const by = row.isNone && row.metById !== null ? people.get(row.metById) : undefined;
    return {
      ...row,
      ...dutyState({ ...row, metOn }, today),
      title: dutyTitle(ctx.lang, byCode.get(row.itemCode), row, today),
      isOrdered: row.orderedById !== null,
      orders: (orders.get(row.id) ?? []).map((one) => orderView(one, people)),
      of: names.get(row.ofVillageCode) ?? null,
      by: by ?? null,
      path: isHidden ? null : disclosurePath(village.slug, row.no ?? 0),
      isMoney: MONEY.has(byCode.get(row.itemCode)?.class ?? 'affairs'),
      isForVillage,
      step: row.state,
    };
  });
}

/** An order with the name of whoever had said that there was nothing. */
export function orderView(
  { noneById, ...order }: OrderRow,
  people: Map<string, DutyPerson>,
): OrderView {
  const noneBy = noneById === null ? null : (people.get(noneById) ?? null);
  return { ...order, noneBy };
}

/**
 * What a duty is called: 10月的账, 三季度低保名单; what no catalogue holds goes by its words. A period
 * of another year than today's says which.
 */
export function dutyTitle(
  lang: Lang,
  item: CatalogueItem | undefined,
  { period, words }: { period: string; words: string },
  today: LocalDate,
): string {
  const withYear = isOtherYear(period, today);
  if (item) return disclosureTitle(lang, item, period, { withYear });
  return words === '' ? periodWords(lang, period, { withYear }) : words;
}

/** What the one line of a village's home calls it: 三季度财务, where a title says 三季度的账. */
export function homeTitle(
  lang: Lang,
  item: CatalogueItem,
  period: string,
  today: LocalDate,
): string {
  const { accounts } = wordsFor(lang).disclosureDuties.home;
  const withYear = isOtherYear(period, today);
  return item.isLedger
    ? accounts(periodWords(lang, period, { withYear }))
    : disclosureTitle(lang, item, period, { withYear });
}

function isOtherYear(period: string, today: LocalDate): boolean {
  return period.slice(0, 4) !== today.slice(0, 4);
}
