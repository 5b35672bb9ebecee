import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import {
  actingOnContest,
  type ContestRef,
  noteContest,
  villagerAt,
} from '#server/contests/acting.ts';
import type { ObjectionForm, VerdictForm } from '#server/contests/forms.ts';
import {
  insertObjection,
  selectNominee,
  selectNominees,
  selectObjection,
  updateNominee,
  updateObjection,
} from '#server/contests/nominee-records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { contestDeskPath } from '#server/rules/links.ts';

/** Says something against a nominee during the objection days; only those who decide read it. */
export async function objectToNominee(
  ctx: Context,
  ref: ContestRef,
  form: ObjectionForm,
): Promise<Result<{ path: string }>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, stage, loaded, personId, village } = villager.value;
  if (stage !== 'objections') return refuse('objectionsOver');
  const nominees = await selectNominees(ctx.db.read, contest.id, 'agreed');
  const nominee = nominees.find(({ no }) => no === form.nominee);
  if (!nominee) return refuse('pickOne', 'nominee');
  const body = blacken(form.body.trim());
  if ([...body].length > ctx.book.rules.texts.bodyLength) return refuse('tooLong', 'body');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'posts', 'body');
    if (slower) return slower;
    const sent = { actorId: personId, action: 'contest.object', key: form.key, at };
    return once<Result<{ path: string }>>(tx, sent, async () => {
      const row = { id: newId(), contestId: contest.id, nomineeId: nominee.id, byId: personId };
      const open = { state: 'open', answer: '', decidedById: null, decidedAt: null };
      await insertObjection(tx, { ...row, body, at, ...open });
      await noteContest(tx, ctx, contest, {
        what: 'contest.objected',
        actorId: personId,
        actorRole: 'villager',
        content: { nomineeId: nominee.id, body },
      });
      const deciders = await holdersAt(tx, village.code, ['supervision'], at);
      const said = wordsFor('zh').contests.news.objected(loaded.post.title);
      const path = contestDeskPath(contest.id);
      await tell(
        tx,
        ...deciders.map((one) => {
          return { personId: one, template: 'contest.objected', body: said, path, at };
        }),
      );
      return accept({ path: loaded.path });
    });
  });
}

/** Decides what was said against a nominee, with the reason; upheld, the family stands no more. */
export async function decideObjection(
  ctx: Context,
  id: string,
  form: VerdictForm,
): Promise<Result> {
  const acting = await actingOnContest(ctx, id, 'contest.decide');
  if (!acting.ok) return acting;
  const { contest, loaded, personId, byPost, stage } = acting.value;
  if (stage === 'decided' || stage === 'void') return refuse('alreadyDone');
  const answer = blacken(form.answer.trim());
  if ([...answer].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'answer');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', id);
    const objection = await selectObjection(tx, form.objection);
    if (objection?.contestId !== id) return refuse('notFound');
    if (objection.state !== 'open') return refuse('alreadyDone');
    // Whoever objected, or is of the family, is no judge of it.
    const nominee = await selectNominee(tx, objection.nomineeId);
    const isOwn = ctx.viewer.memberships.some((one) => one.householdId === nominee?.householdId);
    if (objection.byId === personId || isOwn) return refuse('notOwnWork');
    const decided = { state: form.verdict, answer, decidedById: personId, decidedAt: at };
    await updateObjection(tx, objection.id, decided);
    if (form.verdict === 'upheld' && nominee?.state === 'agreed') {
      await updateNominee(tx, nominee.id, { state: 'out', outReason: answer });
    }
    const content = { objectionId: objection.id, answer };
    const doer = { actorId: personId, actorRole: byPost };
    await noteContest(tx, ctx, contest, { ...doer, what: `contest.${form.verdict}`, content });
    const body = wordsFor('zh').contests.news[form.verdict](loaded.post.title, answer);
    const news = { template: 'contest.objection', body, path: loaded.path, at };
    const told = form.verdict === 'upheld' ? (nominee?.agreedById ?? null) : null;
    await tell(tx, { ...news, personId: objection.byId });
    if (told !== null) {
      const out = wordsFor('zh').contests.news.out(loaded.post.title, answer);
      await tell(tx, { ...news, body: out, personId: told });
    }
    return accept();
  });
}
