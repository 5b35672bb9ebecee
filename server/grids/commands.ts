import { lock } from '#db/dialect.ts';
import { placeRow, recordPlaces } from '#server/grids/place-acts.ts';
import {
  insertHouseholds,
  insertPlaces,
  selectLastCode,
  selectLastHousehold,
  selectPlace,
  upsertProfile,
} from '#server/grids/place-records.ts';
import { selectChildren, selectPath } from '#server/grids/records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { serial, serialOf } from '#server/rules/place-codes.ts';

/** A place made by one of these commands. */
export interface MadePlace {
  code: string;
  name: string;
}

/**
 * Villager groups (村民小组) of a village, in the given order; names that exist already stay. Each
 * gets the village's code and three digits, never used again.
 */
export function createGroups(
  ctx: Context,
  { villageCode, names }: { villageCode: string; names: string[] },
): Promise<Result<MadePlace[]>> {
  return createBelow(ctx, { parentCode: villageCode, level: 'grid', kind: 'group', names });
}

/** Micro grids (微网格) of 20 to 30 households inside a villager group. */
export function createMicroGrids(
  ctx: Context,
  { groupCode, names }: { groupCode: string; names: string[] },
): Promise<Result<MadePlace[]>> {
  return createBelow(ctx, {
    parentCode: groupCode,
    level: 'micro_grid',
    kind: 'micro_grid',
    names,
  });
}

/** Empty households in a grid: a code each, the grid's and three digits. Returns them in order. */
export async function createHouseholds(
  ctx: Context,
  { gridCode, count }: { gridCode: string; count: number },
): Promise<Result<{ id: string; code: string }[]>> {
  const path = await selectPath(ctx.db.read, gridCode);
  if (path === null || !may(ctx.viewer, 'grid.manage', path)) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', gridCode);
    const last = serialOf(await selectLastHousehold(tx, gridCode));
    const rows = Array.from({ length: count }, (_, n) => ({
      id: newId(),
      code: gridCode + serial(last + n + 1),
      gridCode,
      createdAt: at,
    }));
    await insertHouseholds(tx, rows);
    tx.touch(`grid:${gridCode}`);
    return accept(rows.map(({ id, code }) => ({ id, code })));
  });
}

/** What a village's own pages say about it. */
export interface VillageWords {
  villageCode: string;
  about: string;
  officeHours: string;
  helpName: string;
  helpPhone: string;
  address: string;
}

/** Sets a village's own words, office hours and help line. */
export async function describeVillage(ctx: Context, words: VillageWords): Promise<Result> {
  const path = await selectPath(ctx.db.read, words.villageCode);
  if (path === null || !may(ctx.viewer, 'village.describe', path)) return refuse('notFound');
  const at = ctx.clock.now();
  const { villageCode } = words;
  await ctx.db.write(async (tx) => {
    await upsertProfile(tx, words);
    await append(tx, {
      what: 'village.described',
      subjectKind: 'grid',
      subjectId: villageCode,
      villageCode,
      actorId: ctx.viewer.personId,
      actorRole: actingPost(ctx.viewer, 'village.describe', path) ?? 'system',
      at,
      ruleVersion: ctx.book.rules.version,
      content: words,
    });
    touchPlaces(tx, villageCode);
  });
  return accept();
}

interface Below {
  parentCode: string;
  level: 'grid' | 'micro_grid';
  kind: string;
  names: string[];
}

async function createBelow(
  ctx: Context,
  { parentCode, level, kind, names }: Below,
): Promise<Result<MadePlace[]>> {
  const parent = await selectPlace(ctx.db.read, parentCode);
  const isRightParent = parent?.level === (level === 'grid' ? 'village' : 'grid');
  if (
    !parent ||
    parent.retiredAt !== null ||
    !isRightParent ||
    !may(ctx.viewer, 'grid.manage', parent.path)
  ) {
    return refuse('notFound');
  }
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', parentCode);
    const known = await selectChildren(tx, parentCode, level);
    const missing = names.filter((name) => !known.some((place) => place.name === name));
    const last = serialOf(await selectLastCode(tx, parentCode, level));
    const made = missing.map((name, n) =>
      placeRow({ name, level, kind, parent, code: parentCode + serial(last + n + 1) }),
    );
    await insertPlaces(tx, made);
    if (made.length > 0) {
      const what = level === 'grid' ? 'groups.created' : 'micro-grids.created';
      await recordPlaces(tx, ctx, { what, parentCode, path: parent.path, at });
    }
    touchPlaces(tx, parentCode);
    const all = [...known, ...made];
    return accept(
      names.map((name) => ({
        name,
        code: all.find((place) => place.name === name)?.code ?? '',
      })),
    );
  });
}
