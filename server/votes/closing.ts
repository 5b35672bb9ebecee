import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { lockVote, selectNamedChoices } from '#server/votes/box-records.ts';
import { mayBeCast } from '#server/votes/casting.ts';
import { finishCount } from '#server/votes/counting.ts';
import { noteVote } from '#server/votes/noting.ts';
import { selectToClose, type VoteRecord } from '#server/votes/records.ts';
import { moveVote } from '#server/votes/state.ts';
import { selectTellers } from '#server/votes/teller-records.ts';

/** Closes votes whose time is over; an open one is counted at once, a secret one by its two tellers. */
export const closeVotes: Job = {
  name: 'close-votes',
  async run(ctx) {
    const at = ctx.clock.now();
    for (const { id, villageCode } of await selectToClose(ctx.db.read, at)) {
      const village = await villageByCode(ctx, villageCode);
      if (!village) throw new Error(`vote ${id} is of no village`);
      await ctx.db.write((tx) => closeOne(tx, ctx, { id, village, at }));
    }
  },
};

async function closeOne(tx: Tx, ctx: Context, { id, village, at }: Closing) {
  const vote = await lockVote(tx, id);
  if (vote?.state !== 'open' || vote.closesAt > at) return;
  const changes = { state: 'closed', closedAt: at };
  await moveVote(tx, vote, { changes, at });
  await noteVote(tx, vote, { what: 'vote.closed', actorId: null, actorRole: 'system', at });
  const closed = { ...vote, ...changes };
  // What is held in person has no box here: its result is entered.
  if (!mayBeCast(ctx, vote)) return;
  if (vote.secrecy === 'secret') await callTellers(tx, { vote: closed, at });
  else await countOpenly(tx, ctx, { vote: closed, village, at });
}

interface Closing {
  id: string;
  village: Village;
  at: EpochMs;
}

interface Closed {
  vote: VoteRecord;
  at: EpochMs;
}

/** Tells both tellers that the box waits for their keys. */
async function callTellers(tx: Tx, { vote, at }: Closed): Promise<void> {
  const tellers = await selectTellers(tx, vote.id);
  const body = wordsFor('zh').tellers.news.box(vote.no);
  const path = `/desk/votes/${vote.id}/open`;
  const news = tellers.map(({ personId }) => ({ personId, template: 'vote.box', body, path, at }));
  await tell(tx, ...news);
}

/** Ballots with names need no key. */
async function countOpenly(
  tx: Tx,
  ctx: Context,
  { vote, village, at }: Closed & { village: Village },
): Promise<void> {
  const choices = await selectNamedChoices(tx, vote.id);
  await finishCount(tx, ctx, vote, {
    ...{ choices, online: choices.length, spoiled: 0, present: choices.length },
    ...{ hashes: null, village, actorId: null, actorRole: 'system', at },
  });
}
