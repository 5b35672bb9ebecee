import type { StaffPerson } from '#server/grids/staff.ts';
import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { votesPath } from '#server/rules/links.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import { selectNames } from '#server/votes/roster-records.ts';
import {
  countTicks,
  type RollLine,
  searchRoll,
  selectSetAside,
  selectTables,
  selectWholeRoll,
  type TableRow,
} from '#server/votes/table-records.ts';
import {
  type Keeping,
  keeperChoices,
  keepingAt,
  keepingOf,
  worksAt,
} from '#server/votes/tables.ts';
import { selectTitle } from '#server/votes/teller-records.ts';

/** One table in a list. */
export interface TableLine {
  id: string;
  no: number;
  place: string;
  isOffline: boolean;
  state: 'open' | 'merged' | 'counting' | 'agreed';
  ticks: number;
  /** Who works at it, the opener first. */
  keepers: string[];
  /** The viewer does. */
  isMine: boolean;
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
  /** Who may be named to work at a table besides its opener. */
  people: StaffPerson[];
  key: string;
}

/** The tables of a vote for whoever keeps them; null for everybody else. */
export async function tablesDesk(ctx: Context, voteId: string): Promise<TablesDesk | null> {
  ctx.page.keepPrivate();
  const keeping = await keepingOf(ctx, voteId);
  if (!keeping) return null;
  const head = await headOf(ctx, keeping);
  const tables = await linesOf(ctx, keeping, await selectTables(ctx.db.read, voteId));
  const isSecret = keeping.vote.secrecy === 'secret';
  const isTime = head.phase === 'announced' || head.phase === 'open';
  const mayAdd = isSecret && isTime;
  const people = mayAdd ? await keeperChoices(ctx, keeping.village) : [];
  return { ...head, tables, isSecret, mayAdd, people, key: newToken() };
}

/** Somebody on the roll, and whether he may take a ballot here. */
export interface RollPerson {
  id: string;
  no: number;
  name: string;
  group: string;
  /** 'voted' does not say how: only what was handed out here is taken back here. */
  state: 'free' | 'voted' | 'here' | 'no-mandate';
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
  /** The name that was typed, or the number where households vote. */
  search: string;
  isByHousehold: boolean;
  /** Null before anybody was looked for by a whole name. */
  people: RollPerson[] | null;
  aside: SetAside[];
  mayTick: boolean;
  mayMerge: boolean;
  mayClose: boolean;
  key: string;
}

/**
 * One table for whoever works at it; null for everybody else. It finds by a whole name alone, so that
 * nobody reads down who has voted and who has not; what lay double is told when voting is over.
 */
export async function tableDesk(
  ctx: Context,
  which: { voteId: string; tableId: string },
  search: string,
): Promise<TableDesk | null> {
  const found = await atTable(ctx, which);
  if (!found) return null;
  const { head, keeping } = found;
  const { table: row, vote } = keeping;
  const isByHousehold = vote.unit === 'household';
  const [group, lines, aside, [table]] = await Promise.all([
    groupNamer(ctx, keeping.village),
    findLines(ctx, vote, search),
    asideAt(ctx, found),
    linesOf(ctx, keeping, [row]),
  ]);
  if (!table) return null;
  const isOver = head.phase === 'closed';
  return {
    ...{ ...head, table, search, isByHousehold, key: newToken() },
    people:
      lines?.map((line) => ({
        ...{ id: line.id, no: line.no, name: line.name, group: group(line.groupCode) },
        state: stateOf(line, row.id),
      })) ?? null,
    aside: aside.map(({ groupCode, ...line }) => ({ ...line, group: group(groupCode) })),
    mayTick: head.phase === 'open' && row.state === 'open' && !row.isOffline,
    mayMerge: row.isOffline && row.state === 'open' && (isOver || head.phase === 'open'),
    mayClose: isOver && row.state === (row.isOffline ? 'merged' : 'open'),
  };
}

/** The roll of a vote on paper, for one of its tables; who voted online is on it once voting is over. */
export async function rollToPrint(ctx: Context, which: { voteId: string; tableId: string }) {
  const found = await atTable(ctx, which);
  if (!found) return null;
  const { head, keeping } = found;
  const [group, lines, aside] = await Promise.all([
    groupNamer(ctx, keeping.village),
    selectWholeRoll(ctx.db.read, head.voteId),
    asideAt(ctx, found),
  ]);
  const isOver = isPast(head.phase);
  return {
    ...head,
    table: { no: keeping.table.no, place: keeping.table.place },
    aside: aside.map(({ groupCode, ...line }) => ({ ...line, group: group(groupCode) })),
    lines: lines.map(({ no, name, groupCode, voted }) => ({
      ...{ no, name, group: group(groupCode), isOnline: isOver && voted === 'online' },
    })),
  };
}

interface AtTable {
  head: TablesHead;
  keeping: Keeping & { table: TableRow };
}

async function atTable(
  ctx: Context,
  which: { voteId: string; tableId: string },
): Promise<AtTable | null> {
  ctx.page.keepPrivate();
  const keeping = await keepingAt(ctx, which);
  return keeping && { head: await headOf(ctx, keeping), keeping };
}

async function groupNamer(
  ctx: Context,
  { code }: Village,
): Promise<(code: string | null) => string> {
  const nameOf = new Map((await groupsOf(ctx, code)).map((group) => [group.code, group.name]));
  return (group) => nameOf.get(group ?? '') ?? '';
}

function isPast(phase: VotePhase): boolean {
  return phase !== 'preparing' && phase !== 'announced' && phase !== 'open';
}

/** Whose envelopes stay shut: asked for when voting is over, which is when they are taken out. */
async function asideAt(ctx: Context, { head, keeping }: AtTable) {
  if (!isPast(head.phase)) return [];
  const rows = await selectSetAside(ctx.db.read, [keeping.table.id]);
  return rows.map(({ no, name, groupCode, why }) => ({
    ...{ no, name, groupCode },
    why: why === 'online' ? ('online' as const) : ('paper' as const),
  }));
}

async function headOf(ctx: Context, { vote, village }: Keeping): Promise<TablesHead> {
  const title = (await selectTitle(ctx.db.read, vote.id)) ?? '';
  const votePath = votesPath(village.slug, vote.no);
  const phase = phaseOf(vote, ctx.clock.now());
  return { voteId: vote.id, no: vote.no, title, village, votePath, phase };
}

/** A name of fewer characters is none. */
const SHORTEST_NAME = 2;

/** By a whole name, or by number where households vote; null before either was typed. */
async function findLines(
  ctx: Context,
  { id, unit }: Keeping['vote'],
  text: string,
): Promise<RollLine[] | null> {
  const isNo = unit === 'household' && /^\d{1,6}$/.test(text);
  if (isNo) return searchRoll(ctx.db.read, id, { no: Number(text) });
  return [...text].length < SHORTEST_NAME ? null : searchRoll(ctx.db.read, id, { name: text });
}

function stateOf(line: RollLine, tableId: string): RollPerson['state'] {
  if (line.voted === 'paper' && line.tableId === tableId) return 'here';
  if (line.voted !== null) return 'voted';
  const isUnsent = line.householdId !== null && line.mandateVillagerId === null;
  return isUnsent ? 'no-mandate' : 'free';
}

async function linesOf(ctx: Context, keeping: Keeping, rows: TableRow[]): Promise<TableLine[]> {
  const keepersOf = (row: TableRow) => [row.openedById, ...(row.keeperIds ?? [])];
  const [ticks, names] = await Promise.all([
    countTicks(
      ctx.db.read,
      rows.map(({ id }) => id),
    ),
    selectNames(ctx.db.read, rows.flatMap(keepersOf)),
  ]);
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...{ id: row.id, no: row.no, place: row.place, isOffline: row.isOffline },
    ...{ ticks: ticks.get(row.id) ?? 0, state: tableState(row.state) },
    keepers: keepersOf(row).flatMap((id) => nameOf.get(id) ?? []),
    isMine: worksAt(ctx, keeping, row),
  }));
}

const tableStates = ['open', 'merged', 'counting', 'agreed'] as const;

function tableState(word: string): TableLine['state'] {
  return tableStates.find((state) => state === word) ?? 'open';
}
