import type { Tx } from '#db/surface.ts';
import { holdersIn, type StaffPerson } from '#server/grids/staff.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { permissions, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { phaseOf } from '#server/rules/vote-times.ts';
import { lockVote } from '#server/votes/box-records.ts';
import { noteVote } from '#server/votes/noting.ts';
import { tellTicked } from '#server/votes/paper-news.ts';
import { selectVote, type VoteRecord } from '#server/votes/records.ts';
import {
  insertTable,
  markPaper,
  nextTableNo,
  selectLine,
  selectTable,
  setTable,
  type TableRow,
  unmarkPaper,
} from '#server/votes/table-records.ts';

/** A vote, and the post in which the viewer keeps its tables. */
export interface Keeping {
  vote: VoteRecord;
  village: Village;
  personId: string;
  byPost: string;
}

/** The viewer as keeper of a vote's tables; null for everybody else. */
export async function keepingOf(ctx: Context, voteId: string): Promise<Keeping | null> {
  const { personId } = ctx.viewer;
  const vote = personId === null ? null : await selectVote(ctx.db.read, voteId);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  const byPost = village && speakingPost(ctx.viewer, 'vote.table', village.path);
  if (!vote || !village || !byPost || personId === null) return null;
  return { vote, village, personId, byPost };
}

/** A table as it is wished for, with whom its opener names to work at it besides himself. */
export interface TableWish {
  place: string;
  isOffline: boolean;
  keeperIds: string[];
  key: string;
}

/** Who may stand at a table besides whoever opens it: everybody in office who may hand out paper. */
export async function keeperChoices(ctx: Context, village: Village): Promise<StaffPerson[]> {
  const people = await holdersIn(ctx, village.code, [...permissions['vote.table']]);
  return people.filter(({ personId }) => personId !== ctx.viewer.personId);
}

/**
 * Whether the viewer works at this table. While voting runs, who has voted is nobody's to look up by
 * his post alone; afterwards everybody who keeps tables may bring in and close one.
 */
export function worksAt(
  { clock }: Pick<Context, 'clock'>,
  { vote, personId }: Pick<Keeping, 'vote' | 'personId'>,
  { voteId, openedById, keeperIds }: TableRow,
): boolean {
  if (voteId !== vote.id) return false;
  const phase = phaseOf(vote, clock.now());
  const isRunning = phase === 'announced' || phase === 'open';
  return !isRunning || [openedById, ...(keeperIds ?? [])].includes(personId);
}

/** A table, and its vote, for whoever works at it; null for everybody else. */
export async function keepingAt(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
): Promise<(Keeping & { table: TableRow }) | null> {
  const keeping = await keepingOf(ctx, voteId);
  const table = keeping && (await selectTable(ctx.db.read, tableId));
  return keeping && table && worksAt(ctx, keeping, table) ? { ...keeping, table } : null;
}

/** More do not fit behind a table. */
const MOST_KEEPERS = 4;

/**
 * Sets up a table where paper ballots are handed out, with a network or without. Those named, and
 * whoever opens it, are the ones who work at it.
 */
export async function openTable(
  ctx: Context,
  voteId: string,
  { place, isOffline, keeperIds, key }: TableWish,
): Promise<Result<{ id: string }>> {
  const keeping = await keepingOf(ctx, voteId);
  if (!keeping) return refuse('notFound');
  if (keeping.vote.secrecy !== 'secret') return refuse('paperNeedsSecret');
  if (keeperIds.length > MOST_KEEPERS) return refuse('keepersTooMany', 'keepers');
  const known = new Set((await keeperChoices(ctx, keeping.village)).map((one) => one.personId));
  if (!keeperIds.every((id) => known.has(id))) return refuse('keeperNotHere', 'keepers');
  const { personId: actorId, byPost } = keeping;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once<Result<{ id: string }>>(tx, { actorId, action: 'vote.table', key, at }, async () => {
      const vote = await lockVote(tx, voteId);
      const phase = vote && phaseOf(vote, at);
      if (!vote || (phase !== 'announced' && phase !== 'open')) return refuse('voteNotOpen');
      const no = await nextTableNo(tx, voteId);
      const table = { id: newId(), voteId, no, place, isOffline, openedById: actorId, keeperIds };
      await insertTable(tx, { ...table, state: 'open', missingReason: '' });
      const facts = { no, isOffline };
      const act = { what: 'vote.table-opened', actorId, actorRole: byPost, at, facts };
      await noteVote(tx, vote, { ...act, content: { place, keeperIds } });
      tx.touch(`vote:${voteId}`);
      return accept({ id: table.id });
    }),
  );
}

/** What happens at a table: who does it, and that the vote still runs. */
interface AtTable {
  tx: Tx;
  keeping: Keeping;
  table: TableRow;
  at: EpochMs;
}

/**
 * Hands somebody a paper ballot: a tick on the roll. Whoever voted online, or took one at any other
 * table, is refused; the two are judged by the same line of the roll.
 */
export function tickPaper(
  ctx: Context,
  which: { voteId: string; tableId: string; electorId: string; key: string },
): Promise<Result> {
  return atOpenTable(ctx, which, async ({ tx, keeping, table, at }) => {
    if (table.isOffline) return refuse('tableIsOffline');
    const form = { actorId: keeping.personId, action: 'vote.tick', key: which.key, at };
    // Pressed twice on a bad network, one tick is one tick; a second coming is refused.
    return once<Result>(tx, form, async () => {
      const line = await selectLine(tx, which.voteId, which.electorId);
      if (!line) return refuse('notOnRoster', 'who');
      const isUnsent = line.householdId !== null && line.mandateVillagerId === null;
      if (isUnsent) return refuse('noMandate', 'who');
      const [ticked] = await markPaper(tx, { electorIds: [line.id], tableId: table.id });
      if (ticked) {
        await tellTicked(tx, keeping, [ticked], at);
        return accept();
      }
      return refuse(line.voted === 'online' ? 'votedOnline' : 'votedOnPaper', 'who');
    });
  });
}

/** Takes a tick back that was set at the wrong line; that it was is in the ledger, without a name. */
export function untickPaper(
  ctx: Context,
  which: { voteId: string; tableId: string; electorId: string; reason: string },
): Promise<Result> {
  return atOpenTable(ctx, which, async ({ tx, keeping, table, at }) => {
    const line = await selectLine(tx, which.voteId, which.electorId);
    const { electorId } = which;
    const isBack = line && (await unmarkPaper(tx, { electorId, tableId: table.id }));
    if (!line || !isBack) return refuse('notTickedHere', 'who');
    const { personId: actorId, byPost } = keeping;
    const act = { what: 'vote.tick-taken-back', actorId, actorRole: byPost, at };
    const content = { electorId, reason: which.reason };
    await noteVote(tx, keeping.vote, { ...act, facts: { table: table.no }, content });
    return accept();
  });
}

async function atOpenTable<T>(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
  work: (acting: AtTable) => Promise<Result<T>>,
): Promise<Result<T>> {
  const keeping = await keepingAt(ctx, { voteId, tableId });
  if (!keeping) return refuse('notFound');
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, voteId);
    const table = await selectTable(tx, tableId);
    if (!vote || table?.voteId !== voteId) return refuse('notFound');
    const at = ctx.clock.now();
    if (phaseOf(vote, at) !== 'open') return refuse('voteNotOpen');
    if (table.state !== 'open') return refuse('tableNotOpen');
    const result = await work({ tx, keeping: { ...keeping, vote }, table, at });
    if (result.ok) tx.touch(`vote:${voteId}`);
    return result;
  });
}

/** Closes a table with a network once the vote is over: its ballots may be poured to the others. */
export async function closeTable(
  ctx: Context,
  { voteId, tableId }: { voteId: string; tableId: string },
): Promise<Result> {
  const keeping = await keepingAt(ctx, { voteId, tableId });
  if (!keeping) return refuse('notFound');
  const { personId: actorId, byPost } = keeping;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, voteId);
    const table = await selectTable(tx, tableId);
    if (!vote || table?.voteId !== voteId) return refuse('notFound');
    if (phaseOf(vote, at) !== 'closed') return refuse('countingOnly');
    const from = table.isOffline ? 'merged' : 'open';
    if (!(await setTable(tx, { id: tableId, from }, { state: 'counting' }))) {
      return refuse(table.isOffline && table.state === 'open' ? 'tableIsOffline' : 'alreadyDone');
    }
    const act = { what: 'vote.table-closed', actorId, actorRole: byPost, at };
    await noteVote(tx, vote, { ...act, facts: { no: table.no } });
    tx.touch(`vote:${voteId}`);
    return accept();
  });
}
