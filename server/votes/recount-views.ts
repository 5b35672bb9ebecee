import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { votesPath } from '#server/rules/links.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import {
  type ResultRow,
  selectAllHashes,
  selectBallots,
  selectEnvelopeList,
  selectResult,
} from '#server/votes/box-records.ts';
import { BLANK, findVote, type VoteRef } from '#server/votes/casting.ts';
import { selectOptions, type VoteRecord } from '#server/votes/records.ts';
import { ballotsFile, envelopesFile, fileHash } from '#server/votes/recount-file.ts';

/** A published file: how many lines, and what `sha256sum` prints of it. */
export interface CountedFile {
  lines: number;
  hash: string;
}

/**
 * What the lines add up to: how many voted, and how many of them abstained or spoiled their ballots
 * where that is all that may be told; else the ballots of each channel.
 */
export type RecountResult =
  | { voted: number; together: number }
  | { online: number; paper: number; spoiled: number };

/** The page on which anybody counts again. */
export interface RecountView {
  village: Village;
  no: number;
  title: string;
  votePath: string;
  phase: VotePhase;
  isSecret: boolean;
  envelopes: CountedFile | null;
  ballots: CountedFile | null;
  /** A ballot may name several: the lines are single marks. */
  isTakenApart: boolean;
  result: RecountResult | null;
  /** What was looked for, and whether it is among the envelopes; null before. */
  search: string;
  isFound: boolean | null;
}

/** What is published of a vote for a recount; null where there is none to see. */
export async function recountPage(
  ctx: Context,
  ref: VoteRef,
  search: string,
): Promise<RecountView | null> {
  const found = await shownVote(ctx, ref);
  if (!found) return null;
  const { vote, village, title } = found;
  // What somebody looks for is nobody else's page.
  if (search !== '') ctx.page.keepPrivate();
  const hashes = await hashesOf(ctx, vote);
  const [ballots, result] = await Promise.all([
    ballotsOf(ctx, vote),
    selectResult(ctx.db.read, vote.id),
  ]);
  return {
    ...{ village, no: vote.no, title, votePath: votesPath(ref.slug, vote.no), search },
    ...{ phase: phaseOf(vote, ctx.clock.now()), isSecret: vote.secrecy === 'secret' },
    envelopes: hashes && { lines: hashes.length, hash: fileHash(envelopesFile(hashes)) },
    ballots: ballots && { lines: ballots.length, hash: fileHash(ballotsFile(ballots)) },
    ...{ isTakenApart: vote.most > 1, result: result && numbersOf(result) },
    isFound: search === '' || !hashes ? null : isAmong(hashes, search),
  };
}

/** The files that are published of a vote. */
export type RecountFile = 'envelopes.txt' | 'ballots.jsonl' | 'result.json';

/** One file as it is downloaded; null while it does not exist, and for whoever may not see the vote. */
export async function recountFile(
  ctx: Context,
  ref: VoteRef,
  file: RecountFile,
): Promise<{ text: string; isFinal: boolean } | null> {
  const found = await shownVote(ctx, ref);
  if (!found) return null;
  const { vote } = found;
  const isFinal = vote.state === 'counted';
  if (file === 'envelopes.txt') {
    const hashes = await hashesOf(ctx, vote);
    return hashes && { text: envelopesFile(hashes), isFinal };
  }
  if (file === 'result.json') return resultFile(ctx, vote);
  const ballots = await ballotsOf(ctx, vote);
  return ballots && { text: ballotsFile(ballots), isFinal };
}

function numbersOf({ online, paper, spoiled, together }: ResultRow): RecountResult {
  return together === null ? { online, paper, spoiled } : { voted: online + paper, together };
}

/**
 * The result as JSON: numbers and hashes. Whether that carries anything it does not say: what is
 * voted online is an opinion asked for, unless the type's own rules let it decide.
 */
async function resultFile(ctx: Context, vote: VoteRecord) {
  const result = await selectResult(ctx.db.read, vote.id);
  if (!result) return null;
  const options = await selectOptions(ctx.db.read, vote.id);
  const { entitled, together, counts, verdict, envelopesHash, ballotsHash } = result;
  const told = together === null ? options : options.filter((one) => one.meaning !== 'abstain');
  const thresholds = verdict.filter(({ needed }) => needed !== undefined);
  const content = {
    ...{ vote: vote.no, type: vote.type, rosterHash: vote.rosterHash },
    ...{ entitled, ...numbersOf(result), lines: vote.most > 1 ? 'marks' : 'ballots' },
    ...(together === null && { blank: counts[BLANK] ?? 0 }),
    options: told.map(({ no, label }) => ({ no, label, ballots: counts[no] ?? 0 })),
    ...{ thresholds, envelopesSha256: envelopesHash, ballotsSha256: ballotsHash },
  };
  return { text: `${JSON.stringify(content, null, 2)}\n`, isFinal: true };
}

/** A vote whose box is of public interest: it was announced, and not taken back. */
async function shownVote(ctx: Context, ref: VoteRef) {
  const found = await findVote(ctx, ref);
  if (!found || found.vote.noticeAt === null) return null;
  const { vote, village, loaded } = found;
  ctx.page.shows(`vote:${vote.id}`, `post:${vote.id}`, `village:${vote.villageCode}`);
  const next = [vote.opensAt, vote.closesAt].find((at) => at > ctx.clock.now());
  ctx.page.changesAt(next ?? null);
  return { vote, village, title: loaded.post.title };
}

/** The list of envelopes as it is now, or as it was when the box was opened; null for an open vote. */
async function hashesOf(ctx: Context, { id, secrecy }: VoteRecord): Promise<string[] | null> {
  if (secrecy !== 'secret') return null;
  return (await selectEnvelopeList(ctx.db.read, id)) ?? selectAllHashes(ctx.db.read, id);
}

/** The opened ballots; null before the count. */
async function ballotsOf(ctx: Context, { id, state }: VoteRecord): Promise<number[][] | null> {
  if (state !== 'counted') return null;
  const rows = await selectBallots(ctx.db.read, id);
  return rows.map(({ choices }) => choices);
}

/** The number on a receipt, or its beginning, as it is copied by hand. */
function isAmong(hashes: string[], search: string): boolean {
  const wanted = search.toLowerCase().replace(/[^0-9a-f]/g, '');
  return wanted.length >= 8 && hashes.some((hash) => hash.startsWith(wanted));
}
