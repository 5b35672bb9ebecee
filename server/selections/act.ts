import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type RoundPhase, roundFace } from '#server/rules/selection-rounds.ts';
import { type RoundRow, selectRound } from '#server/selections/records.ts';

/** Everything one act in a round needs. */
export interface SelectionActing {
  tx: Tx;
  ctx: Context;
  round: RoundRow;
  at: EpochMs;
  actorId: string;
  byPost: string;
}

/**
 * The one way a round changes after it was opened: by whoever may at this place, in its phase, under
 * a lock on the round, so that two people of one town never recommend one letter too many.
 */
export async function actInRound(
  ctx: Context,
  roundId: string,
  { action, placeCode, phase }: { action: Action; placeCode: string; phase: RoundPhase },
  work: (acting: SelectionActing) => Promise<Result>,
): Promise<Result> {
  const [round, path] = await Promise.all([
    selectRound(ctx.db.read, roundId),
    gridPath(ctx, placeCode),
  ]);
  const { personId: actorId } = ctx.viewer;
  if (actorId === null) return refuse('signInFirst');
  const byPost = path === null ? null : actingPost(ctx.viewer, action, path);
  if (!round || byPost === null) return refuse('notFound');
  const at = ctx.clock.now();
  if (roundFace(round, at).phase !== phase) return refuse('roundMovedOn');
  return ctx.db.write(async (tx) => {
    await lock(tx, 'selection_round', 'id', round.id);
    const result = await work({ tx, ctx, round, at, actorId, byPost });
    if (result.ok) tx.touch(`selection:${round.id}`);
    return result;
  });
}

/** Appends an act in a round to the ledger; reasons stay outside its facts. */
export async function noteSelection(
  { tx, ctx, round, at, actorId, byPost }: SelectionActing,
  { what, facts, content }: { what: string; facts: Record<string, unknown>; content?: unknown },
  villageCode: string | null,
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: 'selection',
    subjectId: round.id,
    villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.selections.version,
    facts,
    content,
  });
}
