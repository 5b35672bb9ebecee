import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { holdersIn, type StaffPerson } from '#server/grids/staff.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { permissions, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { readTellerSecret, type SecretFault } from '#server/rules/teller-secret.ts';
import { lockVote } from '#server/votes/box-records.ts';
import {
  type Both,
  makeTellerSecret,
  type Seat,
  tellerPublicKey,
} from '#server/votes/envelopes.ts';
import { noteVote } from '#server/votes/noting.ts';
import { selectVote, type VoteRecord } from '#server/votes/records.ts';
import {
  replaceTellers,
  selectTellers,
  setTellerKey,
  setTellerProven,
  type TellerRow,
} from '#server/votes/teller-records.ts';

/** A vote, and the seat at which the viewer is its teller. */
export interface Telling {
  vote: VoteRecord;
  village: Village;
  tellers: TellerRow[];
  seat: Seat;
  personId: string;
  byPost: string;
}

/** What is said of a secret that does not read as one, by field of the form. */
export const secretRefusals = {
  length: 'secretLength',
  sign: 'secretSign',
  check: 'secretCheck',
} as const satisfies Record<SecretFault, string>;

/** Who may be a teller in a village: everybody in office there who may count, but the preparer. */
export async function tellerChoices(ctx: Context, village: Village): Promise<StaffPerson[]> {
  const people = await holdersIn(ctx, village.code, [...permissions['vote.tell']]);
  return people.filter(({ personId }) => personId !== ctx.viewer.personId);
}

/**
 * Why these two cannot be the tellers of a secret vote; null when they can. Two people, neither of
 * them whoever prepares.
 */
export function tellersFault(
  personIds: readonly string[],
  { preparedById, choices }: { preparedById: string; choices: readonly StaffPerson[] },
): Refusal | null {
  const [first, second] = personIds;
  if (!first || !second) return refuse('tellersMissing', 'teller-1');
  if (first === second) return refuse('tellersSame', 'teller-2');
  const known = new Set(choices.map(({ personId }) => personId));
  const wrong = personIds.findIndex((id) => id === preparedById || !known.has(id));
  return wrong >= 0 ? refuse('tellerNotHere', `teller-${wrong + 1}`) : null;
}

/**
 * Names the tellers in the write that prepares a vote, and asks those who were not named before to
 * make their keys. The same two keep theirs; with any other the keys are gone.
 */
export async function nameTellers(
  tx: Tx,
  { id, no, at }: { id: string; no: number; at: EpochMs },
  personIds: readonly string[],
): Promise<void> {
  const before = (await selectTellers(tx, id)).map(({ personId }) => personId);
  const areSame =
    before.length === personIds.length && before.every((one, i) => one === personIds[i]);
  if (areSame) return;
  await replaceTellers(tx, id, personIds);
  const news = { template: 'vote.teller', body: wordsFor('zh').tellers.news.key(no), at };
  const asked = personIds.filter((personId) => !before.includes(personId));
  const path = `/desk/votes/${id}/key`;
  await tell(tx, ...asked.map((personId) => ({ ...news, personId, path })));
}

/** Whether a vote's tellers both hold their keys, so that what is cast can be sealed and opened. */
export async function tellersReady(tx: Tx, voteId: string): Promise<boolean> {
  const tellers = await selectTellers(tx, voteId);
  return tellers.length === 2 && tellers.every(({ provenAt }) => provenAt !== null);
}

/** The public halves with which a ballot is sealed; null where not both keys are there. */
export async function sealingKeys(tx: Tx, voteId: string): Promise<Both<string> | null> {
  const [first, second] = await selectTellers(tx, voteId);
  return first?.publicKey && second?.publicKey ? [first.publicKey, second.publicKey] : null;
}

/** The viewer as teller of a vote; null for everybody else, who does not learn that there is one. */
export async function tellingOf(ctx: Context, voteId: string): Promise<Telling | null> {
  const { personId } = ctx.viewer;
  const vote = personId === null ? null : await selectVote(ctx.db.read, voteId);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  if (!vote || !village || personId === null) return null;
  const tellers = await selectTellers(ctx.db.read, voteId);
  const own = tellers.find((teller) => teller.personId === personId);
  if (!own) return null;
  const byPost = speakingPost(ctx.viewer, 'vote.tell', village.path) ?? 'teller';
  return { vote, village, tellers, seat: seatOf(own), personId, byPost };
}

/**
 * Makes a key for the viewer and gives back its secret, which is kept nowhere: not in the database,
 * not in the log. Until the roster is frozen a further press makes a further key, and the last counts.
 */
export async function makeTellerKey(
  ctx: Context,
  voteId: string,
): Promise<Result<{ secret: string }>> {
  const telling = await tellingOf(ctx, voteId);
  if (!telling) return refuse('notFound');
  const { seat, personId } = telling;
  const secret = makeTellerSecret();
  const publicKey = tellerPublicKey(secret, voteId, seat);
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, voteId);
    if (vote?.state !== 'preparing') return refuse('keysAreFixed');
    if (!(await setTellerKey(tx, { voteId, personId, publicKey }))) return refuse('notFound');
    tx.touch(`vote:${voteId}`);
    return accept({ secret });
  });
}

/** The viewer types his secret from his paper: it was written down, and rightly. */
export async function proveTellerKey(ctx: Context, voteId: string, typed: string): Promise<Result> {
  const telling = await tellingOf(ctx, voteId);
  if (!telling) return refuse('notFound');
  const read = readOwnSecret(telling, typed);
  if (!read.ok) return read;
  const { personId, byPost, seat } = telling;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, voteId);
    if (vote?.state !== 'preparing') return refuse('keysAreFixed');
    if (!(await setTellerProven(tx, { voteId, personId, at }))) return refuse('alreadyDone');
    await noteVote(tx, vote, {
      ...{ what: 'vote.key-proven', actorId: personId, actorRole: byPost, at, facts: { seat } },
    });
    tx.touch(`vote:${voteId}`);
    return accept();
  });
}

/** A typed secret that is the viewer's own for this vote: a slip of the pen is told apart. */
export function readOwnSecret({ vote, seat, tellers }: Telling, typed: string): Result<string> {
  const read = readTellerSecret(typed);
  if (!read.ok) return refuse(secretRefusals[read.fault], 'secret');
  const own = tellers.find((teller) => teller.seat === seat);
  if (!own?.publicKey) return refuse('keyNotMade', 'secret');
  const isOwn = tellerPublicKey(read.secret, vote.id, seat) === own.publicKey;
  return isOwn ? accept(read.secret) : refuse('secretOther', 'secret');
}

function seatOf({ seat }: TellerRow): Seat {
  return seat === 1 ? 1 : 2;
}
