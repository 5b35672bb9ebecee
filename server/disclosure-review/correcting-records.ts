import { and, asc, eq, gt, inArray, lte, or, sql } from 'drizzle-orm';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import { disclosureFile } from '#db/schema/vouchers.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { selectBalances } from '#server/disclosure-review/publishing-records.ts';
import type { LocalDate } from '#server/rules/dates.ts';

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

/** Takes the files away that only this version has; their ids. */
export async function dropNewFiles(
  tx: Tx,
  { disclosureId, version, at }: { disclosureId: string; version: number; at: number },
): Promise<string[]> {
  const dropped = await tx
    .update(disclosureFile)
    .set({ removedAt: at })
    .where(and(eq(disclosureFile.disclosureId, disclosureId), eq(disclosureFile.version, version)))
    .returning({ id: disclosureFile.id });
  return dropped.map(({ id }) => id);
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

/** With what accounts began their next published period after a day, in 分. */
export function selectLaterOpenings(db: Reader, accountIds: string[], endsOn: LocalDate) {
  const next = sql`(SELECT min(later.ends_on) FROM account_balance AS later
    WHERE later.account_id = ${accountBalance.accountId}
    AND later.is_standing = ${accountBalance.isStanding} AND later.ends_on > ${endsOn})`;
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
        eq(accountBalance.endsOn, next),
      ),
    )
    .limit(2 * accountIds.length);
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
