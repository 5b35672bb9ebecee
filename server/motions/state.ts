import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type MotionRecord, updateMotion } from '#server/motions/records.ts';
import { movePost } from '#server/posts/create.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type MotionState, postStateOf } from '#server/rules/motions.ts';

/** Moves a motion on inside a write, and its post with it. The caller appends to the ledger. */
export async function motionState(
  tx: Tx,
  motionId: string,
  state: MotionState,
  at: EpochMs,
  changes: Partial<MotionRecord> = {},
): Promise<void> {
  await lock(tx, 'motion', 'id', motionId);
  await updateMotion(tx, motionId, { ...changes, state });
  await movePost(tx, motionId, postStateOf(state), at);
}
