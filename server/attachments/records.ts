import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { disclosure } from '#db/schema/disclosures.ts';
import { disclosureFile } from '#db/schema/vouchers.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type FileRow = typeof disclosureFile.$inferSelect;

/** So many files beside one table at most. */
export const MOST_FILES = 10;

export async function insertFile(tx: Tx, row: FileRow): Promise<void> {
  await tx.insert(disclosureFile).values(row);
}

/** Takes a file away from its table; what became of it stays written down. */
export async function takeFileAway(tx: Tx, id: string, removedAt: number): Promise<void> {
  await tx.update(disclosureFile).set({ removedAt }).where(eq(disclosureFile.id, id));
}

/** A file that is still there. */
export async function selectFile(db: Reader, id: string): Promise<FileRow | null> {
  const isIt = and(eq(disclosureFile.id, id), isNull(disclosureFile.removedAt));
  const [row] = await db.select().from(disclosureFile).where(isIt).limit(1);
  return row ?? null;
}

/** The published table beside which a file stands, or will. */
export async function selectTable(db: Reader, disclosureId: string) {
  const { villageCode, postId, version, isTakenAway } = disclosure;
  const [row] = await db
    .select({ villageCode, postId, version, isTakenAway })
    .from(disclosure)
    .where(eq(disclosure.id, disclosureId))
    .limit(1);
  return row ?? null;
}

/** The files beside a table up to a version of it, in the order in which they came. */
export function selectFiles(
  db: Reader,
  { disclosureId, version }: { disclosureId: string; version: number },
): Promise<FileRow[]> {
  return db
    .select()
    .from(disclosureFile)
    .where(
      and(
        eq(disclosureFile.disclosureId, disclosureId),
        isNull(disclosureFile.removedAt),
        lte(disclosureFile.version, version),
      ),
    )
    .orderBy(asc(disclosureFile.addedAt), asc(disclosureFile.id))
    .limit(MOST_FILES);
}
