import { selectAreas } from '#server/grids/area-records.ts';
import { countByGroup } from '#server/grids/gap-records.ts';
import { selectGridCadres, selectTownVillages } from '#server/grids/grid-desk-records.ts';
import { type GroupGrid, groupGrid } from '#server/grids/group-grid.ts';
import { type GridScheme, gridPresets, gridScheme } from '#server/grids/levels.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import { selectTowns } from '#server/grids/records.ts';
import { type VillageGrid, villageGrid } from '#server/grids/village-grid.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

/** A place on the desk of grids. */
export interface GridPlace {
  code: string;
  name: string;
  level: string;
  path: string;
}

/** The county: how it is divided, the ways to choose from, and its towns. */
export interface CountyGrid {
  kind: 'county';
  presets: { county: string; zh: string; en: string; levels: { zh: string; en: string }[] }[];
  towns: { code: string; name: string }[];
}

/** A village of a town: how many groups and households, and how many nobody answers for. */
export interface TownVillage {
  code: string;
  name: string;
  areaCode: string | null;
  groups: number;
  households: number;
  uncovered: number;
}

/** A town: its work areas with who leads each, and its villages. */
export interface TownGrid {
  kind: 'town';
  takesAreas: boolean;
  areas: { code: string; name: string; leader: string | null; villages: string[] }[];
  villages: TownVillage[];
}

/** A work area: which of its town's villages lie in it, or in another one. */
export interface AreaGrid {
  kind: 'area';
  leader: string | null;
  villages: { code: string; name: string; isHere: boolean; otherArea: string | null }[];
}

/** One page of the desk of grids. */
export interface GridDesk {
  place: GridPlace;
  above: { code: string; name: string } | null;
  scheme: GridScheme;
  body: CountyGrid | TownGrid | AreaGrid | VillageGrid | GroupGrid;
}

/**
 * How a place is divided and who answers for its households, for whoever may arrange it; without a
 * place the first of his own. Null for anybody else and for any other place.
 */
export async function gridDesk(
  ctx: Context,
  asked?: string,
  after: string | null = null,
): Promise<GridDesk | null> {
  ctx.page.keepPrivate();
  const code = asked ?? ownPlace(ctx);
  const place = code === undefined ? null : await selectPlace(ctx.db.read, code);
  const isOurs = place && place.retiredAt === null && may(ctx.viewer, 'grid.manage', place.path);
  if (!isOurs) return null;
  const [scheme, above] = await Promise.all([gridScheme(ctx), aboveOf(ctx, place.path)]);
  const body = await bodyOf(ctx, place, scheme, after);
  return body && { place, above, scheme, body };
}

function ownPlace({ viewer }: Context): string | undefined {
  const paths = viewer.posts
    .map(({ path }) => path)
    .filter((path) => may(viewer, 'grid.manage', path));
  const [highest] = paths.toSorted((a, b) => a.length - b.length);
  return highest && placesOf(highest)[0];
}

/** The next place up that the viewer arranges too. */
async function aboveOf(ctx: Context, path: string): Promise<GridDesk['above']> {
  const codes = placesOf(path).slice(1);
  if (codes.length === 0) return null;
  const places = await selectPlaceNames(ctx.db.read, codes);
  const [nearest] = places
    .filter((one) => may(ctx.viewer, 'grid.manage', one.path))
    .toSorted((a, b) => b.path.length - a.path.length);
  return nearest ? { code: nearest.code, name: nearest.name } : null;
}

async function bodyOf(
  ctx: Context,
  place: GridPlace,
  scheme: GridScheme,
  after: string | null,
): Promise<GridDesk['body'] | null> {
  switch (place.level) {
    case 'county':
      return countyGrid(ctx, place.code);
    case 'town':
      return townGrid(ctx, place.code, scheme);
    case 'area':
      return areaGrid(ctx, place);
    case 'village':
      return villageGrid(ctx, place);
    case 'grid':
    case 'micro_grid':
      return groupGrid(ctx, place, { after: after ?? '', scheme });
    default:
      return null;
  }
}

async function countyGrid(ctx: Context, countyCode: string): Promise<CountyGrid> {
  const towns = await selectTowns(ctx.db.read, countyCode);
  return {
    kind: 'county',
    presets: gridPresets(ctx),
    towns: towns.map(({ code, name }) => ({ code, name })),
  };
}

async function townGrid(ctx: Context, townCode: string, scheme: GridScheme): Promise<TownGrid> {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const [areas, villages, counts, cadres] = await Promise.all([
    selectAreas(read, townCode),
    selectTownVillages(read, townCode),
    countByGroup(read, townCode, now),
    selectGridCadres(read, townCode, now),
  ]);
  const leaderOf = (code: string) =>
    cadres.find(({ gridCode, isDeputy }) => gridCode === code && !isDeputy)?.name ?? null;
  return {
    kind: 'town',
    takesAreas: areas.length > 0 || scheme.levels.some(({ code }) => code === 'area'),
    areas: areas.map(({ code, name }) => ({
      code,
      name,
      leader: leaderOf(code),
      villages: villages.filter((one) => one.parentCode === code).map((one) => one.name),
    })),
    villages: villages.map(({ code, name, parentCode }) => {
      const own = counts.filter(({ groupCode }) => groupCode.startsWith(code));
      const sum = (of: 'households' | 'uncovered') => own.reduce((n, one) => n + one[of], 0);
      return {
        code,
        name,
        areaCode: parentCode === townCode ? null : parentCode,
        groups: own.length,
        households: sum('households'),
        uncovered: sum('uncovered'),
      };
    }),
  };
}

async function areaGrid(ctx: Context, { code }: GridPlace): Promise<AreaGrid> {
  const { read } = ctx.db;
  const townCode = code.slice(0, CODE_LENGTH.town);
  const [areas, villages, cadres] = await Promise.all([
    selectAreas(read, townCode),
    selectTownVillages(read, townCode),
    selectGridCadres(read, code, ctx.clock.now()),
  ]);
  const others = new Map(areas.filter((one) => one.code !== code).map((one) => [one.code, one]));
  return {
    kind: 'area',
    leader: cadres.find(({ isDeputy }) => !isDeputy)?.name ?? null,
    villages: villages.map((village) => ({
      code: village.code,
      name: village.name,
      isHere: village.parentCode === code,
      otherArea: others.get(village.parentCode ?? '')?.name ?? null,
    })),
  };
}
