import type { Tx } from '#db/surface.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { speakingPost } from '#server/kernel/permissions.ts';
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

/** Sets up a table where paper ballots are handed out, with a network or without. */
export async function openTable(
  ctx: Context,
  voteId: string,
  { place, isOffline, key }: { place: string; isOffline: boolean; key: string },
): Promise<Result<{ id: string }>> {
  const keeping = await keepingOf(ctx, voteId);
  if (!keeping) return refuse('notFound');
  if (keeping.vote.secrecy !== 'secret') return refuse('paperNeedsSecret');
  const { personId: actorId, byPost } = keeping;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once<Result<{ id: string }>>(tx, { actorId, action: 'vote.table', key, at }, async () => {
      const vote = await lockVote(tx, voteId);
      const phase = vote && phaseOf(vote, at);
      if (!vote || (phase !== 'announced' && phase !== 'open')) return refuse('voteNotOpen');
      const no = await nextTableNo(tx, voteId);
      const table = { id: newId(), voteId, no, place, isOffline, openedById: actorId };
      await insertTable(tx, { ...table, state: 'open', missingReason: '' });
      const facts = { no, isOffline };
      const act = { what: 'vote.table-opened', actorId, actorRole: byPost, at, facts };
      await noteVote(tx, vote, { ...act, content: { place } });
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
  const keeping = await keepingOf(ctx, voteId);
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
  const keeping = await keepingOf(ctx, voteId);
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
