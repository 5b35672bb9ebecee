import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { actOnVote, noteAct } from '#server/votes/act.ts';
import type { MandateForm } from '#server/votes/forms.ts';
import { selectElectors, selectHousehold, updateMandate } from '#server/votes/roster-records.ts';

/**
 * Enters whom a household sends, by the paper that it signed: for this one vote, and until it has
 * voted. Somebody of the household, and of one household alone.
 */
export async function giveMandate(ctx: Context, id: string, form: MandateForm): Promise<Result> {
  const states = ['preparing', 'announced', 'open'];
  const [line] = await selectElectors(ctx.db.read, id, [form.elector]);
  if (!line?.householdId) return refuse('notFound');
  const members = await selectHousehold(ctx.db.read, [line.householdId]);
  const sent = members.find((one) => one.id === form.villager);
  if (!sent) return refuse('notOfHousehold', 'villager');
  return actOnVote(ctx, { id, action: 'vote.prepare', states }, async (acting) => {
    const mandate = { mandateVillagerId: sent.id, mandateById: acting.actorId };
    const isKept = await updateMandate(acting.tx, { voteId: id, id: line.id }, mandate);
    if (!isKept) return refuse('householdVoted');
    const content = { elector: line.id, villagerId: sent.id };
    await noteAct(acting, 'vote.mandated', { facts: { no: line.no }, content });
    return accept();
  });
}
