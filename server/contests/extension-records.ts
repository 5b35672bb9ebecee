import { and, asc, eq } from 'drizzle-orm';
import { contestExtension } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type ExtensionRow = typeof contestExtension.$inferSelect;

/** Nobody puts a choice off so often: each time takes a day at least. */
const MOST = 120;

export async function insertExtension(tx: Tx, row: ExtensionRow): Promise<void> {
  await tx.insert(contestExtension).values(row);
}

/** How the days of a choice were put off, the first time first. */
export function selectExtensions(db: Reader, contestId: string): Promise<ExtensionRow[]> {
  return db
    .select()
    .from(contestExtension)
    .where(eq(contestExtension.contestId, contestId))
    .orderBy(asc(contestExtension.no))
    .limit(MOST);
}

/** Covers a personal datum in a reason. */
export async function setExtensionReason(
  tx: Tx,
  { contestId, no }: ExtensionRow,
  reason: string,
): Promise<void> {
  await tx
    .update(contestExtension)
    .set({ reason })
    .where(and(eq(contestExtension.contestId, contestId), eq(contestExtension.no, no)));
}
