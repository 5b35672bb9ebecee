import type { Tx } from '#db/surface.ts';
import { breathe } from '#server/kernel/breathe.ts';
import { tell } from '#server/kernel/outbox.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { VoteRecord } from '#server/votes/records.ts';
import { selectReaders } from '#server/votes/roster-records.ts';

/** A line of news to those on a roster. Never what anybody chose. */
export interface VoteNews {
  template: string;
  body: string;
  path: string;
  at: EpochMs;
  /** To those alone who have not voted. */
  isWaiting?: boolean;
}

const CHUNK = 300;

/** Tells everybody on a vote's roster who has an account, inside a write; in slices. How many it were. */
export async function tellElectors(
  tx: Tx,
  { id }: Pick<VoteRecord, 'id'>,
  { isWaiting = false, ...message }: VoteNews,
): Promise<number> {
  const readers = await selectReaders(tx, id, { isWaiting });
  for (let from = 0; from < readers.length; from += CHUNK) {
    const some = readers.slice(from, from + CHUNK);
    await tell(tx, ...some.map((personId) => ({ ...message, personId })));
    await breathe();
  }
  return readers.length;
}
