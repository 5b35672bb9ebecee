import { newId } from '#server/kernel/ids.ts';
import { localDate } from '#server/rules/dates.ts';
import { noteStep, type StepActing } from '#server/steps/act.ts';
import {
  insertStep,
  type StepRow,
  selectMotion,
  selectStep,
  selectTries,
  updateStep,
} from '#server/steps/records.ts';

/** The meeting that decided a motion, as it stands inside the write; null while none has. */
export async function decidedStep({ tx, motion }: StepActing): Promise<StepRow | null> {
  const tries = await selectTries(tx, motion.id);
  return tries.findLast(({ step, state }) => step === 's4_resolve' && state === 'passed') ?? null;
}

/** 决议公开: enters the publication of a decision as a step that is done, inside the write that publishes. */
export async function enterPublication(
  acting: StepActing,
  { postId, decided }: { postId: string; decided: StepRow },
): Promise<void> {
  await enter(acting, { step: 'p1_decision', postId, decided });
  await updateStep(acting.tx, decided.id, { disclosedPostId: postId });
}

/** 结果公开: the same for the signed result; the meeting is that which decided it. */
export async function enterResult(
  acting: Omit<StepActing, 'motion'>,
  { stepId, postId }: { stepId: string; postId: string },
): Promise<void> {
  const decided = await selectStep(acting.tx, stepId);
  const motion = decided && (await selectMotion(acting.tx, decided.motionId));
  if (!decided || !motion) throw new Error(`the meeting ${stepId} of a resolution is missing`);
  await enter({ ...acting, motion }, { step: 'p2_result', postId, decided });
  acting.tx.touch(`post:${motion.id}`);
}

async function enter(
  acting: StepActing,
  { step, postId, decided }: { step: string; postId: string; decided: StepRow },
): Promise<void> {
  const { tx, ctx, motion, at, actorId } = acting;
  const row: StepRow = {
    ...{ id: newId(), motionId: motion.id, villageCode: motion.villageCode },
    ...{ step, attempt: 1, state: 'passed', isMerged: false },
    ...{ body: '', voteType: '', noticeAt: null, meetOn: localDate(at), meetTime: null },
    ...{ place: '', chair: '' },
    ...{ rollHash: '', entitled: 0, womenEntitled: 0, present: 0, womenPresent: 0 },
    ...{ yes: 0, no: 0, abstain: 0, spoiled: 0, minutes: '', html: '', dissent: '' },
    ...{ reason: null, verdict: [], ruleVersion: ctx.book.fourTwo.version },
    ...{ voteId: decided.voteId, decidedOption: decided.decidedOption, disclosedPostId: postId },
    ...{ calledById: actorId, recordedById: actorId, checkedById: null, checkedAt: null },
    ...{ calledAt: at, recordedAt: at },
  };
  await insertStep(tx, row);
  await noteStep(acting, 'step.published', row, { facts: { postId } });
}
