import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';

export type DisclosureRow = typeof disclosureRow.$inferSelect;
export type Cells = DisclosureRow['shown'];

/** How much of a table is searched: its first lines tell what it is about. */
const SEARCHED_ROWS = 500;

/** The texts of standing public rows by post, for search. Rows about persons are never among them. */
export async function shownTexts(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ postId: disclosure.postId, shown: disclosureRow.shown })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .where(
      and(
        inArray(disclosure.postId, postIds),
        eq(disclosure.isTakenAway, true),
        isNull(disclosureRow.toVersion),
        lte(disclosureRow.fromVersion, disclosure.version),
        lte(disclosureRow.no, SEARCHED_ROWS),
      ),
    );
  const found = new Map<string, string>();
  for (const { postId, shown } of rows) {
    if (postId === null) continue;
    // Who looks for a full name must not be led to everybody who is masked alike.
    const words = Object.values(shown).filter(
      (value) => typeof value === 'string' && !value.includes('*'),
    );
    found.set(postId, `${found.get(postId) ?? ''} ${words.join(' ')}`);
  }
  return found;
}
