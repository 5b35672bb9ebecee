import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type DrawnPool, type DrawSubject, registerPurpose } from '#server/draws/purposes.ts';
import type { PoolRow } from '#server/draws/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import { planReadings } from '#server/rules/selection-readers.ts';
import { afterWorkDays } from '#server/rules/selection-rounds.ts';
import { assignReadings } from '#server/selections/assigning.ts';
import { roundNumbers } from '#server/selections/kinds.ts';
import { judgedEntries, kinOf, readersOf, shortOf } from '#server/selections/readers.ts';
import { type RoundRow, selectRound } from '#server/selections/records.ts';
import {
  insertReaders,
  type ReaderRow,
  type ReviewerRow,
  selectReaders,
  selectReviewers,
} from '#server/selections/reviewer-records.ts';
import { selectSheets, selectUnpublished, setReview } from '#server/selections/sheet-records.ts';
import { roundTitle } from '#server/selections/words.ts';

/** Reviewers of a month's round are drawn out of those who agreed to review. */
export const reviewerPurpose = registerPurpose({
  code: 'selection',
  initial: 'S',
  isRepeatable: true,
  due,
  gather,
  unfit,
  afterDraw,
  subjects,
});

/** What the desk says of a round that waits for reviewers. */
export interface DrawNeed {
  roundId: string;
  /** Entries that too few of those on the list may read: more people must be named first. */
  short: string[];
  /** Whether it has reviewers, but an entry has too few of them. */
  isSecond: boolean;
}

/** Rounds that need reviewers now. */
export async function drawNeeds(ctx: Context): Promise<DrawNeed[]> {
  const rounds = await selectUnpublished(ctx.db.read, ctx.clock.now());
  const needs = await Promise.all(rounds.map((round) => needOf(ctx, round)));
  return needs.flatMap(({ need }) => need ?? []);
}

interface Found {
  limits: KindNumbers;
  need: DrawNeed | null;
  candidates: ReviewerRow[];
  excluded: Record<string, number>;
}

/** Who may be drawn for a round: on the list, entered nothing in it, and not drawn for it before. */
async function needOf(ctx: Context, round: RoundRow): Promise<Found> {
  const { read } = ctx.db;
  const entries = await judgedEntries(read, round.id);
  const sheets = await selectSheets(read, round.id);
  const readers = await readersOf(read, round.id, sheets);
  const limits = await roundNumbers(read, ctx, round);
  const held = sheets.filter(({ recusedAt }) => recusedAt === null);
  const plan = planReadings({ entries, readers, held }, limits);
  const isDue = entries.length > 0 && (readers.length === 0 || plan.short.length > 0);
  const nobody = { limits, candidates: [], excluded: {} };
  if (!isDue) return { need: null, ...nobody };
  const entrants = new Set(entries.flatMap(({ byId, authorId }) => [byId, authorId]));
  const drawn = new Set(readers.map(({ personId }) => personId));
  const all = (await selectReviewers(read)).map(({ reviewer }) => reviewer);
  const entered = all.filter(({ personId }) => entrants.has(personId));
  const candidates = all.filter(({ personId }) => !entrants.has(personId) && !drawn.has(personId));
  const kin = await kinOf(
    read,
    candidates.map(({ personId }) => personId),
  );
  const people = [...candidates, ...readers].map(({ personId, townCode }) => {
    return { townCode, kin: kin.get(personId) ?? new Set<string>() };
  });
  const short = shortOf(entries, people, limits.leastSheets).map(({ postId }) => postId);
  const excluded: Record<string, number> = {};
  if (entered.length > 0) excluded.entrant = entered.length;
  if (drawn.size > 0) excluded.reading = drawn.size;
  const need = { roundId: round.id, short, isSecond: readers.length > 0 };
  return { limits, need, candidates, excluded };
}

async function due(ctx: Context): Promise<string[]> {
  return (await drawNeeds(ctx)).map(({ roundId }) => roundId);
}

async function gather(ctx: Context): Promise<DrawSubject[]> {
  const rounds = await selectUnpublished(ctx.db.read, ctx.clock.now());
  const found = await Promise.all(
    rounds.map(async (round) => ({ round, ...(await needOf(ctx, round)) })),
  );
  return found.flatMap(({ round, limits, need, candidates, excluded }) => {
    // With too few on the list the draw would be for nothing: more must be named first.
    if (!need || candidates.length === 0 || need.short.length > 0) return [];
    const ids = candidates.map(({ personId }) => personId);
    const subject = { subjectId: round.id, villageCode: null, candidates: ids, excluded };
    return [{ ...subject, need: limits.reviewers + limits.standIns }];
  });
}

/** Between the freezing and the draw somebody may have left the list. */
async function unfit(
  ctx: Context,
  _pool: PoolRow,
  candidates: string[],
): Promise<Map<string, string>> {
  const rows = await selectReviewers(ctx.db.read);
  const listed = new Set(rows.map(({ reviewer }) => reviewer.personId));
  return new Map(candidates.filter((id) => !listed.has(id)).map((id) => [id, 'ended'] as const));
}

async function afterDraw(ctx: Context, drawn: DrawnPool[]) {
  const rows = await selectReviewers(ctx.db.read);
  const listed = new Map(rows.map(({ reviewer }) => [reviewer.personId, reviewer]));
  return async (tx: Tx, at: EpochMs) => {
    for (const one of drawn) await seatReaders(tx, ctx, { ...one, listed, at });
  };
}

/** Those who were drawn take their numbers behind those who have one, and get what they read. */
async function seatReaders(
  tx: Tx,
  ctx: Context,
  {
    pool,
    picked,
    listed,
    at,
  }: DrawnPool & { listed: ReadonlyMap<string, ReviewerRow>; at: EpochMs },
): Promise<void> {
  await lock(tx, 'selection_round', 'id', pool.subjectId);
  const round = await selectRound(tx, pool.subjectId);
  if (!round || round.publishedAt !== null) return;
  const before = (await selectReaders(tx, round.id)).length;
  const readers: ReaderRow[] = picked.map(({ token, candidateId }, index) => ({
    roundId: round.id,
    no: before + index + 1,
    personId: candidateId,
    townCode: listed.get(candidateId)?.townCode ?? '',
    token,
  }));
  await insertReaders(tx, readers);
  const { reviewWorkDays } = await roundNumbers(tx, ctx, round);
  const reviewUntil = afterWorkDays(ctx.book.calendar, at, reviewWorkDays);
  await setReview(tx, round.id, { drawId: pool.id, reviewUntil });
  const short = await assignReadings(tx, ctx, { round, reviewUntil, at });
  await append(tx, {
    what: 'selection.reviewers-drawn',
    subjectKind: 'selection',
    subjectId: round.id,
    villageCode: null,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.selections.version,
    facts: { draw: pool.id, readers: readers.length, reviewUntil, short: short.length },
  });
  tx.touch('selections', `selection:${round.id}`);
}

async function subjects(ctx: Context, ids: string[]) {
  const rounds = await Promise.all(ids.map((id) => selectRound(ctx.db.read, id)));
  return new Map(
    rounds.flatMap((round) => {
      if (!round) return [];
      const subject = { title: roundTitle(ctx.lang, round), path: `/selections/${round.id}` };
      return [[round.id, subject] as const];
    }),
  );
}
