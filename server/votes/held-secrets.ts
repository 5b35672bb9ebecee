import { randomBytes } from 'node:crypto';
import type { Database } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Secrets, secretsFrom } from '#server/kernel/secrets.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import type { Seat } from '#server/votes/envelopes.ts';

/** How long the first teller's secret waits for the second one's. */
export const HELD_MINUTES = 10;

interface Held {
  sealed: string;
  until: EpochMs;
}

interface Shelf {
  /** Made for this process and never written: what is held is not found by looking at its memory alone. */
  seal: Secrets;
  byVote: Map<string, Held>;
}

const shelves = new WeakMap<Database, Shelf>();

/**
 * Keeps one teller's secret for some minutes, in the memory of this process only: never on disk, and
 * another process knows nothing of it. There both secrets are typed on one screen.
 */
export function holdSecret(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { voteId, seat, secret }: { voteId: string; seat: Seat; secret: string },
): void {
  const { byVote, seal } = shelfOf(db);
  const key = keyOf(voteId, seat);
  const until = clock.now() + HELD_MINUTES * MINUTE_MS;
  const held = { sealed: seal.seal('teller-secret', secret), until };
  byVote.set(key, held);
  // Nothing stays because nobody asked again.
  const forget = () => byVote.get(key) === held && byVote.delete(key);
  setTimeout(forget, HELD_MINUTES * MINUTE_MS).unref();
}

/** The secret that a teller typed some minutes ago; null for none, or too long ago. */
export function heldSecret(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  voteId: string,
  seat: Seat,
): string | null {
  const { byVote, seal } = shelfOf(db);
  const held = byVote.get(keyOf(voteId, seat));
  if (!held || held.until <= clock.now()) return null;
  return seal.open('teller-secret', held.sealed);
}

/** Forgets what is held for a vote. */
export function forgetSecrets({ db }: Pick<Context, 'db'>, voteId: string): void {
  const { byVote } = shelfOf(db);
  byVote.delete(keyOf(voteId, 1));
  byVote.delete(keyOf(voteId, 2));
}

function shelfOf(db: Database): Shelf {
  const shelf = shelves.get(db) ?? { seal: secretsFrom(randomBytes(32)), byVote: new Map() };
  shelves.set(db, shelf);
  return shelf;
}

function keyOf(voteId: string, seat: Seat): string {
  return `${voteId} ${seat}`;
}
