import { and, asc, eq, gt, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import { accountBalance, disclosureSum } from '#db/schema/disclosure-accounts.ts';
import { disclosure, disclosureRow, disclosureVersion } from '#db/schema/disclosures.ts';
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

/** Leaves of rows that were withdrawn no more than their numbers: nobody is named in them any longer. */
export async function leaveTombstones(tx: Tx, rowIds: string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await tx
    .update(disclosureRow)
    .set({ shown: {}, village: null, ownSealed: null, draftSealed: null, amount: null, day: null })
    .where(inArray(disclosureRow.id, rowIds));
}

/** Strikes standing rows out of a disclosure from a version on; gives the ids of those struck. */
export async function strikeRows(
  tx: Tx,
  { disclosureId, rowNos, version }: { disclosureId: string; rowNos: number[]; version: number },
): Promise<string[]> {
  const struck = await tx
    .update(disclosureRow)
    .set({ toVersion: version })
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        inArray(disclosureRow.no, rowNos),
        lt(disclosureRow.fromVersion, version),
        isNull(disclosureRow.toVersion),
      ),
    )
    .returning({ id: disclosureRow.id });
  return struck.map(({ id }) => id);
}

/** Lets rows stand again whose striking was not published. */
export async function unstrikeRows(
  tx: Tx,
  { disclosureId, rowNos, version }: { disclosureId: string; rowNos: number[]; version: number },
): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ toVersion: null })
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        inArray(disclosureRow.no, rowNos),
        eq(disclosureRow.toVersion, version),
      ),
    );
}

/** Disclosures whose 公示 is over, a few at a time. */
export function selectPublicityOver(db: Reader, today: LocalDate) {
  return db
    .select({ id: disclosure.id })
    .from(disclosure)
    .where(and(eq(disclosure.state, 'publicity'), lt(disclosure.publicityThrough, today)))
    .limit(200);
}

/** Lists of people in need whose days are over but that still hold full names, a few at a time. */
export function selectNamesOver(db: Reader, today: LocalDate) {
  return db
    .select({ id: disclosure.id, villageCode: disclosure.villageCode, postId: disclosure.postId })
    .from(disclosure)
    .where(and(lt(disclosure.namesThrough, today)))
    .orderBy(asc(disclosure.namesThrough))
    .limit(50);
}

/** Takes the full names out of published rows: what remains is what everybody would read. */
export async function dropNames(tx: Tx, disclosureId: string): Promise<void> {
  await tx
    .update(disclosureRow)
    .set({ village: null })
    .where(eq(disclosureRow.disclosureId, disclosureId));
  await tx.update(disclosure).set({ namesThrough: null }).where(eq(disclosure.id, disclosureId));
}

/** The condition that a row stands in a version. */
export function standsIn(version: number) {
  return and(
    lte(disclosureRow.fromVersion, version),
    or(isNull(disclosureRow.toVersion), gt(disclosureRow.toVersion, version)),
  );
}
