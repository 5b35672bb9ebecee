import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Running } from '#server/posts/running.ts';
import { type PostRow, postList, postRows } from '#server/posts/views.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import { voteKind } from '#server/votes/kind.ts';
import {
  type OptionRecord,
  selectOptionsOf,
  selectResults,
  selectVotes,
  selectVotesIn,
  selectVotesOfMotion,
  type VoteRecord,
} from '#server/votes/records.ts';
import { type ResultView, resultView } from '#server/votes/result-view.ts';
import { type TypeView, typeView } from '#server/votes/type-view.ts';

/** One vote in a list. */
export interface VoteRow {
  post: PostRow;
  typeName: BothWords;
  isCast: boolean;
  phase: VotePhase;
  secrecy: string;
  opensAt: EpochMs;
  closesAt: EpochMs;
  countedAt: EpochMs | null;
}

/** A village's votes: what runs or is about to, and a page of all, newest first. */
export interface VoteList {
  village: Village;
  now: EpochMs;
  running: VoteRow[];
  rows: VoteRow[];
  newer: string | null;
  older: string | null;
}

/** The list of a village's votes; null where there is no such village. */
export async function voteList(
  ctx: Context,
  slug: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<VoteList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const isFirst = before === null && after === null;
  const [page, open] = await Promise.all([
    postList(ctx, { villageCode: village.code, kind: voteKind.code, before, after }),
    isFirst ? runningVotes(ctx, village.code) : [],
  ]);
  const running = new Set(open.map(({ id }) => id));
  const posts = await postRows(ctx, [...running]);
  const known = await selectVotes(ctx.db.read, [...running, ...page.rows.map(({ id }) => id)]);
  const byId = new Map(known.map((vote) => [vote.id, vote]));
  const rowOf = (post: PostRow) => {
    const vote = byId.get(post.id);
    return vote ? [voteRow(ctx, post, vote)] : [];
  };
  return {
    ...{ village, now: ctx.clock.now(), newer: page.newer, older: page.older },
    running: posts.flatMap(rowOf).toSorted((a, b) => a.closesAt - b.closesAt),
    rows: page.rows.filter(({ id }) => !running.has(id)).flatMap(rowOf),
  };
}

function voteRow(ctx: Context, post: PostRow, vote: VoteRecord): VoteRow {
  const { type, isCast } = typeView(ctx.book.votes, vote.type);
  const phase = phaseOf(vote, ctx.clock.now());
  if (phase === 'announced') ctx.page.changesAt(vote.opensAt);
  if (phase === 'open') ctx.page.changesAt(vote.closesAt);
  const { secrecy, opensAt, closesAt, countedAt } = vote;
  return { post, typeName: type, isCast, phase, secrecy, opensAt, closesAt, countedAt };
}

/** The votes of a village that are open, announced, or closed and not yet counted. */
function runningVotes(ctx: Context, villageCode: string): Promise<VoteRecord[]> {
  const states = ['open', 'announced', 'closed'];
  return selectVotesIn(ctx.db.read, { villageCodes: [villageCode], states });
}

/** The votes that are open in a village, the one that closes first at the top. */
export async function runningNow(
  ctx: Context,
  { code }: Pick<Village, 'code'>,
): Promise<Running<'vote'>[]> {
  ctx.page.shows(`village:${code}`);
  const now = ctx.clock.now();
  const votes = (await runningVotes(ctx, code)).filter((vote) => {
    const phase = phaseOf(vote, now);
    if (phase === 'announced') ctx.page.changesAt(vote.opensAt);
    if (phase === 'open') ctx.page.changesAt(vote.closesAt);
    return phase === 'open' && typeView(ctx.book.votes, vote.type).isCast;
  });
  const rows = await postRows(
    ctx,
    votes.map(({ id }) => id),
  );
  return votes
    .toSorted((a, b) => a.closesAt - b.closesAt)
    .flatMap(({ id, closesAt }) => {
      const row = rows.find((one) => one.id === id);
      // Of what ends at midnight the last day is the one before.
      const lastDay = localDate(closesAt - 1);
      return row ? [{ path: row.path, title: row.title, lastDay, what: 'vote' as const }] : [];
    });
}

/** A vote about a matter, as the matter's page and the resolution's show it beside what decides. */
export interface VoteSummary {
  id: string;
  path: string;
  no: number;
  title: string;
  about: TypeView;
  phase: VotePhase;
  opensAt: EpochMs;
  closesAt: EpochMs;
  electors: number;
  options: OptionRecord[];
  /** Null before it is counted. */
  result: ResultView | null;
}

/** The announced votes about a matter, in the order in which they were held. */
export async function votesOfMotion(ctx: Context, motionId: string): Promise<VoteSummary[]> {
  const votes = (await selectVotesOfMotion(ctx.db.read, motionId)).filter(
    ({ noticeAt }) => noticeAt !== null,
  );
  const ids = votes.map(({ id }) => id);
  for (const id of ids) ctx.page.shows(`vote:${id}`);
  const [rows, options, results] = await Promise.all([
    postRows(ctx, ids),
    selectOptionsOf(ctx.db.read, ids),
    selectResults(ctx.db.read, ids),
  ]);
  return votes.flatMap((vote) => {
    const row = rows.find(({ id }) => id === vote.id);
    if (!row) return [];
    const { id, no, opensAt, closesAt, rosterCount } = vote;
    const own = options.filter(({ voteId }) => voteId === id);
    const counted = results.find(({ voteId }) => voteId === id);
    return [
      {
        ...{ id, path: row.path, no, title: row.title, opensAt, closesAt, electors: rosterCount },
        about: typeView(ctx.book.votes, vote.type),
        phase: phaseOf(vote, ctx.clock.now()),
        options: own,
        result: counted ? resultView(ctx, own, counted) : null,
      },
    ];
  });
}
