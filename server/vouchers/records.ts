import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import { voucher } from '#db/schema/vouchers.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type VoucherRow = typeof voucher.$inferSelect;

/** So many papers of one line at most. */
export const MOST_PER_ROW = 12;

export async function insertVouchers(tx: Tx, rows: VoucherRow[]): Promise<void> {
  await tx.insert(voucher).values(rows);
}

export async function updateVoucher(
  tx: Tx,
  id: string,
  changes: Partial<VoucherRow>,
): Promise<void> {
  await tx.update(voucher).set(changes).where(eq(voucher.id, id));
}

export async function selectVoucher(db: Reader, id: string): Promise<VoucherRow | null> {
  const [row] = await db.select().from(voucher).where(eq(voucher.id, id)).limit(1);
  return row ?? null;
}

const ofRows = prepared(['rowIds', 'limit'], (db, { rowIds, limit }) =>
  db
    .select()
    .from(voucher)
    .where(among(voucher.rowId, rowIds))
    .orderBy(asc(voucher.rowId), asc(voucher.sort))
    .limit(limit),
);

/** The papers behind these lines, each line's in their order. */
export async function selectByRows(db: Reader, rowIds: string[]): Promise<VoucherRow[]> {
  return rowIds.length === 0 ? [] : ofRows(db, { rowIds, limit: rowIds.length * MOST_PER_ROW });
}

/** What of a line its papers hang on. */
const lineColumns = {
  id: disclosureRow.id,
  no: disclosureRow.no,
  shown: disclosureRow.shown,
  vouchers: disclosureRow.vouchers,
};

export type PaperLine = {
  [Name in keyof typeof lineColumns]: (typeof disclosureRow.$inferSelect)[Name];
};

/** A line by its number, struck out or not; what an import has not finished is none. */
export async function selectLine(
  db: Reader,
  { id, version }: { id: string; version: number },
  no: number,
): Promise<PaperLine | null> {
  const [row] = await db
    .select(lineColumns)
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, id),
        eq(disclosureRow.no, no),
        lte(disclosureRow.fromVersion, version + 1),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** A page of the lines of a table, those under way too, after a number. */
export function selectPaperLines(
  db: Reader,
  {
    disclosureId,
    version,
    after,
    limit,
  }: {
    disclosureId: string;
    version: number;
    after: number;
    limit: number;
  },
): Promise<PaperLine[]> {
  return db
    .select(lineColumns)
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        lte(disclosureRow.fromVersion, version + 1),
        gt(disclosureRow.no, after),
      ),
    )
    .orderBy(asc(disclosureRow.no))
    .limit(limit);
}

/** Copies of a table that wait for the second person, oldest first. */
export function selectWaiting(db: Reader, disclosureId: string): Promise<VoucherRow[]> {
  return db
    .select()
    .from(voucher)
    .where(
      and(eq(voucher.disclosureId, disclosureId), inArray(voucher.state, ['covered', 'returned'])),
    )
    .orderBy(asc(voucher.id))
    .limit(200);
}

export async function addToLine(tx: Tx, rowId: string, n: number): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ vouchers: sql`${disclosureRow.vouchers} + ${n}` })
    .where(eq(disclosureRow.id, rowId));
}

/** Of which table and line a paper is. */
export async function selectPlace(db: Reader, { disclosureId, rowId }: VoucherRow) {
  const [row] = await db
    .select({
      villageCode: disclosure.villageCode,
      postId: disclosure.postId,
      itemCode: disclosure.itemCode,
      period: disclosure.period,
      version: disclosure.version,
      shownThrough: disclosure.shownThrough,
      fromVersion: disclosureRow.fromVersion,
      line: lineColumns,
    })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .where(and(eq(disclosure.id, disclosureId), eq(disclosureRow.id, rowId)))
    .limit(1);
  return row ?? null;
}
