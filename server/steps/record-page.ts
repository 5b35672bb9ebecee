import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { sealedPhotosOf } from '#server/photos/sealed.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { findMotion } from '#server/steps/act.ts';
import { mayTakePartFromAfar } from '#server/steps/attendance.ts';
import { type MeetingRuleView, meetingRule } from '#server/steps/meeting-rule.ts';
import {
  type AdviceOption,
  type AttendanceRow,
  countTold,
  type StepRow,
  selectAdvice,
  selectRoll,
  selectStep,
  selectTry,
} from '#server/steps/records.ts';
import { needsOf } from '#server/steps/rule.ts';
import { readTry, servesHere } from '#server/steps/views.ts';

/** So many lines of a roll stand on one page of the form. */
const ROLL_PAGE = 200;

/** The desk page of one try: tick the roll, enter the minutes, check what was entered. */
export interface RecordPage {
  village: Village;
  now: EpochMs;
  motion: { id: string; no: number; title: string; path: string };
  step: StepRow;
  rule: MeetingRuleView | null;
  roll: AttendanceRow[];
  /** First and last line shown, and where the next part begins. */
  from: number;
  through: number;
  next: number | null;
  hasRemote: boolean;
  needsPhoto: boolean;
  /** What a counted vote asked, when this meeting decides. */
  advice: AdviceOption[];
  keptPhotos: DraftPhoto[];
  signedIds: string[];
  isHeld: boolean;
  /** Of a meeting to come: who was told by a message, and who only hears of it by paper or word. */
  notice: { told: number; others: number } | null;
  may: { record: boolean; callOff: boolean; check: boolean; publish: boolean };
  /** Whoever entered it may not check it himself. */
  isOwnWork: boolean;
  /** Whether the viewer may record meetings here at all. */
  mayRecord: boolean;
  photos: number;
  key: string;
}

/** The page of one try; null for whoever neither records nor checks here. */
export async function recordPage(
  ctx: Context,
  { motionId, name, after }: { motionId: string; name: string; after: number },
  form: FormState | null,
): Promise<RecordPage | null> {
  ctx.page.keepPrivate();
  const which = readTry(name);
  const found = which && (await findMotion(ctx, motionId));
  const step = found && (await selectTry(ctx.db.read, { motionId, ...which }));
  if (!found || !step || step.voteType === '') return null;
  const { motion, loaded } = found;
  const rights = rightsOf(ctx, loaded.village, step);
  if (!rights) return null;
  const [roll, advice, keptPhotos, signed, notice] = await Promise.all([
    rollPart(ctx, step.id, after),
    step.step === 's4_resolve' ? selectAdvice(ctx.db.read, motionId) : [],
    draftPhotos(ctx, idsIn(form?.values.photoIds)),
    sealedPhotosOf(ctx, [step.id]),
    noticeOf(ctx, step),
  ]);
  const { village, path, post } = loaded;
  return {
    ...{ village, now: ctx.clock.now(), step, advice, keptPhotos, ...roll, ...rights },
    motion: { id: motionId, no: motion.no, title: post.title, path },
    rule: meetingRule(ctx, motion, step),
    hasRemote: mayTakePartFromAfar(ctx, step),
    needsPhoto: needsOf(ctx, step.step).includes('photo'),
    signedIds: signed.map(({ id }) => id),
    isHeld: meetsAt(step) <= ctx.clock.now(),
    notice,
    ...{ photos: ctx.book.rules.photos.perPost, key: newToken() },
  };
}

/** What the viewer may do about a meeting; null for whoever neither records nor checks here. */
function rightsOf(
  { viewer }: Context,
  { path }: Village,
  step: StepRow,
): Pick<RecordPage, 'may' | 'isOwnWork' | 'mayRecord'> | null {
  const records = may(viewer, 'step.record', path);
  const checks = may(viewer, 'step.check', path);
  if (!records && !checks) return null;
  const isOpen = step.state === 'called';
  const isDecision = step.step === 's4_resolve' && step.state === 'passed';
  const isChecked = step.checkedAt !== null;
  const isPublished = step.disclosedPostId !== null;
  return {
    may: {
      record: records && isOpen,
      callOff: records && isOpen,
      check: checks && isDecision && !isChecked,
      publish: records && isDecision && isChecked && !isPublished,
    },
    isOwnWork: [step.recordedById, step.calledById].includes(viewer.personId),
    mayRecord: records,
  };
}

async function noticeOf({ db }: Context, step: StepRow): Promise<RecordPage['notice']> {
  if (step.state !== 'called') return null;
  const told = await countTold(db.read, step);
  return { told, others: step.entitled - told };
}

/** Part of the roll after a line, as the form shows it. */
async function rollPart(
  { db }: Context,
  stepId: string,
  after: number,
): Promise<Pick<RecordPage, 'roll' | 'from' | 'through' | 'next'>> {
  const rows = await selectRoll(db.read, stepId, { after, limit: ROLL_PAGE + 1 });
  const roll = rows.slice(0, ROLL_PAGE);
  const through = roll.at(-1)?.no ?? 0;
  const next = rows.length > ROLL_PAGE ? through : null;
  return { roll, from: roll[0]?.no ?? 0, through, next };
}

/** Whether the viewer reads the photo of the signed minutes of this meeting. */
export async function mayReadSigned(ctx: Context, stepId: string): Promise<boolean> {
  const step = await selectStep(ctx.db.read, stepId);
  const village = step && (await villageByCode(ctx, step.villageCode));
  return village ? servesHere(ctx, village) : false;
}
