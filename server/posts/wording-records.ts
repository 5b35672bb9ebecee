import { and, asc, desc, eq } from 'drizzle-orm';
import { postVersion } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';

/** Keeps a wording that was published: for all to compare, or sealed for author and handler. */
export async function keepVersion(
  tx: Tx,
  row: Omit<typeof postVersion.$inferInsert, 'id' | 'no'>,
): Promise<void> {
  const [last] = await tx
    .select({ no: postVersion.no })
    .from(postVersion)
    .where(
      and(eq(postVersion.subjectKind, row.subjectKind), eq(postVersion.subjectId, row.subjectId)),
    )
    .orderBy(desc(postVersion.no))
    .limit(1);
  await tx.insert(postVersion).values({ ...row, id: newId(), no: (last?.no ?? 0) + 1 });
}

/** The wording before the last change. */
export async function lastVersion(db: Reader, subjectKind: string, subjectId: string) {
  const [row] = await db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.subjectKind, subjectKind), eq(postVersion.subjectId, subjectId)))
    .orderBy(desc(postVersion.no))
    .limit(1);
  return row ?? null;
}

/** Every kept wording of a subject, oldest first. */
export async function selectVersions(db: Reader, subjectKind: string, subjectId: string) {
  return db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.subjectKind, subjectKind), eq(postVersion.subjectId, subjectId)))
    .orderBy(asc(postVersion.no))
    .limit(100);
}
