import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { phaseOf } from '#server/rules/vote-times.ts';
import { noteVote } from '#server/votes/noting.ts';
import { selectVote, type VoteRecord } from '#server/votes/records.ts';

/** Everything that one act on a vote needs. */
export interface VoteActing {
  tx: Tx;
  ctx: Context;
  vote: VoteRecord;
  village: Village;
  actorId: string;
  byPost: string;
  at: EpochMs;
}

/**
 * The one way in which the village's office changes a vote: whoever may at this place, while it is in
 * one of these states, under a lock on it.
 */
export async function actOnVote<T>(
  ctx: Context,
  { id, action, states }: { id: string; action: Action; states: string[] },
  work: (acting: VoteActing) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await selectVote(ctx.db.read, id);
  const village = found && (await villageByCode(ctx, found.villageCode));
  const { personId: actorId } = ctx.viewer;
  if (!village || actorId === null) return refuse('notFound');
  const byPost = actingPost(ctx.viewer, action, village.path);
  if (byPost === null) {
    return refuse(actingPost(ctx.viewer, 'vote.watch', village.path) ? 'notAllowed' : 'notFound');
  }
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'vote', 'id', id);
    const vote = await selectVote(tx, id);
    if (!vote) return refuse('notFound');
    // By the clock too, whatever the job of the minute has written: ballots may be in by then.
    const stands = [vote.state, phaseOf(vote, at)];
    if (!stands.every((state) => states.includes(state))) return refuse('voteMovedOn');
    const result = await work({ tx, ctx, vote, village, actorId, byPost, at });
    if (result.ok) tx.touch(`vote:${id}`, `post:${id}`);
    return result;
  });
}

/** Appends what was done to the ledger: numbers in its facts, names and words in what is only committed to. */
export function noteAct(
  { tx, vote, actorId, byPost, at }: VoteActing,
  what: string,
  { facts = {}, content }: { facts?: Record<string, unknown>; content?: unknown } = {},
): Promise<void> {
  return noteVote(tx, vote, { what, actorId, actorRole: byPost, at, facts, content });
}
