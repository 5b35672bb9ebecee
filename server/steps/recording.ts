import type { Context } from '#server/kernel/context.ts';
import {
  accept,
  type Refusal,
  type RefusalCode,
  type Result,
  refuse,
} from '#server/kernel/result.ts';
import { motionState } from '#server/motions/state.ts';
import { bodyVerdict, wrongBodies } from '#server/motions/wrong-body.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { sealPhoto } from '#server/photos/sealed.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { voteCode } from '#server/rules/vote-book.ts';
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
  recorded: Recorded,
): Promise<Result<{ state: string }>> {
  const { tx, ctx, motion } = acting;
  const { form } = recorded;
  const hindrance = await hindranceTo(acting, step, recorded);
  if (hindrance) return hindrance;
  const came = await tickRoll(tx, step, form, mayTakePartFromAfar(ctx, step));
  const { yes, no, abstain, spoiled } = form;
  const counted = { ...came, yes, no, abstain, spoiled };
  const facts = { ...step, ...counted };
  const verdict = judgeMeeting(rulesOf(ctx, motion, step), facts);
  const wrong = wrongCount(facts, verdict);
  if (wrong) return refuse(wrong, 'yes');
  const isDecided = step.step === 's4_resolve' && verdict.isCarried;
  const advice = isDecided
    ? await adviceFor(tx, motion.id, form.decidedOption)
    : accept({ voteId: null, decidedOption: null });
  if (!advice.ok) return advice;
  await keepRecord(acting, step, { ...recorded, counted, verdict, advice: advice.value });
  return accept({ state: stateOf(verdict) });
}

/** Why nothing can be entered yet: before its hour, by the wrong body, without the signed minutes. */
async function hindranceTo(
  acting: StepActing,
  step: StepRow,
  { photos }: Recorded,
): Promise<Refusal | null> {
  if (meetsAt(step) > acting.at) return refuse('meetingToCome', 'here');
  const wrong = await wrongBody(acting, step);
  if (wrong) return refuse(wrong);
  const isSigned = photos.some(({ purpose }) => purpose === SIGNED);
  const needsPhoto = needsOf(acting.ctx, step.step).includes('photo');
  return needsPhoto && !isSigned ? refuse('signedPhotoMissing', SIGNED) : null;
}

/** A record that stands: its numbers as they were held against the rules. */
interface Standing extends Recorded {
  counted: Pick<StepRow, 'present' | 'womenPresent' | 'yes' | 'no' | 'abstain' | 'spoiled'>;
  verdict: VoteVerdict;
  advice: Pick<StepRow, 'voteId' | 'decidedOption'>;
}

async function keepRecord(
  acting: StepActing,
  step: StepRow,
  { form, minutes, photos, counted, verdict, advice }: Standing,
): Promise<void> {
  const { tx, ctx, at, actorId } = acting;
  const state = stateOf(verdict);
  const said = { minutes: minutes.body, dissent: blacken(form.dissent) };
  await updateStep(tx, step.id, {
    ...{ ...counted, state, ...said, html: minutes.html, verdict: verdict.reasons },
    ...{ ruleVersion: ctx.book.votes.version, ...advice },
    ...{ recordedById: actorId, recordedAt: at },
  });
  await keepPhotosOf(acting, step, photos);
  await noteStep(acting, 'step.recorded', step, {
    facts: { state, ...counted },
    content: { ...said, verdict: verdict.reasons },
  });
  const isDecided = step.step === 's4_resolve' && verdict.isCarried;
  if (isDecided) await motionState(tx, acting.motion.id, 'decided', at);
}

function stateOf({ isCarried }: VoteVerdict): 'passed' | 'failed' {
  return isCarried ? 'passed' : 'failed';
}

/** Why those who met could not decide such a matter on that day, whatever was said of it since. */
async function wrongBody(
  { tx, ctx, motion }: StepActing,
  step: StepRow,
): Promise<RefusalCode | null> {
  const meeting = voteCode(step.voteType);
  const matter = matterOf(ctx.book.fourTwo, motion.matter);
  if (step.step !== 's4_resolve' || meeting === null || matter === null) return null;
  const { villageCode } = step;
  const at = meetsAt(step);
  const verdict = await bodyVerdict(tx, ctx, { villageCode, matter: matter.code, meeting, at });
  return verdict.isRight ? null : wrongBodies[verdict.reason];
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
