import type { EpochMs } from '#server/rules/dates.ts';
import type { VoteRecord } from '#server/votes/records.ts';

/** How far a vote is, at an instant. */
export type VotePhase = 'preparing' | 'announced' | 'open' | 'closed' | 'counted' | 'void';

/**
 * How far a vote is at an instant: it opens and closes by the clock, whatever the job of the minute
 * has written by then.
 */
export function phaseOf(
  { state, opensAt, closesAt }: Pick<VoteRecord, 'state' | 'opensAt' | 'closesAt'>,
  at: EpochMs,
): VotePhase {
  if (state === 'void' || state === 'counted' || state === 'closed') return state;
  if (state !== 'announced' && state !== 'open') return 'preparing';
  if (at >= closesAt) return 'closed';
  return at >= opensAt ? 'open' : 'announced';
}
