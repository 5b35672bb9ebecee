import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoContent, DemoVillage } from '#server/demo/content.ts';
import { createGroups, createHouseholds, describeVillage } from '#server/grids/commands.ts';
import { townsOf, type VillageLine, villagesBelow } from '#server/grids/county.ts';
import { importDivisions } from '#server/grids/divisions.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Result } from '#server/kernel/result.ts';

/** A household of a lively village, as the demonstration numbers it. */
export interface DemoHousehold {
  id: string;
  gridCode: string;
}

/** Where everything of the demonstration lies. */
export interface DemoPlaces {
  /** All villages of the county, in the order of their codes. */
  villages: VillageLine[];
  /** Codes of towns by name. */
  towns: Map<string, string>;
  /** Codes of grids by '<village code>/<name>'. */
  grids: Map<string, string>;
  /** Households by '<village code>/<number>'. */
  households: Map<string, DemoHousehold>;
}

/** Brings in the county's villages, and gives each its grids, its words and its households. */
export async function layOutPlaces(ctx: Context, content: DemoContent): Promise<DemoPlaces> {
  const { county } = content;
  const file = join(ctx.env.root, 'content/divisions', `${county.county}.csv`);
  await importDivisions(ctx, readFileSync(file, 'utf8'));
  const lines = await villagesBelow(ctx, county.county);
  const villages = lines.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const towns = new Map((await townsOf(ctx, county.county)).map(({ name, code }) => [name, code]));
  const places: DemoPlaces = { villages, towns, grids: new Map(), households: new Map() };
  await Promise.all(
    villages.map((line) => {
      const lively = content.villages.find((village) => village.code === line.code);
      return lively ? layOutLively(ctx, lively, places) : layOutQuiet(ctx, content, line, places);
    }),
  );
  return places;
}

async function layOutLively(ctx: Context, village: DemoVillage, places: DemoPlaces): Promise<void> {
  const { code, office, helpLine, people } = village;
  const names = village.groups.map(({ name }) => name);
  await addGrids(ctx, code, names, places);
  const helper = people.find(({ key }) => key === helpLine.who);
  must(
    await describeVillage(ctx, {
      villageCode: code,
      about: village.about,
      officeHours: office.hours,
      helpName: helper?.name ?? '',
      helpPhone: helpLine.phone,
      address: office.place,
    }),
  );
  await Promise.all(names.map((name) => addHouseholds(ctx, village, name, places)));
}

async function layOutQuiet(
  ctx: Context,
  { county }: DemoContent,
  { code, kind }: VillageLine,
  places: DemoPlaces,
): Promise<void> {
  const { elsewhere, helpLine } = county;
  await addGrids(ctx, code, [elsewhere.grid], places);
  must(
    await describeVillage(ctx, {
      villageCode: code,
      about: elsewhere.about[kind],
      officeHours: elsewhere.officeHours,
      helpName: '',
      helpPhone: helpLine.phone,
      address: '',
    }),
  );
}

async function addGrids(
  ctx: Context,
  villageCode: string,
  names: string[],
  { grids }: DemoPlaces,
): Promise<void> {
  for (const made of must(await createGroups(ctx, { villageCode, names }))) {
    grids.set(`${villageCode}/${made.name}`, made.code);
  }
}

async function addHouseholds(
  ctx: Context,
  { code, households }: DemoVillage,
  group: string,
  places: DemoPlaces,
): Promise<void> {
  const gridCode = gridOf(places, code, group);
  const here = households.filter((household) => household.group === group);
  const made = must(await createHouseholds(ctx, { gridCode, count: here.length }));
  for (const [at, household] of here.entries()) {
    places.households.set(`${code}/${household.no}`, { id: made[at]?.id ?? '', gridCode });
  }
}

/** The grid of a village with this name; throws when the content names one that is not there. */
export function gridOf({ grids }: DemoPlaces, villageCode: string, name: string): string {
  const code = grids.get(`${villageCode}/${name}`);
  if (code === undefined) throw new Error(`village ${villageCode} has no ${name}`);
  return code;
}

/** What a command gave; a refusal means that the content is wrong. */
export function must<T>(result: Result<T>, what = ''): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${result.code} ${result.field ?? ''} ${what}`.trim());
}
