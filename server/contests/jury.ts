import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import {
  actingOnContest,
  type ContestRef,
  type FoundContest,
  noteContest,
  villagerAt,
} from '#server/contests/acting.ts';
import {
  deleteJuror,
  type JurorRow,
  putJuror,
  putSheets,
  type SheetRow,
  selectJuror,
  selectJurors,
} from '#server/contests/jury-records.ts';
import { selectNominees, selectOfHousehold } from '#server/contests/nominee-records.ts';
import { selectContest } from '#server/contests/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { sittingJurors } from '#server/rules/contest-rules.ts';
import { type JuryFault, readSheets } from '#server/rules/jury-sheets.ts';

/** A villager says that he would judge; who does is drawn by lot. */
export async function joinJury(ctx: Context, ref: ContestRef): Promise<Result<{ path: string }>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, stage, villagerId, householdId, personId, loaded } = villager.value;
  const isOver = contest.drawId !== null || stage === 'decided' || stage === 'void';
  if (isOver) return refuse('juryDrawn');
  const own = await selectOfHousehold(ctx.db.read, { contestId: contest.id, householdId });
  if (own && own.state !== 'refused') return refuse('isNominee');
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', contest.id);
    const which = { contestId: contest.id, villagerId };
    const before = await selectJuror(tx, which);
    if (before?.state === 'excused') return refuse('jurorExcused');
    const { name } = ctx.viewer;
    if (!before) await putJuror(tx, { ...which, personId, name, state: 'agreed', seat: null });
    tx.touch(`post:${contest.id}`);
    return accept({ path: loaded.path });
  });
}

/** Takes it back before the draw. */
export async function leaveJury(ctx: Context, ref: ContestRef): Promise<Result<{ path: string }>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, villagerId, loaded } = villager.value;
  await ctx.db.write(async (tx) => {
    await deleteJuror(tx, { contestId: contest.id, villagerId });
    tx.touch(`post:${contest.id}`);
  });
  return accept({ path: loaded.path });
}

/** What a juror sends: his points and reasons, or what is wrong by field. */
export type Judged = { ok: true; path: string } | { ok: false; faults: Record<string, JuryFault> };

/** A sitting juror gives points with a reason to every nominee; sent again, the later ones hold. */
export async function judge(
  ctx: Context,
  ref: ContestRef,
  typed: Record<string, string | string[]>,
): Promise<Result<Judged>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, stage, villagerId, loaded } = villager.value;
  const jurors = await selectJurors(ctx.db.read, contest.id);
  if (!sittingJurors(jurors, contest.jurors).includes(villagerId)) return refuse('notFound');
  if (stage !== 'judging') return refuse('judgingClosed');
  const nominees = await selectNominees(ctx.db.read, contest.id, 'agreed');
  const limits = { ...ctx.book.contests, reasonLength: ctx.book.rules.texts.reasonLength };
  const { sheets, faults } = readSheets(nominees, typed, limits);
  if (Object.keys(faults).length > 0) return accept({ ok: false, faults });
  const at = ctx.clock.now();
  const rows: SheetRow[] = sheets.map(({ nomineeId, points, reason, isKin }) => {
    return { nomineeId, villagerId, points, reason: blacken(reason), isKin, at };
  });
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', contest.id);
    const now = await selectContest(tx, contest.id);
    if (now?.state === 'decided' || now?.state === 'void') return refuse('judgingClosed');
    await putSheets(tx, villagerId, rows);
    tx.touch(`post:${contest.id}`);
    return accept<Judged>({ ok: true, path: loaded.path });
  });
}

/** Somebody who was drawn does not judge after all; the next in the order of the draw does. */
export async function excuseJuror(ctx: Context, id: string, villagerId: string): Promise<Result> {
  const acting = await actingOnContest(ctx, id, 'contest.decide');
  if (!acting.ok) return acting;
  const { personId, byPost } = acting.value;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', id);
    const now = await selectContest(tx, id);
    const jurors = await selectJurors(tx, id);
    const juror = jurors.find((one) => one.villagerId === villagerId && one.state === 'drawn');
    if (!juror || !now || now.state === 'decided' || now.state === 'void') {
      return refuse('alreadyDone');
    }
    const before = sittingJurors(jurors, now.jurors);
    const excused: JurorRow = { ...juror, state: 'excused' };
    await putJuror(tx, excused);
    const left = jurors.map((one) => (one === juror ? excused : one));
    const called = sittingJurors(left, now.jurors).filter((one) => !before.includes(one));
    await tellJurors(
      tx,
      acting.value,
      left.filter((one) => called.includes(one.villagerId)),
      ctx.clock.now(),
    );
    const doer = { actorId: personId, actorRole: byPost };
    await noteContest(tx, ctx, now, { ...doer, what: 'contest.excused', content: { villagerId } });
    return accept();
  });
}

/** Jurors are told that they judge, and where. */
export async function tellJurors(
  tx: Tx,
  { loaded }: Pick<FoundContest, 'loaded'>,
  jurors: JurorRow[],
  at: number,
): Promise<void> {
  const body = wordsFor('zh').contests.news.judge(loaded.post.title);
  const path = `${loaded.path}/judge`;
  await tell(
    tx,
    ...jurors.map(({ personId }) => ({ personId, template: 'contest.judge', body, path, at })),
  );
}
