import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { votesPath } from '#server/rules/links.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import {
  countTicks,
  type RollLine,
  searchRoll,
  selectSetAside,
  selectTable,
  selectTables,
  selectWholeRoll,
  type TableRow,
} from '#server/votes/table-records.ts';
import { type Keeping, keepingOf } from '#server/votes/tables.ts';
import { selectTitle } from '#server/votes/teller-records.ts';

/** One table in a list. */
export interface TableLine {
  id: string;
  no: number;
  place: string;
  isOffline: boolean;
  state: 'open' | 'merged' | 'counting' | 'agreed';
  ticks: number;
}

/** What every page about tables says first. */
export interface TablesHead {
  voteId: string;
  no: number;
  title: string;
  village: Village;
  votePath: string;
  phase: VotePhase;
}

/** The tables of a vote, and whether a further one may be set up. */
export interface TablesDesk extends TablesHead {
  tables: TableLine[];
  isSecret: boolean;
  mayAdd: boolean;
  key: string;
}

/** The tables of a vote for whoever keeps them; null for everybody else. */
export async function tablesDesk(ctx: Context, voteId: string): Promise<TablesDesk | null> {
  const found = await headOf(ctx, voteId);
  if (!found) return null;
  const { head, keeping } = found;
  const tables = await linesOf(ctx, await selectTables(ctx.db.read, voteId));
  const isSecret = keeping.vote.secrecy === 'secret';
  const isTime = head.phase === 'announced' || head.phase === 'open';
  return { ...head, tables, isSecret, mayAdd: isSecret && isTime, key: newToken() };
}

/** Somebody on the roll, and whether he may take a ballot here. */
export interface RollPerson {
  id: string;
  no: number;
  name: string;
  group: string;
  state: 'free' | 'online' | 'here' | 'elsewhere' | 'no-mandate';
}

/** What was typed to find somebody. */
export interface RollSearch {
  text: string;
  group: string;
}

/** An outer envelope that stays shut: whose, and how he voted besides. */
export interface SetAside {
  no: number;
  name: string;
  group: string;
  why: 'online' | 'paper';
}

/** One table: ticks, the people who were looked for, what was set aside. */
export interface TableDesk extends TablesHead {
  table: TableLine;
  search: RollSearch;
  groups: { code: string; name: string }[];
  /** Null before anybody was looked for. */
  people: RollPerson[] | null;
  isMany: boolean;
  aside: SetAside[];
  mayTick: boolean;
  mayMerge: boolean;
  mayClose: boolean;
  key: string;
}

/** More people than fit on one look. */
const A_PAGE = 40;

/** One table for whoever keeps it; null for everybody else. */
export async function tableDesk(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
  search: RollSearch,
): Promise<TableDesk | null> {
  const found = await headOf(ctx, voteId);
  const row = found && (await selectTable(ctx.db.read, tableId));
  if (!found || row?.voteId !== voteId) return null;
  const { head, keeping } = found;
  const [groups, lines, aside, [table]] = await Promise.all([
    groupsOf(ctx, keeping.village.code),
    findLines(ctx, voteId, search),
    asideAt(ctx, tableId),
    linesOf(ctx, [row]),
  ]);
  if (!table) return null;
  const nameOf = new Map(groups.map(({ code, name }) => [code, name]));
  const group = (code: string | null) => nameOf.get(code ?? '') ?? '';
  const isOver = head.phase === 'closed';
  return {
    ...{ ...head, table, search, key: newToken() },
    groups: groups.map(({ code, name }) => ({ code, name })),
    people:
      lines?.map((line) => ({
        ...{ id: line.id, no: line.no, name: line.name, group: group(line.groupCode) },
        state: stateOf(line, tableId),
      })) ?? null,
    isMany: lines?.length === A_PAGE,
    aside: aside.map(({ groupCode, ...line }) => ({ ...line, group: group(groupCode) })),
    mayTick: head.phase === 'open' && row.state === 'open' && !row.isOffline,
    mayMerge: row.isOffline && row.state === 'open' && (isOver || head.phase === 'open'),
    mayClose: isOver && row.state === (row.isOffline ? 'merged' : 'open'),
  };
}

/** The roll of a vote on paper, for one of its tables. */
export async function rollToPrint(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
) {
  const found = await headOf(ctx, voteId);
  const row = found && (await selectTable(ctx.db.read, tableId));
  if (!found || row?.voteId !== voteId) return null;
  const [groups, lines, aside] = await Promise.all([
    groupsOf(ctx, found.keeping.village.code),
    selectWholeRoll(ctx.db.read, voteId),
    asideAt(ctx, tableId),
  ]);
  const nameOf = new Map(groups.map(({ code, name }) => [code, name]));
  return {
    ...found.head,
    table: { no: row.no, place: row.place },
    aside: aside.map(({ groupCode, ...line }) => ({
      ...line,
      group: nameOf.get(groupCode ?? '') ?? '',
    })),
    lines: lines.map(({ no, name, groupCode, voted }) => ({
      ...{ no, name, group: nameOf.get(groupCode ?? '') ?? '', isOnline: voted === 'online' },
    })),
  };
}

async function asideAt(ctx: Context, tableId: string) {
  const rows = await selectSetAside(ctx.db.read, [tableId]);
  return rows.map(({ no, name, groupCode, why }) => ({
    ...{ no, name, groupCode },
    why: why === 'online' ? ('online' as const) : ('paper' as const),
  }));
}

async function headOf(
  ctx: Context,
  voteId: string,
): Promise<{ head: TablesHead; keeping: Keeping } | null> {
  ctx.page.keepPrivate();
  const keeping = await keepingOf(ctx, voteId);
  if (!keeping) return null;
  const { vote, village } = keeping;
  const title = (await selectTitle(ctx.db.read, voteId)) ?? '';
  const votePath = votesPath(village.slug, vote.no);
  const phase = phaseOf(vote, ctx.clock.now());
  return { head: { voteId, no: vote.no, title, village, votePath, phase }, keeping };
}

/** By number where one was typed, else by the beginning of a name; null before anything was. */
async function findLines(
  ctx: Context,
  voteId: string,
  { text, group }: RollSearch,
): Promise<RollLine[] | null> {
  if (text === '' && group === '') return null;
  const no = /^\d{1,6}$/.test(text) ? Number(text) : null;
  const groupCode = group === '' ? null : group;
  return searchRoll(ctx.db.read, voteId, { no, name: text, groupCode });
}

function stateOf(line: RollLine, tableId: string): RollPerson['state'] {
  if (line.voted === 'online') return 'online';
  if (line.voted === 'paper') return line.tableId === tableId ? 'here' : 'elsewhere';
  const isUnsent = line.householdId !== null && line.mandateVillagerId === null;
  return isUnsent ? 'no-mandate' : 'free';
}

async function linesOf(ctx: Context, rows: TableRow[]): Promise<TableLine[]> {
  const ticks = await countTicks(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, no, place, isOffline, state }) => ({
    ...{ id, no, place, isOffline, ticks: ticks.get(id) ?? 0 },
    state: tableState(state),
  }));
}

const tableStates = ['open', 'merged', 'counting', 'agreed'] as const;

function tableState(word: string): TableLine['state'] {
  return tableStates.find((state) => state === word) ?? 'open';
}
