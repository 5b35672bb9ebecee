import type { Tx } from '#db/surface.ts';
import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import { actorOf, formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { meetOrders, selectOrders } from '#server/disclosure-duties/order-records.ts';
import {
  type DutyRow,
  insertDuties,
  selectDutiesOf,
  selectStart,
  updateDuties,
  upsertStart,
} from '#server/disclosure-duties/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { addDays, type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { dutiesOf, type Owed, owed } from '#server/rules/disclosure-duties.ts';
import { lateDays } from '#server/rules/disclosure-periods.ts';

/** Why a duty is there. */
export type DutyWhy = 'calendar' | 'event' | 'ordered' | 'requested';

/** A duty that somebody's act opens; `period` is the day of what is not published by the calendar. */
export interface NewDuty {
  villageCode: string;
  item: Pick<CatalogueItem, 'code' | 'dueDays'>;
  period: string;
  why?: DutyWhy;
  words?: string;
  orderedById?: string | null;
  disclosureId?: string | null;
  /** The day by which it is due, where an order or request sets one. */
  dueOn?: LocalDate;
}

const FURTHEST_DAYS = 400;

/** A duty as it is opened: nothing has been done about it. */
export function dutyRow(
  one: Owed,
  {
    villageCode,
    why = 'calendar',
    words = '',
    orderedById = null,
    at,
  }: { villageCode: string; at: EpochMs } & Pick<NewDuty, 'why' | 'words' | 'orderedById'>,
): DutyRow {
  return {
    ...one,
    id: newId(),
    villageCode,
    ofVillageCode: '',
    why,
    words,
    orderedById,
    openedAt: at,
    metAt: null,
    metById: null,
    isNone: false,
    disclosureId: null,
    lateDays: null,
    lateReason: '',
  };
}

/** The village's duty for an item and period inside another write; it is opened where it lacks. */
export async function ensureDuty(tx: Tx, ctx: Context, duty: NewDuty): Promise<DutyRow> {
  const { villageCode, item, period, disclosureId = null } = duty;
  const due = owed(ctx.book.calendar, item, period);
  const at = ctx.clock.now();
  const one = duty.dueOn === undefined ? due : { ...due, dueOn: duty.dueOn };
  const why = duty.why ?? (/^\d{4}-\d{2}-\d{2}/.test(period) ? 'event' : 'calendar');
  await insertDuties(tx, [dutyRow(one, { ...duty, villageCode, why, at })]);
  const [found] = await selectDutiesOf(tx, { villageCode, itemCode: item.code, period });
  if (!found) throw new Error(`no duty ${item.code} ${period} in ${villageCode}`);
  if (disclosureId === null || found.disclosureId === disclosureId) return found;
  await updateDuties(tx, [found.id], { disclosureId });
  return { ...found, disclosureId };
}

/**
 * Meets a duty by a publication, in its write. Late days are counted here once, from the clock, and
 * never again: a correction of what was published changes nothing. What was declared 本期无 and is
 * published after all was published now. One table meets what a village owes and what it inherited
 * for that period; what it inherited after it had published is met by its next version, which can
 * tell of the old village too.
 */
export async function meetDuty(
  tx: Tx,
  ctx: Context,
  duty: Omit<NewDuty, 'disclosureId'> & { disclosureId: string; lateReason?: string },
): Promise<{ dueOn: LocalDate; lateDays: number }> {
  const own = await ensureDuty(tx, ctx, duty);
  const { villageCode, item, period, disclosureId, lateReason = '' } = duty;
  const metAt = ctx.clock.now();
  const today = localDate(metAt);
  const late = lateDays(own.dueOn, today, today);
  const isMet = own.metAt !== null && !own.isNone;
  const days = { dueOn: own.dueOn, lateDays: isMet ? (own.lateDays ?? 0) : late };
  const all = await selectDutiesOf(tx, { villageCode, itemCode: item.code, period });
  await meetOrdersOn(tx, all, { metAt, today });
  const unmet = all.filter((one) => one.metAt === null || one.isNone).map(({ id }) => id);
  if (unmet.length === 0) return days;
  const met = { metAt, metById: ctx.viewer.personId, isNone: false };
  await updateDuties(tx, unmet, { ...met, disclosureId, lateDays: late, lateReason });
  tx.touch(`village:${villageCode}`);
  return days;
}

// What was ordered is done by the next version that comes out, late or not by its own day.
async function meetOrdersOn(
  tx: Tx,
  duties: DutyRow[],
  { metAt, today }: { metAt: EpochMs; today: LocalDate },
): Promise<void> {
  const orders = await selectOrders(
    tx,
    duties.map(({ id }) => id),
  );
  const open = orders.filter((one) => one.metAt === null);
  const late = open.map(({ id, dueOn }) => ({ id, lateDays: lateDays(dueOn, today, today) }));
  await meetOrders(tx, late, metAt);
  const [first] = open;
  if (first) tx.touch(`village:${first.villageCode}`);
}

/**
 * A village begins to publish here: the period of its first day and all since are owed. The day may
 * be set earlier afterwards, never later, or what is owed would go away.
 */
export async function startDisclosure(
  ctx: Context,
  { villageCode, since, key }: { villageCode: string; since: LocalDate; key?: string | undefined },
): Promise<Result> {
  const village = await villageFor(ctx, villageCode, 'disclosure.set-up');
  if (!village) return refuse('notFound');
  const at = ctx.clock.now();
  const today = localDate(at);
  const isTooFar = since < addDays(today, -FURTHEST_DAYS) || since > addDays(today, FURTHEST_DAYS);
  if (isTooFar) return refuse('dateTooFar', 'since');
  const items = await itemsOf(ctx, villageCode);
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.start', key), async () => {
      const before = await selectStart(tx, villageCode);
      if (before && before.since <= since) return refuse('alreadyDone', 'since');
      const choices = before?.choices ?? {};
      await upsertStart(tx, { villageCode, since, choices, setById: actorOf(ctx), setAt: at });
      const terms = { since, choices, today, ahead: 0 };
      const owes = dutiesOf(ctx.book.calendar, items, terms);
      await insertDuties(
        tx,
        owes.map((one) => dutyRow(one, { villageCode, at })),
      );
      await record(tx, ctx, { what: 'disclosure.started', village, facts: { since } });
      return accept();
    }),
  );
}
