import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import { noneBetween, type ShownView, shownBetween } from '#server/disclosures/shown.ts';
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
  const [shown, none] = await Promise.all([
    shownBetween(ctx, village, between),
    noneBetween(ctx, village, between),
  ]);
  return {
    ...{ village, now, shown, none, year: Number(year) },
    said: periodWords(ctx.lang, period, { withYear: true }),
    path: openPath(village.slug, period),
  };
}
