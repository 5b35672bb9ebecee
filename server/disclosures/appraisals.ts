import { selectPeriodVersion, selectStandingCells } from '#server/disclosures/appraisal-records.ts';
import type { ReadDisclosure } from '#server/disclosures/reading-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { postsEnded } from '#server/rules/appraisal-lines.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { lastPeriod } from '#server/rules/disclosure-periods.ts';

/**
 * Whose post ends after this appraisal: counted from the published lines of this period and of the
 * one right before it, whenever somebody reads them. Nobody, where none was published for that one.
 */
export async function postsEndedIn(
  ctx: Context,
  item: CatalogueItem,
  { id, version, villageCode, itemCode, period }: ReadDisclosure,
): Promise<string[]> {
  const before = item.check ? lastPeriod(period) : null;
  if (before === null) return [];
  const of = { villageCode, itemCode, period: before };
  const last = await selectPeriodVersion(ctx.db.read, of);
  if (!last || last.version === 0) return [];
  const [was, now] = await Promise.all([
    selectStandingCells(ctx.db.read, last),
    selectStandingCells(ctx.db.read, { id, version }),
  ]);
  return postsEnded(item, was, now);
}
