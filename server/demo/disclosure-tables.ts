import type { DemoVillage } from '#server/demo/content.ts';
import type {
  DemoDisclosures,
  DemoLine,
  DemoUnfinished,
  SharedTables,
} from '#server/demo/disclosure-content.ts';
import { filledRows } from '#server/demo/disclosure-fill.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { periodOf } from '#server/rules/disclosure-periods.ts';
import { parseMoney } from '#server/rules/money.ts';

/** A table as a village will publish it, or has not yet. */
export interface PlannedTable {
  item: string;
  period: string;
  /** By the codes of the item's columns, as typed. */
  rows: DemoLine[];
  /** The day of the joint meeting where the story says it; else the village's usual one. */
  metOn: LocalDate | null;
  stays: DemoUnfinished | null;
  recipientRule: string;
  lateReason: string;
  /** How the accounts of a ledger began and ended, by name, in 分. */
  balances: { account: string; opening: number; closing: number }[];
}

/** One village's people and what it discloses. */
export interface Disclosing {
  village: DemoVillage;
  told: DemoDisclosures;
  shared: SharedTables;
}

export const LEDGER = 'finance-lines';

/** Everything that a village published, or is about to. */
export function plannedTables(village: Disclosing): PlannedTable[] {
  const { told } = village;
  const own = told.tables.map((table) => {
    const rows = table.rows.map((cells) =>
      Object.fromEntries(table.columns.map((code, at) => [code, cells[at] ?? ''])),
    );
    const { item, period, met = null, stays = null, recipientRule } = table;
    return { ...planned(item, period, rows), metOn: met, stays, recipientRule };
  });
  const isOwn = ({ item, period }: PlannedTable) =>
    own.some((one) => one.item === item && one.period === period);
  const shared = sharedTables(village).filter((one) => !isOwn(one));
  return [...ledgers(told), ...own, ...shared].filter(
    ({ item, period }) => !told.skip.includes(`${item} ${period}`),
  );
}

function planned(item: string, period: string, rows: DemoLine[]): PlannedTable {
  const none = { metOn: null, stays: null, recipientRule: '', lateReason: '', balances: [] };
  return { item, period, rows, ...none };
}

/** The accounts, period after period; what each begins with is what the one before ended with. */
function ledgers({ accounts, lines, since, met, stays, late }: DemoDisclosures): PlannedTable[] {
  const frequency = since.quarterly ? 'quarterly' : 'monthly';
  const byPeriod = Map.groupBy(lines, ({ day = '' }) => periodOf(frequency, day));
  const left = new Map(accounts.map(({ name, opening }) => [name, parseMoney(opening) ?? 0]));
  return [...byPeriod].map(([period, rows]) => {
    const balances = accounts.map(({ name }) => {
      const opening = left.get(name) ?? 0;
      const closing = opening + movedIn(rows.filter(({ account = name }) => account === name));
      left.set(name, closing);
      return { account: name, opening, closing };
    });
    return {
      ...planned(LEDGER, period, rows),
      metOn: met[period] ?? null,
      stays: stays[period] ?? null,
      lateReason: late[period] ?? '',
      balances,
    };
  });
}

function movedIn(lines: DemoLine[]): number {
  const amounts = lines.map(
    (line) => (parseMoney(line.in || '0') ?? 0) - (parseMoney(line.out || '0') ?? 0),
  );
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function sharedTables({ village, told, shared }: Disclosing): PlannedTable[] {
  return shared.tables
    .filter(({ of }) => of === undefined || of === village.kind)
    .flatMap((table) =>
      table.periods.map((named) => {
        const period = named === 'since' ? told.since.on : named;
        return { table, period, rows: filledRows(table, village, { shared, told, period }) };
      }),
    )
    .filter(({ rows }) => rows.length > 0)
    .map(({ table, period, rows }) => planned(table.item, period, rows));
}
