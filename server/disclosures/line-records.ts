import { and, asc, desc, eq, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared, shapes } from '#db/prepared.ts';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { Cells } from '#server/disclosures/row-records.ts';

/**
 * The lines of a disclosed table. Cells that only a village's own people read, and sealed ones, are
 * columns that a query for guests does not name: they cannot leak from its page.
 */

/** In which order a table is read: by its numbers, by account and side, by amount, by day. */
export type LineOrder = 'table' | 'ledger' | 'amount' | 'day';

/** A place between two lines, by what they are ordered by. */
export interface LineCursor {
  no: number;
  accountId: string;
  side: string;
  amount: number;
  day: string;
}

/** Which lines of a version: those of a page, after filters. */
export interface LineQuery {
  disclosureId: string;
  version: number;
  /** Whether the viewer reads what is for the village. */
  readsVillage: boolean;
  order: LineOrder;
  after: LineCursor | null;
  before: LineCursor | null;
  side: string | null;
  kind: string | null;
  /** In the form of `filterText`; '' for all. */
  words: string;
  limit: number;
}

/** A line as a viewer may read it; `village` is null where he may not. */
export interface LineRecord {
  id: string;
  no: number;
  fromVersion: number;
  toVersion: number | null;
  replacesId: string | null;
  accountId: string | null;
  side: string | null;
  kind: string | null;
  day: string | null;
  amount: number | null;
  shown: Cells;
  village: Cells | null;
  resolutionRowId: string | null;
  vouchers: number;
  objections: number;
}

const lineColumns = {
  id: disclosureRow.id,
  no: disclosureRow.no,
  fromVersion: disclosureRow.fromVersion,
  toVersion: disclosureRow.toVersion,
  replacesId: disclosureRow.replacesId,
  accountId: disclosureRow.accountId,
  side: disclosureRow.side,
  kind: disclosureRow.kind,
  day: disclosureRow.day,
  amount: disclosureRow.amount,
  shown: disclosureRow.shown,
  resolutionRowId: disclosureRow.resolutionRowId,
  vouchers: disclosureRow.vouchers,
  objections: disclosureRow.objections,
};

type Marks = Record<
  'no' | 'accountId' | 'side' | 'amount' | 'day',
  ReturnType<typeof sql.placeholder>
>;

/** By what an order sorts, and where a page of it begins; amounts are read from the greatest down. */
const orders = {
  table: {
    columns: [disclosureRow.no],
    marks: ({ no }: Marks) => sql`(${no})`,
    isDown: false,
  },
  ledger: {
    columns: [disclosureRow.accountId, disclosureRow.side, disclosureRow.no],
    marks: ({ accountId, side, no }: Marks) => sql`(${accountId}, ${side}, ${no})`,
    isDown: false,
  },
  amount: {
    columns: [disclosureRow.amount, disclosureRow.no],
    marks: ({ amount, no }: Marks) => sql`(${amount}, ${no})`,
    isDown: true,
  },
  day: {
    columns: [disclosureRow.day, disclosureRow.no],
    marks: ({ day, no }: Marks) => sql`(${day}, ${no})`,
    isDown: false,
  },
};

interface LineShape {
  order: LineOrder;
  place: 'first' | 'after' | 'before';
  readsVillage: boolean;
  hasSide: boolean;
  hasKind: boolean;
  hasWords: boolean;
}

const lines = shapes(({ order, place, readsVillage, hasSide, hasKind, hasWords }: LineShape) => {
  const { columns, marks: marksOf, isDown } = orders[order];
  const runsDown = isDown !== (place === 'before');
  const names = ['disclosureId', 'version', 'no', 'accountId', 'sideAt', 'amount', 'day'] as const;
  return prepared([...names, 'side', 'kind', 'words', 'limit'], (db, marks) => {
    const at = marksOf({ ...marks, side: marks.sideAt });
    const tuple = sql`(${sql.join(columns, sql`, `)})`;
    const beyond: SQL = runsDown ? sql`${tuple} < ${at}` : sql`${tuple} > ${at}`;
    const read = readsVillage ? { ...lineColumns, village: disclosureRow.village } : lineColumns;
    return db
      .select(read)
      .from(disclosureRow)
      .where(
        and(
          eq(disclosureRow.disclosureId, marks.disclosureId),
          lte(disclosureRow.fromVersion, marks.version),
          // Not as the index has it: lines of a side are found on the way through their order.
          hasSide ? sql`coalesce(${disclosureRow.side}, '') = ${marks.side}` : undefined,
          hasKind ? eq(disclosureRow.kind, marks.kind) : undefined,
          hasWords ? sql`${disclosureRow.words} LIKE ${marks.words} ESCAPE '\\'` : undefined,
          place === 'first' ? undefined : beyond,
          // What a withdrawn line leaves behind has no amount and no day.
          ...columns.map((column) => isNotNull(column)),
        ),
      )
      .orderBy(...columns.map((column) => (runsDown ? desc(column) : asc(column))))
      .limit(marks.limit);
  });
});

/** A page of lines, struck ones among them, in the order that is read (from its end with `before`). */
export async function selectLines(db: Reader, query: LineQuery): Promise<LineRecord[]> {
  const { disclosureId, version, readsVillage, order, after, before, limit } = query;
  const { side, kind, words } = query;
  const read = lines({
    order,
    place: before ? 'before' : after ? 'after' : 'first',
    readsVillage,
    hasSide: side !== null,
    hasKind: kind !== null,
    hasWords: words !== '',
  });
  const at = before ?? after ?? NOWHERE;
  const { no, accountId, amount, day } = at;
  const place = { no, accountId, sideAt: at.side, amount, day };
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const found = await read(db, { disclosureId, version, ...place, side, kind, words: like, limit });
  return found.map((row) => ({ village: null, ...row }));
}

const placeOf = prepared(['disclosureId', 'no'], (db, { disclosureId, no }) =>
  db
    .select({
      no: disclosureRow.no,
      accountId: disclosureRow.accountId,
      side: disclosureRow.side,
      amount: disclosureRow.amount,
      day: disclosureRow.day,
    })
    .from(disclosureRow)
    .where(and(eq(disclosureRow.disclosureId, disclosureId), eq(disclosureRow.no, no)))
    .limit(1),
);

/** Where a line stands in every order; null when there is no such line. */
export async function selectLinePlace(
  db: Reader,
  of: { disclosureId: string; no: number },
): Promise<LineCursor | null> {
  const [row] = await placeOf(db, of);
  if (!row) return null;
  const { no, accountId, side, amount, day } = row;
  return { no, accountId: accountId ?? '', side: side ?? '', amount: amount ?? 0, day: day ?? '' };
}

const NOWHERE: LineCursor = { no: 0, accountId: '', side: '', amount: 0, day: '' };

const ownRows = prepared(['disclosureId', 'villagerIds', 'version'], (db, marks) =>
  db
    .select({ id: disclosureRow.id, no: disclosureRow.no, sealed: disclosureRow.ownSealed })
    .from(disclosureRow)
    .where(
      and(
        among(disclosureRow.villagerId, marks.villagerIds),
        eq(disclosureRow.disclosureId, marks.disclosureId),
        lte(disclosureRow.fromVersion, marks.version),
      ),
    )
    .limit(100),
);

/** The lines of a table that are about the viewer himself, with what is sealed for him. */
export async function selectOwnRows(
  db: Reader,
  own: { disclosureId: string; villagerIds: string[]; version: number },
): Promise<{ id: string; no: number; sealed: string | null }[]> {
  return own.villagerIds.length === 0 ? [] : ownRows(db, own);
}

/** Where these rows stand: the number of their table's post, and theirs in it. */
export async function selectRowPlaces(
  db: Reader,
  rowIds: string[],
): Promise<{ rowId: string; rowNo: number; postNo: number }[]> {
  if (rowIds.length === 0) return [];
  return db
    .select({ rowId: disclosureRow.id, rowNo: disclosureRow.no, postNo: post.no })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .innerJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(inArray(disclosureRow.id, rowIds), lte(disclosureRow.fromVersion, disclosure.version)),
    )
    .limit(rowIds.length);
}
