import { and, asc, count, eq, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { disclosureDuty, disclosureOrder } from '#db/schema/disclosure-duties.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

export type OrderRow = typeof disclosureOrder.$inferSelect;

/** More orders than all that a page lists ever had. */
const MOST = 500;

/** Keeps orders. */
export async function insertOrders(tx: Tx, rows: OrderRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(disclosureOrder).values(rows);
}

/** Every order on some duties, oldest first. */
export async function selectOrders(db: Reader, dutyIds: string[]): Promise<OrderRow[]> {
  if (dutyIds.length === 0) return [];
  return db
    .select()
    .from(disclosureOrder)
    .where(among(disclosureOrder.dutyId, dutyIds))
    .orderBy(asc(disclosureOrder.dutyId), asc(disclosureOrder.orderedAt))
    .limit(MOST);
}

/** Every order on the duties that a disclosure meets, oldest first. */
export async function selectOrdersOn(db: Reader, disclosureId: string): Promise<OrderRow[]> {
  const rows = await db
    .select({ order: disclosureOrder })
    .from(disclosureDuty)
    .innerJoin(disclosureOrder, eq(disclosureOrder.dutyId, disclosureDuty.id))
    .where(eq(disclosureDuty.disclosureId, disclosureId))
    .limit(MOST);
  return rows.map(({ order }) => order).toSorted((a, b) => a.orderedAt - b.orderedAt);
}

/** The orders on a village's own duty for an item and period, oldest first. */
export function selectOrdersOf(
  db: Reader,
  of: { villageCode: string; itemCode: string; endsOn: string; period: string },
): Promise<Pick<OrderRow, 'asks' | 'metAt'>[]> {
  return db
    .select({ asks: disclosureOrder.asks, metAt: disclosureOrder.metAt })
    .from(disclosureDuty)
    .innerJoin(disclosureOrder, eq(disclosureOrder.dutyId, disclosureDuty.id))
    .where(
      and(
        eq(disclosureDuty.villageCode, of.villageCode),
        eq(disclosureDuty.endsOn, of.endsOn),
        eq(disclosureDuty.itemCode, of.itemCode),
        eq(disclosureDuty.period, of.period),
      ),
    )
    .limit(MOST);
}

/** The duties of a village that are met, and of which a correction is ordered; earliest due first. */
export async function selectToCorrect(db: Reader, villageCode: string): Promise<string[]> {
  const rows = await db
    .select({ dutyId: disclosureOrder.dutyId })
    .from(disclosureOrder)
    .where(
      and(
        eq(disclosureOrder.villageCode, villageCode),
        isNull(disclosureOrder.metAt),
        eq(disclosureOrder.asks, 'correct'),
      ),
    )
    .orderBy(asc(disclosureOrder.dueOn))
    .limit(MOST);
  return [...new Set(rows.map(({ dutyId }) => dutyId))];
}

/** What a village should have corrected before today and has not, longest overdue first. */
export function selectUncorrected(db: Reader, villageCode: string, today: LocalDate) {
  return db
    .select({
      itemCode: disclosureDuty.itemCode,
      period: disclosureDuty.period,
      dueOn: disclosureOrder.dueOn,
    })
    .from(disclosureOrder)
    .innerJoin(disclosureDuty, eq(disclosureDuty.id, disclosureOrder.dutyId))
    .where(
      and(
        eq(disclosureOrder.villageCode, villageCode),
        isNull(disclosureOrder.metAt),
        lt(disclosureOrder.dueOn, today),
        eq(disclosureOrder.asks, 'correct'),
      ),
    )
    .orderBy(asc(disclosureOrder.dueOn), asc(disclosureOrder.id))
    .limit(MOST);
}

/** How many corrections the villages of a town owe: late, and due by a day that is near. */
export function selectToCorrectBelow(
  db: Reader,
  { code, today, soon }: { code: string; today: LocalDate; soon: LocalDate },
) {
  const isLate = sql<number>`sum(CASE WHEN ${disclosureOrder.dueOn} < ${today} THEN 1 ELSE 0 END)`;
  return db
    .select({
      villageCode: disclosureOrder.villageCode,
      late: isLate.mapWith(Number),
      all: count(),
    })
    .from(disclosureOrder)
    .where(
      and(
        gte(disclosureOrder.villageCode, code),
        lt(disclosureOrder.villageCode, nextCode(code)),
        isNull(disclosureOrder.metAt),
        lt(disclosureOrder.dueOn, soon),
        eq(disclosureOrder.asks, 'correct'),
      ),
    )
    .groupBy(disclosureOrder.villageCode)
    .limit(2000);
}

/** Meets orders, each with the days it was late. */
export async function meetOrders(
  tx: Tx,
  orders: { id: string; lateDays: number }[],
  metAt: EpochMs,
): Promise<void> {
  if (orders.length === 0) return;
  const cases = orders.map(({ id, lateDays }) => sql`WHEN ${id} THEN ${lateDays}`);
  const late: SQL<number> = sql`CAST(CASE ${disclosureOrder.id} ${sql.join(cases, sql` `)} END AS INTEGER)`;
  const ids = orders.map(({ id }) => id);
  await tx
    .update(disclosureOrder)
    .set({ metAt, lateDays: late })
    .where(and(inArray(disclosureOrder.id, ids), isNull(disclosureOrder.metAt)));
}

/**
 * The day by which a duty that is met has to be corrected; NULL where nobody ordered it. Its column
 * has the table's name in the text: in a list of one table's columns names come without it.
 */
export const correctBy = sql<string | null>`(SELECT min(asked.due_on) FROM disclosure_order AS asked
  WHERE asked.duty_id = disclosure_duty.id AND asked.met_at IS NULL AND asked.asks = 'correct')`;
