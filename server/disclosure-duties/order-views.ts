import { type OrderView, orderView } from '#server/disclosure-duties/lines.ts';
import { selectOrdersOn } from '#server/disclosure-duties/order-records.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';

/** What the town ordered about what a table tells, oldest first. */
export async function ordersOn(
  ctx: Context,
  village: Village,
  disclosureId: string,
): Promise<OrderView[]> {
  ctx.page.shows(`village:${village.code}`);
  const orders = await selectOrdersOn(ctx.db.read, disclosureId);
  const said = orders.flatMap(({ noneById }) => noneById ?? []);
  const people = await dutyPeople(
    ctx,
    said.map((personId) => ({ personId, gridCode: village.code })),
  );
  return orders.map((order) => orderView(order, people));
}
