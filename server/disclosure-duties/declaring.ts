import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { itemOf, itemsOf } from '#server/disclosure-catalogue/items.ts';
import { formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { selectKnownBalances, selectOwedOf } from '#server/disclosure-duties/owed-records.ts';
import {
  type DutyRow,
  meetWithNone,
  selectDuties,
  selectEventPeriods,
  selectStart,
} from '#server/disclosure-duties/records.ts';
import { coveredSaying } from '#server/disclosures/saying.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { addDays, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { frequencyOn, goesOnOver } from '#server/rules/disclosure-duties.ts';
import { freeEventPeriod, isPeriodic, lateDays } from '#server/rules/disclosure-periods.ts';

const FURTHEST_DAYS = 400;
const MOST_AT_ONCE = 100;

/** 本期无: there was nothing to publish. Who confirms it is public; only what may be empty, once over. */
export async function declareNone(
  ctx: Context,
  {
    villageCode,
    dutyIds,
    key,
  }: { villageCode: string; dutyIds: string[]; key?: string | undefined },
): Promise<Result> {
  const village = await villageFor(ctx, villageCode, 'disclosure.draft');
  if (!village) return refuse('notFound');
  const ids = [...new Set(dutyIds)].slice(0, MOST_AT_ONCE);
  if (ids.length === 0) return refuse('pickOne', 'duty');
  const items = await itemsOf(ctx, villageCode);
  const mayBeEmpty = new Set(items.filter((one) => one.mayBeEmpty).map(({ code }) => code));
  const at = ctx.clock.now();
  const today = localDate(at);
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.none', key), async () => {
      await lock(tx, 'village_disclosure', 'village_code', villageCode);
      const duties = await selectDuties(tx, ids);
      const fits = duties.filter((one) => mayBeEmpty.has(one.itemCode) && isNoneable(one, today));
      const isAllHere = fits.every((one) => one.villageCode === villageCode);
      if (fits.length < ids.length || !isAllHere) return refuse('nothingToConfirm', 'duty');
      if (!(await goesOn(tx, items, fits))) return refuse('notEmpty', 'duty');
      const counted = fits.map(({ id, dueOn }) => ({
        id,
        lateDays: lateDays(dueOn, today, today),
      }));
      await meetWithNone(tx, counted, { metAt: at, metById: ctx.viewer.personId });
      const told = fits.map(({ itemCode, period }) => `${itemCode} ${period}`);
      await record(tx, ctx, { what: 'disclosure.none', village, facts: { duties: told } });
      return accept();
    }),
  );
}

// 本期无 of accounts hands on what was left before: where the next period began with another sum,
// something happened.
async function goesOn(tx: Tx, items: CatalogueItem[], fits: DutyRow[]): Promise<boolean> {
  const code = items.find(({ isLedger }) => isLedger)?.code ?? '';
  const empty = fits.filter(({ itemCode }) => itemCode === code);
  const [first] = empty;
  if (!first) return true;
  const { villageCode } = first;
  const balances = await selectKnownBalances(tx, villageCode);
  const owes = await selectOwedOf(tx, { villageCode, itemCode: code });
  const declared = new Set(empty.map(({ period }) => period));
  return goesOnOver(empty, {
    balances,
    owes: owes.filter(({ period }) => !declared.has(period)),
  });
}

/** Whether 本期无 may be said of a duty: its period is over, and nobody waits for it or drafts it. */
export function isNoneable(
  one: Pick<DutyRow, 'endsOn' | 'why' | 'metAt' | 'disclosureId' | 'orderedById'>,
  today: LocalDate,
): boolean {
  const isAskedFor = one.why === 'requested' || one.why === 'ordered' || one.orderedById !== null;
  return one.endsOn < today && one.metAt === null && one.disclosureId === null && !isAskedFor;
}

/** Something happened that is to be published: its item falls due from that day on. */
export async function declareEvent(
  ctx: Context,
  event: {
    villageCode: string;
    itemCode: string;
    day: LocalDate;
    words: string;
    key?: string | undefined;
  },
): Promise<Result> {
  const { villageCode, itemCode, day } = event;
  const village = await villageFor(ctx, villageCode, 'disclosure.draft');
  const item = village && (await itemOf(ctx, villageCode, itemCode));
  if (!village || !item) return refuse('notFound');
  const today = localDate(ctx.clock.now());
  const isTooFar = day < addDays(today, -FURTHEST_DAYS) || day > addDays(today, FURTHEST_DAYS);
  if (isTooFar) return refuse('dateTooFar', 'day');
  const words = await coveredSaying(ctx, { item, village }, event.words);
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.event', event.key), async () => {
      const owed = await oweEvent(tx, ctx, { villageCode, item, day, words });
      if (owed === 'not-started') return refuse('notFound');
      if (owed === 'periodic') return refuse('pickOne', 'itemCode');
      const facts = { item: itemCode, day };
      await record(tx, ctx, { what: 'disclosure.event', village, facts, content: { words } });
      return accept();
    }),
  );
}

/**
 * Makes an item fall due for something that happened on a day, inside the write of what happened. A
 * village that does not publish here owes nothing, and what is published by the month waits for it.
 * What stands in one table with everything else of its day adds no second one to one still owed.
 */
export async function oweEvent(
  tx: Tx,
  ctx: Context,
  event: {
    villageCode: string;
    item: CatalogueItem;
    day: LocalDate;
    words: string;
    isOneTableADay?: boolean;
  },
): Promise<'owed' | 'not-started' | 'periodic'> {
  const { villageCode, item, day, words } = event;
  await lock(tx, 'village_disclosure', 'village_code', villageCode);
  const start = await selectStart(tx, villageCode);
  if (!start) return 'not-started';
  if (isPeriodic(frequencyOn(item, start.choices, day))) return 'periodic';
  const there = await selectEventPeriods(tx, { villageCode, itemCode: item.code, day });
  if (event.isOneTableADay && there.some(({ metAt }) => metAt === null)) return 'owed';
  const period = freeEventPeriod(day, there);
  await ensureDuty(tx, ctx, { villageCode, item, period, why: 'event', words });
  return 'owed';
}
