import { lock } from '#db/dialect.ts';
import {
  countHouseholds,
  moveAllHouseholds,
  moveHouseholdRows,
  renameRow,
  retirePlace,
  selectHeldIn,
  selectPicked,
} from '#server/grids/group-records.ts';
import { recordPlaces } from '#server/grids/place-acts.ts';
import { insertHouseholds, selectLastHousehold, selectPlace } from '#server/grids/place-records.ts';
import { selectChildren } from '#server/grids/records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { CODE_LENGTH, serial, serialOf } from '#server/rules/place-codes.ts';

/** Which households of a place: those ticked, or those whose numbers lie in a range, ends included. */
export interface PickedHouseholds {
  ids: string[];
  from: number | null;
  to: number | null;
}

/** Calls a villager group or a micro grid by another name; two of one name would be mixed up. */
export async function renameGroup(
  ctx: Context,
  { code, name }: { code: string; name: string },
): Promise<Result> {
  const place = await standingGroup(ctx, code);
  if (!place) return refuse('notFound');
  const at = ctx.clock.now();
  const { path, level, parentCode } = place;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', parentCode);
    const siblings = await selectChildren(tx, parentCode, level);
    const isTaken = siblings.some((one) => one.name === name && one.code !== code);
    if (isTaken) return refuse('placeNameTaken', 'name');
    await renameRow(tx, code, name);
    const facts = { before: place.name, name };
    await recordPlaces(tx, ctx, { what: 'group.renamed', parentCode: code, path, at, facts });
    touchPlaces(tx, code);
    return accept();
  });
}

/**
 * Closes a villager group or a micro grid whose households another one takes over. It then hangs
 * below that one, so that whoever answers there reads on in its old matters. Its code and name stay.
 */
export async function closeGroup(
  ctx: Context,
  { code, successorCode }: { code: string; successorCode: string },
): Promise<Result<{ successorCode: string }>> {
  const [place, successor] = await Promise.all([
    standingGroup(ctx, code),
    standingGroup(ctx, successorCode),
  ]);
  if (!place) return refuse('notFound');
  const isFit =
    successor !== null &&
    villageOf(successorCode) === villageOf(code) &&
    !successorCode.startsWith(code);
  if (!isFit) return refuse('pickOne', 'successor');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', villageOf(code));
    if ((await selectHeldIn(tx, code, at)).length > 0) return refuse('postsThereYet', 'successor');
    const households = await moveAllHouseholds(tx, code, successorCode);
    await retirePlace(tx, { place, successor, at });
    const facts = { successor: successorCode, households };
    const act = { what: 'group.closed', parentCode: code, path: place.path, at, facts };
    await recordPlaces(tx, ctx, act);
    touchPlaces(tx, code);
    touchPlaces(tx, successorCode);
    return accept({ successorCode });
  });
}

/** Numbers households on until a group or micro grid has that many; sent again it adds none. */
export async function fillHouseholds(
  ctx: Context,
  { gridCode, total }: { gridCode: string; total: number },
): Promise<Result<{ added: number }>> {
  const place = await standingGroup(ctx, gridCode);
  if (!place) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', gridCode);
    const added = total - (await countHouseholds(tx, gridCode));
    if (added < 0) return refuse('householdsStay', 'total');
    if (added === 0) return accept({ added });
    const last = serialOf(await selectLastHousehold(tx, gridCode));
    const rows = Array.from({ length: added }, (_, n) => ({
      id: newId(),
      code: gridCode + serial(last + n + 1),
      gridCode,
      createdAt: at,
    }));
    await insertHouseholds(tx, rows);
    const act = { what: 'households.numbered', parentCode: gridCode, path: place.path, at };
    await recordPlaces(tx, ctx, { ...act, facts: { households: added } });
    touchPlaces(tx, gridCode);
    return accept({ added });
  });
}

/** Moves households to another group or micro grid of the village; a household keeps its number. */
export async function moveHouseholds(
  ctx: Context,
  { gridCode, into, picked }: { gridCode: string; into: string; picked: PickedHouseholds },
): Promise<Result<{ moved: number }>> {
  const [place, target] = await Promise.all([
    standingGroup(ctx, gridCode),
    standingGroup(ctx, into),
  ]);
  if (!place) return refuse('notFound');
  if (!target || villageOf(into) !== villageOf(gridCode)) return refuse('pickOne', 'into');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', villageOf(gridCode));
    const households = await selectPicked(tx, gridCode, picked);
    const moving = households.filter((one) => one.gridCode !== into);
    if (households.length === 0) return refuse('noHousehold', 'household');
    await moveHouseholdRows(
      tx,
      moving.map(({ id }) => id),
      into,
    );
    const act = { what: 'households.moved', parentCode: into, path: target.path, at };
    const facts = { from: gridCode, households: moving.length };
    await recordPlaces(tx, ctx, { ...act, facts, content: moving.map(({ code }) => code) });
    touchPlaces(tx, gridCode);
    touchPlaces(tx, into);
    return accept({ moved: moving.length });
  });
}

/** A group or micro grid that stands, for whoever may arrange it. */
async function standingGroup(ctx: Context, code: string) {
  const place = await selectPlace(ctx.db.read, code);
  const isGroup = place?.level === 'grid' || place?.level === 'micro_grid';
  if (!place || !isGroup || place.retiredAt !== null || place.parentCode === null) return null;
  if (!may(ctx.viewer, 'grid.manage', place.path)) return null;
  return { ...place, parentCode: place.parentCode };
}

function villageOf(code: string): string {
  return code.slice(0, CODE_LENGTH.village);
}
