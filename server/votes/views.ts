import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type StepLine, stepsOf } from '#server/motions/step-lines.ts';
import { postById } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { type EpochMs, HOUR_MS, nextMidnight } from '#server/rules/dates.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import {
  askingOf,
  findVote,
  mayBeBlank,
  ownLine,
  readChoice,
  type VoteRef,
} from '#server/votes/casting.ts';
import { type Mine, mineOf } from '#server/votes/mine.ts';
import {
  type OptionRecord,
  selectFollowing,
  selectOptions,
  selectResults,
  type VoteRecord,
} from '#server/votes/records.ts';
import { type ResultView, resultView } from '#server/votes/result-view.ts';
import { countRoster } from '#server/votes/roster-records.ts';
import { groupNames, type TypeView, typeView } from '#server/votes/type-view.ts';

/** A vote that another one repeats, or the matter that it is about. */
export interface Linked {
  path: string;
  title: string;
}

/** Everything the page of one vote prints. */
export interface VotePage
  extends Pick<
    VoteRecord,
    'no' | 'secrecy' | 'unit' | 'most' | 'opensAt' | 'closesAt' | 'noticeAt' | 'secondRound'
  > {
  village: Village;
  path: string;
  now: EpochMs;
  title: string;
  html: string;
  phase: VotePhase;
  about: TypeView;
  groups: string[];
  options: OptionRecord[];
  /** Whoever abstains names none of the options. */
  mayBeBlank: boolean;
  /** How many are on the roster, and how many of them have voted. */
  electors: number;
  voted: number;
  rosterHash: string;
  mayReadRoster: boolean;
  mine: Mine;
  result: ResultView | null;
  /** Why it is void; null otherwise. */
  voidReason: string | null;
  motion: Linked | null;
  motionId: string | null;
  steps: StepLine[];
  previous: Linked | null;
  following: Linked | null;
  /** Who answers for it. */
  holder: DutyPerson | null;
  /** Where those who work on it go on; null for everybody else. */
  deskPath: string | null;
  parts: PostParts;
}

/** The page of one vote; null when the viewer may not see it. */
export async function votePage(
  ctx: Context,
  ref: VoteRef,
  commentsAfter: string | null = null,
): Promise<VotePage | null> {
  const seen = await findVote(ctx, ref);
  if (!seen) return null;
  const { loaded, vote, village } = seen;
  const { post, path } = loaded;
  const now = ctx.clock.now();
  const phase = phaseOf(vote, now);
  noteClock(ctx, vote, phase);
  const options = await selectOptions(ctx.db.read, vote.id);
  const [parts, people, roster, mine, result] = await Promise.all([
    partsOf(ctx, loaded, commentsAfter),
    holderOf(ctx, post),
    countRoster(ctx.db.read, vote.id),
    mineOf(ctx, vote, { phase, options }),
    phase === 'counted' ? resultOf(ctx, vote.id, options) : null,
  ]);
  const { no, secrecy, unit, most, opensAt, closesAt, noticeAt, secondRound, rosterHash } = vote;
  return {
    ...{ no, secrecy, unit, most, opensAt, closesAt, noticeAt, secondRound, rosterHash },
    ...{ village, path, now, title: post.title, html: post.html, phase, options, mine, result },
    ...{ about: typeView(ctx.book.votes, vote.type), mayBeBlank: mayBeBlank(options) },
    groups: await groupNames(ctx, village, vote),
    ...{ electors: roster.in, voted: roster.online + roster.paper, voidReason: vote.voidReason },
    mayReadRoster: await mayReadRoster(ctx, vote, village),
    ...(await linksOf(ctx, vote)),
    ...{ holder: people, parts, deskPath: deskOf(ctx, vote, village) },
  };
}

/** The page changes when it opens and closes, and says by the hour how long is left on its last day. */
function noteClock(ctx: Context, vote: VoteRecord, phase: VotePhase): void {
  ctx.page.shows(`vote:${vote.id}`, `post:${vote.id}`, `village:${vote.villageCode}`);
  if (ctx.viewer.personId !== null || vote.noticeAt === null) ctx.page.keepPrivate();
  if (phase === 'announced') ctx.page.changesAt(vote.opensAt);
  // A box that stays shut is a day older tomorrow.
  if (phase === 'closed') ctx.page.changesAt(nextMidnight(ctx.clock.now()));
  if (phase !== 'open') return;
  ctx.page.changesAt(vote.closesAt);
  const left = vote.closesAt - ctx.clock.now();
  if (left < 48 * HOUR_MS) ctx.page.changesAt(vote.closesAt - Math.floor(left / HOUR_MS) * HOUR_MS);
}

async function holderOf(
  ctx: Context,
  { holderId, holderGridCode }: { holderId: string | null; holderGridCode: string | null },
): Promise<DutyPerson | null> {
  if (holderId === null) return null;
  const people = await dutyPeople(ctx, [{ personId: holderId, gridCode: holderGridCode }]);
  return people.get(holderId) ?? null;
}

async function resultOf(
  ctx: Context,
  voteId: string,
  options: OptionRecord[],
): Promise<ResultView | null> {
  const [result] = await selectResults(ctx.db.read, [voteId]);
  return result ? resultView(ctx, options, result) : null;
}

/** Those who stand on it, and those who serve at it. */
export async function mayReadRoster(
  ctx: Context,
  vote: VoteRecord,
  village: Village,
): Promise<boolean> {
  if (ctx.viewer.personId === null) return false;
  if (actingPost(ctx.viewer, 'vote.watch', village.path)) return true;
  return (await ownLine(ctx.db.read, vote, askingOf(ctx.viewer))) !== null;
}

async function linksOf(
  ctx: Context,
  vote: VoteRecord,
): Promise<Pick<VotePage, 'motion' | 'motionId' | 'steps' | 'previous' | 'following'>> {
  const next = await selectFollowing(ctx.db.read, vote.id);
  const link = async (id: string | null): Promise<Linked | null> => {
    const found = id === null ? null : await postById(ctx, id);
    return found && { path: found.path, title: found.post.title };
  };
  return {
    motion: await link(vote.motionId),
    motionId: vote.motionId,
    steps: vote.motionId === null ? [] : await stepsOf(ctx.db.read, vote.motionId),
    previous: await link(vote.previousId),
    following: await link(next),
  };
}

/** Whoever may one of these finds something to do on a vote's desk. */
const deskActions: Action[] = ['vote.prepare', 'vote.freeze', 'vote.table', 'vote.void-closed'];

function deskOf(ctx: Context, vote: VoteRecord, village: Village): string | null {
  const works = deskActions.some((action) => actingPost(ctx.viewer, action, village.path) !== null);
  return works ? `/desk/votes/${vote.id}` : null;
}

/** What the last screen before casting shows. */
export interface CheckView {
  village: Village;
  path: string;
  title: string;
  /** None where he abstains by naming none. */
  chosen: OptionRecord[];
  secrecy: string;
  isForHousehold: boolean;
}

/**
 * The last screen: what was asked, and what was chosen, read from the form that brought it here and
 * kept nowhere. Refused when there is nothing to cast: the vote's own page says why.
 */
export async function castCheck(
  ctx: Context,
  ref: VoteRef,
  choice: number[],
): Promise<Result<CheckView>> {
  ctx.page.keepPrivate();
  const seen = await findVote(ctx, ref);
  if (!seen) return refuse('notFound');
  const { loaded, vote, village } = seen;
  const options = await selectOptions(ctx.db.read, vote.id);
  const mine = await mineOf(ctx, vote, { phase: phaseOf(vote, ctx.clock.now()), options });
  if (mine.can !== 'cast') return refuse('choiceNotNow', 'ballot');
  const read = await readChoice(ctx, vote, choice);
  if (!read.ok) return read;
  const chosen = options.filter(({ no }) => read.value.includes(no));
  const { secrecy } = vote;
  const { isForHousehold } = mine;
  const { path } = loaded;
  return accept({ village, path, title: loaded.post.title, chosen, secrecy, isForHousehold });
}

/** The page that says how a secret ballot is kept so; null where nothing is secret. */
export async function secrecyPage(ctx: Context, ref: VoteRef) {
  const seen = await findVote(ctx, ref);
  if (seen?.vote.secrecy !== 'secret') return null;
  const { loaded, village } = seen;
  ctx.page.shows(`post:${seen.vote.id}`);
  if (ctx.viewer.personId !== null || seen.vote.noticeAt === null) ctx.page.keepPrivate();
  return { village, path: loaded.path, title: loaded.post.title };
}
