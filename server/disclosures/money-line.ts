import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { selectLastBalances } from '#server/disclosures/shown-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { localDate } from '#server/rules/dates.ts';

/** What a village took in and spent in the last period that it published, all accounts together. */
export interface MoneyLine {
  period: string;
  /** 10月; with its year when that is over. */
  said: string;
  /** In 分. */
  income: number;
  spending: number;
}

/** More accounts than any village has. */
const MOST_ACCOUNTS = 20;

/** The newest published accounts of a village in two sums; null while there are none. */
export async function moneyLine(ctx: Context, villageCode: string): Promise<MoneyLine | null> {
  const rows = await selectLastBalances(ctx.db.read, { villageCode, limit: MOST_ACCOUNTS });
  const [newest] = rows;
  if (!newest) return null;
  const { period } = newest;
  const own = rows.filter((row) => row.period === period);
  const withYear = !period.startsWith(localDate(ctx.clock.now()).slice(0, 4));
  return {
    period,
    said: periodWords(ctx.lang, period, { withYear }),
    income: own.reduce((sum, { income }) => sum + income, 0),
    spending: own.reduce((sum, { spending }) => sum + spending, 0),
  };
}
