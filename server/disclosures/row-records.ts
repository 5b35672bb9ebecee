import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';

export type DisclosureRow = typeof disclosureRow.$inferSelect;
export type Cells = DisclosureRow['shown'];

/** Changes what the public and the village read in the rows of a post's table; how many cells changed. */
export async function coverInRows(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const rows = await tx
    .select({ id: disclosureRow.id, shown: disclosureRow.shown, village: disclosureRow.village })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .where(eq(disclosure.postId, postId));
  let changed = 0;
  for (const { id, shown, village } of rows) {
    const [public_, own] = [covered(shown, cover), village && covered(village, cover)];
    const cells = public_.changed + (own?.changed ?? 0);
    if (cells === 0) continue;
    await tx
      .update(disclosureRow)
      .set({
        shown: public_.cells,
        village: own?.cells ?? null,
        words: filterWords(public_.cells),
      })
      .where(eq(disclosureRow.id, id));
    changed += cells;
  }
  return changed;
}

function covered(cells: Cells, cover: (text: string) => string) {
  let changed = 0;
  const entries = Object.entries(cells).map(([code, value]) => {
    if (typeof value !== 'string') return [code, value] as const;
    const after = cover(value);
    if (after !== value) changed += 1;
    return [code, after] as const;
  });
  return { cells: Object.fromEntries(entries) as Cells, changed };
}

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
