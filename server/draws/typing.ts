import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { noteDraw } from '#server/draws/noting.ts';
import { type DrawnPool, purposeOf } from '#server/draws/purposes.ts';
import {
  type EntryRow,
  insertPicks,
  type PickRow,
  putEntry,
  type RoundRow,
  selectEntries,
  selectPools,
  selectRound,
  setDrawn,
} from '#server/draws/records.ts';
import { openTable, sha256 } from '#server/draws/table.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { drawPicks } from '#server/rules/draw-picks.ts';
import { tokensOf } from '#server/rules/draw-replay.ts';
import { areSameNumbers } from '#server/rules/draw-sources.ts';

/** What became of typed numbers: they wait for a second person, differ from his, or the draw was made. */
export type Typed = 'waits' | 'differs' | 'drawn';

/** A draw that is ready to be written down; its pools are frozen, so nothing about it can change. */
interface ReadyDraw {
  picks: PickRow[];
  drawn: DrawnPool[];
  follow: (tx: Tx, at: EpochMs) => Promise<void>;
}

/**
 * Types the public numbers of a round. Two people of two posts must type the same: then every pool
 * of the round is drawn in the same write. Where they differ, both are told.
 */
export async function typeNumbers(
  ctx: Context,
  roundId: string,
  numbers: number[][],
): Promise<Result<Typed>> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  const round = await selectRound(ctx.db.read, roundId);
  const byId = ctx.viewer.personId;
  const byPost = county && actingPost(ctx.viewer, 'draw.type', county);
  if (!round || !byPost || byId === null) return refuse('notFound');
  const at = ctx.clock.now();
  if (at < round.typedFrom) return refuse('numbersNotYet');
  const entry = { roundId, byId, byPost, numbers, at };
  const known = await selectEntries(ctx.db.read, roundId);
  const ready = partnerOf(entry, known) ? await readyDraw(ctx, round, numbers) : null;
  const typed = await ctx.db.write((tx) => writeEntry(tx, ctx, entry, ready));
  // Somebody typed the same at the same moment: both stand there now, and the draw can be made.
  return typed === 'again' ? typeNumbers(ctx, roundId, numbers) : typed;
}

async function writeEntry(
  tx: Tx,
  ctx: Context,
  entry: EntryRow,
  ready: ReadyDraw | null,
): Promise<Result<Typed> | 'again'> {
  const { roundId, byId, byPost, numbers, at } = entry;
  await lock(tx, 'draw_round', 'id', roundId);
  const round = await selectRound(tx, roundId);
  if (!round || round.drawnAt !== null) return refuse('alreadyDone');
  await putEntry(tx, entry);
  const act = { id: roundId, actorId: byId, byPost, at };
  await noteDraw(tx, ctx, { ...act, what: 'draw.numbers-typed', content: numbers });
  tx.touch('draws');
  const entries = await selectEntries(tx, roundId);
  const partner = partnerOf(entry, entries);
  if (!partner) return accept(await tellDiffering(tx, ctx, entry, entries));
  if (!ready) return 'again';
  await setDrawn(tx, roundId, { drawnAt: at, numbers });
  await insertPicks(tx, ready.picks);
  for (const { pool, picked } of ready.drawn) {
    const { id, villageCode } = pool;
    const facts = { numbers, tokens: picked.map(({ token }) => token) };
    await noteDraw(tx, ctx, { ...act, what: 'draw.made', id, villageCode, facts });
  }
  await ready.follow(tx, at);
  return accept('drawn');
}

/** Whoever typed the same numbers in another post. */
function partnerOf({ byId, byPost, numbers }: EntryRow, entries: EntryRow[]): EntryRow | undefined {
  return entries.find(
    (other) =>
      other.byId !== byId && other.byPost !== byPost && areSameNumbers(other.numbers, numbers),
  );
}

async function tellDiffering(
  tx: Tx,
  ctx: Context,
  { roundId, byId, byPost, at }: EntryRow,
  entries: EntryRow[],
): Promise<Typed> {
  const others = entries.filter((other) => other.byPost !== byPost);
  if (others.length === 0) return 'waits';
  const body = wordsFor(ctx.lang).draws.messages.differs(roundId);
  const message = { template: 'draw.differs', body, path: `/desk/draws/${roundId}`, at };
  await tell(
    tx,
    ...[...others.map((other) => other.byId), byId].map((personId) => ({ ...message, personId })),
  );
  return 'differs';
}

async function readyDraw(ctx: Context, round: RoundRow, numbers: number[][]): Promise<ReadyDraw> {
  const purpose = purposeOf(round.purpose);
  const pools = await selectPools(ctx.db.read, round.id);
  const picks: PickRow[] = [];
  const drawn: DrawnPool[] = [];
  for (const pool of pools) {
    const { ids } = openTable(ctx, pool);
    const behind = new Map(tokensOf(pool.size).map((token, at) => [token, ids[at] ?? '']));
    const unfit = await purpose.unfit(ctx, pool, ids);
    const reasonOf = (token: string) => unfit.get(behind.get(token) ?? '') ?? null;
    const steps = await drawPicks({ ...pool, numbers }, reasonOf, sha256);
    picks.push(...steps.map((step) => ({ poolId: pool.id, ...step })));
    drawn.push({ pool, picked: countingOf(steps, behind) });
  }
  return { picks, drawn, follow: await purpose.afterDraw(ctx, drawn) };
}

function countingOf(
  steps: { token: string; skipped: string | null }[],
  behind: Map<string, string>,
): DrawnPool['picked'] {
  return steps
    .filter(({ skipped }) => skipped === null)
    .map(({ token }) => ({ token, candidateId: behind.get(token) ?? '' }));
}
