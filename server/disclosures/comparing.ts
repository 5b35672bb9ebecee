import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { kindName } from '#server/disclosures/kind-names.ts';
import { type KindSum, selectSums } from '#server/disclosures/reading-records.ts';
import { selectBalancesBetween, selectShownOf } from '#server/disclosures/shown-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { barLengths, type Change, changesBetween } from '#server/rules/chart-scale.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { lastPeriod, periodEnd } from '#server/rules/disclosure-periods.ts';

/** A row of a picture: what it is of, how much in 分, and how long its bar is of 100. */
export interface Bar {
  /** A period, or a kind by its code or word. */
  key: string;
  /** What the row is called, in the reader's language where the county names it. */
  label: string;
  amount: number;
  length: number;
  /** How many lines it stands for; null where they were not counted. */
  rows: number | null;
  isNow: boolean;
}

/** The pictures beside a table. */
export interface Pictures {
  /** What was spent in the last periods, this one last; none of what is no ledger. */
  spending: Bar[];
  /** Where this period's money came from and went to, greatest first; '' of other items. */
  kinds: { side: string; bars: Bar[] }[];
  /** What kinds of spending changed most since the last period; none where that is not here. */
  changes: (Change & { label: string })[];
  /** How many lines of a ledger stand on each side. */
  sideRows: { in: number; out: number };
}

/** The table that pictures are drawn beside. */
interface Pictured {
  id: string;
  villageCode: string;
  itemCode: string;
  period: string;
  endsOn: LocalDate;
}

/** So many changes are news; the rest can be seen in the two tables. */
const MOST_CHANGES = 5;
/** A picture of one bar says nothing that its figure does not. */
const LEAST_BARS = 2;
const MOST_BARS = 8;

/** Everything that is drawn beside a table; each picture only when it has something to say. */
export async function picturesOf(
  ctx: Context,
  item: CatalogueItem,
  table: Pictured,
): Promise<Pictures> {
  const [spending, last] = await Promise.all([
    item.isLedger ? spendingUntil(ctx, table) : [],
    lastOf(ctx, table),
  ]);
  const sums = await selectSums(ctx.db.read, last === null ? [table.id] : [table.id, last.id]);
  const own = sums.filter(({ disclosureId }) => disclosureId === table.id);
  const before = sums.filter(({ disclosureId }) => disclosureId === last?.id);
  const sides = item.isLedger ? ['out', 'in'] : [''];
  const rowsOf = (side: string) =>
    own.reduce((all, sum) => (sum.side === side ? all + sum.rows : all), 0);
  return {
    spending,
    sideRows: { in: rowsOf('in'), out: rowsOf('out') },
    kinds: sides
      .map((side) => ({ side, bars: kindBars(ctx, own, side) }))
      .filter(({ bars }) => bars.length >= LEAST_BARS),
    changes:
      item.isLedger && last !== null
        ? changesBetween(amountsOf(before), amountsOf(own))
            .slice(0, MOST_CHANGES)
            .map((change) => ({ ...change, label: kindName(ctx, change.key) }))
        : [],
  };
}

/** Sums of one side as bars, the greatest first; kinds without a name stand for nothing. */
export function kindBars(ctx: Context, sums: KindSum[], side: string): Bar[] {
  const shown = sums
    .filter((sum) => sum.side === side && sum.kind !== '' && sum.amount !== 0)
    .sort((a, b) => b.amount - a.amount)
    .slice(0, MOST_BARS);
  const lengths = barLengths(shown.map(({ amount }) => amount));
  return shown.map(({ kind, amount, rows }, at) => ({
    ...{ key: kind, label: kindName(ctx, kind), amount, rows, isNow: false },
    length: lengths[at] ?? 0,
  }));
}

async function spendingUntil(ctx: Context, { villageCode, period, endsOn }: Pictured) {
  const { compareMonths } = ctx.book.disclosures;
  const periods = [period];
  for (let at = 1; at < compareMonths; at += 1) {
    const before = lastPeriod(periods[0] ?? period);
    if (before === null) break;
    periods.unshift(before);
  }
  const from = periodEnd(periods[0] ?? period);
  const balances = await selectBalancesBetween(ctx.db.read, { villageCode, from, to: endsOn });
  const sums = new Map<string, number>();
  for (const one of balances) {
    sums.set(one.period, (sums.get(one.period) ?? 0) + one.spending);
  }
  const known = periods.filter((one) => sums.has(one));
  if (known.length < LEAST_BARS) return [];
  const lengths = barLengths(known.map((one) => sums.get(one) ?? 0));
  return known.map((key, at) => ({
    ...{ key, amount: sums.get(key) ?? 0, rows: null, isNow: key === period },
    label: periodWords(ctx.lang, key),
    length: lengths[at] ?? 0,
  }));
}

function lastOf(ctx: Context, { villageCode, itemCode, period }: Pictured) {
  const before = lastPeriod(period);
  return before === null
    ? null
    : selectShownOf(ctx.db.read, { villageCode, itemCode, period: before });
}

function amountsOf(sums: KindSum[]): Map<string, number> {
  return new Map(
    sums.filter(({ side }) => side === 'out').map(({ kind, amount }) => [kind, amount]),
  );
}
