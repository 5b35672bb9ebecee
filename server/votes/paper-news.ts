import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { tell } from '#server/kernel/outbox.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { votesPath } from '#server/rules/links.ts';
import { selectReadersOf } from '#server/votes/roster-records.ts';
import type { Keeping } from '#server/votes/tables.ts';

/**
 * Tells those who are down as having taken a paper ballot that they are: whoever keeps a table alone
 * ticks nobody without his hearing of it. Never what anybody chose; on paper nobody here knows it.
 */
export async function tellTicked(
  tx: Tx,
  { vote, village }: Pick<Keeping, 'vote' | 'village'>,
  electorIds: string[],
  at: EpochMs,
): Promise<void> {
  const readers = await selectReadersOf(tx, electorIds);
  const body = wordsFor('zh').votes.news.paper(village.name);
  const path = votesPath(village.slug, vote.no);
  const message = { template: 'vote.paper', body, path, at };
  for (let from = 0; from < readers.length; from += CHUNK) {
    const some = readers.slice(from, from + CHUNK);
    await tell(tx, ...some.map((personId) => ({ ...message, personId })));
  }
}

const CHUNK = 300;
