import { and, asc, count, eq, gt, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { accountBalance, disclosureSum } from '#db/schema/disclosure-accounts.ts';
import {
  disclosure,
  disclosureFinding,
  disclosureRow,
  disclosureStep,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/** Far more rows than a sheet may bring. */
const MOST_ROWS = 100_000;

/** A row as it goes into a version. */
export type RowToPublish = Pick<
  typeof disclosureRow.$inferSelect,
  'id' | 'no' | 'fromVersion' | 'toVersion' | 'replacesId' | 'side' | 'kind' | 'amount' | 'shown'
>;

/** Every row up to a version by its number, those that were struck too. */
export function selectRows(
  db: Reader,
  disclosureId: string,
  version: number,
): Promise<RowToPublish[]> {
  const { id, no, fromVersion, toVersion, replacesId, side, kind, amount, shown } = disclosureRow;
  return db
    .select({ id, no, fromVersion, toVersion, replacesId, side, kind, amount, shown })
    .from(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), lte(disclosureRow.fromVersion, version)),
    )
    .orderBy(asc(no))
    .limit(MOST_ROWS);
}

/** What the accounts come to in a version; a ledger has one of each account. */
export function selectBalances(db: Reader, disclosureId: string, version: number) {
  return db
    .select()
    .from(accountBalance)
    .where(and(eq(accountBalance.disclosureId, disclosureId), eq(accountBalance.version, version)))
    .limit(100);
}

/** A kept version. */
export type VersionRecord = typeof disclosureVersion.$inferSelect;

/** Every version that was published, oldest first. */
export function selectVersions(db: Reader, disclosureId: string): Promise<VersionRecord[]> {
  return db
    .select()
    .from(disclosureVersion)
    .where(eq(disclosureVersion.disclosureId, disclosureId))
    .orderBy(asc(disclosureVersion.no))
    .limit(200);
}

export async function insertVersion(tx: Tx, version: VersionRecord): Promise<void> {
  await tx.insert(disclosureVersion).values(version);
}

/** From now on the balances of this version count, and those of no earlier one. */
export async function standBalances(tx: Tx, disclosureId: string, version: number): Promise<void> {
  const isOf = eq(accountBalance.disclosureId, disclosureId);
  await tx
    .update(accountBalance)
    .set({ isStanding: false })
    .where(and(isOf, lt(accountBalance.version, version)));
  await tx
    .update(accountBalance)
    .set({ isStanding: true })
    .where(and(isOf, eq(accountBalance.version, version)));
}

/** Sums by kind of the version that stands now. */
export async function replaceSums(
  tx: Tx,
  disclosureId: string,
  sums: (typeof disclosureSum.$inferInsert)[],
): Promise<void> {
  await tx.delete(disclosureSum).where(eq(disclosureSum.disclosureId, disclosureId));
  if (sums.length > 0) await tx.insert(disclosureSum).values(sums);
}

/** What came in a draft is not kept once its masked form is out. */
export async function dropDrafts(tx: Tx, disclosureId: string): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ draftSealed: null })
    .where(eq(disclosureRow.disclosureId, disclosureId));
}

/** A withdrawn line: nothing in it says whom it was about. */
const NOBODY = { shown: {}, village: null, words: '', ownSealed: null, draftSealed: null };

/** Leaves of rows that were withdrawn no more than their numbers: nobody is named in them any longer. */
export async function leaveTombstones(tx: Tx, rowIds: string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await tx
    .update(disclosureRow)
    .set({ ...NOBODY, amount: null, day: null })
    .where(inArray(disclosureRow.id, rowIds));
}

/** How many of these lines were published and stand. */
export async function countStanding(
  db: Reader,
  disclosureId: string,
  rowNos: number[],
): Promise<number> {
  const [row] = await db
    .select({ rows: count() })
    .from(disclosureRow)
    .where(standing(disclosureId, rowNos));
  return row?.rows ?? 0;
}

/** Strikes standing lines out of a disclosure from a version on. */
export async function strikeRows(
  tx: Tx,
  { disclosureId, rowNos, version }: { disclosureId: string; rowNos: number[]; version: number },
): Promise<void> {
  await tx.update(disclosureRow).set({ toVersion: version }).where(standing(disclosureId, rowNos));
}

function standing(disclosureId: string, rowNos: number[]) {
  return and(
    eq(disclosureRow.disclosureId, disclosureId),
    inArray(disclosureRow.no, rowNos),
    isNull(disclosureRow.toVersion),
  );
}

/** Lets rows stand again whose striking was not published: all of them, or one; how many. */
export async function unstrikeRows(
  tx: Tx,
  { disclosureId, version, rowNo }: { disclosureId: string; version: number; rowNo?: number },
): Promise<number> {
  const kept = await tx
    .update(disclosureRow)
    .set({ toVersion: null })
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        eq(disclosureRow.toVersion, version),
        rowNo === undefined ? undefined : eq(disclosureRow.no, rowNo),
      ),
    )
    .returning({ id: disclosureRow.id });
  return kept.length;
}

/** Takes the lines out that only this version has, which nobody but the desk ever read. */
export async function dropNewRows(tx: Tx, disclosureId: string, version: number): Promise<void> {
  const isOf = eq(disclosureFinding.disclosureId, disclosureId);
  await tx.delete(disclosureFinding).where(and(isOf, eq(disclosureFinding.version, version)));
  await tx
    .delete(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), eq(disclosureRow.fromVersion, version)),
    );
}

/** With what accounts began their next published period after a day, in 分; of some the newest alone. */
export function selectLaterOpenings(db: Reader, accountIds: string[], endsOn: LocalDate) {
  return db
    .select({
      accountId: accountBalance.accountId,
      endsOn: accountBalance.endsOn,
      opening: accountBalance.opening,
    })
    .from(accountBalance)
    .where(
      and(
        inArray(accountBalance.accountId, accountIds),
        eq(accountBalance.isStanding, true),
        gt(accountBalance.endsOn, endsOn),
      ),
    )
    .orderBy(asc(accountBalance.endsOn))
    .limit(500);
}

/** A correction begins with the balances that were published. */
export async function carryBalances(tx: Tx, disclosureId: string, version: number): Promise<void> {
  const balances = await selectBalances(tx, disclosureId, version);
  const carried = balances.map((one) => ({ ...one, version: version + 1, isStanding: false }));
  if (carried.length > 0) await tx.insert(accountBalance).values(carried);
}

/** The balances of a version that is not published after all. */
export async function dropBalances(tx: Tx, disclosureId: string, version: number): Promise<void> {
  await tx
    .delete(accountBalance)
    .where(and(eq(accountBalance.disclosureId, disclosureId), eq(accountBalance.version, version)));
}

/** Disclosures whose 公示 is over and whose village has not been told yet, a few at a time. */
export function selectNoticesOver(db: Reader, today: LocalDate) {
  const isTold = db
    .select({ id: disclosureStep.id })
    .from(disclosureStep)
    .where(
      and(
        eq(disclosureStep.disclosureId, disclosure.id),
        eq(disclosureStep.version, disclosure.version),
        eq(disclosureStep.what, 'over'),
      ),
    );
  return db
    .select()
    .from(disclosure)
    .where(
      and(
        // Written out, or the index of what is on notice is not used.
        sql`${disclosure.state} = 'publicity'`,
        lt(disclosure.publicityThrough, today),
        notExists(isTold),
      ),
    )
    .limit(50);
}

/** Lists of people in need whose days are over but that still hold full names, a few at a time. */
export function selectNamesOver(db: Reader, today: LocalDate) {
  const { id, villageCode, postId, version } = disclosure;
  return db
    .select({ id, villageCode, postId, version })
    .from(disclosure)
    .where(lt(disclosure.namesThrough, today))
    .orderBy(asc(disclosure.namesThrough))
    .limit(50);
}

/** Takes the full names out of published rows: what remains is what everybody would read. */
export async function dropNames(tx: Tx, { id, version }: { id: string; version: number }) {
  await tx
    .update(disclosureRow)
    .set({ village: null })
    .where(and(eq(disclosureRow.disclosureId, id), lte(disclosureRow.fromVersion, version)));
  await tx.update(disclosure).set({ namesThrough: null }).where(eq(disclosure.id, id));
}

/** A line that a version after the first added or struck out, as everybody reads it. */
export type ChangedRow = Pick<
  typeof disclosureRow.$inferSelect,
  'no' | 'fromVersion' | 'toVersion' | 'shown'
>;

/** The lines that corrections up to a version touched, by their numbers. */
export function selectChangedRows(
  db: Reader,
  { disclosureId, version, limit }: { disclosureId: string; version: number; limit: number },
): Promise<ChangedRow[]> {
  const { no, fromVersion, toVersion, shown } = disclosureRow;
  const isAdded = and(gt(fromVersion, 1), lte(fromVersion, version));
  const isStruck = and(lte(fromVersion, version), lte(toVersion, version));
  return db
    .select({ no, fromVersion, toVersion, shown })
    .from(disclosureRow)
    .where(and(eq(disclosureRow.disclosureId, disclosureId), or(isAdded, isStruck)))
    .orderBy(asc(no))
    .limit(limit);
}
