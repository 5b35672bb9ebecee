import {
  type ContestRef,
  type FoundContest,
  findContest,
  homeIn,
} from '#server/contests/acting.ts';
import {
  type JurorRow,
  type SheetRow,
  selectJurors,
  selectSheets,
} from '#server/contests/jury-records.ts';
import {
  type NomineeRow,
  selectNominees,
  selectOfHousehold,
} from '#server/contests/nominee-records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may, speakingPost } from '#server/kernel/permissions.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import { sittingJurors } from '#server/rules/contest-rules.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A family that agreed to stand, as everybody reads it. */
export interface NomineeView {
  no: number;
  name: string;
  html: string;
  likes: number;
  isLiked: boolean;
  /** Its place and the mean of the jury's points in hundredths, once that is decided. */
  place: number | null;
  points: number | null;
  /** What jurors wrote, without their names, in no order of theirs. */
  reasons: string[];
}

/** Those who stand, in the order of their numbers; once it is decided, of their places. */
export async function nomineesOf(
  ctx: Context,
  { contest, stage }: FoundContest,
  { jurors, liking }: { jurors: JurorRow[]; liking: string | null },
): Promise<NomineeView[]> {
  const rows = await selectNominees(ctx.db.read, contest.id, 'agreed');
  const isDecided = stage === 'decided';
  const ids = isDecided ? rows.map(({ id }) => id) : [];
  const sitting = sittingJurors(jurors, contest.jurors);
  const sheets = (await selectSheets(ctx.db.read, ids)).filter(
    ({ villagerId, isKin }) => isKin !== true && sitting.includes(villagerId),
  );
  const seen = rows.map((row) => viewOf(row, { isDecided, liking, sheets }));
  if (!isDecided) return seen;
  return seen.toSorted((a, b) => (a.place ?? LAST) - (b.place ?? LAST) || a.no - b.no);
}

const LAST = 1000;

function viewOf(
  { id, no, name, html, likes, place, points }: NomineeRow,
  { isDecided, liking, sheets }: { isDecided: boolean; liking: string | null; sheets: SheetRow[] },
): NomineeView {
  const own = sheets.filter(({ nomineeId }) => nomineeId === id).map(({ reason }) => reason);
  return {
    ...{ no, name, html, likes, isLiked: liking === id },
    place: isDecided ? place : null,
    points: isDecided ? points : null,
    reasons: own.toSorted(),
  };
}

/** The frame of every small form of a choice. */
export interface ContestForms {
  village: Village;
  no: number;
  title: string;
  contest: FoundContest['contest'];
  now: EpochMs;
  key: string;
}

/** The form on which somebody is proposed; null for whoever may not, and when it is over. */
export async function nominatePage(ctx: Context, ref: ContestRef): Promise<ContestForms | null> {
  const found = await formsFor(ctx, ref);
  if (found?.stage !== 'nominating') return null;
  const { path } = found.village;
  const isAllowed =
    may(ctx.viewer, 'contest.nominate', path) ||
    speakingPost(ctx.viewer, 'contest.nominate', path) !== null;
  return isAllowed ? found : null;
}

/** The page of one's own family: what was said of it, and what it answers; null for all others. */
export async function familyPage(
  ctx: Context,
  ref: ContestRef,
): Promise<(ContestForms & { state: string; name: string; html: string; isOpen: boolean }) | null> {
  const found = await formsFor(ctx, ref);
  const home = found && homeIn(ctx, found.village);
  if (!found || !home) return null;
  const { householdId } = home;
  const which = { contestId: found.contest.id, householdId };
  const nominee = await selectOfHousehold(ctx.db.read, which);
  const isThere = nominee?.state === 'asked' || nominee?.state === 'agreed';
  if (!nominee || !isThere) return null;
  const { state, name, html } = nominee;
  return { ...found, state, name, html, isOpen: found.stage === 'nominating' };
}

/** The form on which something is said against a nominee. */
export async function objectPage(
  ctx: Context,
  ref: ContestRef,
): Promise<(ContestForms & { nominees: { no: number; name: string }[] }) | null> {
  const found = await formsFor(ctx, ref);
  if (found?.stage !== 'objections' || !homeIn(ctx, found.village)) return null;
  const rows = await selectNominees(ctx.db.read, found.contest.id, 'agreed');
  return { ...found, nominees: rows.map(({ no, name }) => ({ no, name })) };
}

/** A nominee with what this juror has given so far. */
export interface JudgedNominee {
  no: number;
  name: string;
  html: string;
  points: number | null;
  reason: string;
  isKin: boolean;
}

/** A sitting juror's sheets; null for everybody else. */
export async function judgePage(
  ctx: Context,
  ref: ContestRef,
): Promise<(ContestForms & { nominees: JudgedNominee[]; isOpen: boolean }) | null> {
  const found = await formsFor(ctx, ref);
  const home = found && homeIn(ctx, found.village);
  if (!found || !home || found.stage === 'decided' || found.stage === 'void') return null;
  const { contest } = found;
  const sitting = sittingJurors(await selectJurors(ctx.db.read, contest.id), contest.jurors);
  if (!sitting.includes(home.villagerId)) return null;
  const rows = await selectNominees(ctx.db.read, contest.id, 'agreed');
  const sheets = await selectSheets(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  const nominees = rows.map(({ id, no, name, html }) => {
    const own = sheets.find((one) => one.nomineeId === id && one.villagerId === home.villagerId);
    const isKin = own?.isKin === true;
    const points = own && !isKin ? own.points : null;
    return { no, name, html, points, reason: own?.reason ?? '', isKin };
  });
  return { ...found, nominees, isOpen: found.stage === 'judging' };
}

/** A thank-you to print; null before it is decided, without a place, and when consent was taken back. */
export async function awardPage(
  ctx: Context,
  ref: ContestRef,
  nomineeNo: number,
): Promise<(ContestForms & { name: string; decidedAt: EpochMs; url: string; qr: string }) | null> {
  const found = await findContest(ctx, ref);
  if (!found || found.loaded.post.removedAt !== null) return null;
  ctx.page.shows(`post:${found.contest.id}`);
  const { decidedAt } = found.contest;
  if (found.stage !== 'decided' || decidedAt === null) return null;
  const rows = await selectNominees(ctx.db.read, found.contest.id, 'agreed');
  const nominee = rows.find(({ no, place }) => no === nomineeNo && place !== null);
  if (!nominee) return null;
  const url = pageAddress(ctx, found.loaded.path);
  return { ...frameOf(ctx, found), name: nominee.name, decidedAt, url, qr: qrOf(url) };
}

async function formsFor(
  ctx: Context,
  ref: ContestRef,
): Promise<(ContestForms & Pick<FoundContest, 'stage'>) | null> {
  ctx.page.keepPrivate();
  const found = await findContest(ctx, ref);
  if (!found || found.loaded.post.removedAt !== null) return null;
  return { ...frameOf(ctx, found), stage: found.stage };
}

function frameOf(ctx: Context, { loaded, contest, village }: FoundContest): ContestForms {
  const { no, title } = loaded.post;
  return { village, no, title, contest, now: ctx.clock.now(), key: newToken() };
}
