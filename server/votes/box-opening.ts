import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { readTellerSecret } from '#server/rules/teller-secret.ts';
import { openBox } from '#server/votes/box.ts';
import {
  deleteEnvelopes,
  lockVote,
  selectAllHashes,
  selectEnvelopes,
} from '#server/votes/box-records.ts';
import { finishCount } from '#server/votes/counting.ts';
import { type Both, type Seat, tellerPublicKey } from '#server/votes/envelopes.ts';
import { forgetSecrets, heldSecret, holdSecret } from '#server/votes/held-secrets.ts';
import { noteVote } from '#server/votes/noting.ts';
import { agreedPaper } from '#server/votes/paper-count.ts';
import { type OptionRecord, selectOptions, type VoteRecord } from '#server/votes/records.ts';
import { countRoster } from '#server/votes/roster-records.ts';
import { deletePaperCounts } from '#server/votes/table-records.ts';
import { dropTellerKeys } from '#server/votes/teller-records.ts';
import { readOwnSecret, secretRefusals, type Telling, tellingOf } from '#server/votes/tellers.ts';

/**
 * What came of a secret typed at the box: it waits for the other teller's; the box is open; or one
 * envelope does not open, or there are not as many as marks on the roll, and none was opened.
 */
export type BoxState =
  | { state: 'waiting' }
  | { state: 'opened' }
  | { state: 'faulty'; envelopeHash: string | null };

/**
 * A teller types his secret at the box, and with it the other's where both stand at one screen. Once
 * both are there the box is opened, counted and destroyed in one write; before, nothing changes.
 */
export async function openBallotBox(
  ctx: Context,
  voteId: string,
  typed: { secret: string; otherSecret: string },
): Promise<Result<BoxState>> {
  const telling = await tellingOf(ctx, voteId);
  if (!telling) return refuse('notFound');
  const { vote, seat } = telling;
  if (vote.state === 'counted') return refuse('boxOpened');
  if (vote.state !== 'closed') return refuse('boxStillOpen');
  if (!(await agreedPaper(ctx.db.read, ctx, vote))) return refuse('paperNotAgreed');
  const own = readOwnSecret(telling, typed.secret);
  if (!own.ok) return own;
  const other = otherSecret(ctx, telling, typed.otherSecret);
  if (!other.ok) return other;
  if (other.value === null) {
    holdSecret(ctx, { voteId, seat, secret: own.value });
    return accept({ state: 'waiting' });
  }
  forgetSecrets(ctx, voteId);
  const secrets: Both<string> = seat === 1 ? [own.value, other.value] : [other.value, own.value];
  return openAndCount(ctx, telling, secrets);
}

/** The other teller's secret: typed beside one's own, or kept for some minutes; null while it is missing. */
function otherSecret(
  ctx: Context,
  { vote, seat, tellers }: Telling,
  typed: string,
): Result<string | null> {
  const otherSeat: Seat = seat === 1 ? 2 : 1;
  if (typed.trim() === '') return accept(heldSecret(ctx, vote.id, otherSeat));
  const read = readTellerSecret(typed);
  if (!read.ok) return refuse(secretRefusals[read.fault], 'other-secret');
  const other = tellers.find((teller) => teller.seat === otherSeat);
  const isOther = tellerPublicKey(read.secret, vote.id, otherSeat) === other?.publicKey;
  return isOther ? accept(read.secret) : refuse('secretOther', 'other-secret');
}

async function openAndCount(
  ctx: Context,
  telling: Telling,
  secrets: Both<string>,
): Promise<Result<BoxState>> {
  const { id: voteId } = telling.vote;
  const sealed = await selectEnvelopes(ctx.db.read, voteId);
  const box = await openBox({ voteId, envelopes: sealed.map((row) => row.sealed), secrets });
  const at = ctx.clock.now();
  if (!box.ok) return noteFault(ctx, telling, { at, envelopeHash: box.envelopeHash });
  const hashes = sealed.map(({ hash }) => hash);
  const counted = await writeCount(ctx, telling, { choices: box.choices, hashes, at });
  if (!counted.ok) return counted;
  if (!counted.value) return noteFault(ctx, telling, { at, envelopeHash: null });
  // What was deleted is overwritten at once; backups keep envelopes that nobody can open.
  await ctx.db.scrub(['vote_envelope', 'vote_teller', 'vote_paper_count']);
  return accept({ state: 'opened' });
}

interface OpenedBox {
  choices: number[][];
  hashes: string[];
  at: EpochMs;
}

/** Counts and destroys in one write; false when roll and box do not fit each other. */
function writeCount(
  ctx: Context,
  { vote: { id }, village, personId, byPost }: Telling,
  { choices, hashes, at }: OpenedBox,
): Promise<Result<boolean>> {
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, id);
    if (vote?.state !== 'closed') return refuse('boxOpened');
    const paper = await agreedPaper(tx, ctx, vote);
    if (!paper) return refuse('paperNotAgreed');
    const { online } = await countRoster(tx, id);
    const isWhole = online === hashes.length && isSame(hashes, await selectAllHashes(tx, id));
    const options = await selectOptions(tx, id);
    if (!isWhole || !choices.every((choice) => mayStand(choice, vote, options))) {
      return accept(false);
    }
    await finishCount(tx, ctx, vote, {
      ...{ choices: [...choices, ...paper.choices], online, hashes, at },
      ...{ spoiled: paper.spoiled, present: online + paper.ticks },
      ...{ village, actorId: personId, actorRole: byPost },
    });
    await deleteEnvelopes(tx, id);
    await dropTellerKeys(tx, id);
    await deletePaperCounts(tx, id);
    return accept(true);
  });
}

/** Notes that the box stayed shut, and for the sake of which envelope: its owner can be asked. */
function noteFault(
  ctx: Context,
  { vote, personId, byPost }: Telling,
  { at, envelopeHash }: { at: EpochMs; envelopeHash: string | null },
): Promise<Result<BoxState>> {
  return ctx.db.write(async (tx) => {
    await noteVote(tx, vote, {
      ...{ what: 'vote.box-faulty', actorId: personId, actorRole: byPost, at },
      facts: { envelopeHash },
    });
    return accept({ state: 'faulty', envelopeHash });
  });
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((hash, at) => hash === other[at]);
}

/** Whether a choice could have been made on the ballot of this vote. */
function mayStand(choice: number[], { most }: VoteRecord, options: OptionRecord[]): boolean {
  const known = new Set(options.map(({ no }) => no));
  const isOnce = new Set(choice).size === choice.length;
  return isOnce && choice.length <= most && choice.every((no) => known.has(no));
}
