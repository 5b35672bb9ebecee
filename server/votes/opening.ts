import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { dayTime } from '#server/rules/date-words.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { votesPath } from '#server/rules/links.ts';
import { reminderAt } from '#server/rules/vote-times.ts';
import { mayBeCast } from '#server/votes/casting.ts';
import { tellElectors } from '#server/votes/news.ts';
import { noteVote } from '#server/votes/noting.ts';
import { selectToOpen, selectToRemind, selectVote, updateVote } from '#server/votes/records.ts';
import { moveVote } from '#server/votes/state.ts';
import { isCast } from '#server/votes/types.ts';

/** Opens the votes whose time has come, and tells those on their rosters. */
export const openVotes: Job = {
  name: 'open-votes',
  async run(ctx) {
    for (const { id } of await selectToOpen(ctx.db.read, ctx.clock.now())) await openVote(ctx, id);
  },
};

/** Tells those who have not voted, and nobody else, that it closes in some days; once a vote. */
export const remindVoters: Job = {
  name: 'remind-voters',
  async run(ctx) {
    const { reminderDays, types } = ctx.book.votes;
    const within = reminderDays * DAY_MS;
    const cast = types.filter(isCast).map(({ code }) => code);
    const due = { types: cast, at: ctx.clock.now(), within };
    for (const { id } of await selectToRemind(ctx.db.read, due)) await remind(ctx, id);
  },
};

async function openVote(ctx: Context, id: string): Promise<void> {
  const at = ctx.clock.now();
  const known = await newsOf(ctx, id);
  await ctx.db.write(async (tx) => {
    await lock(tx, 'vote', 'id', id);
    const vote = await selectVote(tx, id);
    if (vote?.state !== 'announced' || !known) return;
    await moveVote(tx, vote, { changes: { state: 'open' }, at });
    const facts = { no: vote.no, electors: vote.rosterCount, rosterHash: vote.rosterHash };
    await noteVote(tx, vote, {
      ...{ what: 'vote.opened', actorId: null, actorRole: 'system', at, facts },
    });
    if (!mayBeCast(ctx, vote)) return;
    const day = dayTime('zh', vote.closesAt, at);
    const body = wordsFor('zh').votes.news.opened(known.village, day);
    await tellElectors(tx, vote, { template: 'vote.opened', body, path: known.path, at });
  });
}

async function remind(ctx: Context, id: string): Promise<void> {
  const at = ctx.clock.now();
  const known = await newsOf(ctx, id);
  await ctx.db.write(async (tx) => {
    await lock(tx, 'vote', 'id', id);
    const vote = await selectVote(tx, id);
    if (vote?.state !== 'open' || vote.remindedAt !== null || !known) return;
    if (!mayBeCast(ctx, vote)) return;
    const due = reminderAt(ctx.book.votes, vote);
    if (due === null || at < due || at >= vote.closesAt) return;
    await updateVote(tx, id, { remindedAt: at });
    const day = dayTime('zh', vote.closesAt, at);
    const body = wordsFor('zh').votes.news.waiting(known.village, day);
    const news = { template: 'vote.waiting', body, path: known.path, at, isWaiting: true };
    await tellElectors(tx, vote, news);
  });
}

async function newsOf(ctx: Context, id: string): Promise<{ village: string; path: string } | null> {
  const vote = await selectVote(ctx.db.read, id);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  return village && { village: village.name, path: votesPath(village.slug, vote.no) };
}
