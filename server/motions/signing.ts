import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { standsOn } from '#server/bodies/roll.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { villagerIn } from '#server/motions/act.ts';
import { type LoadedMotion, type MotionRef, standingMotion } from '#server/motions/load.ts';
import {
  countRepresentatives,
  countVillagers,
  deleteSignature,
  hasSigned,
  insertSignature,
  type MotionRecord,
  type SignatureRecord,
  selectMotion,
  updateMotion,
} from '#server/motions/records.ts';
import { motionState } from '#server/motions/state.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { dueAfterNaturalDays } from '#server/rules/due-dates.ts';
import { fourTwoStep } from '#server/rules/four-two-book.ts';
import { motionStanding } from '#server/rules/motions.ts';

/** A raised matter as far as those who are told of it must know it. */
export interface RaisedMotion {
  id: string;
  path: string;
  village: Village;
  title: string;
  authorId: string;
}

/** Puts one's name under a matter, or takes it back while names are still gathered. */
export async function signMotion(ctx: Context, ref: MotionRef, wants: boolean): Promise<Result> {
  const loaded = await standingMotion(ctx, ref);
  if (!loaded) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const villagerId = await signerOf(ctx, loaded);
  if (villagerId === null) {
    return refuse(isOfReps(loaded.motion) ? 'onlyRepresentatives' : 'notOfThisVillage');
  }
  const at = ctx.clock.now();
  const { post, village, path } = loaded;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', post.id);
    const now = await selectMotion(tx, post.id);
    if (now?.state !== 'gathering') return refuse(wants ? 'gatheringDone' : 'requestReached');
    const isOver = standingOf(ctx, now, post.createdAt) === 'over';
    if (isOver) return refuse('requestOver');
    const signature = { motionId: post.id, villagerId, personId, at };
    const signed = wants ? await addName(tx, now, signature) : await takeBack(tx, now, signature);
    tx.touch(`post:${post.id}`, `village:${village.code}`);
    if (!wants || signed === null || signed < now.needed) return accept();
    const { title, authorId } = post;
    await reachMotion(tx, ctx, { id: post.id, path, village, title, authorId }, now);
    return accept();
  });
}

/** The viewer as one who may sign this motion; null when he may not. */
export async function signerOf(
  ctx: Context,
  { motion, village }: Pick<LoadedMotion, 'motion' | 'village'>,
): Promise<string | null> {
  if (!isOfReps(motion)) return villagerIn(ctx, village);
  const stands = await standsOn(ctx, village.code, 'representatives');
  return stands?.villagerId ?? null;
}

/** The count with this name, of those who still count; null when it was there already. */
export async function addName(
  tx: Tx,
  motion: MotionRecord,
  signature: SignatureRecord,
): Promise<number | null> {
  if (await hasSigned(tx, signature)) return null;
  return (await insertSignature(tx, signature)) ? recount(tx, motion) : null;
}

/** It counts as raised: the branch takes it up within the county's days, and is told so. */
export async function reachMotion(
  tx: Tx,
  ctx: Context,
  { id, path, village, title, authorId }: RaisedMotion,
  motion: MotionRecord,
): Promise<void> {
  const at = ctx.clock.now();
  const dueAt = logDueAfter(ctx, at);
  await motionState(tx, id, 'waiting', at, { raisedAt: at, logDueAt: dueAt });
  await append(tx, {
    what: 'motion.raised',
    subjectKind: 'motion',
    subjectId: id,
    villageCode: village.code,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.fourTwo.version,
    facts: { no: motion.no, needed: motion.needed, outOf: motion.outOf, logDueAt: dueAt },
  });
  const { news } = wordsFor('zh').motions;
  const day = dueAt === null ? null : plainDay('zh', dueAt, at);
  const branch = await holdersAt(tx, village.code, ['secretary'], at);
  const message = { template: 'motion.raised', path, at };
  await tell(
    tx,
    { ...message, personId: authorId, body: news.raised(title, day) },
    ...branch.map((personId) => ({ ...message, personId, body: news.toLog(village.name, day) })),
  );
}

/** By when the branch takes up what was raised at an instant; null where no days are set. */
export function logDueAfter({ book }: Context, at: EpochMs): EpochMs | null {
  const { dueDays } = fourTwoStep(book.fourTwo, 's0_intake');
  return dueDays === null ? null : dueAfterNaturalDays(book.calendar, at, dueDays).dueAt;
}

function standingOf(ctx: Context, motion: MotionRecord, createdAt: number) {
  const { gatherDays } = ctx.book.motions;
  return motionStanding({ ...motion, createdAt }, gatherDays, ctx.clock.now()).state;
}

function isOfReps({ raisedBy }: Pick<MotionRecord, 'raisedBy'>): boolean {
  return raisedBy === 'representatives';
}

async function takeBack(tx: Tx, motion: MotionRecord, signature: SignatureRecord): Promise<null> {
  if (await deleteSignature(tx, signature)) await recount(tx, motion);
  return null;
}

async function recount(tx: Tx, motion: MotionRecord): Promise<number> {
  const signed = await (isOfReps(motion) ? countRepresentatives : countVillagers)(tx, motion);
  await updateMotion(tx, motion.id, { signed });
  return signed;
}
