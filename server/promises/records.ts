import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { assignment } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { promise, promiseReport, promiseVersion } from '#db/schema/promises.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type PromiseRow = typeof promise.$inferSelect;
export type PromiseVersionRow = typeof promiseVersion.$inferSelect;
export type PromiseReportRow = typeof promiseReport.$inferSelect;

const isStanding = sql`${promise.state} = 'standing'`;
const isOpen = sql`${promise.verdictAt} IS NULL AND ${promise.dueAt} IS NOT NULL`;

/** Writes the promises of a letter, each with its first version. */
export async function insertPromises(tx: Tx, rows: PromiseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(promise).values(rows);
  await tx.insert(promiseVersion).values(
    rows.map((row) => ({
      promiseId: row.id,
      no: 1,
      what: row.what,
      measure: row.measure,
      helpers: row.helpers,
      dueOn: row.dueOn,
      reason: '',
      byId: row.makerId,
      at: row.createdAt,
    })),
  );
}

export async function updatePromise(
  tx: Tx,
  id: string,
  changes: Partial<PromiseRow>,
): Promise<void> {
  await tx.update(promise).set(changes).where(eq(promise.id, id));
}

export async function insertVersion(tx: Tx, row: PromiseVersionRow): Promise<void> {
  await tx.insert(promiseVersion).values(row);
}

export async function insertReport(tx: Tx, row: PromiseReportRow): Promise<void> {
  await tx.insert(promiseReport).values(row);
}

/** The promises of a letter in its order. */
export function selectByLetter(db: Reader, postId: string): Promise<PromiseRow[]> {
  return db
    .select()
    .from(promise)
    .where(eq(promise.postId, postId))
    .orderBy(asc(promise.no))
    .limit(100);
}

/** How the promises of these letters stand; intentions are not among them. */
export function selectStandings(db: Reader, postIds: string[]) {
  const { postId, state, dueOn } = promise;
  return db
    .select({ postId, state, dueOn })
    .from(promise)
    .where(and(inArray(promise.postId, postIds), isNotNull(promise.dueAt)))
    .limit(100 * postIds.length);
}

/** One promise of a letter. */
export async function selectPromise(
  db: Reader,
  postId: string,
  no: number,
): Promise<PromiseRow | null> {
  const [row] = await db
    .select()
    .from(promise)
    .where(and(eq(promise.postId, postId), eq(promise.no, no)))
    .limit(1);
  return row ?? null;
}

/** Every wording of these promises, the newest first. */
export function selectVersions(db: Reader, ids: string[]): Promise<PromiseVersionRow[]> {
  return db
    .select()
    .from(promiseVersion)
    .where(inArray(promiseVersion.promiseId, ids))
    .orderBy(desc(promiseVersion.no))
    .limit(1000);
}

/** What was told of these promises, the newest first. */
export function selectReports(db: Reader, ids: string[]): Promise<PromiseReportRow[]> {
  return db
    .select()
    .from(promiseReport)
    .where(inArray(promiseReport.promiseId, ids))
    .orderBy(desc(promiseReport.at), desc(promiseReport.id))
    .limit(1000);
}

/** A promise with the number and title of its letter. */
const withLetter = { promise, letterNo: post.no, letterTitle: post.title };

/** What somebody owes or made, the newest first. A letter taken down takes its lines out of sight. */
export function selectByPerson(db: Reader, personId: string, limit: number) {
  return db
    .select(withLetter)
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(or(eq(promise.ownerId, personId), eq(promise.makerId, personId)), isNull(post.removedAt)),
    )
    .orderBy(desc(promise.createdAt), desc(promise.id))
    .limit(limit);
}

/** What somebody owes and has not reported on, the next day first. */
export function selectOwed(db: Reader, ownerId: string, limit: number) {
  return db
    .select(withLetter)
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(
        eq(promise.ownerId, ownerId),
        isStanding,
        isNotNull(promise.dueAt),
        isNull(post.removedAt),
      ),
    )
    .orderBy(asc(promise.dueAt), asc(promise.id))
    .limit(limit);
}

/** Promises of a village whose day is over without a word of the owner, the oldest first. */
export function selectUnreported(db: Reader, villageCode: string, now: EpochMs, limit: number) {
  return db
    .select(withLetter)
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(
        eq(promise.villageCode, villageCode),
        isStanding,
        lte(promise.dueAt, now),
        isNull(post.removedAt),
      ),
    )
    .orderBy(asc(promise.dueAt), asc(promise.id))
    .limit(limit);
}

/** When the next promise of a village is over, if nobody reports on it before. */
export async function selectNextDue(
  db: Reader,
  villageCode: string,
  now: EpochMs,
): Promise<EpochMs | null> {
  const [row] = await db
    .select({ dueAt: promise.dueAt })
    .from(promise)
    .where(and(eq(promise.villageCode, villageCode), isStanding, gt(promise.dueAt, now)))
    .orderBy(asc(promise.dueAt))
    .limit(1);
  return row?.dueAt ?? null;
}

/** Open promises whose owner no longer heads the village while somebody else does. */
export function selectLeftBehind(db: Reader, now: EpochMs, limit: number): Promise<PromiseRow[]> {
  const heads = (whose: SQL) =>
    db
      .select({ id: assignment.id })
      .from(assignment)
      .where(
        and(
          eq(assignment.gridCode, promise.villageCode),
          eq(assignment.post, 'secretary'),
          eq(assignment.isDeputy, false),
          lte(assignment.since, now),
          or(isNull(assignment.until), gt(assignment.until, now)),
          whose,
        ),
      );
  const owner = heads(eq(assignment.personId, promise.ownerId));
  const another = heads(ne(assignment.personId, promise.ownerId));
  return db
    .select()
    .from(promise)
    .where(and(isOpen, notExists(owner), exists(another)))
    .orderBy(asc(promise.dueAt), asc(promise.id))
    .limit(limit);
}

/** Hands an open promise on, unless it changed hands meanwhile; whether it did. */
export async function passPromise(
  tx: Tx,
  { id, fromId, toId }: { id: string; fromId: string; toId: string },
): Promise<boolean> {
  const passed = await tx
    .update(promise)
    .set({ ownerId: toId })
    .where(and(eq(promise.id, id), eq(promise.ownerId, fromId), isNull(promise.verdictAt)))
    .returning({ id: promise.id });
  return passed.length > 0;
}

/** The words of these letters' promises, to find the letters by. */
export function selectWordsOf(db: Reader, postIds: string[]) {
  return db
    .select({ postId: promise.postId, what: promise.what, measure: promise.measure })
    .from(promise)
    .where(inArray(promise.postId, postIds))
    .limit(100 * postIds.length);
}

/** Replaces the words of a promise and one of its versions, or of a report. */
export async function rewordVersion(tx: Tx, row: PromiseVersionRow): Promise<void> {
  const { promiseId, no, what, measure, helpers, reason } = row;
  await tx
    .update(promiseVersion)
    .set({ what, measure, helpers, reason })
    .where(and(eq(promiseVersion.promiseId, promiseId), eq(promiseVersion.no, no)));
}

export async function rewordReport(
  tx: Tx,
  { id, body, html }: Pick<PromiseReportRow, 'id' | 'body' | 'html'>,
): Promise<void> {
  await tx.update(promiseReport).set({ body, html }).where(eq(promiseReport.id, id));
}
