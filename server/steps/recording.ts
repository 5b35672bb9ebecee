import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { motionState } from '#server/motions/state.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { sealPhoto } from '#server/photos/sealed.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import type { VoteVerdict } from '#server/rules/vote-verdict.ts';
import { actOnStep, noteStep, type StepActing, type TryRef } from '#server/steps/act.ts';
import { adviceFor } from '#server/steps/advice.ts';
import { mayTakePartFromAfar, tickRoll } from '#server/steps/attendance.ts';
import type { RecordForm } from '#server/steps/forms.ts';
import { type StepRow, updateStep } from '#server/steps/records.ts';
import { judgeMeeting, needsOf, rulesOf } from '#server/steps/rule.ts';

/** The photo of the signed minutes; names and signatures on it are for those who serve here. */
export const SIGNED = 'signed';
/** A photo of the room, for everybody. */
export const SCENE = 'scene';

/** Everything decided before the write. */
interface Recorded {
  form: RecordForm;
  minutes: Wording;
  photos: DraftPhoto[];
}

/**
 * Enters what a meeting decided, from its signed minutes: who of the roll came, how they voted, what
 * was said. Whole numbers are held against the rule of the meeting; too few there, or too few for it,
 * is a failed try that stays, and another day may be called.
 */
export async function recordStep(
  ctx: Context,
  ref: TryRef,
  { photoIds, ...form }: RecordForm & { photoIds: string[] },
): Promise<Result<{ state: string }>> {
  const minutes = prepareWords(ctx, form.minutes, { isOfficial: true });
  if (!minutes.ok) return { ...minutes, field: 'minutes' };
  const { bodyLength } = ctx.book.rules.texts;
  if ([...form.dissent].length > bodyLength) return refuse('tooLong', 'dissent');
  const photos = await draftPhotos(ctx, photoIds);
  const how = { action: 'step.record', act: 'record', key: form.key, state: 'called' } as const;
  return actOnStep(ctx, ref, how, (acting, step) =>
    writeRecord(acting, step, { form, minutes: minutes.value, photos }),
  );
}

async function writeRecord(
  acting: StepActing,
  step: StepRow,
  { form, minutes, photos }: Recorded,
): Promise<Result<{ state: string }>> {
  const { tx, ctx, at } = acting;
  if (meetsAt(step) > at) return refuse('meetingToCome', 'here');
  const isSigned = photos.some(({ purpose }) => purpose === SIGNED);
  if (needsOf(ctx, step.step).includes('photo') && !isSigned) {
    return refuse('signedPhotoMissing', SIGNED);
  }
  const counted = await tickRoll(tx, step, form, mayTakePartFromAfar(ctx, step));
  const { yes, no, abstain, spoiled } = form;
  const facts = { ...step, ...counted, yes, no, abstain, spoiled };
  const verdict = judgeMeeting(rulesOf(ctx, acting.motion, step), facts);
  const wrong = wrongCount(facts, verdict);
  if (wrong) return refuse(wrong, 'yes');
  const isDecided = step.step === 's4_resolve' && verdict.isCarried;
  const advice = isDecided
    ? await adviceFor(tx, acting.motion.id, form.decidedOption)
    : accept({ voteId: null, decidedOption: null });
  if (!advice.ok) return advice;
  const state = verdict.isCarried ? 'passed' : 'failed';
  const said = { minutes: minutes.body, dissent: blacken(form.dissent) };
  await updateStep(tx, step.id, {
    ...{ ...counted, yes, no, abstain, spoiled, state, ...said, html: minutes.html },
    ...{ verdict: verdict.reasons, ruleVersion: ctx.book.votes.version, ...advice.value },
    ...{ recordedById: acting.actorId, recordedAt: at },
  });
  await keepPhotosOf(acting, step, photos);
  await noteStep(acting, 'step.recorded', step, {
    facts: { state, ...counted, yes, no, abstain, spoiled },
    content: { ...said, verdict: verdict.reasons },
  });
  if (isDecided) await motionState(tx, acting.motion.id, 'decided', at);
  return accept({ state });
}

/** Ballots must be as many as people there; where too few came nobody votes. */
function wrongCount(
  {
    present,
    yes,
    no,
    abstain,
    spoiled,
  }: Pick<StepRow, 'present' | 'yes' | 'no' | 'abstain' | 'spoiled'>,
  { hasQuorum, reasons }: VoteVerdict,
): 'moreThanPresent' | 'countsDiffer' | null {
  const given = yes + no + abstain + spoiled;
  if (given > present || reasons.some(({ code }) => code === 'counts-wrong')) {
    return 'moreThanPresent';
  }
  return hasQuorum && given !== present ? 'countsDiffer' : null;
}

async function keepPhotosOf(
  { tx, ctx, motion, at, actorId }: StepActing,
  { id, villageCode }: StepRow,
  photos: DraftPhoto[],
): Promise<void> {
  const signed = photos.filter(({ purpose }) => purpose === SIGNED);
  for (const photo of signed) await sealPhoto(tx, photo.id, id);
  const shown = photos.filter(({ purpose }) => purpose !== SIGNED).map((photo) => photo.id);
  const place = { subjectKind: 'step', subjectId: id, postId: motion.id, villageCode };
  await givePhotos(tx, ctx, shown, { ...place, ownerId: actorId }, at);
}
