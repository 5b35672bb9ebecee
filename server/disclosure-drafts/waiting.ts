import { selectOwedOf } from '#server/disclosure-duties/owed-records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { isTooEarly, owedBefore } from '#server/rules/disclosure-duties.ts';
import { type PeriodParts, parsePeriod, periodEnd } from '#server/rules/disclosure-periods.ts';
import { draftPath, openDeskPath } from '#server/rules/links.ts';

/** What a first table waits for before it may go to supervision; it may be filled in meanwhile. */
export interface Waiting {
  /** The last day of its period; null when that has come, or need not. */
  overOn: LocalDate | null;
  /** The accounts that come before it, with where they are seen to; null when none are owed. */
  first: { period: PeriodParts; path: string } | null;
}

/** Said before anybody types: what keeps an item of a period from being sent; null when nothing does. */
export async function waitingOf(
  ctx: Context,
  { village, item }: { village: Village; item: CatalogueItem },
  { period, version }: { period: string; version: number },
): Promise<Waiting | null> {
  if (version > 0) return null;
  const endsOn = periodEnd(period);
  const overOn = isTooEarly(item, period, localDate(ctx.clock.now())) ? endsOn : null;
  const of = { villageCode: village.code, itemCode: item.code };
  const owes = item.isLedger ? await selectOwedOf(ctx.db.read, of) : [];
  const before = owedBefore(owes, { endsOn });
  const parts = before && parsePeriod(before.period);
  if (!before || !parts) return overOn === null ? null : { overOn, first: null };
  return { overOn, first: { period: parts, path: pathOf(ctx, { village, item }, before) } };
}

// Only whoever drafts may begin a table; anybody else on the desk sees there that it is owed.
function pathOf(
  { viewer }: Context,
  { village, item }: { village: Village; item: CatalogueItem },
  { period, disclosureId }: { period: string; disclosureId: string | null },
): string {
  if (disclosureId !== null) return draftPath(disclosureId);
  const desk = openDeskPath(village.code);
  return may(viewer, 'disclosure.draft', village.path) ? `${desk}/${item.code}/${period}` : desk;
}
