import { selectMerger } from '#server/grids/division-records.ts';
import { selectOfficeAt } from '#server/grids/people-records.ts';
import {
  type CountyKind,
  countyKind,
  type Village,
  type VillageKind,
  villageKind,
} from '#server/grids/places.ts';
import {
  searchVillages,
  selectNamed,
  selectOldNames,
  selectProfile,
  selectTowns,
  selectVillagesBelow,
} from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { memory } from '#server/kernel/memory.ts';
import { fold } from '#server/rules/fold.ts';
import { villagePath } from '#server/rules/links.ts';

/** The county of this installation. */
export interface County {
  code: string;
  name: string;
  kind: CountyKind;
  path: string;
}

/** A town and its place in addresses. */
export interface Town {
  code: string;
  name: string;
  slug: string;
  path: string;
}

/** One line of a list of villages. */
export interface VillageLine {
  code: string;
  name: string;
  kind: VillageKind;
  path: string;
  oldNames: string[];
}

/** A village that was looked for; names repeat inside a county, so the town stands beside it. */
export interface FoundVillage {
  name: string;
  townName: string;
  path: string;
  /** The old name by which it was found. */
  oldName: string | null;
}

const MOST_FOUND = 30;
const namedPlaces = memory<NonNullable<Awaited<ReturnType<typeof selectNamed>>>>();
const townsOfCounties = memory<Town[]>();
const villagesOfPlaces = memory<VillageLine[]>();
const profiles = memory<{ profile: Awaited<ReturnType<typeof selectProfile>> }>();

/** The county of this installation; null before its divisions are imported. */
export async function countyOf(ctx: Context): Promise<County | null> {
  const { countyCode } = ctx.env;
  const found = await namedPlaces(ctx, [countyCode], async () => {
    const named = await selectNamed(ctx.db.read, countyCode);
    return new Map(named ? [[countyCode, named]] : []);
  });
  const row = found.get(countyCode);
  return row ? { ...row, kind: countyKind(row.kind) } : null;
}

/** The county's towns, in order. */
export async function townsOf(ctx: Context, countyCode: string): Promise<Town[]> {
  const found = await townsOfCounties(ctx, [countyCode], async () => {
    const rows = await selectTowns(ctx.db.read, countyCode);
    return new Map([
      [countyCode, rows.map(({ slug, ...row }) => ({ ...row, slug: slug ?? row.code }))],
    ]);
  });
  return found.get(countyCode) ?? [];
}

/** The town with this readable name; null when there is none. */
export async function townBySlug(ctx: Context, slug: string): Promise<Town | null> {
  const towns = await townsOf(ctx, ctx.env.countyCode);
  return towns.find((town) => town.slug === slug || town.code === slug) ?? null;
}

/** The villages below a county or town, in order, with the names they absorbed. */
export async function villagesBelow(ctx: Context, placeCode: string): Promise<VillageLine[]> {
  const found = await villagesOfPlaces(ctx, [placeCode], async () => {
    const lines = await readVillages(ctx, placeCode);
    return new Map([[placeCode, lines]]);
  });
  return found.get(placeCode) ?? [];
}

async function readVillages(ctx: Context, placeCode: string): Promise<VillageLine[]> {
  const rows = await selectVillagesBelow(ctx.db.read, placeCode);
  const old =
    rows.length === 0
      ? []
      : await selectOldNames(
          ctx.db.read,
          rows.map((row) => row.code),
        );
  return rows.map(({ code, name, kind, slug }) => ({
    code,
    name,
    kind: villageKind(kind),
    path: villagePath(slug ?? code),
    oldNames: old.filter((one) => one.newCode === code).map((one) => one.oldName),
  }));
}

/** Villages by a part of their name, an old name or pinyin; 繁體 finds 简体. */
export async function findVillages(ctx: Context, typed: string): Promise<FoundVillage[]> {
  // The wildcards of LIKE are no part of a name.
  const text = fold(typed).replace(/[%_\\\s]/g, '');
  if (text === '') return [];
  const rows = await searchVillages(ctx.db.read, text, MOST_FOUND);
  return rows.map(({ code, name, townName, oldName, slug }) => ({
    name,
    townName,
    path: villagePath(slug ?? code),
    oldName: name.includes(text) ? null : oldName,
  }));
}

/** The village that was merged into this one and brought a reader here by its old address. */
export async function mergerNote(
  ctx: Context,
  village: Village,
  oldSlug: string | null,
): Promise<{ oldName: string; since: string } | null> {
  if (oldSlug === null || oldSlug === '') return null;
  return selectMerger(ctx.db.read, oldSlug, village.code);
}

/** What a village's own pages say about it: office, help line, a sentence. Null: nothing yet. */
export async function profileOf(ctx: Context, villageCode: string) {
  const found = await profiles(ctx, [villageCode], async () => {
    const profile = await selectProfile(ctx.db.read, villageCode);
    return new Map([[villageCode, { profile }]]);
  });
  return found.get(villageCode)?.profile ?? null;
}

/** Who answers at a town or the county itself: title, name and work phone, in order. */
export function officeAt(ctx: Context, placeCode: string) {
  ctx.page.shows(`grid:${placeCode}`);
  return selectOfficeAt(ctx.db.read, placeCode, ctx.clock.now());
}
