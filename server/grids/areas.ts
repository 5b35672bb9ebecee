import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import {
  moveVillage,
  retireArea,
  selectAreas,
  selectVillagesOf,
  selectWhereabouts,
} from '#server/grids/area-records.ts';
import type { MadePlace } from '#server/grids/commands.ts';
import { renameRow, selectHeldIn } from '#server/grids/group-records.ts';
import { placeRow, recordPlaces } from '#server/grids/place-acts.ts';
import { insertPlaces, selectLastCode, selectPlace } from '#server/grids/place-records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { serial, serialOf } from '#server/rules/place-codes.ts';

/**
 * A work area (工作片) between town and villages. Areas do not nest by digits, so the villages'
 * paths say what lies in it. A village lies in one area at most.
 */
export async function drawArea(
  ctx: Context,
  { townCode, name, villageCodes }: { townCode: string; name: string; villageCodes: string[] },
): Promise<Result<MadePlace>> {
  const town = await selectPlace(ctx.db.read, townCode);
  if (town?.level !== 'town' || !may(ctx.viewer, 'grid.manage', town.path))
    return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', townCode);
    const known = await selectAreas(tx, townCode);
    if (known.some((area) => area.name === name)) return refuse('placeNameTaken', 'name');
    const code = `${townCode}p${serial(serialOf(await selectLastCode(tx, townCode, 'area')) + 1)}`;
    const area = placeRow({ code, name, level: 'area', kind: 'area', parent: town });
    await insertPlaces(tx, [{ ...area, sort: 0 }]);
    await hangBelow(tx, { codes: villageCodes, to: area, townCode });
    const act = { what: 'area.drawn', parentCode: townCode, path: area.path, at };
    await recordPlaces(tx, ctx, { ...act, facts: { name, villages: villageCodes.length } });
    touchPlaces(tx, townCode);
    return accept({ code, name });
  });
}

/** Draws a work area anew: its name, and which villages lie in it; those left out go to the town. */
export async function redrawArea(
  ctx: Context,
  { areaCode, name, villageCodes }: { areaCode: string; name: string; villageCodes: string[] },
): Promise<Result<{ townCode: string }>> {
  const area = await selectPlace(ctx.db.read, areaCode);
  const town = await townOf(ctx, area);
  if (!area || !town) return refuse('notFound');
  const at = ctx.clock.now();
  const townCode = town.code;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', townCode);
    const others = (await selectAreas(tx, townCode)).filter(({ code }) => code !== areaCode);
    if (others.some((one) => one.name === name)) return refuse('placeNameTaken', 'name');
    await renameRow(tx, areaCode, name);
    const before = await selectVillagesOf(tx, areaCode);
    const gone = before.filter((code) => !villageCodes.includes(code));
    await hangBelow(tx, { codes: gone, to: town, townCode });
    await hangBelow(tx, { codes: villageCodes, to: area, townCode });
    const act = { what: 'area.redrawn', parentCode: areaCode, path: area.path, at };
    await recordPlaces(tx, ctx, { ...act, facts: { name, villages: villageCodes.length } });
    touchPlaces(tx, townCode);
    return accept({ townCode });
  });
}

/** Takes a work area away: its villages hang below the town again. Nobody may be in office there. */
export async function dissolveArea(
  ctx: Context,
  areaCode: string,
): Promise<Result<{ townCode: string }>> {
  const area = await selectPlace(ctx.db.read, areaCode);
  const town = await townOf(ctx, area);
  if (!area || !town) return refuse('notFound');
  const at = ctx.clock.now();
  const townCode = town.code;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', townCode);
    if ((await selectHeldIn(tx, areaCode, at)).length > 0) return refuse('postsThereYet', 'close');
    const codes = await selectVillagesOf(tx, areaCode);
    await hangBelow(tx, { codes, to: town, townCode });
    await retireArea(tx, areaCode, at);
    const act = { what: 'area.dissolved', parentCode: areaCode, path: area.path, at };
    await recordPlaces(tx, ctx, { ...act, facts: { villages: codes.length } });
    touchPlaces(tx, townCode);
    return accept({ townCode });
  });
}

/** The town of a standing work area that the viewer may draw; null for anything else. */
async function townOf(ctx: Context, area: Awaited<ReturnType<typeof selectPlace>>) {
  if (area?.level !== 'area' || area.retiredAt !== null || area.parentCode === null) return null;
  const town = await selectPlace(ctx.db.read, area.parentCode);
  return town && may(ctx.viewer, 'grid.manage', town.path) ? town : null;
}

/** Hangs villages of a town below a place, from wherever in the town they hang now. */
async function hangBelow(
  tx: Tx,
  {
    codes,
    to,
    townCode,
  }: { codes: string[]; to: { code: string; path: string }; townCode: string },
): Promise<void> {
  const own = codes.filter((code) => code.startsWith(townCode));
  if (own.length === 0) return;
  const villages = await selectWhereabouts(tx, own);
  for (const { code, path, parentCode } of villages) {
    if (parentCode === to.code) continue;
    await moveVillage(tx, { code, from: path, to });
    touchPlaces(tx, code);
  }
}
