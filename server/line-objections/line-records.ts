import { and, desc, eq, gt, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { disclosure, disclosureRow, disclosureVersion } from '#db/schema/disclosures.ts';
import { lineObjection } from '#db/schema/line-objections.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { standing, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

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

/** What people in office are called, for who handled a line. */
export function selectOfficeNames(db: Reader, ids: string[]) {
  return db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(inArray(person.id, ids))
    .limit(ids.length);
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

/** One more question about a line, as everybody may know of it. */
export async function countOnRow(tx: Tx, rowId: string): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ objections: sql`${disclosureRow.objections} + 1` })
    .where(eq(disclosureRow.id, rowId));
}
