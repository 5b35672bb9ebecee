import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { postRows } from '#server/posts/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import { askingOf, findVote, ownLine, type VoteRef } from '#server/votes/casting.ts';
import { selectHashes, selectOwnLines } from '#server/votes/casting-records.ts';
import { selectVotesIn } from '#server/votes/records.ts';

/** What somebody who voted online takes along. */
export interface ReceiptPage {
  village: Village;
  no: number;
  title: string;
  /** SHA-256 of his envelope in hex; null of an open vote, and once the box was opened. */
  hash: string | null;
  isSecret: boolean;
  phase: VotePhase;
  closesAt: EpochMs;
  now: EpochMs;
}

/** The receipt of the viewer's own ballot; null for whoever has not voted online here. */
export async function receiptPage(ctx: Context, ref: VoteRef): Promise<ReceiptPage | null> {
  ctx.page.keepPrivate();
  const seen = await findVote(ctx, ref);
  if (!seen) return null;
  const { vote, village, loaded } = seen;
  const asking = askingOf(ctx.viewer);
  const line = await ownLine(ctx.db.read, vote, asking);
  // Of a household, whoever voted for it.
  const isOwn =
    vote.unit === 'person' || asking.villagerIds.includes(line?.mandateVillagerId ?? '');
  if (line?.voted !== 'online' || !isOwn) return null;
  const [envelope] = await selectHashes(ctx.db.read, [line.id]);
  const now = ctx.clock.now();
  return {
    ...{ village, no: vote.no, title: loaded.post.title, hash: envelope?.hash ?? null },
    ...{ isSecret: vote.secrecy === 'secret', phase: phaseOf(vote, now) },
    ...{ closesAt: vote.closesAt, now },
  };
}

/** A vote on one's own page. */
export interface OwnVote {
  path: string;
  title: string;
  hasVoted: boolean;
  /** Where the receipt stands; null without one. */
  receipt: string | null;
  closesAt: EpochMs;
}

/** The votes that run in the viewer's villages and on whose rosters he stands, and his receipts in them. */
export async function ownVotes(ctx: Context): Promise<OwnVote[]> {
  const villageCodes = ctx.viewer.memberships.map(({ villageCode }) => villageCode);
  const states = ['open', 'closed'];
  const votes = (await selectVotesIn(ctx.db.read, { villageCodes, states })).toSorted(
    (a, b) => a.closesAt - b.closesAt,
  );
  if (votes.length === 0) return [];
  const ids = votes.map(({ id }) => id);
  const [lines, rows] = await Promise.all([
    selectOwnLines(ctx.db.read, ids, askingOf(ctx.viewer)),
    postRows(ctx, ids),
  ]);
  return rows.flatMap(({ id, path, title }) => {
    const vote = votes.find((one) => one.id === id);
    const line = lines.find((one) => one.voteId === id && one.standing === 'in');
    if (!vote || !line) return [];
    const isOnline = line.voted === 'online';
    const receipt = isOnline && vote.secrecy === 'secret' ? `${path}/receipt` : null;
    return [{ path, title, hasVoted: line.voted !== null, receipt, closesAt: vote.closesAt }];
  });
}
