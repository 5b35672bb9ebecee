import headers from '#content/sheets/vote-roll.json' with { type: 'json' };
import type { Tx } from '#db/surface.ts';
import { groupsOf } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type Column, readTable, type TableRow as SheetRow } from '#server/rules/sheet-table.ts';
import { phaseOf } from '#server/rules/vote-times.ts';
import { lockVote } from '#server/votes/box-records.ts';
import { noteVote } from '#server/votes/noting.ts';
import { tellTicked } from '#server/votes/paper-news.ts';
import {
  insertSetAside,
  markPaper,
  type RollLine,
  selectTable,
  selectWholeRoll,
  setTable,
} from '#server/votes/table-records.ts';
import { type Keeping, keepingAt } from '#server/votes/tables.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

type Key = keyof typeof headers;

const column = (key: Key, isRequired: boolean): Column => ({
  headers: headers[key],
  is: 'text',
  isRequired,
  longest: 60,
});
const columns: Record<Key, Column> = {
  no: column('no', true),
  group: column('group', false),
  name: column('name', false),
  taken: column('taken', false),
};

/** The whole roll as rows of a sheet, to be ticked where there is no network; the first row says what is what. */
export async function rollSheet(ctx: Context, { vote, village }: Keeping): Promise<string[][]> {
  const [lines, groups] = await Promise.all([
    selectWholeRoll(ctx.db.read, vote.id),
    groupsOf(ctx, village.code),
  ]);
  const nameOf = new Map(groups.map(({ code, name }) => [code, name]));
  const heads = [headers.no, headers.group, headers.name, headers.taken].map(([zh]) => zh ?? '');
  const rows = lines.map(({ no, groupCode, name }) => [
    ...[String(no), nameOf.get(groupCode ?? '') ?? '', name, ''],
  ]);
  return [heads, ...rows];
}

/** How many ticks of a table came in, and how many outer envelopes must be set aside unopened. */
export interface Merged {
  taken: number;
  setAside: number;
}

/**
 * Merges the ticks of a table without a network, line by line. Whoever voted online or elsewhere
 * meanwhile keeps that vote: his outer envelope is set aside unopened. A number that is not on the
 * roll, or stands beside another name, stops the whole.
 */
export async function mergeTable(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
  from: SheetSource,
): Promise<Result<Merged>> {
  const keeping = await keepingAt(ctx, { voteId, tableId });
  if (!keeping) return refuse('notFound');
  const read = await ctx.workshop.readSheets(from);
  if (!read.ok) return refuse(read.code, 'file');
  const sheet = readTable(read.value, columns);
  const isMarked = sheet?.rows.some((row) => row.columns.taken !== undefined);
  if (!sheet || !isMarked || sheet.faults.length > 0) return refuse('rollSheetWrong', 'file');
  const roll = await selectWholeRoll(ctx.db.read, voteId);
  const ticked = tickedLines(sheet.rows, roll);
  if (!ticked) return refuse('rollSheetUnknown', 'file');
  const at = ctx.clock.now();
  return ctx.db.write((tx) => merge(tx, { keeping, tableId, ticked, at }));
}

interface Merging {
  keeping: Keeping;
  tableId: string;
  ticked: RollLine[];
  at: EpochMs;
}

async function merge(tx: Tx, { keeping, tableId, ticked, at }: Merging): Promise<Result<Merged>> {
  const { id: voteId } = keeping.vote;
  const vote = await lockVote(tx, voteId);
  const table = await selectTable(tx, tableId);
  if (!vote || table?.voteId !== voteId) return refuse('notFound');
  const phase = phaseOf(vote, at);
  if (phase !== 'open' && phase !== 'closed') return refuse('voteNotOpen', 'file');
  if (!table.isOffline) return refuse('tableIsOnline', 'file');
  const isFirst = await setTable(tx, { id: tableId, from: 'open' }, { state: 'merged' });
  if (!isFirst) return refuse('tableNotOpen', 'file');
  const taken = new Set(await markPaper(tx, { electorIds: ticked.map(({ id }) => id), tableId }));
  await tellTicked(tx, keeping, [...taken], at);
  const aside = ticked.filter(({ id }) => !taken.has(id));
  const now = new Map((await selectWholeRoll(tx, voteId)).map((line) => [line.id, line.voted]));
  const why = (id: string) => (now.get(id) === 'online' ? 'online' : 'paper');
  const rows = aside.map(({ id }) => ({ tableId, electorId: id, why: why(id) }));
  await insertSetAside(tx, rows);
  const facts = { no: table.no, taken: taken.size, setAside: aside.length };
  const { personId: actorId, byPost } = keeping;
  await noteVote(tx, vote, { what: 'vote.table-merged', actorId, actorRole: byPost, at, facts });
  tx.touch(`vote:${voteId}`, `post:${voteId}`);
  return accept({ taken: taken.size, setAside: aside.length });
}

/** The lines of the roll that were ticked; null when any row is not on it, or under another name. */
function tickedLines(rows: SheetRow<Key>[], roll: RollLine[]): RollLine[] | null {
  const byNo = new Map(roll.map((line) => [String(line.no), line]));
  const ticked = new Map<string, RollLine>();
  for (const { values } of rows) {
    const line = byNo.get(values.no ?? '');
    const isOther = line && values.name !== null && values.name !== line.name;
    if (!line || isOther) return null;
    if (isTick(values.taken)) ticked.set(line.id, line);
  }
  return [...ticked.values()];
}

/** Whatever somebody wrote as a tick; a plain no is none. */
function isTick(typed: string | null): boolean {
  return typed !== null && !/^(0|x|×|否|没|无|no)$/i.test(typed.trim());
}
