import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { selectPicked } from '#server/grids/group-records.ts';
import type { PickedHouseholds } from '#server/grids/groups.ts';
import {
  endPairings,
  insertPairings,
  selectPairable,
  selectUnpaired,
} from '#server/grids/pairing-records.ts';
import { recordPlaces } from '#server/grids/place-acts.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { may, permissions, type Role } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { PairingRun } from '#server/rules/even-pairing.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

/** The posts whose holders may be paired with households: all who may answer what is asked there. */
export const pairingPosts: Role[] = permissions['comment.answer'];

/**
 * Pairs the open households of a village as the secretary confirmed it, run by run. A household that
 * was paired meanwhile keeps its cadre, and one that came meanwhile waits for the next time.
 */
export async function pairRuns(
  ctx: Context,
  { villageCode, runs }: { villageCode: string; runs: Omit<PairingRun, 'households'>[] },
): Promise<Result<{ paired: number }>> {
  const village = await selectPlace(ctx.db.read, villageCode);
  const isAllowed = village?.level === 'village' && may(ctx.viewer, 'pairing.set', village.path);
  if (!village || !isAllowed) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', villageCode);
    const fit = await pairableIn(tx, village, at);
    if (runs.some(({ personId }) => !fit.has(personId))) return refuse('pickOne', 'cadre');
    const open = await selectUnpaired(tx, villageCode, at);
    const rows = open.flatMap(({ id, code, gridCode }) => {
      const run = runs.find(
        ({ groupCode, first, last }) =>
          gridCode.startsWith(groupCode) && first <= code && code <= last,
      );
      return run ? [{ id: newId(), householdId: id, personId: run.personId, since: at }] : [];
    });
    await endPairings(
      tx,
      rows.map(({ householdId }) => householdId),
      at,
    );
    await insertPairings(tx, rows);
    await recordPairing(tx, ctx, { village, at, households: rows.length, content: runs });
    touchPaired(tx, village.code, runs);
    return accept({ paired: rows.length });
  });
}

/** Pairs the picked households of a group with one cadre, or with nobody: then the grid's own answers. */
export async function pairPicked(
  ctx: Context,
  {
    gridCode,
    personId,
    picked,
  }: { gridCode: string; personId: string | null; picked: PickedHouseholds },
): Promise<Result<{ paired: number }>> {
  const [place, village] = await Promise.all([
    selectPlace(ctx.db.read, gridCode),
    selectPlace(ctx.db.read, gridCode.slice(0, CODE_LENGTH.village)),
  ]);
  if (!place || !village || !may(ctx.viewer, 'pairing.set', place.path)) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', village.code);
    const fit = await pairableIn(tx, village, at);
    if (personId !== null && !fit.has(personId)) return refuse('pickOne', 'cadre');
    const households = await selectPicked(tx, gridCode, picked);
    if (households.length === 0) return refuse('noHousehold', 'household');
    const ids = households.map(({ id }) => id);
    await endPairings(tx, ids, at);
    if (personId !== null) {
      const rows = ids.map((householdId) => ({ id: newId(), householdId, personId, since: at }));
      await insertPairings(tx, rows);
    }
    const content = { personId, households: households.map(({ code }) => code) };
    await recordPairing(tx, ctx, { village, at, households: ids.length, content });
    touchPaired(tx, gridCode, personId === null ? [] : [{ personId }]);
    return accept({ paired: ids.length });
  });
}

/** Who may be paired with households of a village: in office there, below it or above it. */
async function pairableIn(
  tx: Tx,
  village: { code: string; path: string },
  at: EpochMs,
): Promise<Set<string>> {
  const above = placesOf(village.path).slice(1);
  const cadres = await selectPairable(tx, {
    villageCode: village.code,
    above,
    posts: pairingPosts,
    at,
  });
  return new Set(cadres.map(({ personId }) => personId));
}

function recordPairing(
  tx: Tx,
  ctx: Context,
  {
    village,
    at,
    households,
    content,
  }: {
    village: { code: string; path: string };
    at: EpochMs;
    households: number;
    content: unknown;
  },
): Promise<void> {
  return recordPlaces(tx, ctx, {
    what: 'households.paired',
    action: 'pairing.set',
    parentCode: village.code,
    path: village.path,
    at,
    facts: { households },
    content,
  });
}

function touchPaired(tx: Tx, gridCode: string, cadres: { personId: string }[]): void {
  touchPlaces(tx, gridCode);
  for (const { personId } of cadres) touchPlaces(tx, gridCode, personId);
}
