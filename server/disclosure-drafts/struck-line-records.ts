import { and, eq, inArray } from 'drizzle-orm';
import { disclosureRow } from '#db/schema/disclosures.ts';
import type { Tx } from '#db/surface.ts';

/** Far below the parameters that either engine takes. */
const CHUNK = 500;

/** Strikes published rows out from a version on. */
export async function strikeRows(tx: Tx, ids: string[], version: number): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK)
    await tx
      .update(disclosureRow)
      .set({ toVersion: version })
      .where(inArray(disclosureRow.id, ids.slice(from, from + CHUNK)));
}

/** Lets rows stand again whose striking was not published: all of them, or one; how many. */
export async function unstrikeRows(
  tx: Tx,
  { disclosureId, version, rowNo }: { disclosureId: string; version: number; rowNo?: number },
): Promise<number> {
  const kept = await tx
    .update(disclosureRow)
    .set({ toVersion: null })
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        eq(disclosureRow.toVersion, version),
        rowNo === undefined ? undefined : eq(disclosureRow.no, rowNo),
      ),
    )
    .returning({ id: disclosureRow.id });
  return kept.length;
}
