import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import { selectTowns, selectVillagesBelow } from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { placesOf } from '#server/rules/place-codes.ts';

/** A place by code and short name: 石梯村, 连山镇. */
export interface NamedPlace {
  code: string;
  name: string;
}

/** Whether the viewer looks after a place, by its path. */
export type LooksAfter = (path: string) => boolean;

/** The place with this code; null where there is none. */
export async function placeNamed(ctx: Context, code: string) {
  const [place] = await selectPlaceNames(ctx.db.read, [code]);
  return place ?? null;
}

/** The places that the viewer's posts let him look after, the highest first. */
export function ownPlaces({ viewer }: Context, looksAfter: LooksAfter): string[] {
  const held = viewer.posts.map(({ path }) => path).filter(looksAfter);
  const paths = [...new Set(held)].toSorted((a, b) => a.length - b.length);
  return paths.flatMap((path) => placesOf(path).slice(0, 1));
}

/** The towns of a county, or the villages of a town; work areas in between make no difference. */
export async function placesBelow(
  ctx: Context,
  { code, level }: { code: string; level: string },
): Promise<NamedPlace[]> {
  const below =
    level === 'county'
      ? await selectTowns(ctx.db.read, code)
      : await selectVillagesBelow(ctx.db.read, code);
  return below.map(({ code: at, name }) => ({ code: at, name }));
}

/** The next place up that the viewer looks after too; null where there is none. */
export async function placeAbove(
  ctx: Context,
  path: string,
  looksAfter: LooksAfter,
): Promise<NamedPlace | null> {
  const codes = placesOf(path).slice(1);
  if (codes.length === 0) return null;
  const places = await selectPlaceNames(ctx.db.read, codes);
  const nearest = places.toSorted((a, b) => b.path.length - a.path.length);
  const above = nearest.find((one) => one.level !== 'area' && looksAfter(one.path));
  return above ? { code: above.code, name: above.name } : null;
}
