import { type Answerer, standInsFor } from '#server/grids/duties.ts';
import { atPlace } from '#server/grids/duty-person.ts';
import { selectLeavesAhead } from '#server/grids/duty-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { memory } from '#server/kernel/memory.ts';
import type { EpochMs } from '#server/rules/dates.ts';

type Leaves = Awaited<ReturnType<typeof selectLeavesAhead>>;

const leavesOfPeople = memory<Leaves>('person:');

/** Those of these people who are on leave now, with the instant at which each one's leave is over. */
export async function leavesNow(ctx: Context, personIds: string[]): Promise<Map<string, EpochMs>> {
  const now = ctx.clock.now();
  const known = await leavesOfPeople(ctx, personIds, async (missing) => {
    const rows = await selectLeavesAhead(ctx.db.read, missing, now);
    return new Map(missing.map((id) => [id, rows.filter(({ personId }) => personId === id)]));
  });
  const spans = [...known.values()].flat().filter(({ untilAt }) => untilAt > now);
  // The page changes by itself when somebody goes, and when he is back.
  for (const { fromAt, untilAt } of spans) ctx.page.changesAt(fromAt > now ? fromAt : untilAt);
  const begun = spans
    .filter(({ fromAt }) => fromAt <= now)
    .toSorted((a, b) => a.untilAt - b.untilAt);
  return new Map(begun.map(({ personId, untilAt }) => [personId, untilAt]));
}

/** Who answers now for those of these holders who are away; whoever nobody stands in for is left out. */
export async function standInsNow(
  ctx: Context,
  holders: { personId: string; gridCode: string | null }[],
  leaves: Map<string, EpochMs>,
): Promise<(Answerer & { standInId: string })[]> {
  const away = holders.flatMap(({ personId, gridCode }) =>
    gridCode !== null && leaves.has(personId) ? [{ personId, gridCode }] : [],
  );
  if (away.length === 0) return [];
  const found = await standInsFor(ctx.db.read, away, ctx.clock.now());
  const ids = [...new Set(found.values())];
  ctx.page.shows(...ids.map((id) => `person:${id}`));
  // Whoever stands in goes on leave himself.
  await leavesNow(ctx, ids);
  return away.flatMap((one) => {
    const standInId = found.get(atPlace(one.personId, one.gridCode));
    return standInId === undefined ? [] : [{ ...one, standInId }];
  });
}
