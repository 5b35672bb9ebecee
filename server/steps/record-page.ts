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
  const { village } = found.loaded;
  const records = may(ctx.viewer, 'step.record', village.path);
  const checks = may(ctx.viewer, 'step.check', village.path);
  if (!records && !checks) return null;
  const [rows, advice, keptPhotos, signed] = await Promise.all([
    selectRoll(ctx.db.read, step.id, { after, limit: ROLL_PAGE + 1 }),
    step.step === 's4_resolve' ? selectAdvice(ctx.db.read, motionId) : [],
    draftPhotos(ctx, idsIn(form?.values.photoIds)),
    sealedPhotosOf(ctx, [step.id]),
  ]);
  const roll = rows.slice(0, ROLL_PAGE);
  const isDecision = step.step === 's4_resolve' && step.state === 'passed';
  const isOpen = step.state === 'called';
  const { personId } = ctx.viewer;
  return {
    village,
    now: ctx.clock.now(),
    motion: {
      id: motionId,
      no: found.motion.no,
      title: found.loaded.post.title,
      path: found.loaded.path,
    },
    step,
    rule: meetingRule(ctx, found.motion, step),
    roll,
    from: roll[0]?.no ?? 0,
    through: roll.at(-1)?.no ?? 0,
    next: rows.length > ROLL_PAGE ? (roll.at(-1)?.no ?? null) : null,
    hasRemote: mayTakePartFromAfar(ctx, step),
    needsPhoto: needsOf(ctx, step.step).includes('photo'),
    advice,
    keptPhotos,
    signedIds: signed.map(({ id }) => id),
    isHeld: meetsAt(step) <= ctx.clock.now(),
    may: {
      record: records && isOpen,
      callOff: records && isOpen,
      check: checks && isDecision && step.checkedAt === null,
      publish: records && isDecision && step.checkedAt !== null && step.disclosedPostId === null,
    },
    isOwnWork: step.recordedById === personId || step.calledById === personId,
    mayRecord: records,
    photos: ctx.book.rules.photos.perPost,
    key: newToken(),
  };
}

/** Whether the viewer reads the photo of the signed minutes of this meeting. */
export async function mayReadSigned(ctx: Context, stepId: string): Promise<boolean> {
  const step = await selectStep(ctx.db.read, stepId);
  const village = step && (await villageByCode(ctx, step.villageCode));
  return village ? servesHere(ctx, village) : false;
}
