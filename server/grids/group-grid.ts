import { countByGroup } from '#server/grids/gap-records.ts';
import {
  selectGridCadres,
  selectGrids,
  selectHouseholdPage,
  selectMembers,
} from '#server/grids/grid-desk-records.ts';
import { countHouseholds } from '#server/grids/group-records.ts';
import type { GridScheme } from '#server/grids/levels.ts';
import { type PairingChoice, pairingChoices } from '#server/grids/pairing-desk.ts';
import { selectPairings } from '#server/grids/pairing-records.ts';
import { type GridHead, headOf } from '#server/grids/village-grid.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** A household of a group, as the desk of grids shows it. */
export interface HouseholdLine {
  id: string;
  code: string;
  /** Its number in the group where it was numbered. */
  no: string;
  /** Who lives there, for whoever looks after the roster; null for others. */
  members: string[] | null;
  /** The micro grid it lies in, if any. */
  microGrid: string | null;
  /** The cadre paired with it; without one the grid's own answers. */
  paired: string | null;
}

/** A villager group or micro grid: who answers, what lies in it, and a page of its households. */
export interface GroupGrid extends GridHead {
  kind: 'group';
  isMicro: boolean;
  takesMicroGrids: boolean;
  microGrids: { code: string; name: string }[];
  total: number;
  uncovered: number;
  households: HouseholdLine[];
  /** Where the list goes on; null at its end. */
  more: string | null;
  /** Groups and micro grids of the village into which households may move, or this one merge. */
  targets: { code: string; name: string }[];
  /** Cadres who may be paired with households here; null for whoever may not pair. */
  cadres: PairingChoice[] | null;
}

/** A group with one page of its households, after a number. */
export async function groupGrid(
  ctx: Context,
  place: { code: string; level: string; path: string },
  { after, scheme }: { after: string; scheme: GridScheme },
): Promise<GroupGrid> {
  const { read } = ctx.db;
  const { code, path } = place;
  const villageCode = code.slice(0, CODE_LENGTH.village);
  const now = ctx.clock.now();
  const limit = ctx.book.rules.pages.households;
  const [grids, cadres, rows, counts, total] = await Promise.all([
    selectGrids(read, villageCode),
    selectGridCadres(read, villageCode, now),
    selectHouseholdPage(read, { gridCode: code, after, limit: limit + 1 }),
    countByGroup(read, code, now),
    countHouseholds(read, code),
  ]);
  const shown = rows.slice(0, limit);
  const microGrids = grids.filter(({ parentCode }) => parentCode === code);
  const mayPair = may(ctx.viewer, 'pairing.set', path);
  return {
    kind: 'group',
    isMicro: place.level === 'micro_grid',
    takesMicroGrids:
      place.level === 'grid' &&
      (microGrids.length > 0 || scheme.levels.some((level) => level.code === 'micro_grid')),
    microGrids: microGrids.map(({ code: at, name }) => ({ code: at, name })),
    total,
    uncovered: counts.reduce((n, one) => n + one.uncovered, 0),
    households: await householdLines(ctx, { rows: shown, path, grids }),
    more: rows.length > limit ? (shown.at(-1)?.code ?? null) : null,
    targets: targetsOf(grids),
    cadres: mayPair ? await pairingChoices(ctx, villageCode) : null,
    ...headOfGroup(cadres, grids, place),
  };
}

type Grids = Awaited<ReturnType<typeof selectGrids>>;

/** A micro grid without a cadre of its own has its group's. */
function headOfGroup(
  cadres: Parameters<typeof headOf>[0],
  grids: Grids,
  { code, level }: { code: string; level: string },
): GridHead {
  const village = code.slice(0, CODE_LENGTH.village);
  const own = headOf(cadres, code, village);
  const isOwn = level === 'grid' || cadres.some((one) => one.gridCode === code && !one.isDeputy);
  const group = grids.find((one) => one.code === code)?.parentCode;
  return isOwn || !group ? own : headOf(cadres, group, village);
}

async function householdLines(
  ctx: Context,
  {
    rows,
    path,
    grids,
  }: { rows: { id: string; code: string; gridCode: string }[]; path: string; grids: Grids },
): Promise<HouseholdLine[]> {
  const ids = rows.map(({ id }) => id);
  const readsRoster = may(ctx.viewer, 'roster.attest', path);
  const [members, paired] = await Promise.all([
    readsRoster ? selectMembers(ctx.db.read, ids) : [],
    selectPairings(ctx.db.read, ids, ctx.clock.now()),
  ]);
  return rows.map(({ id, code, gridCode }) => {
    const own = grids.find((grid) => grid.code === gridCode);
    const names = members.filter((one) => one.householdId === id).map(({ name }) => name);
    return {
      id,
      code,
      no: code.slice(-3),
      members: readsRoster ? names : null,
      microGrid: own?.level === 'micro_grid' ? own.name : null,
      paired: paired.find(({ householdId }) => householdId === id)?.name ?? null,
    };
  });
}

function targetsOf(grids: Grids): GroupGrid['targets'] {
  const names = new Map(grids.map(({ code, name }) => [code, name]));
  return grids.map(({ code, name, parentCode, level }) => ({
    code,
    name: level === 'micro_grid' ? `${names.get(parentCode ?? '') ?? ''}${name}` : name,
  }));
}
