import type { DemoEvent, DemoVillage, EventOf } from '#server/demo/content.ts';
import type {
  DemoDisclosures,
  DemoLine,
  DemoUnfinished,
  SharedTables,
} from '#server/demo/disclosure-content.ts';
import { filledRows } from '#server/demo/disclosure-fill.ts';
import type { ToldPost } from '#server/demo/stage.ts';
import { daysBetween, type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import { periodOf } from '#server/rules/disclosure-periods.ts';
import { parseMoney } from '#server/rules/money.ts';

/** A table as a village will publish it, or has not yet. */
export interface PlannedTable {
  item: string;
  period: string;
  /** By the codes of the item's columns, as typed; some tell how things stand when they are drafted. */
  rows: (drafting: Drafting) => DemoLine[];
  /** The day of the joint meeting where the story says it; else the village's usual one. */
  metOn: LocalDate | null;
  stays: DemoUnfinished | null;
  recipientRule: string;
  lateReason: string;
  /** How the accounts of a ledger began and ended, by name, in 分. */
  balances: { account: string; opening: number; closing: number }[];
}

/** What is known when a table is drafted: where the stories' posts landed, and what day it is. */
export interface Drafting {
  posts: Map<string, ToldPost>;
  at: EpochMs;
}

/** One village's people, its stories and what it discloses. */
export interface Disclosing {
  village: DemoVillage;
  told: DemoDisclosures;
  shared: SharedTables;
  events: DemoEvent[];
}

export const LEDGER = 'finance-lines';
const ECHO = 'echo-wall';
/** The demonstration's county has matters to tell since then. */
const ECHO_PERIODS = ['2026-09', '2026-10'];

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
  return [...ledgers(told), ...own, ...shared, ...echoes(village)].filter(
    ({ item, period }) => !told.skip.includes(`${item} ${period}`),
  );
}

function planned(item: string, period: string, rows: DemoLine[]): PlannedTable {
  const none = { metOn: null, stays: null, recipientRule: '', lateReason: '', balances: [] };
  return { item, period, rows: () => rows, ...none };
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

/** 回音壁: what was raised in a month for everybody to see, as it stood when it was drafted. */
function echoes({ events, shared }: Disclosing): PlannedTable[] {
  return ECHO_PERIODS.flatMap((period) => {
    const raised = events.flatMap((event) =>
      event.do === 'raise' && event.audience === 'public' && isIn(period, event.at) ? event : [],
    );
    if (raised.length === 0) return [];
    const rows = (drafting: Drafting) =>
      raised.map((event) => echoOf(event, events, { ...drafting, words: shared.echo }));
    return [{ ...planned(ECHO, period, []), rows }];
  });
}

function isIn(month: string, at: EpochMs): boolean {
  return localDate(at).startsWith(month);
}

function echoOf(
  raised: EventOf<'raise'>,
  events: DemoEvent[],
  { posts, at, words }: Drafting & { words: SharedTables['echo'] },
): DemoLine {
  const { post } = raised;
  const end = events.find(
    (event) =>
      (event.do === 'confirm' || event.do === 'withdraw') && event.post === post && event.at <= at,
  );
  const isSolved = end?.do === 'confirm';
  return {
    number: String(posts.get(post)?.no ?? ''),
    subject: raised.words.split('\n')[0] ?? '',
    days: String(daysBetween(raised.at, end?.at ?? at)),
    result: end === undefined ? words.open : isSolved ? words.solved : words.withdrawn,
    rating: isSolved ? (words.grades[end.grade - 1] ?? '') : '',
  };
}
