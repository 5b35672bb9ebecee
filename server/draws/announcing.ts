import { noteDraw } from '#server/draws/noting.ts';
import { type DrawPurpose, type DrawSubject, purposeOf } from '#server/draws/purposes.ts';
import {
  countRoundsNamed,
  insertPools,
  insertRound,
  type NamedSource,
  type PoolRow,
  type RoundRow,
  selectRound,
} from '#server/draws/records.ts';
import { freezeTable } from '#server/draws/table.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { addDays, type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import { knownFrom } from '#server/rules/draw-sources.ts';

/** A lottery as the form names it: which one, which issue, and the day its numbers appear. */
export interface ChosenSource {
  lottery: string;
  issue: string;
  on: LocalDate;
}

/**
 * Opens this month's round: names the public numbers before anybody can know them, and freezes at
 * the same moment who may be drawn for everything that is due. Gives the round's name.
 */
export async function announceRound(
  ctx: Context,
  { purpose: code, sources, key }: { purpose: string; sources: ChosenSource[]; key: string },
): Promise<Result<string>> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  const { personId } = ctx.viewer;
  const byPost = county && actingPost(ctx.viewer, 'draw.announce', county);
  if (!byPost || personId === null) return refuse('notFound');
  const named = nameSources(ctx, sources);
  if (!named.ok) return named;
  const purpose = purposeOf(code);
  const at = ctx.clock.now();
  const id = await nameRound(ctx, purpose, at);
  const pools = (await purpose.gather(ctx)).map((subject, index) =>
    freezePool(ctx, { roundId: id, no: index + 1 }, subject),
  );
  if (pools.length === 0) return refuse('nothingDue');
  const form = { actorId: personId, action: 'draw.announce', key, at };
  return ctx.db.write((tx) =>
    once(tx, form, async () => {
      const round = { id, purpose: code, sources: named.value, pools: pools.length };
      const isNew = await insertRound(tx, {
        ...round,
        announcedAt: at,
        announcedById: personId,
        typedFrom: knownFrom(named.value.map(({ on }) => on)),
        drawnAt: null,
        numbers: null,
      });
      if (!isNew) return refuse('roundThere');
      await insertPools(tx, pools);
      const act = { actorId: personId, byPost, at };
      await noteDraw(tx, ctx, { ...act, what: 'draw.announced', id, facts: round });
      for (const { id: poolId, villageCode, size, need, poolHash, tableHash, excluded } of pools) {
        const facts = { size, need, poolHash, tableHash, excluded };
        await noteDraw(tx, ctx, { ...act, what: 'draw.frozen', id: poolId, villageCode, facts });
      }
      tx.touch('draws');
      return accept(id);
    }),
  );
}

/** The name of this month's round, or of a further one where its purpose may have several. */
async function nameRound(
  ctx: Context,
  { initial, isRepeatable }: DrawPurpose,
  at: EpochMs,
): Promise<string> {
  const first = `${initial}-${localDate(at).slice(0, 7).replace('-', '')}`;
  if (!isRepeatable) return first;
  const named = await countRoundsNamed(ctx.db.read, first);
  return named === 0 ? first : `${first}-${named + 1}`;
}

/** A purpose's round of this month, where it may have no further one; null while it may. */
export async function lastRoundOfMonth(
  ctx: Context,
  purpose: DrawPurpose,
): Promise<RoundRow | null> {
  if (purpose.isRepeatable) return null;
  return selectRound(ctx.db.read, await nameRound(ctx, purpose, ctx.clock.now()));
}

/** The sources as they are announced: known lotteries, each on a day that is still ahead. */
function nameSources(ctx: Context, chosen: ChosenSource[]): Result<NamedSource[]> {
  const { lotteries, leastSources, farthestDays } = ctx.book.draws;
  const today = localDate(ctx.clock.now());
  if (chosen.length < leastSources) return refuse('sourcesTooFew', `lottery${chosen.length + 1}`);
  const named: NamedSource[] = [];
  for (const [index, { lottery, issue, on }] of chosen.entries()) {
    const found = lotteries.find(({ code }) => code === lottery);
    if (!found) return refuse('pickOne', `lottery${index + 1}`);
    if (on <= today) return refuse('sourceKnown', `on${index + 1}`);
    if (on > addDays(today, farthestDays)) return refuse('sourceTooFar', `on${index + 1}`);
    const { name, count, least, most } = found;
    named.push({ name, issue, on, count, least, most });
  }
  const isNamedTwice = new Set(named.map(({ name, issue }) => `${name} ${issue}`)).size;
  if (isNamedTwice < named.length) return refuse('sourceTwice', `issue${named.length}`);
  return accept(named);
}

function freezePool(
  ctx: Context,
  { roundId, no }: { roundId: string; no: number },
  { subjectId, villageCode, candidates, excluded, need }: DrawSubject,
): PoolRow {
  return {
    id: `${roundId}-${String(no).padStart(2, '0')}`,
    roundId,
    subjectId,
    villageCode,
    size: candidates.length,
    need: Math.min(need, candidates.length),
    ...freezeTable(ctx, candidates),
    excluded,
    frozenAt: ctx.clock.now(),
  };
}
