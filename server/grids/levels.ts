import { z } from 'zod';
import type { Reader } from '#db/surface.ts';
import { type GridPreset, readPresets } from '#server/grids/division-content.ts';
import { replaceLevels } from '#server/grids/division-records.ts';
import {
  selectCounties,
  selectCountyPath,
  selectLevels,
  selectStray,
} from '#server/grids/level-records.ts';
import { recordPlaces } from '#server/grids/place-acts.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';

const PRESET_SETTING = 'grid.preset';

const chosenPreset = z.object({ preset: z.string() });

/** Where no preset says more: the cadre of the grid answers, and 30 households are one pairing. */
const PLAIN_PAIRING: GridPreset['pairing'] = { by: 'grid', householdsPerCadre: 30 };

/** How a county is divided: its levels by name, lowest first, and how households get their cadre. */
export interface GridScheme {
  preset: string;
  levels: { code: string; zh: string; en: string }[];
  pairing: GridPreset['pairing'];
}

/** How this county is divided now. */
export async function gridScheme(ctx: Context): Promise<GridScheme> {
  const [rows, chosen] = await Promise.all([selectLevels(ctx.db.read), presetOf(ctx.db.read)]);
  const preset = chosen ?? ctx.env.countyCode;
  const known = gridPresets(ctx).find((one) => one.county === preset);
  return {
    preset,
    levels: rows.map(({ code, nameZh, nameEn }) => ({ code, zh: nameZh, en: nameEn })),
    pairing: known?.pairing ?? PLAIN_PAIRING,
  };
}

/** The preset a county has chosen, by the code of the county it is named after; null before that. */
export async function presetOf(db: Reader): Promise<string | null> {
  const setting = chosenPreset.safeParse(await readSetting(db, PRESET_SETTING));
  return setting.data?.preset ?? null;
}

/** Codes of the counties whose divisions are in this database. */
export function countiesHere({ db }: Pick<Context, 'db'>): Promise<string[]> {
  return selectCounties(db.read);
}

/** The ways of dividing a county that may be chosen from. */
export function gridPresets({ env }: Pick<Context, 'env'>): GridPreset[] {
  return readPresets(env.root);
}

/**
 * Chooses how a county is divided: three to six levels with their names. Places that stand on a
 * level must still have one afterwards.
 */
export async function chooseLevels(
  ctx: Context,
  { countyCode, preset }: { countyCode: string; preset: string },
): Promise<Result> {
  const path = await selectCountyPath(ctx.db.read, countyCode);
  if (path === null || !may(ctx.viewer, 'grid.manage', path)) return refuse('notFound');
  const chosen = gridPresets(ctx).find((one) => one.county === preset);
  if (!chosen) return refuse('pickOne', 'preset');
  const codes = chosen.levels.map(({ code }) => code);
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    if (await selectStray(tx, codes)) return refuse('levelInUse', 'preset');
    await replaceLevels(
      tx,
      chosen.levels.map(({ rank, code, zh, en }) => ({ no: rank, code, nameZh: zh, nameEn: en })),
    );
    await writeSetting(tx, PRESET_SETTING, { preset });
    const act = { what: 'levels.chosen', parentCode: countyCode, path, at };
    await recordPlaces(tx, ctx, { ...act, facts: { preset, levels: codes } });
    touchPlaces(tx, countyCode);
    return accept();
  });
}
