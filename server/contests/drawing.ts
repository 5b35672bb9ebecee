import type { Tx } from '#db/surface.ts';
import { noteContest } from '#server/contests/acting.ts';
import { tellJurors } from '#server/contests/jury.ts';
import { countAgreed, putJuror, selectJurors } from '#server/contests/jury-records.ts';
import { type NomineeRow, selectNominees } from '#server/contests/nominee-records.ts';
import {
  type ContestRow,
  selectContest,
  selectMembers,
  selectRunning,
  updateContest,
} from '#server/contests/records.ts';
import { type DrawnPool, type DrawSubject, registerPurpose } from '#server/draws/purposes.ts';
import type { PoolRow } from '#server/draws/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { askedVillage } from '#server/promises/fitness.ts';
import { contestStage, sittingJurors } from '#server/rules/contest-rules.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/** The jury of a choice is drawn out of the villagers who agreed to judge. */
export const juryPurpose = registerPurpose({
  code: 'contest',
  initial: 'C',
  isRepeatable: true,
  due,
  gather,
  unfit,
  afterDraw,
  subjects,
});

async function due(ctx: Context): Promise<string[]> {
  const waiting = await waitingForJury(ctx);
  const ids = waiting.map(({ id }) => id);
  const agreed = await countAgreed(ctx.db.read, ids);
  return waiting.filter(({ id, jurors }) => (agreed.get(id) ?? 0) >= jurors).map(({ id }) => id);
}

/** Nominations are over, and nobody was drawn yet. */
async function waitingForJury(ctx: Context): Promise<ContestRow[]> {
  const today = localDate(ctx.clock.now());
  const states = ['nominating', 'objections', 'waiting', 'judging'];
  const running = await selectRunning(ctx.db.read, states);
  return running.filter((contest) => {
    const stage = contestStage(contest, today);
    return contest.drawId === null && (stage === 'objections' || stage === 'waiting');
  });
}

async function gather(ctx: Context): Promise<DrawSubject[]> {
  const subjects: DrawSubject[] = [];
  for (const contest of await waitingForJury(ctx)) {
    // A roster is read for one village after the other, never for several at once.
    const { candidates, excluded } = await whoMayJudge(ctx, contest);
    if (candidates.length < contest.jurors) continue;
    const need = contest.jurors + ctx.book.contests.standIns;
    const { id: subjectId, villageCode } = contest;
    subjects.push({ subjectId, villageCode, candidates, excluded, need });
  }
  return subjects;
}

/** Of those who agreed, who may be drawn, and for what reasons the others may not. */
async function whoMayJudge(
  ctx: Context,
  contest: ContestRow,
): Promise<{ candidates: string[]; excluded: Record<string, number> }> {
  const all = await selectJurors(ctx.db.read, contest.id);
  const reasonOf = await unfitReasons(ctx, contest);
  const excluded: Record<string, number> = {};
  const candidates: string[] = [];
  for (const { villagerId, state } of all) {
    const reason = state === 'excused' ? 'kin' : reasonOf(villagerId);
    if (reason === null) candidates.push(villagerId);
    else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  return { candidates, excluded };
}

/** Why a villager may not judge: of a nominated family, proposed one, in office, gone. */
async function unfitReasons(
  ctx: Context,
  contest: ContestRow,
): Promise<(villagerId: string) => string | null> {
  const [agreed, asked] = await Promise.all([
    selectNominees(ctx.db.read, contest.id, 'agreed'),
    selectNominees(ctx.db.read, contest.id, 'asked'),
  ]);
  const nominees: NomineeRow[] = [...agreed, ...asked];
  const members = await selectMembers(
    ctx.db.read,
    nominees.map(({ householdId }) => householdId),
  );
  const families = new Set(members.map(({ villagerId }) => villagerId));
  const nominators = new Set(nominees.map(({ byId }) => byId));
  const village = await askedVillage(ctx, contest.villageCode);
  const lines = new Map(village.roster.map((line) => [line.id, line]));
  return (villagerId) => {
    const line = lines.get(villagerId);
    if (!line) return 'left';
    if (families.has(villagerId)) return 'nominee';
    if (line.personId !== null && nominators.has(line.personId)) return 'nominator';
    return village.unfit(line);
  };
}

/** Between the freezing and the draw somebody may have left, taken a post or been named as kin. */
async function unfit(
  ctx: Context,
  { subjectId }: PoolRow,
  candidates: string[],
): Promise<Map<string, string>> {
  const contest = await selectContest(ctx.db.read, subjectId);
  if (!contest) return new Map(candidates.map((id) => [id, 'ended']));
  const [jurors, reasonOf] = await Promise.all([
    selectJurors(ctx.db.read, contest.id),
    unfitReasons(ctx, contest),
  ]);
  const excused = new Set(
    jurors.filter(({ state }) => state === 'excused').map(({ villagerId }) => villagerId),
  );
  const standing = new Set(jurors.map(({ villagerId }) => villagerId));
  const reasons = new Map<string, string>();
  for (const id of candidates) {
    const left = standing.has(id) ? reasonOf(id) : 'ended';
    const reason = excused.has(id) ? 'kin' : left;
    if (reason !== null) reasons.set(id, reason);
  }
  return reasons;
}

async function afterDraw(ctx: Context, drawn: DrawnPool[]) {
  const posts = await Promise.all(drawn.map(({ pool }) => postById(ctx, pool.subjectId)));
  return async (tx: Tx, at: EpochMs) => {
    for (const [index, one] of drawn.entries()) await seat(tx, ctx, one, posts[index] ?? null, at);
  };
}

async function seat(
  tx: Tx,
  ctx: Context,
  { pool, picked }: DrawnPool,
  loaded: LoadedPost | null,
  at: EpochMs,
): Promise<void> {
  const contest = await selectContest(tx, pool.subjectId);
  if (!contest || !loaded || contest.state === 'decided' || contest.state === 'void') return;
  const jurors = new Map(
    (await selectJurors(tx, contest.id)).map((one) => [one.villagerId, one] as const),
  );
  const seated = picked.flatMap(({ candidateId }, index) => {
    const juror = jurors.get(candidateId);
    return juror ? [{ ...juror, state: 'drawn', seat: index + 1 }] : [];
  });
  for (const juror of seated) await putJuror(tx, juror);
  await updateContest(tx, contest.id, { drawId: pool.id });
  const sitting = sittingJurors(seated, contest.jurors);
  await tellJurors(
    tx,
    { loaded },
    seated.filter(({ villagerId }) => sitting.includes(villagerId)),
    at,
  );
  await noteContest(tx, ctx, contest, {
    what: 'contest.jury-drawn',
    actorId: null,
    actorRole: 'system',
    facts: { draw: pool.id, drawn: seated.length, jurors: contest.jurors },
  });
}

async function subjects(ctx: Context, ids: string[]) {
  const posts = await Promise.all(ids.map((id) => postById(ctx, id)));
  return new Map(
    posts.flatMap((loaded) => {
      if (!loaded) return [];
      ctx.page.shows(`post:${loaded.post.id}`);
      return [[loaded.post.id, { title: loaded.post.title, path: loaded.path }] as const];
    }),
  );
}
