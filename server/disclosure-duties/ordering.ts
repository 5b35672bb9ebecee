import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { dutyTitle } from '#server/disclosure-duties/lines.ts';
import {
  insertOrders,
  type OrderRow,
  selectOrders,
} from '#server/disclosure-duties/order-records.ts';
import {
  type DutyRow,
  selectDutiesOf,
  selectEventPeriods,
  selectOpenDuties,
  selectStart,
  updateDuties,
} from '#server/disclosure-duties/records.ts';
import { coveredSaying } from '#server/disclosures/saying.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { frequencyOn } from '#server/rules/disclosure-duties.ts';
import { orderAsks, orderDueOn } from '#server/rules/disclosure-orders.ts';
import {
  freeEventPeriod,
  isPeriodic,
  lastPeriod,
  periodOf,
} from '#server/rules/disclosure-periods.ts';
import { openDeskPath } from '#server/rules/links.ts';

/** What the town wants disclosed, and why. */
export interface Order {
  villageCode: string;
  itemCode: string;
  /** A period that the village owes or owed; '' for what is late, or else the last whole one. */
  period?: string;
  words: string;
  key?: string | undefined;
}

/**
 * The town or the discipline office orders an item to be disclosed (村民委员会组织法 2025, article
 * 36). What is late already is ordered as it stands, and its day does not move; otherwise the last
 * whole period, or a day of its own with the county's days for it. What was confirmed as empty is
 * owed again; what is out has to be corrected by a day of its own.
 */
export async function orderDisclosure(ctx: Context, order: Order): Promise<Result> {
  const village = await villageFor(ctx, order.villageCode, 'disclosure.order');
  const item = village && (await itemOf(ctx, order.villageCode, order.itemCode));
  if (!village || !item) return refuse('notFound');
  const words = await coveredSaying(ctx, { item, village }, order.words);
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.order', order.key), async () => {
      await lock(tx, 'village_disclosure', 'village_code', village.code);
      if (!(await selectStart(tx, village.code))) return refuse('notFound');
      const duty = await orderedDuty(tx, ctx, { item, order: { ...order, words } });
      if (!duty) return refuse('periodNotOwed', 'period');
      const ordered = await keepOrder(tx, ctx, { village, duty, words });
      await changeDuty(tx, ctx, { duty, ordered });
      const { asks, dueOn } = ordered;
      const facts = { item: item.code, period: duty.period, asks, dueOn };
      const act = {
        what: 'disclosure.ordered',
        village,
        facts,
        action: 'disclosure.order' as const,
      };
      await record(tx, ctx, { ...act, content: { words } });
      await tellVillage(tx, ctx, { village, item, duty, ordered });
      return accept();
    }),
  );
}

async function keepOrder(
  tx: Tx,
  ctx: Context,
  { village, duty, words }: { village: Village; duty: Ordered; words: string },
): Promise<OrderRow> {
  const at = ctx.clock.now();
  const before = await selectOrders(tx, [duty.id]);
  const asks = orderAsks(duty);
  const open = before.filter((one) => one.asks === asks && one.metAt === null);
  const days = ctx.book.disclosures.orderDays;
  const isWithdrawn = asks === 'withdraw';
  const order = {
    ...{ id: newId(), dutyId: duty.id, villageCode: village.code, asks, words },
    ...{ orderedById: ctx.viewer.personId, orderedAt: at, metAt: null, lateDays: null },
    dueOn: orderDueOn(duty, { today: localDate(at), days, open }),
    noneById: isWithdrawn ? duty.metById : null,
    noneAt: isWithdrawn ? duty.metAt : null,
  };
  await insertOrders(tx, [order]);
  return order;
}

/** What is out stays as it was met; everything else is owed, for the reason that the town gives. */
async function changeDuty(
  tx: Tx,
  ctx: Context,
  { duty, ordered: { asks, words } }: { duty: Ordered; ordered: OrderRow },
): Promise<void> {
  if (asks === 'correct') {
    if (duty.disclosureId !== null) tx.touch(`disclosure:${duty.disclosureId}`);
    return;
  }
  // What an event was stays beside what the town says of it.
  const said = [duty.words, words].filter((one) => one !== '');
  const all = [...new Set(said)].join(' · ');
  const again = asks === 'withdraw' ? UNMET : {};
  await updateDuties(tx, [duty.id], { ...again, orderedById: ctx.viewer.personId, words: all });
}

const UNMET = { metAt: null, metById: null, isNone: false, lateDays: null, lateReason: '' };

type Ordered = Pick<
  DutyRow,
  'id' | 'period' | 'dueOn' | 'words' | 'metAt' | 'metById' | 'isNone' | 'disclosureId'
>;

async function orderedDuty(
  tx: Tx,
  ctx: Context,
  { item, order: { villageCode, words, period: asked } }: { item: CatalogueItem; order: Order },
): Promise<Ordered | null> {
  if (asked)
    return (
      (await selectDutiesOf(tx, { villageCode, itemCode: item.code, period: asked }))[0] ?? null
    );
  const today = localDate(ctx.clock.now());
  const open = await selectOpenDuties(tx, villageCode);
  const late = open.find(({ itemCode, dueOn }) => itemCode === item.code && dueOn < today);
  if (late) return late;
  const start = await selectStart(tx, villageCode);
  const frequency = frequencyOn(item, start?.choices ?? {}, today);
  const period = isPeriodic(frequency) ? lastPeriod(periodOf(frequency, today)) : null;
  if (period !== null) return ensureDuty(tx, ctx, { villageCode, item, period });
  const there = await selectEventPeriods(tx, { villageCode, itemCode: item.code, day: today });
  const dueOn = addDays(today, ctx.book.disclosures.orderDays);
  const day = freeEventPeriod(today, there);
  return ensureDuty(tx, ctx, { villageCode, item, period: day, why: 'ordered', words, dueOn });
}

async function tellVillage(
  tx: Tx,
  ctx: Context,
  {
    village,
    item,
    duty,
    ordered: { asks, dueOn },
  }: {
    village: Village;
    item: CatalogueItem;
    duty: Pick<DutyRow, 'period'>;
    ordered: Pick<OrderRow, 'asks' | 'dueOn'>;
  },
): Promise<void> {
  const at = ctx.clock.now();
  const people = await holdersAt(tx, village.code, ['secretary', 'clerk'], at);
  const { told } = wordsFor('zh').disclosureDuties;
  const title = dutyTitle('zh', item, { period: duty.period, words: '' }, localDate(at));
  const day = plainDay('zh', instantOf(dueOn), at);
  const say =
    asks === 'correct' ? told.correct : asks === 'withdraw' ? told.withdrawn : told.ordered;
  const body = say(title, day);
  const message = { template: 'disclosure.ordered', path: openDeskPath(village.code), body, at };
  await tell(tx, ...people.map((personId) => ({ ...message, personId })));
}
