import type { DemoLine } from '#server/demo/disclosure-content.ts';
import { type DisclosingStage, inPost, nameOf, type Which } from '#server/demo/disclosure-stage.ts';
import type { PlannedTable } from '#server/demo/disclosure-tables.ts';
import { must } from '#server/demo/places.ts';
import { accountsOf, type SaidBalances } from '#server/disclosure-drafts/accounts.ts';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { decideFindings } from '#server/disclosure-drafts/gate.ts';
import { rowTerms } from '#server/disclosure-drafts/import-file.ts';
import { resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import type { NewRow } from '#server/disclosure-drafts/row-writing.ts';
import { saveBalances, saveRows } from '#server/disclosure-drafts/rows.ts';
import { saveWords } from '#server/disclosure-drafts/words.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { readRow } from '#server/rules/disclosure-rows.ts';

/** The clerk opens a table and fills it in: its lines, what the accounts ended with, its rule. */
export async function draftTable(
  one: DisclosingStage,
  table: PlannedTable,
  at: EpochMs,
): Promise<void> {
  const { village, tables } = one;
  const ctx = await inPost(one, 'clerk', at);
  const which = { villageCode: village.code, itemCode: table.item, period: table.period };
  const { id } = must(await openDraft(ctx, which), nameOf(table));
  tables.set(nameOf(table), { id, no: null });
  const rows = await typedRows(one, ctx, table, table.rows);
  const allowed = await withResolutions(one, ctx, table, rows);
  const saved = must(await saveRows(ctx, id, { rows: allowed }));
  // What was masked besides names and houses waits for a word; here all of it stays masked.
  if (saved.findings > 0) must(await decideFindings(ctx, id, {}));
  if (table.balances.length > 0) await sayBalances(ctx, id, { table, village: village.code });
  if (table.recipientRule === '') return;
  must(await saveWords(ctx, id, { note: '', rule: table.recipientRule, resolution: '' }));
}

/** Lines as the form would have understood them. */
export async function typedRows(
  { village }: DisclosingStage,
  ctx: Context,
  which: Which,
  lines: DemoLine[],
): Promise<NewRow[]> {
  const item = ctx.book.catalogue.items.find(({ code }) => code === which.item);
  if (!item) throw new Error(`there is no item ${which.item}`);
  const accounts = item.isLedger ? await accountsOf(ctx.db.read, village.code) : [];
  const terms = rowTerms(ctx, { item, period: which.period }, accounts);
  return lines.map((cells) => {
    const read = readRow(terms, cells);
    if ('row' in read) return { ...read.row, own: {}, idTail: null };
    throw new Error(`${nameOf(which)}: ${JSON.stringify([cells, read.faults])}`);
  });
}

/** Lines that a meeting allowed name its resolution. */
async function withResolutions(
  { told, village }: DisclosingStage,
  ctx: Context,
  { period }: Which,
  rows: NewRow[],
): Promise<NewRow[]> {
  const links = told.links.filter((link) => link.period === period);
  if (links.length === 0) return rows;
  const known = await resolutionsOf(ctx, village.code);
  return rows.map((row) => {
    const link = links.find(({ lines }) => lines.includes(String(row.cells.item)));
    const allowed = known.find(({ day }) => day === link?.resolution);
    return allowed ? { ...row, resolutionRowId: allowed.rowId } : row;
  });
}

async function sayBalances(
  ctx: Context,
  id: string,
  { table, village }: { table: PlannedTable; village: string },
): Promise<void> {
  const accounts = await accountsOf(ctx.db.read, village);
  const said: SaidBalances = new Map();
  for (const { account, opening, closing } of table.balances) {
    const found = accounts.find(({ name }) => name === account);
    if (found) said.set(found.id, { opening, closing });
  }
  must(await saveBalances(ctx, id, { said }));
}
