import {
  type ContestRef,
  type FoundContest,
  findContest,
  homeIn,
} from '#server/contests/acting.ts';
import { type ExtensionRow, selectExtensions } from '#server/contests/extension-records.ts';
import { type JurorRow, selectJuror, selectJurors } from '#server/contests/jury-records.ts';
import { selectLike, selectOfHousehold } from '#server/contests/nominee-records.ts';
import { type NomineeView, nomineesOf } from '#server/contests/nominees.ts';
import { type ContestRow, selectContests, selectOfVillage } from '#server/contests/records.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost, may, speakingPost } from '#server/kernel/permissions.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import type { Running } from '#server/posts/running.ts';
import { type PostRow, postList, postRows } from '#server/posts/views.ts';
import { type ContestStage, contestStage, sittingJurors } from '#server/rules/contest-rules.ts';
import {
  addDays,
  type EpochMs,
  instantOf,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import { drawPath } from '#server/rules/links.ts';

/** What everybody reads of a choice in a list. */
export interface ContestFigures {
  stage: ContestStage;
  about: string;
  places: number;
  /** The last day of the stage under way; null once it is over. */
  through: LocalDate | null;
}

/** A village's choices, newest first. */
export interface ContestList {
  village: Village;
  now: EpochMs;
  rows: { post: PostRow; contest: ContestFigures }[];
  newer: string | null;
  older: string | null;
  mayOpen: boolean;
}

/** The list of what a village thanks families for; null where there is no such village. */
export async function contestList(
  ctx: Context,
  slug: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<ContestList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const page = await postList(ctx, { villageCode: village.code, kind: 'contest', before, after });
  const ids = page.rows.map(({ id }) => id);
  const known = new Map((await selectContests(ctx.db.read, ids)).map((one) => [one.id, one]));
  const rows = page.rows.flatMap((post) => {
    const contest = known.get(post.id);
    if (!contest) return [];
    ctx.page.shows(`post:${post.id}`);
    return [{ post, contest: figuresOf(ctx, contest) }];
  });
  const { newer, older } = page;
  const mayOpen = may(ctx.viewer, 'contest.open', village.path);
  return { village, now: ctx.clock.now(), rows, newer, older, mayOpen };
}

/** What this viewer is to a choice, and may do about it. */
export interface MyPart {
  isVillager: boolean;
  isSignedIn: boolean;
  mayNominate: boolean;
  mayLike: boolean;
  mayObject: boolean;
  mayJoin: boolean;
  hasJoined: boolean;
  /** Judges now. */
  isJuror: boolean;
  /** Of his own family, where it was proposed: 'asked' or 'agreed'. */
  family: string | null;
  /** In office: opens or decides. */
  hasDesk: boolean;
}

/** Everything the page of one choice prints. */
export interface ContestPage extends ContestFigures {
  village: Village;
  now: EpochMs;
  id: string;
  no: number;
  title: string;
  /** Null when the words were taken down. */
  html: string | null;
  days: Pick<ContestRow, 'nominateThrough' | 'objectThrough' | 'judgeThrough'>;
  /** How the days were put off, the first time first: for everybody to read. */
  extensions: ExtensionRow[];
  jurors: number;
  /** How many agreed to judge, and the draw; null before it. */
  volunteers: number;
  draw: string | null;
  nominees: NomineeView[];
  decision: { words: string; at: EpochMs; by: DutyPerson | null } | null;
  mine: MyPart;
  parts: PostParts;
}

/** The page of one choice; null when the viewer may not see it. */
export async function contestPage(
  ctx: Context,
  ref: ContestRef,
  commentsAfter: string | null = null,
): Promise<ContestPage | null> {
  const found = await findContest(ctx, ref);
  if (!found) return null;
  const { loaded, contest, village } = found;
  const { post } = loaded;
  ctx.page.shows(`post:${post.id}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const [parts, jurors, extensions] = await Promise.all([
    partsOf(ctx, loaded, commentsAfter),
    selectJurors(ctx.db.read, contest.id),
    selectExtensions(ctx.db.read, contest.id),
  ]);
  const { nominateThrough, objectThrough, judgeThrough } = contest;
  return {
    ...figuresOf(ctx, contest),
    ...{ village, now: ctx.clock.now(), id: post.id, no: post.no, title: post.title },
    days: { nominateThrough, objectThrough, judgeThrough },
    extensions,
    jurors: contest.jurors,
    volunteers: jurors.filter(({ state }) => state === 'agreed' || state === 'drawn').length,
    draw: contest.drawId === null ? null : drawPath(contest.drawId),
    ...(await wordsOf(ctx, found, jurors)),
    mine: await myPart(ctx, found, jurors),
    parts,
  };
}

/** What is said of it, of its families and of the result; nothing once the words were taken down. */
async function wordsOf(
  ctx: Context,
  found: FoundContest,
  jurors: JurorRow[],
): Promise<Pick<ContestPage, 'html' | 'nominees' | 'decision'>> {
  const { loaded, contest, village } = found;
  if (loaded.post.removedAt !== null) return { html: null, nominees: [], decision: null };
  const home = homeIn(ctx, village);
  const liked = home && { contestId: contest.id, villagerId: home.villagerId };
  const [liking, decision] = await Promise.all([
    liked ? selectLike(ctx.db.read, liked) : null,
    decisionOf(ctx, contest),
  ]);
  const nominees = await nomineesOf(ctx, found, { jurors, liking });
  return { html: loaded.post.html, nominees, decision };
}

/** A village's choices that somebody can still take part in, newest first, a few at most. */
export async function runningNow(ctx: Context, { code }: Village): Promise<Running<'contest'>[]> {
  const by = { villageCode: code, states: ['nominating', 'objections'], limit: 5 };
  const running = (await selectOfVillage(ctx.db.read, by)).map((contest) => {
    return { id: contest.id, through: figuresOf(ctx, contest).through };
  });
  const known = new Map(running.map(({ id, through }) => [id, through]));
  const rows = await postRows(ctx, [...known.keys()]);
  ctx.page.shows(`village:${code}`);
  return rows.flatMap(({ id, path, title }) => {
    const lastDay = known.get(id) ?? null;
    return lastDay === null ? [] : [{ path, title, lastDay, what: 'contest' as const }];
  });
}

function figuresOf(ctx: Context, contest: ContestRow): ContestFigures {
  const stage = contestStage(contest, localDate(ctx.clock.now()));
  const { about, places, nominateThrough, objectThrough, judgeThrough } = contest;
  const through = {
    nominating: nominateThrough,
    objections: objectThrough,
    waiting: null,
    judging: judgeThrough,
    decided: null,
    void: null,
  }[stage];
  const ends = stage === 'nominating' || stage === 'objections';
  if (ends && through !== null) ctx.page.changesAt(instantOf(addDays(through, 1)));
  return { stage, about, places, through };
}

async function myPart(ctx: Context, found: FoundContest, jurors: JurorRow[]): Promise<MyPart> {
  const { contest, stage, village, loaded } = found;
  const { viewer } = ctx;
  const home = homeIn(ctx, village);
  const isGone = loaded.post.removedAt !== null;
  const isOver = isGone || stage === 'decided' || stage === 'void';
  const which = home && { contestId: contest.id, villagerId: home.villagerId };
  const [juror, family] = await Promise.all([
    which ? selectJuror(ctx.db.read, which) : null,
    home
      ? selectOfHousehold(ctx.db.read, { contestId: contest.id, householdId: home.householdId })
      : null,
  ]);
  const familyState = family?.state ?? null;
  const standsHere = familyState === 'asked' || familyState === 'agreed';
  const sits = sittingJurors(jurors, contest.jurors).includes(home?.villagerId ?? '');
  const isFree = !isOver && home !== null && contest.drawId === null && !standsHere;
  const office = speakingPost(viewer, 'contest.nominate', village.path) !== null;
  return {
    isVillager: home !== null,
    isSignedIn: viewer.personId !== null,
    mayNominate: !isOver && stage === 'nominating' && (home !== null || office),
    mayLike: !isOver && home !== null,
    mayObject: !isOver && stage === 'objections' && home !== null,
    mayJoin: isFree && juror === null,
    hasJoined: isFree && juror?.state === 'agreed',
    isJuror: !isOver && sits,
    family: standsHere ? familyState : null,
    hasDesk: office || actingPost(viewer, 'contest.decide', village.path) !== null,
  };
}

async function decisionOf(ctx: Context, contest: ContestRow): Promise<ContestPage['decision']> {
  const { decision: words, decidedAt: at, decidedById: personId, villageCode } = contest;
  if (words === null || at === null || personId === null) return null;
  const people = await dutyPeople(ctx, [{ personId, gridCode: villageCode }]);
  return { words, at, by: people.get(personId) ?? null };
}
