import { and, asc, desc, eq, gte, isNull, lt, ne, or } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { disclosureRow } from '#db/schema/disclosures.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { selectionObjection } from '#db/schema/objections.ts';
import { post, review } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { selectionReader, selectionSheet } from '#db/schema/selections.ts';
import { promiseAsk } from '#db/schema/verdicts.ts';
import { voucher } from '#db/schema/vouchers.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The id of a post by its number. */
export async function selectPostId(db: Reader, villageCode: string, no: number): Promise<string> {
  const [row] = await db
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.villageCode, villageCode), eq(post.no, no)))
    .limit(1);
  if (!row) throw new Error(`village ${villageCode} has no post ${no}`);
  return row.id;
}

/** What of a post waits for a look: because it was reported, or because it is new. */
export async function selectOpenReviews(
  db: Reader,
  postId: string,
  isReported: boolean,
): Promise<string[]> {
  const why = isReported ? eq(review.why, 'reported') : ne(review.why, 'reported');
  const rows = await db
    .select({ id: review.id })
    .from(review)
    .where(and(eq(review.postId, postId), isNull(review.decidedAt), why))
    .orderBy(asc(review.id))
    .limit(50);
  return rows.map(({ id }) => id);
}

/** Where a page of messages ended. */
export interface OutboxCursor {
  at: EpochMs;
  id: string;
}

/** Messages since an instant, newest first, after a cursor. */
export function selectOutbox(
  db: Reader,
  { since, before, limit }: { since: EpochMs; before: OutboxCursor | null; limit: number },
) {
  const { createdAt, id } = outboxMessage;
  const isOlder =
    before === null
      ? undefined
      : or(lt(createdAt, before.at), and(eq(createdAt, before.at), lt(id, before.id)));
  return db
    .select({
      id,
      personId: outboxMessage.personId,
      name: person.name,
      ownPhoneSealed: person.phoneSealed,
      phoneSealed: outboxMessage.phoneSealed,
      body: outboxMessage.body,
      path: outboxMessage.path,
      createdAt,
    })
    .from(outboxMessage)
    .leftJoin(person, eq(person.id, outboxMessage.personId))
    .where(and(gte(createdAt, since), isOlder))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** The id of a promise by its letter and its place in it. */
export async function selectPromiseId(db: Reader, postId: string, no: number): Promise<string> {
  const [row] = await db
    .select({ id: promise.id })
    .from(promise)
    .where(and(eq(promise.postId, postId), eq(promise.no, no)))
    .limit(1);
  if (!row) throw new Error(`letter ${postId} has no promise ${no}`);
  return row.id;
}

/** Who is being asked about a promise, in the order of the tokens. */
export function selectAsksOfPromise(db: Reader, promiseId: string) {
  return db
    .select({ id: promiseAsk.id, poolId: promiseAsk.poolId, codeHash: promiseAsk.codeHash })
    .from(promiseAsk)
    .where(and(eq(promiseAsk.promiseId, promiseId), isNull(promiseAsk.closedAt)))
    .orderBy(asc(promiseAsk.token))
    .limit(100);
}

/** The codes of the links that went out to those who were drawn since an instant. */
export async function selectAskLinks(db: Reader, since: EpochMs): Promise<string[]> {
  const rows = await db
    .select({ path: outboxMessage.path })
    .from(outboxMessage)
    .where(and(gte(outboxMessage.createdAt, since), eq(outboxMessage.template, 'promise.ask')))
    .limit(1000);
  return rows.flatMap(({ path }) => path?.split('/').at(-1) ?? []);
}

/** The sheets of a round with whose they are, in the order of the reviewers. */
export function selectOpenSheets(db: Reader, roundId: string) {
  const { roundId: round, postId, no } = selectionSheet;
  return db
    .select({ postId, no, personId: selectionReader.personId })
    .from(selectionSheet)
    .innerJoin(selectionReader, and(eq(selectionReader.roundId, round), eq(selectionReader.no, no)))
    .where(and(eq(round, roundId), isNull(selectionSheet.recusedAt)))
    .orderBy(asc(no))
    .limit(1000);
}

/** The id of an objection by its number. */
export async function selectObjectionId(db: Reader, roundId: string, no: number): Promise<string> {
  const [row] = await db
    .select({ id: selectionObjection.id })
    .from(selectionObjection)
    .where(and(eq(selectionObjection.roundId, roundId), eq(selectionObjection.no, no)))
    .limit(1);
  if (!row) throw new Error(`round ${roundId} has no objection ${no}`);
  return row.id;
}

/** The lines of a disclosed table that still stand, with what everybody reads in them. */
export function selectDisclosedLines(db: Reader, disclosureId: string) {
  const { id, no, shown } = disclosureRow;
  return db
    .select({ id, no, shown })
    .from(disclosureRow)
    .where(and(eq(disclosureRow.disclosureId, disclosureId), isNull(disclosureRow.toVersion)))
    .orderBy(asc(no))
    .limit(1000);
}

/** The papers behind a line, oldest first. */
export function selectVouchersOfLine(db: Reader, rowId: string) {
  return db
    .select({ id: voucher.id })
    .from(voucher)
    .where(eq(voucher.rowId, rowId))
    .orderBy(asc(voucher.sort))
    .limit(20);
}
