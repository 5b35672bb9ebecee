import { wordsFor } from '#content/messages/words.ts';
import type { Reader, Tx } from '#db/surface.ts';
import {
  type BalanceRow,
  insertAccounts,
  type MoneyAccount,
  replaceBalances,
  selectAccounts,
  selectBalancesOf,
  selectInherited,
  selectLastBalances,
  updateAccount,
} from '#server/disclosure-drafts/account-records.ts';
import { selectLedgerLines } from '#server/disclosure-drafts/records.ts';
import type { DisclosureRecord } from '#server/disclosures/records.ts';
import { newId } from '#server/kernel/ids.ts';
import { type BalanceFault, type BalanceLine, checkBalance } from '#server/rules/balance.ts';
import { periodStart } from '#server/rules/disclosure-periods.ts';

/** An account in a draft; in 分. */
export interface AccountState {
  id: string;
  name: string;
  /** The merged village whose money it is. */
  ofVillageCode: string | null;
  /** With what the period before ended; null where none was published. */
  lastClosing: number | null;
  /** What it began with: the last closing, or what was typed for the very first period. */
  opening: number | null;
  /** What was typed: with how much the period ended, by the bank's statement. */
  closing: number | null;
  income: number;
  spending: number;
}

/** Something that keeps accounts from being published; accounts are called by name. */
export type AccountFault = BalanceFault | { fault: 'no-opening' | 'no-closing'; account: string };

type Draft = Pick<DisclosureRecord, 'id' | 'villageCode' | 'version' | 'period' | 'endsOn'>;

/** The open accounts of a village. */
export function accountsOf(db: Reader, villageCode: string): Promise<MoneyAccount[]> {
  return selectAccounts(db, villageCode);
}

/**
 * Makes sure that a village has an account before its first ledger, and takes over those of villages
 * that were merged into it, each apart under the old village's name (domain edge case 41).
 */
export async function ensureAccounts(
  tx: Tx,
  { villageCode, period }: Pick<Draft, 'villageCode' | 'period'>,
): Promise<MoneyAccount[]> {
  const words = wordsFor('zh').disclosureDrafts;
  const known = await selectAccounts(tx, villageCode);
  const inherited = await selectInherited(tx, villageCode);
  if (known.length === 0) {
    const own = { id: newId(), villageCode, name: words.firstAccount, sort: 0 };
    await insertAccounts(tx, [{ ...own, openedOn: periodStart(period) }]);
  }
  for (const [at, one] of inherited.entries()) {
    await updateAccount(tx, one.id, {
      ...{ villageCode, ofVillageCode: one.oldCode, sort: known.length + at + 1 },
      name: words.inheritedAccount(one.oldName, one.name),
    });
  }
  const isChanged = known.length === 0 || inherited.length > 0;
  return isChanged ? selectAccounts(tx, villageCode) : known;
}

/** Opens an account of a village with the period in which it is first used. */
export async function addAccount(
  tx: Tx,
  account: Pick<MoneyAccount, 'id' | 'villageCode' | 'name' | 'nameSealed' | 'sort'> & {
    period: string;
  },
): Promise<void> {
  const { period, ...row } = account;
  await insertAccounts(tx, [{ ...row, openedOn: periodStart(period) }]);
}

/** How the accounts of a draft stand. */
export async function accountStates(db: Reader, draft: Draft): Promise<AccountState[]> {
  return (await countAccounts(db, draft)).states;
}

/** What keeps the accounts of a draft from being published: none means that they balance to the 分. */
export async function balanceFaults(db: Reader, draft: Draft): Promise<AccountFault[]> {
  return (await countAccounts(db, draft)).faults;
}

/** The accounts of a draft as they stand, and every fault with its line or its account. */
export async function countAccounts(
  db: Reader,
  draft: Draft,
): Promise<{ states: AccountState[]; faults: AccountFault[] }> {
  const accounts = await selectAccounts(db, draft.villageCode);
  const ids = accounts.map(({ id }) => id);
  // One after another: inside a write there is one connection.
  const said = await selectBalancesOf(db, { disclosureId: draft.id, version: draft.version + 1 });
  const before = await selectLastBalances(db, ids, draft.endsOn);
  const lines = await selectLedgerLines(db, draft);
  const nameOf = new Map(accounts.map(({ id, name }) => [id, name]));
  const ledger = lines.map((line) => ledgerLine(line, nameOf));
  const used = new Set(ledger.map(({ account }) => account));
  const known = accounts.map((one) => stateOf(one, said, before, ledger));
  // An account that nothing moved and nobody speaks of is none of this period's.
  const isOfPeriod = (one: AccountState) =>
    used.has(one.name) || one.closing !== null || one.lastClosing !== null;
  const counted = known.filter(isOfPeriod);
  const needed = counted.length > 0 ? counted : known.slice(0, 1);
  return { states: known, faults: faultsOf(needed, ledger) };
}

/** What people say of their accounts, by id; in 分. An opening counts only where none is known. */
export type SaidBalances = Map<string, { opening: number | null; closing: number | null }>;

/** Keeps what was said of the accounts of a draft, with the sums of its lines. */
export async function keepBalances(tx: Tx, draft: Draft, said: SaidBalances): Promise<void> {
  const version = draft.version + 1;
  const { states } = await countAccounts(tx, draft);
  const rows = states.flatMap((state): BalanceRow[] => {
    const typed = said.get(state.id);
    const opening = state.lastClosing ?? typed?.opening ?? state.opening;
    const closing = typed?.closing ?? state.closing;
    if (opening === null || closing === null) return [];
    return [
      {
        ...{ disclosureId: draft.id, version, accountId: state.id, opening, closing },
        ...{ villageCode: draft.villageCode, period: draft.period, endsOn: draft.endsOn },
        ...{ income: state.income, spending: state.spending, isStanding: false },
      },
    ];
  });
  await replaceBalances(tx, { disclosureId: draft.id, version }, rows);
}

function stateOf(
  { id, name, ofVillageCode }: MoneyAccount,
  said: BalanceRow[],
  before: BalanceRow[],
  lines: BalanceLine[],
): AccountState {
  const own = said.find(({ accountId }) => accountId === id);
  const lastClosing = before.find(({ accountId }) => accountId === id)?.closing ?? null;
  const total = (side: BalanceLine['side']) =>
    lines.reduce(
      (sum, line) => (line.account === name && line.side === side ? sum + line.amount : sum),
      0,
    );
  return {
    ...{ id, name, ofVillageCode, lastClosing },
    opening: lastClosing ?? own?.opening ?? null,
    closing: own?.closing ?? null,
    ...{ income: total('in'), spending: total('out') },
  };
}

function ledgerLine(
  { no, accountId, side, amount, shown }: Awaited<ReturnType<typeof selectLedgerLines>>[number],
  nameOf: Map<string, string>,
): BalanceLine {
  const balance = shown.balance;
  return {
    no,
    account: nameOf.get(accountId ?? '') ?? '',
    side: side === 'in' ? 'in' : 'out',
    amount: amount ?? 0,
    balance: typeof balance === 'number' ? balance : null,
  };
}

function faultsOf(states: AccountState[], lines: BalanceLine[]): AccountFault[] {
  const unsaid = states.flatMap(({ name, opening, closing }): AccountFault[] => {
    if (opening === null) return [{ fault: 'no-opening', account: name }];
    return closing === null ? [{ fault: 'no-closing', account: name }] : [];
  });
  const statements = states.flatMap(({ name, opening, closing, lastClosing }) =>
    opening === null || closing === null
      ? []
      : [{ account: name, opening, closing, lastClosing, statedIn: null, statedOut: null }],
  );
  const isSaid = new Set(statements.map(({ account }) => account));
  const counted = lines.filter(({ account }) => isSaid.has(account) || account === '');
  return [...unsaid, ...checkBalance(counted, statements).faults];
}
