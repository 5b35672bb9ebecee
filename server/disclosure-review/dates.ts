import { selectDutiesOf } from '#server/disclosure-duties/records.ts';
import type { DisclosureRecord } from '#server/disclosures/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { owed } from '#server/rules/disclosure-duties.ts';

/** The day by which a disclosure is due: its duty's, or what would follow where none is kept yet. */
export async function dueDayOf(
  ctx: Context,
  item: CatalogueItem,
  { villageCode, itemCode, period }: DisclosureRecord,
): Promise<LocalDate> {
  const [duty] = await selectDutiesOf(ctx.db.read, { villageCode, itemCode, period });
  return duty?.dueOn ?? owed(ctx.book.calendar, item, period).dueOn;
}
