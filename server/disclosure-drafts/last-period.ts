import { rosterFinder } from '#server/accounts/roster-finder.ts';
import { cellTyped } from '#server/disclosure-drafts/cells.ts';
import type { Draft } from '#server/disclosure-drafts/drafts.ts';
import { selectLastPublished, selectStandingRows } from '#server/disclosure-drafts/records.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { isBlank } from '#server/rules/disclosure-rows.ts';

/** Lines of the period before that come again: what changes each time is left empty. */
export interface LastPeriod {
  period: string;
  lines: Record<string, string>[];
}

/** What is new every time: sums, numbers and days; the number of a voucher too. */
const FRESH = new Set(['money', 'quantity', 'count', 'day']);
const FRESH_CODES = new Set(['voucher', 'number']);

/**
 * The lines that recur, for whoever fills in the next period: of a ledger those that stood in both
 * periods before, of any other list all that stand. Null where nothing was published before.
 */
export async function lastPeriod(
  ctx: Context,
  { disclosure, item }: Pick<Draft, 'disclosure' | 'item'>,
): Promise<LastPeriod | null> {
  const last = await selectLastPublished(ctx.db.read, disclosure);
  if (!last) return null;
  const [rows, finder] = await Promise.all([
    selectStandingRows(ctx.db.read, last),
    item.isPersonal ? rosterFinder(ctx, ctx.db.read, disclosure.villageCode) : null,
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (finder?.nameOf(id) ?? null));
  const lines = rows
    .map((row) => recurring(item, row, nameOf(row.villagerId)))
    .filter((line) => !isBlank(line));
  if (!item.isLedger) return { period: last.period, lines };
  const before = await selectLastPublished(ctx.db.read, last);
  if (!before) return { period: last.period, lines };
  const earlier = await selectStandingRows(ctx.db.read, before);
  const known = new Set(earlier.map(({ shown }) => String(shown.item)));
  return { period: last.period, lines: lines.filter((line) => known.has(line.item ?? '')) };
}

function recurring(
  item: CatalogueItem,
  { shown, village }: DisclosureRow,
  rosterName: string | null,
): Record<string, string> {
  const cells = { ...shown, ...village };
  const kept = item.columns.filter(({ is, code }) => !FRESH.has(is) && !FRESH_CODES.has(code));
  return Object.fromEntries(
    kept.map((column) => {
      const written = cellTyped(column, cells[column.code]);
      // Names of lists about need are forgotten once they have been shown long enough.
      const isCovered = column.is === 'name' && written.includes('*');
      return [column.code, isCovered ? (rosterName ?? '') : withoutCovers(written)];
    }),
  );
}

// What was covered was never meant to be written again.
function withoutCovers(text: string): string {
  return text.includes('■') ? '' : text;
}
