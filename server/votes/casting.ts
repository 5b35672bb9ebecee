import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { votesPath } from '#server/rules/links.ts';
import { voteCode, voteType } from '#server/rules/vote-book.ts';
import { phaseOf } from '#server/rules/vote-times.ts';
import {
  type Asking,
  insertEnvelope,
  insertNamedBallot,
  markVoted,
  type OwnLine,
  selectOwnLines,
} from '#server/votes/casting-records.ts';
import { type Both, envelopeHash, sealBallot } from '#server/votes/envelopes.ts';
import { voteKind } from '#server/votes/kind.ts';
import {
  type OptionRecord,
  selectOptions,
  selectVote,
  type VoteRecord,
} from '#server/votes/records.ts';
import { sealingKeys } from '#server/votes/tellers.ts';
import { isCast } from '#server/votes/types.ts';

/** A vote as its address names it. */
export interface VoteRef {
  slug: string;
  no: number;
}

/** The vote behind an address, if this viewer may see it. */
export async function findVote(
  ctx: Context,
  { slug, no }: VoteRef,
): Promise<{ loaded: LoadedPost; vote: VoteRecord; village: Village } | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (!village || loaded?.post.kind !== voteKind.code) return null;
  const vote = await selectVote(ctx.db.read, loaded.post.id);
  return vote && { loaded, vote, village };
}

/** What a viewer is asked as in votes of all villages: his lines on their rosters. */
export function askingOf({ memberships }: Viewer): Asking {
  return {
    villagerIds: memberships.map(({ villagerId }) => villagerId),
    householdIds: memberships.map(({ householdId }) => householdId),
  };
}

/**
 * Why this viewer cannot cast a ballot through this line now; null when he can. `line` is null for
 * whoever is not on the roster.
 */
export function castHindrance(
  vote: VoteRecord,
  line: OwnLine | null,
  asking: Asking,
  phase: ReturnType<typeof phaseOf>,
): RefusalCode | null {
  if (line?.voted === 'online') return 'votedAlready';
  if (line?.voted === 'paper') return 'castOnPaper';
  if (phase === 'announced') return 'castTooEarly';
  if (phase !== 'open') return 'voteClosed';
  if (line?.standing !== 'in') return 'castNotOnRoster';
  if (vote.unit === 'person') return null;
  if (line.mandateVillagerId === null) return 'noMandate';
  return asking.villagerIds.includes(line.mandateVillagerId) ? null : 'householdOther';
}

/**
 * A choice as it may lie in the box: options that exist, as many as may be named, each once; or 0
 * alone, whoever abstains where no option says so. It is then an empty ballot.
 */
export async function readChoice(
  ctx: Context,
  vote: VoteRecord,
  choice: readonly number[],
): Promise<Result<number[]>> {
  const options = await selectOptions(ctx.db.read, vote.id);
  const known = new Set(options.map(({ no }) => no));
  const isBlank = choice.includes(BLANK) && mayBeBlank(options);
  if (isBlank) return choice.length === 1 ? accept([]) : refuse('abstainAlone', 'ballot');
  const named = [...new Set(choice)].toSorted((a, b) => a - b);
  if (named.length === 0 || named.some((no) => !known.has(no))) return refuse('pickOne', 'ballot');
  return named.length > vote.most ? refuse('choiceTooMany', 'ballot') : accept(named);
}

/** What a ballot says that names none of the options. */
export const BLANK = 0;

/** Whether abstaining is to name none: on paper one always can, so one can online. */
export function mayBeBlank(options: Pick<OptionRecord, 'meaning'>[]): boolean {
  return !options.some(({ meaning }) => meaning === 'abstain');
}

/** What somebody casts, ready to be laid down. */
interface Casting {
  voteId: string;
  asking: Asking;
  choice: number[];
}

/**
 * Casts a ballot: the mark on the roster and the sealed envelope in one write, or neither. Judged at
 * the instant of the write; nothing of the choice is kept anywhere else, and no act is noted. Gives
 * the hash of the envelope; '' for an open vote, whose ballots have names.
 */
export async function castVote(
  ctx: Context,
  ref: VoteRef,
  choice: readonly number[],
): Promise<Result<{ hash: string }>> {
  const seen = await findVote(ctx, ref);
  if (!seen || seen.vote.noticeAt === null) return refuse('notFound');
  if (ctx.viewer.personId === null) return refuse('signInFirst');
  const { vote } = seen;
  if (!mayBeCast(ctx, vote)) return refuse('voteNotHere');
  const read = await readChoice(ctx, vote, choice);
  if (!read.ok) return read;
  const asking = askingOf(ctx.viewer);
  const casting = { voteId: vote.id, asking, choice: read.value };
  return ctx.db.write((tx) => layDown(tx, ctx, casting));
}

async function layDown(
  tx: Tx,
  ctx: Context,
  { voteId, asking, choice }: Casting,
): Promise<Result<{ hash: string }>> {
  // Whoever casts and whoever closes the box wait for each other, so nothing falls between.
  await lock(tx, 'vote', 'id', voteId);
  const vote = await selectVote(tx, voteId);
  if (!vote) return refuse('notFound');
  const line = await ownLine(tx, vote, asking);
  const hindrance = castHindrance(vote, line, asking, phaseOf(vote, ctx.clock.now()));
  if (hindrance || !line) return refuse(hindrance ?? 'castNotOnRoster');
  const keys = vote.secrecy === 'secret' ? await sealingKeys(tx, voteId) : null;
  if (vote.secrecy === 'secret' && !keys) throw new Error(`vote ${voteId} is open without keys`);
  if (!(await markVoted(tx, line.id))) return refuse('votedAlready');
  const hash = await keepBallot(tx, { electorId: line.id, voteId }, choice, keys);
  tx.touch(`vote:${voteId}`, `post:${voteId}`);
  return accept({ hash });
}

async function keepBallot(
  tx: Tx,
  which: { electorId: string; voteId: string },
  choice: number[],
  keys: Both<string> | null,
): Promise<string> {
  if (!keys) {
    await insertNamedBallot(tx, { ...which, choices: choice });
    return '';
  }
  const sealed = sealBallot(choice, keys, which.voteId);
  const hash = envelopeHash(sealed);
  await insertEnvelope(tx, { ...which, sealed, hash });
  return hash;
}

/** The line through which somebody may vote: his household's where households vote, else his own. */
export async function ownLine(
  db: Parameters<typeof selectOwnLines>[0],
  vote: Pick<VoteRecord, 'id'>,
  asking: Asking,
): Promise<OwnLine | null> {
  const lines = await selectOwnLines(db, [vote.id], asking);
  return lines.find(({ standing }) => standing === 'in') ?? lines[0] ?? null;
}

/** Whether ballots of this vote are taken here at all. */
export function mayBeCast({ book }: Context, { type }: VoteRecord): boolean {
  const code = voteCode(type);
  return code !== null && isCast(voteType(book.votes, code));
}

/** Where a vote stands in the one page tree. */
export function votePath({ slug, no }: VoteRef): string {
  return votesPath(slug, no);
}
