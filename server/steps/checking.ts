import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { motionState } from '#server/motions/state.ts';
import { blacken } from '#server/posts/wording.ts';
import { actOnStep, noteStep, type StepActing, type TryRef } from '#server/steps/act.ts';
import type { ReasonForm } from '#server/steps/forms.ts';
import { tellRoll } from '#server/steps/news.ts';
import {
  insertAttendance,
  insertStep,
  type StepRow,
  selectAccounts,
  selectRoll,
  updateStep,
} from '#server/steps/records.ts';

/** More lines than any roll has. */
const WHOLE_ROLL = 50_000;

/**
 * The supervision committee has held the record of a decision against the signed minutes
 * (村民委员会组织法 第三十七条). Never who recorded it; without this the decision is not published.
 */
export function checkStep(ctx: Context, ref: TryRef, key: string): Promise<Result> {
  const how = { action: 'step.check', act: 'check', key, state: 'passed' } as const;
  return actOnStep<undefined>(ctx, ref, how, async (acting, step) => {
    const { tx, at, actorId } = acting;
    if (step.step !== 's4_resolve' || step.checkedAt !== null) return refuse('alreadyDone');
    if (step.recordedById === actorId || step.calledById === actorId) return refuse('notOwnWork');
    await updateStep(tx, step.id, { checkedById: actorId, checkedAt: at });
    await noteStep(acting, 'step.checked', step, {});
    return accept();
  });
}

/**
 * The record does not agree with the signed minutes: it stays with the reason and counts no more, and
 * the same meeting is entered anew as the next try. Its roll is the one that was frozen.
 */
export function sendBackStep(ctx: Context, ref: TryRef, form: ReasonForm): Promise<Result> {
  const how = { action: 'step.check', act: 'back', key: form.key, state: 'passed' } as const;
  return actOnStep<undefined>(ctx, ref, how, async (acting, step) => {
    const { tx, motion, at, actorId } = acting;
    if (step.step !== 's4_resolve' || step.disclosedPostId !== null) return refuse('alreadyDone');
    if (step.recordedById === actorId || step.calledById === actorId) return refuse('notOwnWork');
    const reason = blacken(form.reason);
    await updateStep(tx, step.id, { state: 'void', reason, checkedById: actorId, checkedAt: at });
    await insertAgain(acting, step);
    await motionState(tx, motion.id, 'deciding', at);
    await noteStep(acting, 'step.sent-back', step, { content: { reason } });
    return accept();
  });
}

/** A meeting does not take place: the try stays with its reason, and another day may be called. */
export function callOffStep(ctx: Context, ref: TryRef, form: ReasonForm): Promise<Result> {
  const how = { action: 'step.call', act: 'off', key: form.key, state: 'called' } as const;
  return actOnStep<undefined>(ctx, ref, how, async (acting, step) => {
    const reason = blacken(form.reason);
    await updateStep(acting.tx, step.id, { state: 'void', reason });
    await noteStep(acting, 'step.called-off', step, { content: { reason } });
    const roll = await selectRoll(acting.tx, step.id, { after: 0, limit: WHOLE_ROLL });
    const ids = roll.flatMap(({ villagerId }) => villagerId ?? []);
    const personIds = await selectAccounts(acting.tx, ids);
    await tellRoll(acting, step, { what: 'off', personIds });
    return accept();
  });
}

async function insertAgain({ tx }: StepActing, step: StepRow): Promise<void> {
  const id = newId();
  await insertStep(tx, {
    ...step,
    ...{ id, attempt: step.attempt + 1, state: 'called', verdict: [] },
    ...{ yes: 0, no: 0, abstain: 0, spoiled: 0, minutes: '', html: '', dissent: '' },
    ...{ voteId: null, decidedOption: null, recordedById: null, recordedAt: null },
    // Checked before it was sent back, the next record still waits for a look of its own.
    ...{ checkedById: null, checkedAt: null },
  });
  const roll = await selectRoll(tx, step.id, { after: 0, limit: WHOLE_ROLL });
  await insertAttendance(
    tx,
    roll.map((line) => ({ ...line, stepId: id })),
  );
}
