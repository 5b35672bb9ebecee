import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { actOn, entryOf, isOfVillage, type MotionAct } from '#server/motions/act.ts';
import type { AmendForm, DecideForm, VoiceForm } from '#server/motions/forms.ts';
import { type LoadedMotion, type MotionRef, standingMotion } from '#server/motions/load.ts';
import { selectMotion } from '#server/motions/records.ts';
import { selectSteps } from '#server/motions/step-records.ts';
import { insertVoice, selectVoice, updateVoice } from '#server/motions/voice-records.ts';
import { rewordSettled } from '#server/posts/rewording.ts';
import { authorOfComment, voiceAt, wordsOfComment } from '#server/posts/voices.ts';
import { blacken } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { motionStanding } from '#server/rules/motions.ts';

/** 说说为什么赞成, 为什么反对: a reason on one side, while the matter is talked over. */
export async function speakFor(
  ctx: Context,
  ref: MotionRef,
  form: VoiceForm,
): Promise<Result<{ id: string }>> {
  const open = await talkedOver(ctx, ref, 'body');
  if (!open.ok) return open;
  const { post } = open.value;
  return voiceAt(ctx, open.value, form, async (tx, commentId) => {
    await insertVoice(tx, { ...undecided, commentId, motionId: post.id, side: form.side });
  });
}

/** Proposes other words for the whole text; those who keep the hall decide, with a reason. */
export async function proposeAmendment(
  ctx: Context,
  ref: MotionRef,
  form: AmendForm,
): Promise<Result<{ id: string }>> {
  const open = await talkedOver(ctx, ref, 'body');
  if (!open.ok) return open;
  const { post } = open.value;
  if (form.body.trim() === post.body.trim()) return refuse('nothingChanged', 'body');
  return voiceAt(ctx, open.value, form, async (tx, commentId) => {
    const row = { ...undecided, commentId, motionId: post.id, side: 'amend', state: 'open' };
    await insertVoice(tx, row);
  });
}

/** Takes an amendment into the text, or declines it, with a reason; nobody decides his own. */
export async function decideAmendment(
  ctx: Context,
  ref: MotionRef,
  commentId: string,
  form: DecideForm,
): Promise<Result> {
  const act = await actOn(ctx, ref, 'motion.keep');
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  const voice = await selectVoice(ctx.db.read, commentId);
  const isHere = voice?.motionId === loaded.post.id && voice.side === 'amend';
  if (!isHere) return refuse('notFound');
  const authorId = await authorOfComment(ctx, commentId);
  if (authorId === personId) return refuse('notOwnWork', 'reason');
  if ([...form.reason].length > ctx.book.rules.texts.reasonLength)
    return refuse('tooLong', 'reason');
  const sent = { actorId: personId, action: 'motion.amend', key: form.key, at: ctx.clock.now() };
  const deciding = { commentId, authorId, verdict: form.verdict, reason: blacken(form.reason) };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', loaded.post.id);
    return once<Result>(tx, sent, () => decideInTx(tx, ctx, act.value, deciding));
  });
}

interface Deciding {
  commentId: string;
  authorId: string | null;
  verdict: 'taken' | 'declined';
  reason: string;
}

async function decideInTx(
  tx: Tx,
  ctx: Context,
  act: MotionAct,
  { commentId, authorId, verdict, reason }: Deciding,
): Promise<Result> {
  const { loaded, personId } = act;
  const now = await selectVoice(tx, commentId);
  if (now?.state !== 'open') return refuse('alreadyDone', 'reason');
  const at = ctx.clock.now();
  if (verdict === 'taken') {
    const refused = await takeWords(tx, act, { commentId, at });
    if (refused) return refused;
  }
  const decided = { state: verdict, decidedById: personId, decidedAt: at, reason };
  await updateVoice(tx, commentId, decided);
  const entry = { what: 'motion.amended', facts: { commentId, verdict }, content: { reason } };
  await append(tx, { ...entryOf(ctx, act), ...entry });
  if (authorId !== null) {
    const { news } = wordsFor('zh').motions;
    const body = news[verdict](loaded.post.title);
    const path = `${loaded.path}#talk-${commentId}`;
    await tell(tx, { personId: authorId, template: 'motion.amended', body, path, at });
  }
  tx.touch(`post:${loaded.post.id}`);
  return accept();
}

/** Puts the words of an amendment in the place of the text, or says why they cannot be. */
async function takeWords(
  tx: Tx,
  { loaded: { post }, personId: byId }: MotionAct,
  { commentId, at }: { commentId: string; at: EpochMs },
): Promise<Refusal | null> {
  const words = await wordsOfComment(tx, commentId);
  // Taken back or taken down meanwhile, it can only be declined.
  if (!words) return refuse('amendmentGone', 'reason');
  if (await isTextPut(tx, post.id)) return refuse('talkOver', 'reason');
  const { renderedBy } = post;
  await rewordSettled(tx, post.id, { ...words, renderedBy }, { byId, at });
  return null;
}

/** Those who decide were called for this text, or have decided it: it stays what they read. */
async function isTextPut(tx: Tx, motionId: string): Promise<boolean> {
  const motion = await selectMotion(tx, motionId);
  if (motion?.state === 'decided' || motion?.state === 'closed') return true;
  const tries = await selectSteps(tx, motionId);
  return tries.some(({ step, state }) => step === 's4_resolve' && state === 'called');
}

const undecided = { state: null, decidedById: null, decidedAt: null, reason: null };

/** The motion while its talk is open; outside it nobody speaks for or against. */
async function talkedOver(
  ctx: Context,
  ref: MotionRef,
  field: string,
): Promise<Result<LoadedMotion>> {
  const loaded = await standingMotion(ctx, ref);
  if (!loaded) return refuse('notFound');
  if (ctx.viewer.personId === null) return refuse('signInFirst');
  if (!isOfVillage(ctx, loaded.village)) return refuse('notOfThisVillage', field);
  const { gatherDays } = ctx.book.motions;
  const facts = { ...loaded.motion, createdAt: loaded.post.createdAt };
  const { state } = motionStanding(facts, gatherDays, ctx.clock.now());
  return state === 'talking' ? accept(loaded) : refuse('talkOver', field);
}
