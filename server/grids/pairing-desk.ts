import { gridScheme } from '#server/grids/levels.ts';
import { pairingPosts } from '#server/grids/pairing.ts';
import { countPaired, selectPairable, selectUnpaired } from '#server/grids/pairing-records.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { groupsOf } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { cadresNeeded, type PairingRun, proposePairing } from '#server/rules/even-pairing.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

/** Somebody in office who may be paired with households of a village. */
export interface PairingChoice {
  personId: string;
  name: string;
  post: string;
  title: string;
  gridName: string;
  gridCode: string;
  /** How many households he is paired with already. */
  holds: number;
  /** In office in the village itself or in one of its groups. */
  isLocal: boolean;
}

/** The proposal of an even split, which the secretary may change before he confirms it. */
export interface PairingDesk {
  place: { code: string; name: string };
  by: 'grid' | 'household';
  perCadre: number;
  /** Households without a cadre of their own; how many cadres they would need. */
  open: number;
  needed: number;
  cadres: PairingChoice[];
  chosen: string[];
  runs: (PairingRun & { groupName: string })[];
}

/** The pairing of a village's open households over the chosen cadres; null for whoever may not pair. */
export async function pairingDesk(
  ctx: Context,
  code: string,
  asked: string[],
): Promise<PairingDesk | null> {
  ctx.page.keepPrivate();
  const place = await selectPlace(ctx.db.read, code);
  const isAllowed = place?.level === 'village' && may(ctx.viewer, 'pairing.set', place.path);
  if (!place || !isAllowed) return null;
  const [scheme, groups, open, cadres] = await Promise.all([
    gridScheme(ctx),
    groupsOf(ctx, code),
    selectUnpaired(ctx.db.read, code, ctx.clock.now()),
    pairingChoices(ctx, code),
  ]);
  const chosen = cadres.filter((one) =>
    asked.length > 0 ? asked.includes(one.personId) : one.isLocal,
  );
  const names = new Map(groups.map((group) => [group.code, group.name]));
  const households = open.map((one) => ({
    code: one.code,
    groupCode: one.gridCode.slice(0, CODE_LENGTH.group),
  }));
  return {
    place: { code, name: place.name },
    by: scheme.pairing.by,
    perCadre: scheme.pairing.householdsPerCadre,
    open: open.length,
    needed: cadresNeeded(open.length, scheme.pairing.householdsPerCadre),
    cadres,
    chosen: chosen.map(({ personId }) => personId),
    runs: proposePairing(households, chosen).map((run) => ({
      ...run,
      groupName: names.get(run.groupCode) ?? '',
    })),
  };
}

/** Who may be paired with households of a village, those of the village first; each once. */
export async function pairingChoices(ctx: Context, villageCode: string): Promise<PairingChoice[]> {
  const { read } = ctx.db;
  const village = await selectPlace(read, villageCode);
  const at = ctx.clock.now();
  const above = placesOf(village?.path ?? '').slice(1);
  const rows = await selectPairable(read, { villageCode, above, posts: pairingPosts, at });
  const first = new Map(rows.toReversed().map((row) => [row.personId, row]));
  const people = rows.filter((row) => first.get(row.personId) === row);
  if (people.length === 0) return [];
  const counts = await countPaired(
    read,
    people.map(({ personId }) => personId),
    at,
  );
  const holds = new Map(counts.map(({ personId, n }) => [personId, n]));
  const choices = people.map(({ isDeputy: _, level: __, ...row }) => ({
    ...row,
    holds: holds.get(row.personId) ?? 0,
    isLocal: row.gridCode.startsWith(villageCode),
  }));
  return choices.toSorted((a, b) => Number(b.isLocal) - Number(a.isLocal));
}
