import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { actingOnContest, type ContestActing, noteContest } from '#server/contests/acting.ts';
import { insertExtension, selectExtensions } from '#server/contests/extension-records.ts';
import type { ExtensionForm } from '#server/contests/forms.ts';
import { selectContest, updateContest } from '#server/contests/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { blacken } from '#server/posts/wording.ts';
import { contestStage, extendedDays, type NoExtension } from '#server/rules/contest-rules.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';

/**
 * More days for nominations or for the notice, while they run: whoever opens choices says until when
 * and why, for everybody to read. What follows moves by as many days; nothing is ever shortened.
 */
export async function extendContest(
  ctx: Context,
  id: string,
  form: ExtensionForm,
): Promise<Result<{ path: string }>> {
  const acting = await actingOnContest(ctx, id, 'contest.open');
  if (!acting.ok) return acting;
  const reason = blacken(form.reason);
  if ([...reason].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  const sent = { actorId: acting.value.personId, action: 'contest.extend', key: form.key };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', id);
    return once(tx, { ...sent, at: ctx.clock.now() }, () =>
      extendInTx(tx, ctx, acting.value, { through: form.through, reason }),
    );
  });
}

async function extendInTx(
  tx: Tx,
  ctx: Context,
  { loaded, personId, byPost }: ContestActing,
  { through, reason }: { through: LocalDate; reason: string },
): Promise<Result<{ path: string }>> {
  const { id } = loaded.post;
  const at = ctx.clock.now();
  const today = localDate(at);
  const now = await selectContest(tx, id);
  if (!now) return refuse('notFound');
  const days = extendedDays(now, through, { ...ctx.book.contests, today });
  if (typeof days === 'string') return refuse(noExtensions[days], 'through');
  const isNominating = contestStage(now, today) === 'nominating';
  const stage = isNominating ? 'nominate' : 'object';
  const before = isNominating ? now.nominateThrough : now.objectThrough;
  const no = (await selectExtensions(tx, id)).length + 1;
  const said = { stage, before, through, reason };
  await insertExtension(tx, { contestId: id, no, ...said, byId: personId, at });
  await updateContest(tx, id, days);
  await changePost(tx, loaded.post, {}, at);
  await noteContest(tx, ctx, now, {
    ...{ what: 'contest.extended', actorId: personId, actorRole: byPost },
    ...{ facts: { stage, before, ...days }, content: { reason } },
  });
  return accept({ path: loaded.path });
}

const noExtensions = {
  over: 'stageOver',
  drawn: 'juryDrawn',
  day: 'extensionDay',
} satisfies Record<NoExtension, RefusalCode>;
