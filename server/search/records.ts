import { asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { grid } from '#db/schema/grids.ts';
import { post, searchQueue, searchRow } from '#db/schema/posts.ts';
import { hasWords, putSearchText, type SearchText, searchRowNo } from '#db/search-text.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A post that waits to be indexed; its words are null when it may not be found any more. */
export interface QueuedPost {
  postId: string;
  queuedAt: EpochMs;
  kind: string;
  title: string;
  body: string;
  no: number;
  place: string;
  isStanding: boolean;
}

/** The longest waiting posts, with the names of their places. */
export async function selectQueue(db: Reader, limit: number): Promise<QueuedPost[]> {
  const rows = await db
    .select({
      postId: searchQueue.postId,
      queuedAt: searchQueue.at,
      kind: post.kind,
      title: post.title,
      body: post.body,
      no: post.no,
      villageCode: post.villageCode,
      groupCode: post.groupCode,
      withdrawnAt: post.withdrawnAt,
      removedAt: post.removedAt,
    })
    .from(searchQueue)
    .innerJoin(post, eq(post.id, searchQueue.postId))
    .orderBy(asc(searchQueue.at))
    .limit(limit);
  const codes = rows.flatMap(({ villageCode, groupCode }) => [
    villageCode,
    villageCode.slice(0, 9),
    ...(groupCode ? [groupCode] : []),
  ]);
  const names = await selectNames(db, [...new Set(codes)]);
  return rows.map(({ villageCode, groupCode, withdrawnAt, removedAt, ...row }) => ({
    ...row,
    place: [villageCode.slice(0, 9), villageCode, groupCode ?? '']
      .map((code) => names.get(code) ?? '')
      .join(' '),
    isStanding: withdrawnAt === null && removedAt === null,
  }));
}

async function selectNames(db: Reader, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ code: grid.code, name: grid.shortName })
    .from(grid)
    .where(inArray(grid.code, codes))
    .limit(codes.length);
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** Writes a batch into the index and takes it off the queue; a post queued again meanwhile stays. */
export async function writeBatch(
  tx: Tx,
  batch: { postId: string; queuedAt: EpochMs; words: string[] }[],
  at: EpochMs,
): Promise<void> {
  const numbers = await rowNumbers(
    tx,
    batch.map((one) => one.postId),
    at,
  );
  const rows: SearchText[] = batch.flatMap(({ postId, words }) => {
    const rowNo = numbers.get(postId);
    return rowNo === undefined ? [] : [{ rowNo, words }];
  });
  await putSearchText(tx, rows);
  const done = batch.map(
    ({ postId, queuedAt }) =>
      sql`(${searchQueue.postId} = ${postId} AND ${searchQueue.at} = ${queuedAt})`,
  );
  await tx.delete(searchQueue).where(or(...done));
}

/** Takes a post out of every answer at once. */
export async function hideFromSearch(tx: Tx, postId: string): Promise<void> {
  const [row] = await tx
    .select({ rowNo: searchRow.rowNo })
    .from(searchRow)
    .where(eq(searchRow.postId, postId))
    .limit(1);
  if (row) await putSearchText(tx, [{ rowNo: row.rowNo, words: [] }]);
}

/** The numbers of these posts' rows; new posts get the next ones, so that the newest come first. */
async function rowNumbers(tx: Tx, postIds: string[], at: EpochMs): Promise<Map<string, number>> {
  const known = await tx
    .select({ postId: searchRow.postId, rowNo: searchRow.rowNo })
    .from(searchRow)
    .where(inArray(searchRow.postId, postIds))
    .limit(postIds.length);
  const numbers = new Map(known.map((row) => [row.postId, row.rowNo]));
  const fresh = postIds.filter((postId) => !numbers.has(postId));
  if (fresh.length === 0) return numbers;
  const [last] = await tx
    .select({ rowNo: sql<number>`coalesce(max(${searchRow.rowNo}), 0)`.mapWith(Number) })
    .from(searchRow)
    .limit(1);
  const rows = fresh.map((postId, n) => ({
    rowNo: (last?.rowNo ?? 0) + 1 + n,
    postId,
    indexedAt: at,
  }));
  await tx.insert(searchRow).values(rows);
  for (const row of rows) numbers.set(row.postId, row.rowNo);
  return numbers;
}

export interface Hit {
  id: string;
  title: string;
  rowNo: number;
}

/** Posts that hold all the words and meet the condition, newest first. */
export function searchNewest(
  db: Reader,
  words: string[],
  {
    condition,
    villageCode,
    before,
    limit,
  }: { condition: SQL; villageCode: string | null; before: number | null; limit: number },
): Promise<Hit[]> {
  const from = before === null ? sql`` : sql` AND ${searchRowNo} < ${before}`;
  const inVillage = villageCode === null ? sql`` : sql` AND ${post.villageCode} = ${villageCode}`;
  return db.rows<Hit>(sql`
    SELECT ${post.id} AS id, ${post.title} AS title, ${searchRow.rowNo} AS "rowNo"
    FROM search_text
    JOIN ${searchRow} ON ${searchRow.rowNo} = ${searchRowNo}
    JOIN ${post} ON ${post.id} = ${searchRow.postId}
    WHERE ${hasWords(words)}${from}${inVillage} AND ${condition}
    ORDER BY ${searchRowNo} DESC
    LIMIT ${limit}`);
}
