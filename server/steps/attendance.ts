import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { actOnStep, type TryRef } from '#server/steps/act.ts';
import type { TickForm } from '#server/steps/forms.ts';
import { countPresent, type StepRow, updateAttendance, updateStep } from '#server/steps/records.ts';

/** Puts down who of the shown part of the roll came; the rest of the roll stays as it was. */
export function markAttendance(ctx: Context, ref: TryRef, form: TickForm): Promise<Result> {
  const how = { action: 'step.record', act: 'attend', key: null, state: 'called' } as const;
  return actOnStep<undefined>(ctx, ref, how, async ({ tx, at }, step) => {
    if (meetsAt(step) > at) return refuse('meetingToCome', 'here');
    await tickRoll(tx, step, form, mayTakePartFromAfar(ctx, step));
    return accept();
  });
}

/** Only the collective's assemblies may be attended online (农村集体经济组织法 第二十七条). */
export function mayTakePartFromAfar(
  { book }: Pick<Context, 'book'>,
  { voteType }: Pick<StepRow, 'voteType'>,
): boolean {
  const type = book.votes.types.find(({ code }) => code === voteType);
  return type?.online === 'binding-by-charter';
}

/** Ticks the lines that were shown, inside a write; gives how many of the whole roll came. */
export async function tickRoll(
  tx: Tx,
  { id }: Pick<StepRow, 'id'>,
  { from, through, here, away }: TickForm,
  withRemote: boolean,
): Promise<{ present: number; womenPresent: number }> {
  await updateAttendance(tx, id, { from, through, nos: null, how: 'absent' });
  const remote = withRemote ? away : [];
  await updateAttendance(tx, id, { from, through, nos: remote, how: 'remote' });
  // Ticked twice, somebody sat there.
  await updateAttendance(tx, id, { from, through, nos: here, how: 'present' });
  const counted = await countPresent(tx, id);
  await updateStep(tx, id, counted);
  return counted;
}
