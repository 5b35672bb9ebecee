import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { declaredKin, promiseAsk, promiseVerdict } from '#db/schema/verdicts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type AskRow = typeof promiseAsk.$inferSelect;
export type VerdictRow = typeof promiseVerdict.$inferSelect;
export type KinRow = typeof declaredKin.$inferSelect;

const AT_ONCE = 200;
/** Far more than a county's villages promise in a month. */
const MOST = 1000;
/** More than are drawn for one promise. */
const MOST_ASKED = 100;
/** The messages that carry the links. */
export const ASK_TEMPLATE = 'promise.ask';

/** Promises that villagers are to decide on: reported, over without a report, or undecided before. */
export function selectDueForVerdict(db: Reader, now: EpochMs, mostDraws: number) {
  const isOver = and(eq(promise.state, 'standing'), lte(promise.dueAt, now));
  return db
    .select({ promise, letterNo: post.no, letterTitle: post.title })
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(
        sql`${promise.verdictAt} IS NULL AND ${promise.dueAt} IS NOT NULL`,
        or(inArray(promise.state, ['claimed', 'undecided']), isOver),
        lt(promise.asked, mostDraws),
        isNull(post.removedAt),
      ),
    )
    .orderBy(asc(promise.dueAt), asc(promise.id))
    .limit(MOST);
}

/** Promises by their ids, each with the number and title of its letter. */
export function selectWithLetters(db: Reader, ids: string[]) {
  return db
    .select({ promise, letterNo: post.no, letterTitle: post.title })
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(and(among(promise.id, ids), isNull(post.removedAt)))
    .limit(ids.length);
}

/** Villagers begin to be asked about these promises. */
export async function setAsked(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .update(promise)
    .set({ state: 'asked', asked: sql`${promise.asked} + 1` })
    .where(among(promise.id, ids));
}

export async function insertAsks(tx: Tx, rows: AskRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await tx.insert(promiseAsk).values(rows.slice(at, at + AT_ONCE));
  }
}

export async function updateAsk(tx: Tx, id: string, changes: Partial<AskRow>): Promise<void> {
  await tx.update(promiseAsk).set(changes).where(eq(promiseAsk.id, id));
}

/** The asking whose link carries this code. */
export async function selectAskByCode(db: Reader, codeHash: string): Promise<AskRow | null> {
  const [row] = await db
    .select()
    .from(promiseAsk)
    .where(eq(promiseAsk.codeHash, codeHash))
    .limit(1);
  return row ?? null;
}

export async function selectAsk(db: Reader, id: string): Promise<AskRow | null> {
  const [row] = await db.select().from(promiseAsk).where(eq(promiseAsk.id, id)).limit(1);
  return row ?? null;
}

/** What somebody with these marks is being asked now, the first to end first. */
export function selectOpenAsks(db: Reader, marks: string[], now: EpochMs): Promise<AskRow[]> {
  return db
    .select()
    .from(promiseAsk)
    .where(
      and(
        among(promiseAsk.inviteeMark, marks),
        isNull(promiseAsk.closedAt),
        gt(promiseAsk.closesAt, now),
      ),
    )
    .orderBy(asc(promiseAsk.closesAt), asc(promiseAsk.id))
    .limit(50);
}

/** Everybody who is asked out of one pool. */
export function selectAsksOfPool(db: Reader, poolId: string): Promise<AskRow[]> {
  return db
    .select()
    .from(promiseAsk)
    .where(eq(promiseAsk.poolId, poolId))
    .orderBy(asc(promiseAsk.token))
    .limit(MOST_ASKED);
}

/** Pools whose asking is over: its days are, or everybody has answered. */
export function selectEnded(db: Reader, now: EpochMs, limit: number) {
  const ends = sql`min(${promiseAsk.closesAt})`;
  const isOver = sql`${ends} <= ${now} OR ${count()} = ${count(promiseAsk.answeredAt)}`;
  return db
    .select({ poolId: promiseAsk.poolId, promiseId: promiseAsk.promiseId })
    .from(promiseAsk)
    .where(isNull(promiseAsk.closedAt))
    .groupBy(promiseAsk.poolId, promiseAsk.promiseId)
    .having(isOver)
    .orderBy(asc(promiseAsk.poolId))
    .limit(limit);
}

/** Ends the asking of a pool: sealed answers, and marks of who was asked, are destroyed. */
export async function closeAsks(tx: Tx, poolId: string, closedAt: EpochMs): Promise<void> {
  const gone = { answerSealed: null, inviteeMark: '', enteredById: null, checkedById: null };
  await tx
    .update(promiseAsk)
    .set({ ...gone, closedAt })
    .where(eq(promiseAsk.poolId, poolId));
}

/** The messages with links that went out at an instant. */
export function selectAskMessages(db: Reader, askedAt: EpochMs) {
  const { id, path, createdAt, template } = outboxMessage;
  return db
    .select({ id, path })
    .from(outboxMessage)
    .where(and(eq(createdAt, askedAt), eq(template, ASK_TEMPLATE)))
    .limit(MOST * MOST_ASKED);
}

/** Puts other words and another address into messages, and counts them as seen. */
export async function settleMessages(
  tx: Tx,
  ids: string[],
  { body, path, at }: { body: string; path: string | null; at: EpochMs },
): Promise<void> {
  const readAt = sql`coalesce(${outboxMessage.readAt}, ${at})`;
  await tx.update(outboxMessage).set({ body, path, readAt }).where(among(outboxMessage.id, ids));
}

export async function insertVerdict(tx: Tx, row: VerdictRow): Promise<void> {
  await tx.insert(promiseVerdict).values(row);
}

/** What was decided on these promises, the newest first. */
export function selectVerdicts(db: Reader, promiseIds: string[]): Promise<VerdictRow[]> {
  return db
    .select()
    .from(promiseVerdict)
    .where(among(promiseVerdict.promiseId, promiseIds))
    .orderBy(desc(promiseVerdict.at))
    .limit(1000);
}

/** What was decided in a village since an instant, the newest first. */
export function selectRecentVerdicts(db: Reader, villageCode: string, since: EpochMs) {
  return db
    .select({ verdict: promiseVerdict, promise, letterNo: post.no, letterTitle: post.title })
    .from(promiseVerdict)
    .innerJoin(promise, eq(promise.id, promiseVerdict.promiseId))
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(
        eq(promiseVerdict.villageCode, villageCode),
        gt(promiseVerdict.at, since),
        isNull(post.removedAt),
      ),
    )
    .orderBy(desc(promiseVerdict.at))
    .limit(5);
}

/** Lines of rosters that these people have declared to be of their families. */
export function selectKin(db: Reader, ownerIds: string[], villageCode: string): Promise<KinRow[]> {
  return db
    .select()
    .from(declaredKin)
    .where(and(eq(declaredKin.villageCode, villageCode), among(declaredKin.ownerId, ownerIds)))
    .limit(MOST);
}

/** Declares somebody to be of one's family; declared already, nothing changes. */
export async function insertKin(tx: Tx, row: KinRow): Promise<boolean> {
  const made = await tx
    .insert(declaredKin)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: declaredKin.id });
  return made.length > 0;
}

/** Takes a declaration back; false when it is not one of his. */
export async function deleteKin(tx: Tx, id: string, ownerId: string): Promise<boolean> {
  const gone = await tx
    .delete(declaredKin)
    .where(and(eq(declaredKin.id, id), eq(declaredKin.ownerId, ownerId)))
    .returning({ id: declaredKin.id });
  return gone.length > 0;
}
