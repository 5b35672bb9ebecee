import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  not,
  type SQL,
  sql,
} from 'drizzle-orm';
import { disclosure, disclosureRow, disclosureVersion } from '#db/schema/disclosures.ts';
import { lineObjection, lineObjectionStep } from '#db/schema/line-objections.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { headsPlace } from '#server/grids/still-answers.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { OBJECTION_POSTS } from '#server/line-objections/holder.ts';
import { standing, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type ObjectionRecord = typeof lineObjection.$inferSelect;
export type ObjectionStep = typeof lineObjectionStep.$inferSelect;

/** A line as somebody asks about it: what everybody reads of it, never more. */
export type AskedLine = Awaited<ReturnType<typeof selectLines>>[number];

/** What of a line and its table everybody may know; `villagerId` only says that it is about a person. */
const lineColumns = {
  disclosureId: disclosure.id,
  disclosurePostId: disclosure.postId,
  villageCode: disclosure.villageCode,
  itemCode: disclosure.itemCode,
  period: disclosure.period,
  version: disclosure.version,
  openTo: disclosure.openTo,
  draftedById: disclosure.draftedById,
  rowId: disclosureRow.id,
  rowNo: disclosureRow.no,
  shown: disclosureRow.shown,
  villagerId: disclosureRow.villagerId,
  fromVersion: disclosureRow.fromVersion,
  toVersion: disclosureRow.toVersion,
};

function selectLines(db: Reader) {
  return db
    .select(lineColumns)
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId));
}

/** A line of a published table by the table's post and the line's number. */
export async function selectLine(
  db: Reader,
  disclosurePostId: string,
  rowNo: number,
): Promise<AskedLine | null> {
  const [row] = await selectLines(db)
    .where(and(eq(disclosure.postId, disclosurePostId), eq(disclosureRow.no, rowNo)))
    .limit(1);
  return row ?? null;
}

/** A line by its id. */
export async function selectLineOf(db: Reader, rowId: string): Promise<AskedLine | null> {
  const [row] = await selectLines(db).where(eq(disclosureRow.id, rowId)).limit(1);
  return row ?? null;
}

/** Whether a table was published anew after an instant: then something in it was corrected. */
export async function wasCorrectedSince(
  db: Reader,
  { disclosureId, since }: { disclosureId: string; since: EpochMs },
): Promise<boolean> {
  const rows = await db
    .select({ no: disclosureVersion.no })
    .from(disclosureVersion)
    .where(
      and(
        eq(disclosureVersion.disclosureId, disclosureId),
        gt(disclosureVersion.no, 1),
        gte(disclosureVersion.publishedAt, since),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

export async function insertObjection(tx: Tx, row: ObjectionRecord): Promise<void> {
  await tx.insert(lineObjection).values(row);
}

export async function updateObjection(
  tx: Tx,
  postId: string,
  changes: Partial<ObjectionRecord>,
): Promise<void> {
  await tx.update(lineObjection).set(changes).where(eq(lineObjection.postId, postId));
}

export async function insertObjectionStep(tx: Tx, row: ObjectionStep): Promise<void> {
  await tx.insert(lineObjectionStep).values(row);
}

/** What only an objection has; whether its post may be seen was asked before. */
export async function selectObjection(db: Reader, postId: string): Promise<ObjectionRecord | null> {
  const [row] = await db
    .select()
    .from(lineObjection)
    .where(eq(lineObjection.postId, postId))
    .limit(1);
  return row ?? null;
}

/** An objection with its post, inside a write. */
export async function objectionInTx(tx: Tx, postId: string) {
  const [row] = await tx
    .select({ post, objection: lineObjection })
    .from(lineObjection)
    .innerJoin(post, eq(post.id, lineObjection.postId))
    .where(eq(lineObjection.postId, postId))
    .limit(1);
  return row ?? null;
}

/** What an objection has been through, oldest first. */
export function selectObjectionSteps(db: Reader, postId: string): Promise<ObjectionStep[]> {
  return db
    .select()
    .from(lineObjectionStep)
    .where(eq(lineObjectionStep.postId, postId))
    .orderBy(asc(lineObjectionStep.at), asc(lineObjectionStep.id))
    .limit(200);
}

/** One more question about a line, as everybody may know of it. */
export async function countOnRow(tx: Tx, rowId: string): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ objections: sql`${disclosureRow.objections} + 1` })
    .where(eq(disclosureRow.id, rowId));
}

/** An open question of this person about a line; null when he has none. */
export async function selectOwnOpen(
  db: Reader,
  { rowId, authorId }: { rowId: string; authorId: string },
): Promise<{ no: number } | null> {
  const [row] = await db
    .select({ no: post.no })
    .from(lineObjection)
    .innerJoin(post, eq(post.id, lineObjection.postId))
    .where(
      and(
        eq(lineObjection.rowId, rowId),
        isNull(lineObjection.outcome),
        eq(post.authorId, authorId),
        isNull(post.removedAt),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** The most questions about the lines of one page that are read for it. */
const MOST_ON_PAGE = 1000;

/** What this viewer may read of the questions about these lines, newest first; private ones never. */
export function selectOpenOfRows(
  db: Reader,
  viewer: Viewer,
  { disclosureId, rowIds }: { disclosureId: string; rowIds: string[] },
) {
  return db
    .select({
      rowId: lineObjection.rowId,
      postId: post.id,
      no: post.no,
      title: post.title,
      state: post.state,
      askedAt: post.createdAt,
      outcome: lineObjection.outcome,
      answerHtml: lineObjection.answerHtml,
      answeredById: lineObjection.answeredById,
      answeredByPost: lineObjection.answeredByPost,
      answeredAt: lineObjection.answeredAt,
    })
    .from(lineObjection)
    .innerJoin(post, eq(post.id, lineObjection.postId))
    .where(
      and(
        eq(lineObjection.disclosureId, disclosureId),
        inArray(lineObjection.rowId, rowIds),
        eq(lineObjection.isPrivate, false),
        visibleTo(viewer),
        standing(),
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(MOST_ON_PAGE);
}

/** Those of these lines about which somebody asked in private and was answered: no more is told. */
export function selectCheckedRows(
  db: Reader,
  { disclosureId, rowIds }: { disclosureId: string; rowIds: string[] },
) {
  return db
    .selectDistinct({ rowId: lineObjection.rowId })
    .from(lineObjection)
    .innerJoin(post, eq(post.id, lineObjection.postId))
    .where(
      and(
        eq(lineObjection.disclosureId, disclosureId),
        inArray(lineObjection.rowId, rowIds),
        eq(lineObjection.isPrivate, true),
        isNotNull(lineObjection.answeredAt),
        isNull(post.removedAt),
      ),
    )
    .limit(MOST_ON_PAGE);
}

/** A place among what is owed, first due first. */
export interface DuePlace {
  nextDueAt: EpochMs;
  id: string;
}

/** Objections that wait for an answer, first due first, with all of both rows. */
export function selectUnfinished(db: Reader, by: { after: DuePlace; limit: number }) {
  return unfinished(db, by, undefined);
}

/** Those of them whose holder no longer answers where they wait. */
export function selectLeftObjections(
  db: Reader,
  { at, ...by }: { after: DuePlace; limit: number; at: EpochMs },
) {
  const holder = { personId: post.holderId, gridCode: post.holderGridCode };
  return unfinished(db, by, not(headsPlace(holder, at, OBJECTION_POSTS)));
}

function unfinished(
  db: Reader,
  { after, limit }: { after: DuePlace; limit: number },
  which: SQL | undefined,
) {
  return db
    .select({ post, objection: lineObjection })
    .from(post)
    .innerJoin(lineObjection, eq(lineObjection.postId, post.id))
    .where(
      and(
        eq(post.kind, 'objection'),
        gt(post.nextDueAt, 0),
        isNull(post.removedAt),
        sql`(${post.nextDueAt}, ${post.id}) > (${after.nextDueAt}, ${after.id})`,
        which,
      ),
    )
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

/** The words of the steps, for 隐私更正. */
export function selectStepTexts(tx: Tx, postId: string) {
  const { id, body, html } = lineObjectionStep;
  return tx
    .select({ id, body, html })
    .from(lineObjectionStep)
    .where(eq(lineObjectionStep.postId, postId))
    .limit(200);
}

export async function rewordObjectionStep(
  tx: Tx,
  id: string,
  words: Pick<ObjectionStep, 'body' | 'html'>,
): Promise<void> {
  await tx.update(lineObjectionStep).set(words).where(eq(lineObjectionStep.id, id));
}
