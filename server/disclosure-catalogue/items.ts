import { villageItems } from '#server/disclosure-catalogue/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** The county's items and those that this village added, in the catalogue's order. */
export async function itemsOf(ctx: Context, villageCode: string): Promise<CatalogueItem[]> {
  return [...ctx.book.catalogue.items, ...(await villageItems(ctx.db.read, villageCode))];
}

/** An item by its code, of the county or of this village; null when there is none. */
export async function itemOf(
  ctx: Context,
  villageCode: string,
  code: string,
): Promise<CatalogueItem | null> {
  const ofCounty = ctx.book.catalogue.items.find((item) => item.code === code);
  if (ofCounty) return ofCounty;
  const own = await villageItems(ctx.db.read, villageCode);
  return own.find((item) => item.code === code) ?? null;
}

/** Whether its table may be taken away, fed and searched: rows of 救助 and 补贴 are in no copy. */
export function isTakenAway(item: CatalogueItem): boolean {
  const isAboutNeed = item.class === 'relief' || item.class === 'subsidy';
  return item.openTo === 'public' && !(item.isPersonal && isAboutNeed);
}
