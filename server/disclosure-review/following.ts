import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { record } from '#server/disclosure-duties/act.ts';
import { insertOrders, selectOrdersOf } from '#server/disclosure-duties/order-records.ts';
import { selectDutiesAt, selectOwedOf } from '#server/disclosure-duties/owed-records.ts';
import type { StepActing } from '#server/disclosure-review/act.ts';
import { selectLaterOpenings } from '#server/disclosure-review/correcting-records.ts';
import { selectBalances } from '#server/disclosure-review/publishing-records.ts';
import type { DisclosureRecord } from '#server/disclosures/records.ts';
import { newId } from '#server/kernel/ids.ts';
import { addDays, type LocalDate, localDate } from '#server/rules/dates.ts';
import { isOwedBetween, type StillOwed } from '#server/rules/disclosure-duties.ts';

/** A published ledger, with what the village still owes of it. */
interface Chain {
  disclosure: DisclosureRecord;
  making: number;
  owes: StillOwed[];
}

/**
 * The ends of the next published periods that did not go on from what this one was left with. Where
 * one that is still owed lies between, that one has to come out with both.
 */
export async function brokenAfter(
  tx: Tx,
  { disclosure: { id, endsOn }, making, owes }: Chain,
): Promise<LocalDate[]> {
  const closings = await selectBalances(tx, id, making);
  const accountIds = closings.map(({ accountId }) => accountId);
  const later = accountIds.length === 0 ? [] : await selectLaterOpenings(tx, accountIds, endsOn);
  const broken = closings.flatMap(({ accountId, closing }) => {
    const next = later.find((one) => one.accountId === accountId);
    if (next === undefined || next.opening === closing) return [];
    return isOwedBetween(owes, { after: endsOn, before: next.endsOn }) ? [] : [next.endsOn];
  });
  return [...new Set(broken)];
}

/** Whether its 本期无 was withdrawn, so that what came after went on from accounts that were not there. */
export async function wasWithdrawn(tx: Tx, disclosure: DisclosureRecord): Promise<boolean> {
  if (disclosure.version > 0) return false;
  const orders = await selectOrdersOf(tx, disclosure);
  return orders.some(({ asks, metAt }) => asks === 'withdraw' && metAt === null);
}

/**
 * Accounts come out for a period whose 本期无 was withdrawn: the next one that is out went on from
 * other sums, and has to be corrected within the days that an order gives.
 */
export async function orderFollowing(acting: StepActing): Promise<void> {
  const { tx, ctx, disclosure, item, village, making, at } = acting;
  const owes = await selectOwedOf(tx, disclosure);
  const { villageCode, itemCode } = disclosure;
  const title = disclosureTitle('zh', item, disclosure.period);
  const words = wordsFor('zh').disclosureDuties.orders.follows(title);
  const dueOn = addDays(localDate(at), ctx.book.disclosures.orderDays);
  const endsOn = await brokenAfter(tx, { disclosure, making, owes });
  if (endsOn.length === 0) return;
  const duties = await selectDutiesAt(tx, { villageCode, itemCode, endsOn });
  const order = { villageCode, asks: 'correct', words, dueOn, orderedById: null, orderedAt: at };
  const blank = { noneById: null, noneAt: null, metAt: null, lateDays: null };
  await insertOrders(
    tx,
    duties.map(({ id: dutyId }) => ({ id: newId(), dutyId, ...order, ...blank })),
  );
  const periods = duties.map(({ period }) => period);
  const facts = { item: itemCode, periods, asks: 'correct', dueOn };
  await record(tx, ctx, { what: 'disclosure.ordered', village, facts, content: { words } });
}
