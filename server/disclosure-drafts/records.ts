import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { disclosure, disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';

type Disclosure = typeof disclosure.$inferSelect;

/** Rows of an import wait under this version, which never comes, until all of them are there. */
export const STAGED = 1_000_000_000;
/** Rows that an import replaced wait under this one until they are taken away. */
export const DROPPED = 2_000_000_000;
/** Far below the parameters that either engine takes. */
const CHUNK = 200;
/** More lines than any table has. */
const WHOLE_TABLE = 100_000;

/** What a village has of an item for a period; null for nothing yet. */
export async function selectByPeriod(
  db: Reader,
  of: { villageCode: string; itemCode: string; period: string },
): Promise<Disclosure | null> {
  const [row] = await db
    .select()
    .from(disclosure)
    .where(
      and(
        eq(disclosure.villageCode, of.villageCode),
        eq(disclosure.itemCode, of.itemCode),
        eq(disclosure.period, of.period),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** The newest of an item that a village published and whose period ended before a day. */
export async function selectLastPublished(
  db: Reader,
  of: { villageCode: string; itemCode: string; endsOn: string },
): Promise<Disclosure | null> {
  const [row] = await db
    .select()
    .from(disclosure)
    .where(
      and(
        eq(disclosure.villageCode, of.villageCode),
        eq(disclosure.itemCode, of.itemCode),
        lt(disclosure.endsOn, of.endsOn),
        gt(disclosure.version, 0),
      ),
    )
    .orderBy(desc(disclosure.endsOn))
    .limit(1);
  return row ?? null;
}

/** Writes a new draft; false when somebody else was first. */
export async function insertDisclosure(
  tx: Tx,
  row: typeof disclosure.$inferInsert,
): Promise<boolean> {
  const made = await tx
    .insert(disclosure)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: disclosure.id });
  return made.length > 0;
}

// The rows of the version that is being made: those that stand, and those that it adds.
function ofDraft({ id, version }: Pick<Disclosure, 'id' | 'version'>) {
  return and(
    eq(disclosureRow.disclosureId, id),
    lte(disclosureRow.fromVersion, version + 1),
    or(isNull(disclosureRow.toVersion), gt(disclosureRow.toVersion, version + 1)),
  );
}

/** A page of the rows of a draft by their numbers, after one of them. */
export function selectDraftRows(
  db: Reader,
  of: Pick<Disclosure, 'id' | 'version'>,
  { after, limit }: { after: number; limit: number },
): Promise<DisclosureRow[]> {
  return db
    .select()
    .from(disclosureRow)
    .where(and(ofDraft(of), gt(disclosureRow.no, after)))
    .orderBy(asc(disclosureRow.no))
    .limit(limit);
}

/** Some rows of a draft by their numbers. */
export function selectNamedRows(
  db: Reader,
  of: Pick<Disclosure, 'id' | 'version'>,
  numbers: number[],
): Promise<DisclosureRow[]> {
  return db
    .select()
    .from(disclosureRow)
    .where(and(ofDraft(of), inArray(disclosureRow.no, numbers)))
    .limit(numbers.length);
}

/** What accounts are counted from: number, account, side, sum and the stated rest of each line. */
export function selectLedgerLines(db: Reader, of: Pick<Disclosure, 'id' | 'version'>) {
  return db
    .select({
      no: disclosureRow.no,
      accountId: disclosureRow.accountId,
      side: disclosureRow.side,
      amount: disclosureRow.amount,
      shown: disclosureRow.shown,
    })
    .from(disclosureRow)
    .where(ofDraft(of))
    .orderBy(asc(disclosureRow.no))
    .limit(WHOLE_TABLE);
}

/** Some rows by their ids. */
export function selectRowsById(db: Reader, ids: string[]): Promise<DisclosureRow[]> {
  return db.select().from(disclosureRow).where(inArray(disclosureRow.id, ids)).limit(ids.length);
}

/** The highest number that a row of this disclosure ever had. */
export async function selectLastNo(db: Reader, disclosureId: string): Promise<number> {
  const [row] = await db
    .select({ no: disclosureRow.no })
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, disclosureId))
    .orderBy(desc(disclosureRow.no))
    .limit(1);
  return row?.no ?? 0;
}

/** Writes rows. */
export async function insertRows(
  tx: Tx,
  rows: (typeof disclosureRow.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx.insert(disclosureRow).values(rows.slice(from, from + CHUNK));
}

/** Changes one row. */
export async function updateRow(
  tx: Tx,
  id: string,
  set: Partial<typeof disclosureRow.$inferInsert>,
): Promise<void> {
  const words = set.shown === undefined ? {} : { words: filterWords(set.shown) };
  await tx
    .update(disclosureRow)
    .set({ ...set, ...words })
    .where(eq(disclosureRow.id, id));
}

/** Takes one row of a version that nobody has read yet out again, with what was found in it. */
export async function deleteRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(disclosureFinding).where(eq(disclosureFinding.rowId, id));
  await tx.delete(disclosureRow).where(eq(disclosureRow.id, id));
}

/**
 * Takes some of the rows that only this version has out again, with what was found in them; how
 * many went. A row that was ever published has a lower version and is never among them.
 */
export async function deleteSomeRows(
  tx: Tx,
  { disclosureId, fromVersion }: { disclosureId: string; fromVersion: number },
  limit: number,
): Promise<number> {
  const some = await tx
    .select({ id: disclosureRow.id })
    .from(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), eq(disclosureRow.fromVersion, fromVersion)),
    )
    .orderBy(asc(disclosureRow.no))
    .limit(limit);
  const ids = some.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.delete(disclosureFinding).where(inArray(disclosureFinding.rowId, ids));
  await tx.delete(disclosureRow).where(inArray(disclosureRow.id, ids));
  return ids.length;
}

/** Lets the rows of an import, all of them there by now, belong to the version being made. */
export async function takeStagedRows(tx: Tx, disclosureId: string, version: number): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ fromVersion: version })
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), eq(disclosureRow.fromVersion, STAGED)),
    );
  await tx
    .update(disclosureFinding)
    .set({ version, state: 'open' })
    .where(
      and(eq(disclosureFinding.disclosureId, disclosureId), eq(disclosureFinding.version, STAGED)),
    );
}

/** The rows that stand in the newest published version of a disclosure. */
export function selectStandingRows(
  db: Reader,
  { id, version }: Pick<Disclosure, 'id' | 'version'>,
): Promise<DisclosureRow[]> {
  return selectDraftRows(db, { id, version: version - 1 }, { after: 0, limit: WHOLE_TABLE });
}

/** Says of every line that a version adds which resolution allowed it. */
export async function setResolution(
  tx: Tx,
  { id, version }: Pick<Disclosure, 'id' | 'version'>,
  resolutionRowId: string,
): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ resolutionRowId })
    .where(and(eq(disclosureRow.disclosureId, id), eq(disclosureRow.fromVersion, version + 1)));
}

/** Lets the rows that a version added belong to none; nobody reads them any more. */
export async function dropAddedRows(
  tx: Tx,
  disclosureId: string,
  fromVersion: number,
): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ fromVersion: DROPPED, no: sql`-${disclosureRow.no}` })
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), eq(disclosureRow.fromVersion, fromVersion)),
    );
  await tx
    .update(disclosureFinding)
    .set({ version: DROPPED, state: 'dropped' })
    .where(
      and(
        eq(disclosureFinding.disclosureId, disclosureId),
        eq(disclosureFinding.version, fromVersion),
        eq(disclosureFinding.place, 'cell'),
      ),
    );
}

/** Numbers the rows of a first draft, all of them above `offset`, from 1 on. */
export async function renumberRows(tx: Tx, disclosureId: string, offset: number): Promise<void> {
  if (offset === 0) return;
  const isTheirs = and(
    eq(disclosureRow.disclosureId, disclosureId),
    eq(disclosureRow.fromVersion, 1),
  );
  // Through numbers that nobody has, or two rows would meet on their way.
  const passing = offset + PASSING;
  await tx
    .update(disclosureRow)
    .set({ no: sql`${disclosureRow.no} + ${passing}` })
    .where(isTheirs);
  await tx
    .update(disclosureRow)
    .set({ no: sql`${disclosureRow.no} - ${passing + offset}` })
    .where(isTheirs);
  await tx
    .update(disclosureFinding)
    .set({ rowNo: sql`${disclosureFinding.rowNo} - ${offset}` })
    .where(
      and(
        eq(disclosureFinding.disclosureId, disclosureId),
        eq(disclosureFinding.version, 1),
        eq(disclosureFinding.place, 'cell'),
      ),
    );
}

const PASSING = 1_000_000;
