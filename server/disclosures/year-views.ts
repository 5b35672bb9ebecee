import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { oldVillages } from '#server/disclosures/accounts-shown.ts';
import type { Bar } from '#server/disclosures/comparing.ts';
import { type ShownView, shownBetween } from '#server/disclosures/shown.ts';
import { type PeriodBalance, selectBalancesBetween } from '#server/disclosures/shown-records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { barLengths } from '#server/rules/chart-scale.ts';
import { type EpochMs, localParts, nextYear } from '#server/rules/dates.ts';
import { openPath } from '#server/rules/links.ts';

/** A village's year: twelve months with what was shown of each, and its sums. */
export interface DisclosedYear {
  village: Village;
  now: EpochMs;
  year: number;
  path: string;
  /** Newest first; those to come are left out. */
  months: YearMonth[];
  accounts: YearAccount[];
  /** Other years to look at: the one before, and the one after unless it is to come. */
  years: { year: number; path: string }[];
}

export interface YearMonth {
  /** 10月 */
  said: string;
  path: string;
  shown: ShownView[];
}

/** What an account took in and spent over the year, in 分; its periods as bars. */
export interface YearAccount {
  id: string;
  name: string;
  ofVillage: string | null;
  opening: number;
  income: number;
  spending: number;
  closing: number;
  bars: { income: Bar; spending: Bar }[];
}

/** A year of a village; null for no such village, and for a year that is no year. */
export async function disclosedYear(
  ctx: Context,
  { slug, year: typed }: { slug: string; year: string },
): Promise<DisclosedYear | null> {
  const now = ctx.clock.now();
  const { year: thisYear, month: thisMonth } = localParts(now);
  const year = /^20\d{2}$/.test(typed) ? Number(typed) : 0;
  if (year === 0 || year > thisYear) return null;
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.changesAt(nextYear(now));
  const between = { from: `${year}-01-01`, to: `${year}-12-31` };
  const [shown, balances] = await Promise.all([
    shownBetween(ctx, village, between),
    selectBalancesBetween(ctx.db.read, { villageCode: village.code, ...between }),
  ]);
  const last = year === thisYear ? thisMonth : 12;
  const months = Array.from({ length: last }, (_, at) => last - at);
  return {
    ...{ village, now, year, path: `${openPath(slug)}/${year}` },
    months: months.map((month) => monthOf(ctx, village, { year, month, shown })),
    accounts: await accountsIn(ctx, balances),
    years: [year - 1, year + 1]
      .filter((one) => one >= 2000 && one <= thisYear)
      .map((one) => ({ year: one, path: `${openPath(slug)}/${one}` })),
  };
}

function monthOf(
  ctx: Context,
  { slug }: Village,
  { year, month, shown }: { year: number; month: number; shown: ShownView[] },
): YearMonth {
  const period = `${year}-${String(month).padStart(2, '0')}`;
  return {
    said: periodWords(ctx.lang, period),
    path: openPath(slug, period),
    shown: shown.filter(({ endsOn }) => endsOn.startsWith(period)),
  };
}

/** Accounts in the order in which the village lists them, old villages' own among them. */
async function accountsIn(ctx: Context, balances: PeriodBalance[]): Promise<YearAccount[]> {
  const names = await oldVillages(ctx, balances);
  const ofAccounts = [...Map.groupBy(balances, ({ accountId }) => accountId).values()];
  return ofAccounts
    .flatMap((periods) => {
      const [first] = periods;
      const last = periods.at(-1);
      if (!first || !last) return [];
      const sum = (part: 'income' | 'spending') => periods.reduce((all, one) => all + one[part], 0);
      return [
        {
          ...{ id: first.accountId, name: first.name, sort: first.sort },
          ofVillage: names.get(first.ofVillageCode ?? '') ?? null,
          ...{ opening: first.opening, closing: last.closing },
          ...{ income: sum('income'), spending: sum('spending') },
          bars: barsOf(ctx, periods),
        },
      ];
    })
    .sort((a, b) => a.sort - b.sort)
    .map(({ sort: _, ...account }) => account);
}

/** Income and spending on one scale, so that they can be compared. */
function barsOf(ctx: Context, periods: PeriodBalance[]): YearAccount['bars'] {
  const lengths = barLengths(periods.flatMap(({ income, spending }) => [income, spending]));
  const bar = (period: string, amount: number, at: number): Bar => ({
    ...{ key: period, label: periodWords(ctx.lang, period), amount, rows: null, isNow: false },
    length: lengths[at] ?? 0,
  });
  return periods.map(({ period, income, spending }, at) => ({
    income: bar(period, income, at * 2),
    spending: bar(period, spending, at * 2 + 1),
  }));
}
