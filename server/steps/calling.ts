import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import {
  accept,
  type Refusal,
  type RefusalCode,
  type Result,
  refuse,
} from '#server/kernel/result.ts';
import { motionState } from '#server/motions/state.ts';
import { bodyVerdict, wrongBodies } from '#server/motions/wrong-body.ts';
import { blacken } from '#server/posts/wording.ts';
import { addDays, type EpochMs, localDate } from '#server/rules/dates.ts';
import {
  earliestMeeting,
  type FourTwoFacts,
  nextSteps,
  type StepRefusal,
  stepVerdict,
  typesOfMeeting,
} from '#server/rules/four-two.ts';
import { matterOf, type StepCode, stepCode } from '#server/rules/four-two-book.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { type VoteCode, voteCode, voteType } from '#server/rules/vote-book.ts';
import {
  actOnMotion,
  type FoundMotion,
  findMotion,
  noteStep,
  type StepActing,
} from '#server/steps/act.ts';
import { factsOf, isDualHead } from '#server/steps/facts.ts';
import type { CallForm } from '#server/steps/forms.ts';
import { tellRoll } from '#server/steps/news.ts';
import {
  insertAttendance,
  insertStep,
  type MotionFacts,
  type StepRow,
  selectAccounts,
  selectTries,
} from '#server/steps/records.ts';
import { type FrozenRoll, rollFor } from '#server/steps/roll.ts';
import { noticeDaysOf, rulesOf } from '#server/steps/rule.ts';

/** A meeting as it is to be called, everything read before the write. */
interface Calling {
  form: CallForm;
  step: StepCode;
  meeting: VoteCode;
  roll: FrozenRoll;
  isDualHead: boolean;
  /** Who is told: the accounts of those on the roll. */
  told: string[];
}

/** A meeting is called for at most so many days from now. */
const FARTHEST_DAYS = 180;

/**
 * Calls a meeting for the next step of 四议两公开: the body that may decide this matter, a day after its
 * notice, its roll frozen with a hash in the ledger. Nothing is skipped; a failed try may be repeated.
 */
export async function callStep(
  ctx: Context,
  motionId: string,
  form: CallForm,
): Promise<Result<{ step: string; attempt: number }>> {
  const found = await findMotion(ctx, motionId);
  if (!found) return refuse('notFound');
  const calling = await readyToCall(ctx, found, form);
  if (!calling.ok) return calling;
  const how = { action: 'step.call', act: 'call', key: form.key } as const;
  return actOnMotion(ctx, motionId, how, (acting) => writeCall(acting, calling.value));
}

/** Everything that is read and checked before the write: who decides, and who stands on the roll. */
async function readyToCall(
  ctx: Context,
  { loaded: { village } }: FoundMotion,
  form: CallForm,
): Promise<Result<Calling>> {
  const step = stepCode(form.step);
  if (step === null) return refuse('pickOne', 'step');
  const meeting = meetingOf(ctx, step, form);
  if (meeting === null) return refuse('pickOne', 'meeting');
  const groupCodes = await groupOf(ctx, village, meeting, form);
  if (groupCodes === undefined) return refuse('pickOne', 'group');
  const of = { villageCode: village.code, groupCodes, meetOn: form.meetOn, at: ctx.clock.now() };
  const roll = await rollFor(ctx, voteType(ctx.book.votes, meeting), of);
  const ids = roll.lines.flatMap(({ villagerId }) => villagerId ?? []);
  const told = await selectAccounts(ctx.db.read, ids);
  const isDual = await isDualHead(ctx, village.code);
  return accept({ form, step, meeting, roll, told, isDualHead: isDual });
}

/** The meeting that is held: two committees together where both steps are one. */
function meetingOf({ book }: Context, step: StepCode, form: CallForm): VoteCode | null {
  const types = typesOfMeeting(book.fourTwo, step, form.isMerged);
  if (step !== 's4_resolve') return types.at(-1) ?? null;
  return voteCode(form.meeting);
}

/** Why this body may not decide this matter (村民委员会组织法 第二十八条第二、四款); null when it may. */
async function wrongBody(
  { tx, ctx, motion, at }: StepActing,
  of: Pick<Calling, 'step' | 'meeting' | 'form'> & { matter: string },
): Promise<Refusal | null> {
  if (of.step !== 's4_resolve') return null;
  const { villageCode } = motion;
  const { matter, meeting } = of;
  const verdict = await bodyVerdict(tx, ctx, { villageCode, matter, meeting, at });
  if (!verdict.isRight) return refuse(wrongBodies[verdict.reason], 'meeting');
  const isUndelegated = verdict.needsDelegation && !of.form.isDelegated;
  return isUndelegated ? refuse('notDelegated', 'isDelegated') : null;
}

/** The groups whose people meet: one for a group's meeting, null for the whole village. */
async function groupOf(
  ctx: Context,
  village: Village,
  meeting: VoteCode,
  { group }: CallForm,
): Promise<string[] | null | undefined> {
  if (!meeting.startsWith('group_')) return null;
  const groups = await groupsOf(ctx, village.code);
  return groups.some(({ code }) => code === group) ? [group] : undefined;
}

async function writeCall(
  acting: StepActing,
  calling: Calling,
): Promise<Result<{ step: string; attempt: number }>> {
  const { form, step } = calling;
  const { tx, ctx, at } = acting;
  // Its sort as it stands now: the branch may have logged it while this form was written.
  const known = matterOf(ctx.book.fourTwo, acting.motion.matter || form.matter);
  if (!known) return refuse('pickOne', 'matter');
  const motion = { ...acting.motion, matter: known.code };
  const wrong = await wrongBody(acting, { matter: known.code, ...calling });
  if (wrong) return wrong;
  if (calling.roll.entitled === 0) return refuse('rollEmpty', 'meeting');
  if (motion.state === 'closed') return refuse('alreadyDone', 'step');
  const tries = await selectTries(tx, motion.id);
  const facts = factsOf(ctx, motion, { tries, isDualHead: calling.isDualHead });
  const { refusal } = stepVerdict(ctx.book.fourTwo, step, facts, form.isMerged);
  if (refusal) return refuse(stepRefusals[refusal], 'step');
  const badDay = wrongDay(ctx, { motion, facts, calling, at });
  if (badDay) return badDay;
  const next = nextSteps(ctx.book.fourTwo, facts).find((one) => one.step === step);
  const attempt = next?.attempt ?? 1;
  await keepCall({ ...acting, motion }, calling, attempt);
  return accept({ step, attempt });
}

/** The call as it stands: its row, its roll, the matter moved on, and those on the roll told. */
async function keepCall(acting: StepActing, calling: Calling, attempt: number): Promise<void> {
  const { tx, motion, at } = acting;
  const { form, roll } = calling;
  const row = newTry(acting, { ...calling, attempt });
  await insertStep(tx, row);
  await insertAttendance(
    tx,
    roll.lines.map((line) => ({ ...line, stepId: row.id, how: 'absent' })),
  );
  await motionState(tx, motion.id, 'deciding', at, { matter: motion.matter });
  const { entitled, womenEntitled, rollHash, meetOn, meetTime } = row;
  const when = { meetOn, meetTime };
  await noteStep(acting, 'step.called', row, {
    facts: {
      ...{ meeting: calling.meeting, ...when, entitled, womenEntitled, rollHash },
      isMerged: form.isMerged,
    },
    content: { place: row.place, chair: row.chair },
  });
  await tellRoll(acting, row, { what: 'called', personIds: calling.told });
}

/** A day before its notice is over or too far to be a notice, or an hour that is gone. */
function wrongDay(
  ctx: Context,
  of: { motion: MotionFacts; facts: FourTwoFacts; calling: Calling; at: EpochMs },
): Refusal | null {
  const { form, step, meeting } = of.calling;
  const held = { step, voteType: meeting, isMerged: form.isMerged };
  const today = localDate(of.at);
  const notice = { on: today, days: noticeDaysOf(rulesOf(ctx, of.motion, held)) };
  const isEarly = form.meetOn < earliestMeeting(ctx.book.fourTwo, step, of.facts, notice);
  if (isEarly) return refuse('noticeTooShort', 'meetOn');
  const isFar = form.meetOn > addDays(today, FARTHEST_DAYS);
  if (isFar) return refuse('dateTooFar', 'meetOn');
  // Where no notice is asked for it may be held today, but nobody is called to what has begun.
  return meetsAt(form) <= of.at ? refuse('meetingPast', 'meetTime') : null;
}

const stepRefusals = {
  'not-logged': 'stepNotLogged',
  'step-missing': 'stepSkipped',
  'not-checked': 'notChecked',
  'not-ended': 'stepSkipped',
  'passed-already': 'alreadyDone',
  'passed-by': 'alreadyDone',
  'under-way': 'stepUnderWay',
  'not-recorded': 'pickOne',
  'no-dual-head': 'noDualHead',
  'not-mergeable': 'noDualHead',
} satisfies Record<StepRefusal, RefusalCode>;

type NewTry = Pick<Calling, 'form' | 'step' | 'meeting' | 'roll'> & { attempt: number };

function newTry(
  { ctx, motion, at, actorId }: StepActing,
  { form, step, meeting, roll, attempt }: NewTry,
): StepRow {
  const { body } = voteType(ctx.book.votes, meeting);
  return {
    ...{ id: newId(), motionId: motion.id, villageCode: motion.villageCode, step, attempt },
    ...{ body, voteType: meeting, isMerged: form.isMerged, state: 'called', noticeAt: at },
    ...{ meetOn: form.meetOn, meetTime: form.meetTime },
    ...{ place: blacken(form.place), chair: blacken(form.chair) },
    ...{ rollHash: roll.hash, entitled: roll.entitled, womenEntitled: roll.womenEntitled },
    ...{ present: 0, womenPresent: 0, yes: 0, no: 0, abstain: 0, spoiled: 0 },
    ...{ minutes: '', html: '', dissent: '', reason: null, verdict: [] },
    ...{ ruleVersion: ctx.book.votes.version, voteId: null, decidedOption: null },
    ...{ disclosedPostId: null, calledById: actorId, recordedById: null, checkedById: null },
    ...{ checkedAt: null, calledAt: at, recordedAt: null },
  };
}
