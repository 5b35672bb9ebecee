import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { accountBalance, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { divisionSuccession } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type MoneyAccount = typeof moneyAccount.$inferSelect;
export type BalanceRow = typeof accountBalance.$inferSelect;

/** More accounts than a village has. */
const MOST_ACCOUNTS = 50;

/** The open accounts of a village, its own before those of villages that were merged into it. */
export function selectAccounts(db: Reader, villageCode: string): Promise<MoneyAccount[]> {
  return db
    .select()
    .from(moneyAccount)
    .where(and(eq(moneyAccount.villageCode, villageCode), isNull(moneyAccount.closedOn)))
    .orderBy(asc(moneyAccount.sort))
    .limit(MOST_ACCOUNTS);
}

/** Opens accounts. */
export async function insertAccounts(
  tx: Tx,
  rows: (typeof moneyAccount.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(moneyAccount).values(rows);
}

/** The open accounts of villages that were merged into this one and still stand under their own code. */
export async function selectInherited(db: Reader, villageCode: string) {
  return db
    .select({
      id: moneyAccount.id,
      name: moneyAccount.name,
      oldCode: moneyAccount.villageCode,
      oldName: divisionSuccession.oldName,
    })
    .from(divisionSuccession)
    .innerJoin(moneyAccount, eq(moneyAccount.villageCode, divisionSuccession.oldCode))
    .where(
      and(
        eq(divisionSuccession.newCode, villageCode),
        ne(moneyAccount.villageCode, villageCode),
        isNull(moneyAccount.closedOn),
      ),
    )
    .limit(MOST_ACCOUNTS);
}

/** Hands an account over to another village, apart from that village's own. */
export async function updateAccount(
  tx: Tx,
  id: string,
  set: Partial<typeof moneyAccount.$inferInsert>,
): Promise<void> {
  await tx.update(moneyAccount).set(set).where(eq(moneyAccount.id, id));
}

/** What is said of the accounts for a version of a disclosure. */
export function selectBalancesOf(
  db: Reader,
  { disclosureId, version }: { disclosureId: string; version: number },
): Promise<BalanceRow[]> {
  return db
    .select()
    .from(accountBalance)
    .where(and(eq(accountBalance.disclosureId, disclosureId), eq(accountBalance.version, version)))
    .limit(MOST_ACCOUNTS);
}

/** What accounts were left with at the newest published period of each that ended before a day. */
export function selectLastBalances(
  db: Reader,
  accountIds: string[],
  endsOn: string,
): Promise<BalanceRow[]> {
  const newest = sql`(SELECT max(before.ends_on) FROM account_balance AS before
    WHERE before.account_id = ${accountBalance.accountId}
    AND before.is_standing = ${accountBalance.isStanding} AND before.ends_on < ${endsOn})`;
  return db
    .select()
    .from(accountBalance)
    .where(
      and(
        inArray(accountBalance.accountId, accountIds),
        eq(accountBalance.isStanding, true),
        eq(accountBalance.endsOn, newest),
      ),
    )
    .limit(MOST_ACCOUNTS + accountIds.length);
}

/** Says anew what the accounts come to in a version. */
export async function replaceBalances(
  tx: Tx,
  of: { disclosureId: string; version: number },
  rows: BalanceRow[],
): Promise<void> {
  const accountIds = rows.map(({ accountId }) => accountId);
  if (accountIds.length === 0) return;
  await tx
    .delete(accountBalance)
    .where(
      and(
        eq(accountBalance.disclosureId, of.disclosureId),
        eq(accountBalance.version, of.version),
        inArray(accountBalance.accountId, accountIds),
      ),
    );
  await tx.insert(accountBalance).values(rows);
}
