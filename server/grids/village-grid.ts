import { countByGroup } from '#server/grids/gap-records.ts';
import { selectGridCadres, selectGrids } from '#server/grids/grid-desk-records.ts';
import { selectUnpaired } from '#server/grids/pairing-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';

/** Who answers for a grid: its cadre, or the one of the place around it, and who stands in. */
export interface GridHead {
  head: string | null;
  deputies: string[];
  /** The cadre is that of the whole village. */
  isShared: boolean;
}

/** A villager group in its village. */
export interface GroupLine extends GridHead {
  code: string;
  name: string;
  microGrids: string[];
  households: number;
  uncovered: number;
}

/** A village: its groups with who answers for them, and how its households are covered. */
export interface VillageGrid {
  kind: 'village';
  groups: GroupLine[];
  households: number;
  uncovered: number;
  unpaired: number;
  mayPair: boolean;
  mayImport: boolean;
}

type Cadres = Awaited<ReturnType<typeof selectGridCadres>>;

/** The groups of a village as the desk of grids shows them. */
export async function villageGrid(
  ctx: Context,
  { code, path }: { code: string; path: string },
): Promise<VillageGrid> {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const [grids, counts, cadres, unpaired] = await Promise.all([
    selectGrids(read, code),
    countByGroup(read, code, now),
    selectGridCadres(read, code, now),
    selectUnpaired(read, code, now),
  ]);
  const groups = grids
    .filter(({ level }) => level === 'grid')
    .map((group) => {
      const count = counts.find(({ groupCode }) => groupCode === group.code);
      return {
        code: group.code,
        name: group.name,
        microGrids: grids
          .filter(({ parentCode }) => parentCode === group.code)
          .map(({ name }) => name),
        households: count?.households ?? 0,
        uncovered: count?.uncovered ?? 0,
        ...headOf(cadres, group.code, code),
      };
    });
  const sum = (of: 'households' | 'uncovered') => groups.reduce((n, one) => n + one[of], 0);
  return {
    kind: 'village',
    groups,
    households: sum('households'),
    uncovered: sum('uncovered'),
    unpaired: unpaired.length,
    mayPair: may(ctx.viewer, 'pairing.set', path),
    mayImport: may(ctx.viewer, 'roster.import', path),
  };
}

/** Who answers for a grid among the cadres of its village; the village's own where it has none. */
export function headOf(cadres: Cadres, code: string, villageCode: string): GridHead {
  const at = (place: string) => cadres.find((one) => one.gridCode === place && !one.isDeputy);
  const own = at(code);
  const shared = own ? undefined : at(villageCode);
  const place = own ? code : villageCode;
  return {
    head: own?.name ?? shared?.name ?? null,
    deputies: cadres
      .filter((one) => one.gridCode === place && one.isDeputy)
      .map(({ name }) => name),
    isShared: shared !== undefined,
  };
}
