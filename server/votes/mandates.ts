import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { localDate } from '#server/rules/dates.ts';
import { type MandateFault, mandateFault } from '#server/rules/electorate.ts';
import { votesPath } from '#server/rules/links.ts';
import { actOnVote, noteAct, type VoteActing } from '#server/votes/act.ts';
import type { MandateForm } from '#server/votes/forms.ts';
import { selectElectors, selectHousehold, updateMandate } from '#server/votes/roster-records.ts';

const faults = {
  'not-of-household': 'notOfHousehold',
  'too-young': 'mandateTooYoung',
} satisfies Record<MandateFault, RefusalCode>;

/**
 * Enters whom a household sends, by the paper that it signed: for this one vote, and until it has
 * voted. An adult of the household, and of one household alone.
 */
export async function giveMandate(ctx: Context, id: string, form: MandateForm): Promise<Result> {
  const states = ['preparing', 'announced', 'open'];
  const [line] = await selectElectors(ctx.db.read, id, [form.elector]);
  if (!line?.householdId) return refuse('notFound');
  const members = await selectHousehold(ctx.db.read, [line.householdId]);
  return actOnVote(ctx, { id, action: 'vote.prepare', states }, async (acting) => {
    const day = localDate(acting.vote.opensAt);
    const fault = mandateFault(form.villager, members, day);
    if (fault !== null) return refuse(faults[fault], 'villager');
    const mandate = { mandateVillagerId: form.villager, mandateById: acting.actorId };
    const isKept = await updateMandate(acting.tx, { voteId: id, id: line.id }, mandate);
    if (!isKept) return refuse('householdVoted');
    const content = { elector: line.id, villagerId: form.villager };
    await noteAct(acting, 'vote.mandated', { facts: { no: line.no }, content });
    await tellHousehold(acting, form.villager, members);
    return accept();
  });
}

type Member = Awaited<ReturnType<typeof selectHousehold>>[number];

/** Everybody of the household with an account hears who votes for it: the note was theirs. */
async function tellHousehold(
  { tx, vote, village, at }: VoteActing,
  villagerId: string,
  members: Member[],
): Promise<void> {
  const sent = members.find(({ id }) => id === villagerId);
  const body = wordsFor('zh').votes.news.mandate(village.name, sent?.name ?? '');
  const message = { template: 'vote.mandate', body, path: votesPath(village.slug, vote.no), at };
  const readers = members.flatMap(({ personId }) => personId ?? []);
  await tell(tx, ...readers.map((personId) => ({ ...message, personId })));
}
