import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { actingOnContest, type ContestActing, noteContest } from '#server/contests/acting.ts';
import { selectJurors, selectSheets } from '#server/contests/jury-records.ts';
import {
  type NomineeRow,
  selectNominees,
  selectObjections,
  updateNominee,
} from '#server/contests/nominee-records.ts';
import {
  type ContestRow,
  selectContest,
  selectMembers,
  updateContest,
} from '#server/contests/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { blacken } from '#server/posts/wording.ts';
import { type Ranked, rankNominees, sittingJurors } from '#server/rules/contest-rules.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/**
 * Writes the result down: places by the jury's points alone. Every nominee needs enough sheets, all
 * that was said against one must be decided, and the days of judging be over or every sheet be in.
 */
export async function decideContest(
  ctx: Context,
  id: string,
  form: { body: string; key: string },
): Promise<Result<{ path: string }>> {
  const acting = await actingOnContest(ctx, id, 'contest.decide');
  if (!acting.ok) return acting;
  const { loaded, personId } = acting.value;
  const decision = blacken(form.body.trim());
  if ([...decision].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'body');
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'contest.decide', key: form.key, at }, async () => {
      await lock(tx, 'contest', 'id', id);
      const now = await selectContest(tx, id);
      const refusal = !now || now.state === 'decided' || now.state === 'void';
      if (refusal) return refuse('alreadyDone');
      const judged = await judgedNominees(tx, ctx, acting.value, now);
      if (!judged.ok) return judged;
      await writeResult(tx, ctx, acting.value, { ...judged.value, decision, at });
      return accept({ path: loaded.path });
    }),
  );
}

interface JudgedNominees {
  nominees: NomineeRow[];
  ranked: Ranked[];
}

async function judgedNominees(
  tx: Tx,
  ctx: Context,
  { stage }: ContestActing,
  contest: ContestRow,
): Promise<Result<JudgedNominees>> {
  if (stage !== 'judging' || contest.drawId === null) return refuse('judgingNotYet');
  const objections = await selectObjections(tx, contest.id);
  if (objections.some(({ state }) => state === 'open')) return refuse('objectionsOpen');
  const nominees = await selectNominees(tx, contest.id, 'agreed');
  if (nominees.length === 0) return refuse('nobodyStands');
  const { personId, memberships } = ctx.viewer;
  const isOwn = nominees.some(
    ({ byId, householdId }) =>
      byId === personId || memberships.some((home) => home.householdId === householdId),
  );
  if (isOwn) return refuse('notOwnWork');
  const sitting = sittingJurors(await selectJurors(tx, contest.id), contest.jurors);
  const ids = nominees.map(({ id }) => id);
  const sheets = (await selectSheets(tx, ids))
    .filter(({ villagerId }) => sitting.includes(villagerId))
    .map((sheet) => ({ ...sheet, isKin: sheet.isKin === true }));
  const ranked = rankNominees(ids, sheets, contest.places);
  const isOver = localDate(ctx.clock.now()) > contest.judgeThrough;
  const isAll = sheets.length === sitting.length * nominees.length;
  const isEnough = ranked.every((one) => one.sheets >= ctx.book.contests.leastSheets);
  return isEnough && (isAll || isOver) ? accept({ nominees, ranked }) : refuse('sheetsOpen');
}

async function writeResult(
  tx: Tx,
  ctx: Context,
  acting: ContestActing,
  { nominees, ranked, decision, at }: JudgedNominees & { decision: string; at: EpochMs },
): Promise<void> {
  const { contest, loaded, personId, byPost } = acting;
  const places = new Map(ranked.map((one) => [one.nomineeId, one]));
  for (const { nomineeId, meanHundredths: points, place } of ranked) {
    await updateNominee(tx, nomineeId, { points, place });
  }
  const decided = { decision, decidedById: personId, decidedAt: at };
  await updateContest(tx, contest.id, { state: 'decided', ...decided });
  await changePost(tx, loaded.post, { state: 'decided' }, at);
  await noteContest(tx, ctx, contest, {
    what: 'contest.decided',
    actorId: personId,
    actorRole: byPost,
    facts: { nominees: nominees.length, places: ranked.filter(({ place }) => place).length },
    content: { ranked, decision },
  });
  const thanked = nominees.filter(({ id }) => (places.get(id)?.place ?? null) !== null);
  const members = await selectMembers(
    tx,
    thanked.map(({ householdId }) => householdId),
  );
  const body = wordsFor('zh').contests.news.thanked(loaded.post.title);
  const readers = members.flatMap((one) => one.personId ?? []);
  await tell(
    tx,
    ...readers.map((one) => {
      return { personId: one, template: 'contest.thanked', body, path: loaded.path, at };
    }),
  );
}
