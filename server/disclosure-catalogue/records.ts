import { asc, eq } from 'drizzle-orm';
import { villageItem } from '#db/schema/disclosure-duties.ts';
import type { Reader } from '#db/surface.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** What a village added to the catalogue, oldest first. */
export async function villageItems(db: Reader, villageCode: string): Promise<CatalogueItem[]> {
  const rows = await db
    .select({ body: villageItem.body })
    .from(villageItem)
    .where(eq(villageItem.villageCode, villageCode))
    .orderBy(asc(villageItem.addedAt))
    .limit(200);
  return rows.map(({ body }) => body as CatalogueItem);
}
