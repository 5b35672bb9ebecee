import { type RunningCount, runningCounts } from '#server/agenda/county.ts';
import {
  type County,
  countyOf,
  type FoundVillage,
  findVillages,
  officeAt,
  type Town,
  townBySlug,
  townsOf,
  type VillageLine,
  villagesBelow,
} from '#server/grids/county.ts';
import { importCommand, readCountyName } from '#server/grids/division-content.ts';
import type { Context } from '#server/kernel/context.ts';
import type { PostRow } from '#server/posts/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import {
  type AppealCounts,
  countAppeals,
  medianFirstAnswer,
  monthOf,
  type Tallies,
  talliesOf,
} from '#server/squares/figures.ts';
import { selectVillageAnswers } from '#server/squares/records.ts';
import { type SolvedStory, solvedOfCounty } from '#server/squares/solved.ts';

/** Every month that counters know of. */
const ALL_MONTHS = '0000-00';

export interface CountyFront {
  county: County;
  villages: number;
  towns: Town[];
  month: AppealCounts;
  /** What villages decide together now, kind by kind. */
  running: RunningCount[];
  /** What was looked for, and what was found; null when nothing was asked. */
  asked: string | null;
  found: FoundVillage[];
  justSolved: { stories: SolvedStory[]; plain: PostRow[] };
  homePath: string | null;
  now: EpochMs;
}

/** The county front; null before its divisions are imported. `asked` is a village's name. */
export async function countyFront(ctx: Context, asked: string | null): Promise<CountyFront | null> {
  // Also while there is nothing to show: the page changes when the divisions come in.
  ctx.page.shows('county');
  const county = await countyOf(ctx);
  if (!county) return null;
  const [towns, villages, month, found, solved, running] = await Promise.all([
    townsOf(ctx, county.code),
    villagesBelow(ctx, county.code),
    monthOf(ctx, county.code),
    asked ? findVillages(ctx, asked) : [],
    solvedOfCounty(ctx),
    runningCounts(ctx, { code: county.code, slug: null }),
  ]);
  const home = villages.find((village) => village.code === ctx.viewer.homeVillageCode);
  return {
    county,
    villages: villages.length,
    towns,
    month,
    running,
    asked: asked === '' ? null : asked,
    found,
    justSolved: solved,
    homePath: home?.path ?? null,
    now: ctx.clock.now(),
  };
}

/** A county whose towns and villages are not in yet. */
export interface CountyToCome {
  name: string;
  /** What its operator does next, on the server. */
  command: string;
}

/** What is said at the front before the divisions are imported. */
export function countyToCome({ env }: Context): CountyToCome {
  const { root, countyCode } = env;
  const name = readCountyName(root, countyCode);
  return { name, command: importCommand(root, countyCode) };
}

export interface TownFigures extends Town {
  villages: number;
  counts: AppealCounts;
  /** Working minutes; null below the minimum of cases. */
  median: number | null;
}

export interface CountyPage {
  county: County;
  counts: AppealCounts;
  month: AppealCounts;
  towns: TownFigures[];
  minimum: number;
  now: EpochMs;
}

/** The county's figures, town by town; never ranked. Null before its divisions are imported. */
export async function countyPage(ctx: Context): Promise<CountyPage | null> {
  const county = await countyOf(ctx);
  if (!county) return null;
  const [towns, villages, tallies, month] = await Promise.all([
    townsOf(ctx, county.code),
    villagesBelow(ctx, county.code),
    talliesOf(ctx, county.code, ALL_MONTHS),
    monthOf(ctx, county.code),
  ]);
  ctx.page.shows('county');
  const figures = await Promise.all(
    towns.map((town) => townFigures(ctx, town, { villages, tallies })),
  );
  return {
    county,
    counts: countAppeals(tallies),
    month,
    towns: figures,
    minimum: ctx.book.rules.figures.medianMinimum,
    now: ctx.clock.now(),
  };
}

export interface TownPage {
  town: Town;
  county: County;
  office: Awaited<ReturnType<typeof officeAt>>;
  villages: (VillageLine & { counts: AppealCounts })[];
  month: AppealCounts;
  /** What its villages decide together now, kind by kind. */
  running: RunningCount[];
  now: EpochMs;
}

/** A town with its villages; null when there is no such town. */
export async function townPage(ctx: Context, slug: string): Promise<TownPage | null> {
  const [county, town] = await Promise.all([countyOf(ctx), townBySlug(ctx, slug)]);
  if (!county || !town) return null;
  const [villages, tallies, month, office, running] = await Promise.all([
    villagesBelow(ctx, town.code),
    talliesOf(ctx, town.code, ALL_MONTHS),
    monthOf(ctx, town.code),
    officeAt(ctx, town.code),
    runningCounts(ctx, town),
  ]);
  ctx.page.shows('county', ...villages.map((village) => `village:${village.code}`));
  return {
    town,
    county,
    office,
    villages: villages.map((village) => ({
      ...village,
      counts: countAppeals(tallies.filter((one) => one.villageCode === village.code)),
    })),
    month,
    running,
    now: ctx.clock.now(),
  };
}

async function townFigures(
  ctx: Context,
  town: Town,
  { villages, tallies }: { villages: VillageLine[]; tallies: Tallies },
): Promise<TownFigures> {
  const own = villages.filter((village) => village.code.startsWith(town.code));
  const codes = own.map((village) => village.code);
  const window = ctx.book.rules.figures.medianWindow;
  const answers = codes.length === 0 ? [] : await selectVillageAnswers(ctx.db.read, codes, window);
  return {
    ...town,
    villages: own.length,
    counts: countAppeals(tallies.filter((one) => codes.includes(one.villageCode))),
    median: medianFirstAnswer(ctx, answers),
  };
}
