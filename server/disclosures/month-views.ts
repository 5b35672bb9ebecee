import { itemsOf } from '#server/disclosures/catalogue.ts';
import { disclosureTitle, periodWords } from '#server/disclosures/sentence.ts';
import { type ShownView, shownBetween } from '#server/disclosures/shown.ts';
import { selectNoneBetween } from '#server/disclosures/shown-records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import { parsePeriod, periodEnd, periodStart } from '#server/rules/disclosure-periods.ts';
import { openPath } from '#server/rules/links.ts';

/** What a village disclosed for one month, and of what there was nothing. */
export interface DisclosedMonth {
  village: Village;
  now: EpochMs;
  year: number;
  /** 2026年10月 */
  said: string;
  path: string;
  shown: ShownView[];
  /** Titles of what the village confirmed there was none of. */
  none: string[];
}

/** A month of a village; null for no such village, and for a month that is yet to come. */
export async function disclosedMonth(
  ctx: Context,
  { slug, year, month }: { slug: string; year: string; month: string },
): Promise<DisclosedMonth | null> {
  const period = `${year}-${month}`;
  const now = ctx.clock.now();
  const isMonth = parsePeriod(period)?.kind === 'month';
  if (!isMonth || period > localDate(now).slice(0, 7)) return null;
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const between = { from: periodStart(period), to: periodEnd(period) };
  const [shown, items, none] = await Promise.all([
    shownBetween(ctx, village, between),
    itemsOf(ctx, village.code),
    selectNoneBetween(ctx.db.read, { villageCode: village.code, ...between }),
  ]);
  return {
    ...{ village, now, shown, year: Number(year) },
    said: periodWords(ctx.lang, period, { withYear: true }),
    path: openPath(village.slug, period),
    none: none.flatMap(({ itemCode, period: of }) => {
      const item = items.find(({ code }) => code === itemCode);
      return item ? [disclosureTitle(ctx.lang, item, of)] : [];
    }),
  };
}
