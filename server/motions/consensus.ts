import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { actOn, entryOf, type MotionAct } from '#server/motions/act.ts';
import {
  type ConsensusRecord,
  insertConsensus,
  insertConsensusVersion,
  nextConsensusNo,
  selectConsensus,
  selectConsensusVersions,
  updateConsensus,
} from '#server/motions/consensus-records.ts';
import { TALKABLE } from '#server/motions/consensus-views.ts';
import type { ConsensusCorrection, ConsensusForm } from '#server/motions/forms.ts';
import type { MotionRef } from '#server/motions/load.ts';
import { type MotionRecord, selectMotion, updateMotion } from '#server/motions/records.ts';
import { motionState } from '#server/motions/state.ts';
import { selectSteps } from '#server/motions/step-records.ts';
import { draftPhotos } from '#server/photos/draft-photos.ts';
import { sealPhoto } from '#server/photos/sealed.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { localDate } from '#server/rules/dates.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import { mayTalkSettle } from '#server/rules/right-body.ts';

/** What a record says, checked, covered and rendered before any write. */
type Said = Pick<
  ConsensusRecord,
  'form' | 'heldOn' | 'place' | 'present' | 'outcome' | 'body' | 'html' | 'dissent'
>;

/**
 * Records a talk in person: what was agreed, what some did not agree to in their own words, and what
 * follows. The signed sheet is kept as photos under seal, for the village's office alone.
 */
export async function recordConsensus(
  ctx: Context,
  ref: MotionRef,
  form: ConsensusForm,
  photoIds: string[],
): Promise<Result> {
  const act = await actOn(ctx, ref, 'motion.keep');
  if (!act.ok) return act;
  const said = saidIn(ctx, form);
  if (!said.ok) return said;
  const photos = await draftPhotos(ctx, photoIds);
  const wrong = wrongNext(ctx, form, photos.length);
  if (wrong) return wrong;
  const { loaded, personId } = act.value;
  const { id } = loaded.post;
  const sent = { actorId: personId, action: 'motion.consensus', key: form.key };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', id);
    return once<Result>(tx, { ...sent, at: ctx.clock.now() }, async () => {
      const now = await selectMotion(tx, id);
      if (!now || !TALKABLE.includes(now.state)) return refuse('talkNotOpen');
      const settles = form.next === 'carry-out';
      if (settles && !(await mayBeSettled(tx, ctx, now))) return refuse('bodyAdvice', 'next');
      await write(tx, ctx, act.value, { now, said: said.value, form, photos });
      return accept();
    });
  });
}

/** A talk takes nothing out of the hands of those who were called to decide, or whom the law names. */
async function mayBeSettled(tx: Tx, ctx: Context, { id, matter: code }: MotionRecord) {
  if ((await selectSteps(tx, id)).some(({ state }) => state !== 'void')) return false;
  const matter = matterOf(ctx.book.fourTwo, code);
  return matter === null || mayTalkSettle(matter);
}

async function write(
  tx: Tx,
  ctx: Context,
  act: MotionAct,
  made: { now: MotionRecord; said: Said; form: ConsensusForm; photos: { id: string }[] },
): Promise<void> {
  const { now, said, form } = made;
  const photoIds = made.photos.map(({ id }) => id);
  const { loaded, personId } = act;
  const at = ctx.clock.now();
  const { id: motionId, title, authorId } = loaded.post;
  const no = await nextConsensusNo(tx, motionId);
  const row = { id: newId(), motionId, no, ...said, next: form.next, recordedById: personId, at };
  await insertConsensus(tx, row);
  for (const photoId of photoIds) await sealPhoto(tx, photoId, row.id);
  const { outcome, next } = row;
  await append(tx, {
    ...entryOf(ctx, act),
    what: 'motion.consensus',
    facts: { no, form: row.form, heldOn: row.heldOn, present: row.present, outcome, next },
    content: { ...said, photoIds },
  });
  await moveOn(tx, now, form, at);
  const { news } = wordsFor('zh').motions;
  const message = { template: 'motion.consensus', path: `${loaded.path}#consensus-${no}`, at };
  await tell(tx, { ...message, personId: authorId, body: news.consensus(title) });
  tx.touch(`post:${motionId}`);
}

/** What follows from a talk: carried out, taken to the assembly, or talked on. */
async function moveOn(
  tx: Tx,
  now: MotionRecord,
  { next, talkThrough }: Pick<ConsensusForm, 'next' | 'talkThrough'>,
  at: number,
): Promise<void> {
  if (next === 'carry-out') return motionState(tx, now.id, 'agreed', at);
  if (next === 'assembly') return motionState(tx, now.id, 'deciding', at);
  const changes = talkThrough === '' ? {} : { talkThrough };
  if (now.state === 'talking') return updateMotion(tx, now.id, { ...changes, state: 'talking' });
  return motionState(tx, now.id, 'talking', at, changes);
}

/** Puts a record right, in sight of all: what it said before stays, with the reason. */
export async function correctConsensus(
  ctx: Context,
  ref: MotionRef,
  no: number,
  form: ConsensusCorrection,
): Promise<Result> {
  const act = await actOn(ctx, ref, 'motion.keep');
  if (!act.ok) return act;
  const said = saidIn(ctx, form);
  if (!said.ok) return said;
  if ([...form.reason].length > ctx.book.rules.texts.reasonLength)
    return refuse('tooLong', 'reason');
  const { loaded, personId } = act.value;
  const { id } = loaded.post;
  const at = ctx.clock.now();
  const sent = { actorId: personId, action: 'motion.correct', key: form.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', id);
    return once<Result>(tx, sent, async () => {
      const record = (await selectConsensus(tx, id)).find((one) => one.no === no);
      if (!record) return refuse('notFound');
      const reason = blacken(form.reason);
      await rewrite(tx, ctx, act.value, { record, said: said.value, reason });
      return accept();
    });
  });
}

async function rewrite(
  tx: Tx,
  ctx: Context,
  act: MotionAct,
  { record, said, reason }: { record: ConsensusRecord; said: Said; reason: string },
): Promise<void> {
  const at = ctx.clock.now();
  const no = (await selectConsensusVersions(tx, [record.id])).length + 1;
  const { form, heldOn, place, present, outcome, body, dissent, next } = record;
  const before = { form, heldOn, place, present, outcome, body, dissent, next };
  const replaced = { reason, replacedById: act.personId, replacedAt: at };
  await insertConsensusVersion(tx, { consensusId: record.id, no, ...before, ...replaced });
  await updateConsensus(tx, record.id, said);
  await append(tx, {
    ...entryOf(ctx, act),
    what: 'motion.consensus-corrected',
    facts: { no: record.no, version: no + 1 },
    content: { ...said, reason },
  });
  tx.touch(`post:${record.motionId}`);
}

function saidIn(
  ctx: Context,
  form: Omit<ConsensusForm, 'next' | 'talkThrough' | 'key'>,
): Result<Said> {
  const { titleLength, officialLength } = ctx.book.rules.texts;
  if ([...form.place].length > titleLength) return refuse('tooLong', 'place');
  if (form.heldOn > localDate(ctx.clock.now())) return refuse('meetingToCome', 'heldOn');
  if ([...form.dissent].length > officialLength) return refuse('tooLong', 'dissent');
  // Who says that only a part was agreed says what was not.
  if (form.outcome !== 'agreed' && form.dissent === '') return refuse('dissentMissing', 'dissent');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const { heldOn, present, outcome } = form;
  const { body, html } = words.value;
  const covered = { place: blacken(form.place), dissent: blacken(form.dissent) };
  return accept({ form: form.form, heldOn, present, outcome, body, html, ...covered });
}

function wrongNext(
  ctx: Context,
  { outcome, next, talkThrough }: ConsensusForm,
  photos: number,
): Refusal | null {
  if (next === 'carry-out' && outcome === 'none') return refuse('nothingAgreed', 'next');
  const isPast = talkThrough !== '' && talkThrough < localDate(ctx.clock.now());
  if (isPast) return refuse('planInPast', 'talkThrough');
  return photos === 0 ? refuse('signedPhoto', 'photo') : null;
}
