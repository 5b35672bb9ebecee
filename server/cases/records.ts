import { and, eq, isNull } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { governanceCase } from '#db/schema/cases.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type CaseRow = typeof governanceCase.$inferSelect;

/** Makes this the case of its matter; one that was taken back before keeps its page without words. */
export async function putCase(tx: Tx, row: CaseRow): Promise<void> {
  await tx.delete(governanceCase).where(eq(governanceCase.appealId, row.appealId));
  await tx.insert(governanceCase).values(row);
}

/** What belongs to these cases beside their posts. */
export function selectCases(db: Reader, postIds: string[]): Promise<CaseRow[]> {
  if (postIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(governanceCase)
    .where(among(governanceCase.postId, postIds))
    .limit(postIds.length);
}

/** The case of a matter with the number of its page; null while nobody wrote one. */
export async function selectCaseOf(db: Reader, appealId: string) {
  const [row] = await db
    .select({
      postId: governanceCase.postId,
      no: post.no,
      title: post.title,
      withdrawnAt: post.withdrawnAt,
      removedAt: post.removedAt,
    })
    .from(governanceCase)
    .innerJoin(post, eq(post.id, governanceCase.postId))
    .where(eq(governanceCase.appealId, appealId))
    .limit(1);
  return row ?? null;
}

/** Which of these matters are told by a case that was not taken back. */
export async function selectToldAmong(db: Reader, appealIds: string[]): Promise<string[]> {
  if (appealIds.length === 0) return [];
  const rows = await db
    .select({ id: governanceCase.appealId })
    .from(governanceCase)
    .innerJoin(post, eq(post.id, governanceCase.postId))
    .where(and(among(governanceCase.appealId, appealIds), isNull(post.withdrawnAt)))
    .limit(appealIds.length);
  return rows.map(({ id }) => id);
}

/** Ids of the cases that tell this post again. */
export async function casesThatTell(db: Reader, postId: string): Promise<string[]> {
  const rows = await db
    .select({ id: governanceCase.postId })
    .from(governanceCase)
    .where(eq(governanceCase.appealId, postId))
    .limit(1);
  return rows.map(({ id }) => id);
}
