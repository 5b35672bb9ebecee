import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { dutyTitle } from '#server/disclosure-duties/lines.ts';
import {
  type DutyRow,
  type ListedDuty,
  selectEventPeriods,
  selectOpenDuties,
  selectStart,
  updateDuties,
} from '#server/disclosure-duties/records.ts';
import { coveredSaying } from '#server/disclosures/saying.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { frequencyOn } from '#server/rules/disclosure-duties.ts';
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
  words: string;
  key?: string | undefined;
}

/**
 * The town or the discipline office orders an item to be disclosed (村民委员会组织法 2025, article
 * 36). What is late already is ordered as it stands, and its day does not move; otherwise the last
 * whole period, or a day of its own with the county's days for it.
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
      const orderedById = ctx.viewer.personId;
      // What an event was stays beside what the town says of it.
      const said = [duty.words, words].filter((one) => one !== '');
      const all = [...new Set(said)].join(' · ');
      await updateDuties(tx, [duty.id], { orderedById, words: all });
      const facts = { item: item.code, period: duty.period, dueOn: duty.dueOn };
      const act = {
        what: 'disclosure.ordered',
        village,
        facts,
        action: 'disclosure.order' as const,
      };
      await record(tx, ctx, { ...act, content: { words } });
      await tellVillage(tx, ctx, { village, item, duty });
      return accept();
    }),
  );
}

async function orderedDuty(
  tx: Tx,
  ctx: Context,
  { item, order: { villageCode, words } }: { item: CatalogueItem; order: Order },
): Promise<DutyRow | ListedDuty> {
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
  }: { village: Village; item: CatalogueItem; duty: Pick<DutyRow, 'period' | 'dueOn'> },
): Promise<void> {
  const at = ctx.clock.now();
  const people = await holdersAt(tx, village.code, ['secretary', 'clerk'], at);
  const { told } = wordsFor('zh').disclosureDuties;
  const title = dutyTitle('zh', item, { period: duty.period, words: '' }, localDate(at));
  const body = told.ordered(title, plainDay('zh', instantOf(duty.dueOn), at));
  const message = { template: 'disclosure.ordered', path: openDeskPath(village.code), body, at };
  await tell(tx, ...people.map((personId) => ({ ...message, personId })));
}
