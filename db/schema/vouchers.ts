import { count, index, instant, table, text } from '#db/columns.ts';

/** A photo or scan of the paper behind a row: sealed, until one person blackened a copy and another checked it. */
export const voucher = table(
  'voucher',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    rowId: text().notNull(),
    sort: count().notNull(),
    /** What it is: 发票, 收据, 过磅单. */
    title: text().notNull(),
    /** 'sealed' | 'covered' | 'open' | 'returned' */
    state: text().notNull(),
    /** The photo as it came; never served to anybody outside the village's office. */
    photoId: text().notNull(),
    /** The blackened copy. */
    copyId: text(),
    addedById: text().notNull(),
    addedAt: instant().notNull(),
    coveredById: text(),
    coveredAt: instant(),
    checkedById: text(),
    checkedAt: instant(),
    /** Why a copy was sent back. */
    reason: text().notNull(),
  },
  (t) => [
    index('voucher_by_row').on(t.rowId, t.sort),
    index('voucher_by_disclosure').on(t.disclosureId, t.state, t.id),
    index('voucher_by_photo').on(t.photoId),
    index('voucher_by_copy').on(t.copyId),
  ],
);

/** A file beside the table: a text with its seal, a drawing. Its text went through the gate too. */
export const disclosureFile = table(
  'disclosure_file',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    version: count().notNull(),
    name: text().notNull(),
    /** 'pdf' */
    type: text().notNull(),
    hash: text().notNull(),
    bytes: count().notNull(),
    pages: count().notNull(),
    addedById: text().notNull(),
    addedAt: instant().notNull(),
    removedAt: instant(),
  },
  (t) => [index('disclosure_file_by_disclosure').on(t.disclosureId, t.addedAt)],
);
