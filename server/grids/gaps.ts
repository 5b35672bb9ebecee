import {
  selectDoubleHeads,
  selectHeadless,
  selectUncovered,
  selectWithoutDeputy,
} from '#server/grids/gap-records.ts';
import type { App } from '#server/kernel/context.ts';
import type { Post } from '#server/kernel/viewer.ts';

/**
 * Codes of what a well-formed county does not have; every list is empty when all is well. A
 * household is told by its number, and by the grid it lives in: numbers stay when households move.
 */
export interface GridGaps {
  householdsWithoutCadre: string[];
  gridsOfHouseholds: string[];
  placesWithoutHead: string[];
  placesWithTwoHeads: string[];
  placesWithoutDeputy: string[];
}

const HEADS: [level: string, post: Post][] = [
  ['grid', 'grid_cadre'],
  ['village', 'secretary'],
  ['town', 'town_admin'],
  ['county', 'dispatcher'],
];

/**
 * Checks that each household has exactly one responsible person, and each place a head: in a place
 * and all below it, or in the whole county.
 */
export async function gridGaps(app: Pick<App, 'db' | 'clock'>, place = ''): Promise<GridGaps> {
  const at = app.clock.now();
  const { read } = app.db;
  const [uncovered, doubles, deputies, ...headless] = await Promise.all([
    selectUncovered(read, place, at),
    selectDoubleHeads(read, place, at),
    selectWithoutDeputy(read, place, at),
    ...HEADS.map(([level, post]) => selectHeadless(read, { level, post, place }, at)),
  ]);
  const codes = (rows: { code: string }[] = []) => rows.map((row) => row.code);
  return {
    householdsWithoutCadre: codes(uncovered),
    gridsOfHouseholds: [...new Set(uncovered.map(({ gridCode }) => gridCode))],
    placesWithoutHead: headless.flatMap(codes),
    placesWithTwoHeads: codes(doubles),
    placesWithoutDeputy: codes(deputies),
  };
}
