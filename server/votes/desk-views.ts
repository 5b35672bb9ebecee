import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost, villagesWith } from '#server/kernel/permissions.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import { rosterWarnings } from '#server/rules/ballot-privacy.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { type Missing, missingToFreeze } from '#server/rules/vote-ready.ts';
import { noticeOver, phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import {
  type OptionRecord,
  selectOptions,
  selectResults,
  selectTitles,
  selectVote,
  selectVotesIn,
  type VoteRecord,
} from '#server/votes/records.ts';
import {
  countRoster,
  hasDecided,
  type RosterCount,
  selectNames,
} from '#server/votes/roster-records.ts';
import { type RosterPart, rosterPart } from '#server/votes/roster-views.ts';
import { selectTellers } from '#server/votes/teller-records.ts';
import { type OwnTelling, ownTellings } from '#server/votes/teller-views.ts';
import { groupNames, type TypeView, typeView } from '#server/votes/type-view.ts';
import { secondRoundOf } from '#server/votes/voiding.ts';

/** A vote on the desk. */
export interface DeskVote {
  id: string;
  title: string;
  phase: VotePhase;
  about: TypeView;
  opensAt: EpochMs;
  closesAt: EpochMs;
  countedAt: EpochMs | null;
  electors: number;
  unit: string;
}

/** The desk of votes: what is under way in the viewer's villages, and where he is a teller. */
export interface VoteDesk {
  now: EpochMs;
  running: DeskVote[];
  done: DeskVote[];
  tellings: OwnTelling[];
  mayPrepare: boolean;
}

const WORKS: Action[] = ['vote.prepare', 'vote.freeze', 'vote.table'];
const DONE_SHOWN = 10;
const A_YEAR_MS = 366 * DAY_MS;

/** The desk; null for whoever has nothing to do with votes. */
export async function voteDesk(ctx: Context): Promise<VoteDesk | null> {
  ctx.page.keepPrivate();
  const codes = villagesWith(ctx, WORKS);
  const tellings = await ownTellings(ctx);
  if (codes.length === 0 && tellings.length === 0) return null;
  const [running, done] = await Promise.all([runningIn(ctx, codes), doneIn(ctx, codes)]);
  const ids = [...running, ...done].map(({ id }) => id);
  const titles = new Map(
    (await selectTitles(ctx.db.read, ids)).map(({ id, title }) => [id, title]),
  );
  const lineOf = (vote: VoteRecord) => deskVote(ctx, vote, titles.get(vote.id) ?? '');
  return {
    now: ctx.clock.now(),
    running: running.map(lineOf),
    done: done.map(lineOf),
    tellings,
    mayPrepare: villagesWith(ctx, ['vote.prepare']).length > 0,
  };
}

/** What is prepared, announced, open or waits for its count, what closes first at the top. */
async function runningIn(ctx: Context, villageCodes: string[]): Promise<VoteRecord[]> {
  const states = ['preparing', 'announced', 'open', 'closed'];
  const votes = await selectVotesIn(ctx.db.read, { villageCodes, states });
  return votes.toSorted((a, b) => a.closesAt - b.closesAt);
}

/** What was counted or became void in the last year, the newest first; the list has the others. */
async function doneIn(ctx: Context, villageCodes: string[]): Promise<VoteRecord[]> {
  const since = ctx.clock.now() - A_YEAR_MS;
  const by = { villageCodes, states: ['counted', 'void'], since };
  const votes = await selectVotesIn(ctx.db.read, by);
  return votes.toSorted((a, b) => b.closesAt - a.closesAt).slice(0, DONE_SHOWN);
}

function deskVote(ctx: Context, vote: VoteRecord, title: string): DeskVote {
  const { id, opensAt, closesAt, countedAt, rosterCount, unit } = vote;
  const phase = phaseOf(vote, ctx.clock.now());
  const about = typeView(ctx.book.votes, vote.type);
  return { id, title, phase, about, opensAt, closesAt, countedAt, electors: rosterCount, unit };
}

/** A teller as the desk shows him. */
export interface DeskTeller {
  seat: number;
  name: string;
  isReady: boolean;
  isMine: boolean;
}

/** Everything about a vote for those who work on it. */
export interface VotePreparation {
  village: Village;
  now: EpochMs;
  vote: VoteRecord;
  post: PostRow;
  phase: VotePhase;
  about: TypeView;
  groups: string[];
  options: OptionRecord[];
  tellers: DeskTeller[];
  roster: RosterCount;
  /** Whose age nobody has said; the first of them. */
  unknown: RosterPart;
  /** The first day on which it may open if it is announced today. */
  earliest: EpochMs;
  /** What keeps the roster from being frozen. */
  missing: Missing[];
  isSmall: boolean;
  frozenBy: string | null;
  /** Names of the options of a second round that is due; none otherwise. */
  secondRound: string[];
  may: {
    prepare: boolean;
    /** Sees the roster's desk. */
    roster: boolean;
    change: boolean;
    decide: boolean;
    freeze: boolean;
    /** Somebody else does: he prepared it himself, decided about a line, or has no such post. */
    freezeOther: boolean;
    void: boolean;
    /** Voting is over: what could be made void before, only the town can now. */
    voidByTown: boolean;
    table: boolean;
    /** Enter what a meeting counted. */
    enter: boolean;
    repeat: boolean;
  };
}

/** A vote on its desk; null for whoever does not work on it. */
export async function votePreparation(ctx: Context, id: string): Promise<VotePreparation | null> {
  ctx.page.keepPrivate();
  const worked = await workedVote(ctx, id);
  if (!worked) return null;
  const { vote, village, post, tellers } = worked;
  const options = await selectOptions(ctx.db.read, id);
  const { personId } = ctx.viewer;
  const [roster, unknown, names, results, isDecider] = await Promise.all([
    countRoster(ctx.db.read, id),
    rosterPart(ctx, vote, { standing: 'unknown', after: null }),
    selectNames(ctx.db.read, vote.frozenById === null ? [] : [vote.frozenById]),
    selectResults(ctx.db.read, [id]),
    personId !== null && hasDecided(ctx.db.read, { voteId: id, personId }),
  ]);
  const now = ctx.clock.now();
  const phase = phaseOf(vote, now);
  const about = typeView(ctx.book.votes, vote.type);
  const [result] = results;
  const second = result ? secondRoundOf(vote, options, result) : [];
  return {
    ...{ village, now, vote, post, phase, about, options, tellers, roster, unknown },
    groups: await groupNames(ctx, village, vote),
    earliest: noticeOver(about.type.notice, now),
    missing: missingOf(vote, { about, tellers, roster, now }),
    isSmall: rosterWarnings({ entitled: roster.in }, ctx.book.votes).length > 0,
    frozenBy: names[0]?.name ?? null,
    secondRound: second.map(({ label }) => label),
    may: mayDo(ctx, { vote, village, phase, about, isDecider, isAgain: second.length > 0 }),
  };
}

/** A vote that the viewer prepares, counts or may make void; null for everybody else. */
async function workedVote(
  ctx: Context,
  id: string,
): Promise<Pick<VotePreparation, 'vote' | 'village' | 'post' | 'tellers'> | null> {
  const vote = await selectVote(ctx.db.read, id);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  const [post] = vote ? await postRows(ctx, [id], { showsHeld: true }) : [];
  if (!vote || !village || !post) return null;
  const tellers = await tellersOf(ctx, id);
  const isTown = actingPost(ctx.viewer, 'vote.void-closed', village.path) !== null;
  const works = isTown || villagesWith(ctx, WORKS).includes(village.code);
  const isAmong = works || tellers.some(({ isMine }) => isMine);
  return isAmong ? { vote, village, post, tellers } : null;
}

async function tellersOf(ctx: Context, id: string): Promise<DeskTeller[]> {
  const rows = await selectTellers(ctx.db.read, id);
  return rows.map(({ seat, name, personId, provenAt }) => ({
    ...{ seat, name, isReady: provenAt !== null, isMine: personId === ctx.viewer.personId },
  }));
}

function missingOf(
  { opensAt, noticeAt, secrecy }: VoteRecord,
  { about, tellers, roster, now }: Pick<VotePreparation, 'about' | 'tellers' | 'roster' | 'now'>,
): Missing[] {
  const isSealed = about.isCast && secrecy === 'secret';
  const hasKeys = !isSealed || (tellers.length === 2 && tellers.every(({ isReady }) => isReady));
  const earliest = noticeOver(about.type.notice, noticeAt ?? now);
  const { in: electors, unknown } = roster;
  return missingToFreeze({ electors, unknown, hasKeys, opensAt, earliest, now });
}

interface Case {
  vote: VoteRecord;
  village: Village;
  phase: VotePhase;
  about: TypeView;
  /** He decided about a line of the roster. */
  isDecider: boolean;
  isAgain: boolean;
}

function mayDo(
  { viewer }: Context,
  { vote, village, phase, about, isDecider, isAgain }: Case,
): VotePreparation['may'] {
  const holds = (action: Action) => actingPost(viewer, action, village.path) !== null;
  const prepares = holds('vote.prepare');
  const isPreparing = phase === 'preparing';
  const isOwn = vote.preparedById === viewer.personId;
  const freezes = isPreparing && !isOwn && !isDecider && holds('vote.freeze');
  const isPast = phase === 'counted' || phase === 'void';
  return {
    prepare: prepares,
    roster: prepares || holds('vote.freeze'),
    change: prepares && isPreparing && vote.noticeAt === null,
    decide: prepares && (isPreparing || phase === 'announced'),
    freeze: freezes,
    freezeOther: isPreparing && !freezes,
    void: phase === 'closed' ? holds('vote.void-closed') : holds('vote.freeze') && !isPast,
    voidByTown: phase === 'closed' && holds('vote.freeze') && !holds('vote.void-closed'),
    table: villagesWith({ viewer }, ['vote.table']).includes(village.code),
    enter: holds('vote.freeze') && !isOwn && !about.isCast && phase === 'closed',
    repeat: prepares && (phase === 'void' || isAgain),
  };
}
