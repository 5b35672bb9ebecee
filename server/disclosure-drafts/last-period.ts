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
  const columns = item.columns.filter(({ is, code }) => !FRESH.has(is) && !FRESH_CODES.has(code));
  const again = await linesOf(ctx, { ...item, columns }, last);
  const lines = again.map((line) => withoutCovers(columns, line)).filter((line) => !isBlank(line));
  if (!item.isLedger) return { period: last.period, lines };
  const before = await selectLastPublished(ctx.db.read, last);
  if (!before) return { period: last.period, lines };
  const earlier = await selectStandingRows(ctx.db.read, before);
  const known = new Set(earlier.map(({ shown }) => String(shown.item)));
  return { period: last.period, lines: lines.filter((line) => known.has(line.item ?? '')) };
}

/**
 * The lines that stand published, for whoever corrects them in a spreadsheet: sent back unchanged,
 * covers and all, each is known again.
 */
export function standingLines(
  ctx: Context,
  { disclosure, item }: Pick<Draft, 'disclosure' | 'item'>,
): Promise<Record<string, string>[]> {
  return linesOf(ctx, item, disclosure);
}

async function linesOf(
  ctx: Context,
  { columns, isPersonal }: Pick<CatalogueItem, 'columns' | 'isPersonal'>,
  disclosure: Draft['disclosure'],
): Promise<Record<string, string>[]> {
  const [rows, finder] = await Promise.all([
    selectStandingRows(ctx.db.read, disclosure),
    isPersonal ? rosterFinder(ctx, ctx.db.read, disclosure.villageCode) : null,
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (finder?.nameOf(id) ?? null));
  return rows.map((row) => typedLine(columns, row, nameOf(row.villagerId)));
}

function typedLine(
  columns: CatalogueItem['columns'],
  { shown, village }: DisclosureRow,
  rosterName: string | null,
): Record<string, string> {
  const cells = { ...shown, ...village };
  return Object.fromEntries(
    columns.map((column) => {
      const written = cellTyped(column, cells[column.code]);
      // Names of lists about need are forgotten once they have been shown long enough.
      const isCovered = column.is === 'name' && written.includes('*');
      return [column.code, (isCovered ? rosterName : null) ?? written];
    }),
  );
}

// What was covered was never meant to be written again.
function withoutCovers(
  columns: CatalogueItem['columns'],
  line: Record<string, string>,
): Record<string, string> {
  const isCovered = ({ is }: { is: string }, text: string) =>
    text.includes('■') || (is === 'name' && text.includes('*'));
  return Object.fromEntries(
    columns.map((column) => {
      const text = line[column.code] ?? '';
      return [column.code, isCovered(column, text) ? '' : text];
    }),
  );
}
