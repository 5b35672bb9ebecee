import content from '#content/sheets/disclosures.json' with { type: 'json' };
import { accountStates, accountsOf } from '#server/disclosure-drafts/accounts.ts';
import type { Draft } from '#server/disclosure-drafts/drafts.ts';
import { type ReplacingCounts, replacing } from '#server/disclosure-drafts/replacing.ts';
import { resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import { type NewRow, namesIn } from '#server/disclosure-drafts/row-writing.ts';
import { rowsFor } from '#server/disclosure-drafts/rows.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import { countRows } from '#server/disclosures/records.ts';
import { dropSheet, keepSheet, type SheetFor, waitingSheet } from '#server/grids/waiting-sheet.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { CatalogueItem, OwnDatum } from '#server/rules/disclosure-book.ts';
import { periodEnd, periodStart } from '#server/rules/disclosure-periods.ts';
import type { RowCells, RowTerms } from '#server/rules/disclosure-rows.ts';
import {
  type ImportFault,
  type ImportKey,
  importColumns,
  importReader,
  isApartLine,
} from '#server/rules/import-rows.ts';
import { maskRow } from '#server/rules/masked-row.ts';
import { ownColumn } from '#server/rules/own-numbers.ts';
import type { Cell } from '#server/rules/sheet-cells.ts';
import { readTable, type Sheet, type Table } from '#server/rules/sheet-table.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** How often the gate found something in a column. */
export interface FoundInColumn {
  columnCode: string;
  kind: string;
  n: number;
}

/** A table as it was read: the lines that are right, what is wrong, what was left alone. */
export interface DisclosureFile {
  rows: NewRow[];
  faults: ImportFault[];
  /** Headers of columns of personal numbers that were recognised, and of those not needed here. */
  owned: string[];
  dropped: string[];
  ignored: string[];
  skipped: string[];
  /** Lines of totals that were held against the rows. */
  totals: number;
  found: FoundInColumn[];
  /** The first lines as everybody will read them. */
  shown: RowCells[];
  /** In a correction: what becomes of the published lines when the file takes their place. */
  against: ReplacingCounts | null;
}

/** Reads a table for a draft. Nothing is written; of personal numbers nothing whole comes out. */
export async function readDisclosureFile(
  ctx: Context,
  draft: Draft,
  from: SheetSource,
): Promise<Result<DisclosureFile>> {
  const sheets = await ctx.workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const read = await readSheets(ctx, draft, sheets.value);
  if (read === null) return refuse('sheetNoHeader', 'file');
  if (read.rows.length === 0 && read.faults.length === 0) return refuse('sheetEmpty', 'file');
  if (read.rows.length > ctx.book.disclosures.mostRows) return refuse('tooManyRows', 'file');
  // A file with faults is none that could take the place of anything.
  const isWhole = read.faults.length === 0;
  const of = isWhole ? await rowsFor(ctx, draft.disclosure.id, read.rows) : null;
  const against = of && (await replacing(ctx, of, read.rows));
  return accept({
    ...{ ...read, ...(await gated(ctx, draft, read.rows)) },
    against: against?.counts ?? null,
  });
}

/** Reads the sheets of a file for an item of a village; null when none has its columns. */
export async function readSheets(
  ctx: Context,
  { disclosure, item, village }: Pick<Draft, 'disclosure' | 'item' | 'village'>,
  sheets: Sheet[],
): Promise<Omit<DisclosureFile, 'found' | 'shown' | 'against'> | null> {
  const read = itemTable(ctx, item, sheets);
  if (!read) return null;
  const { table, dropped } = read;
  await breathe();
  const [accounts, resolutions, openings] = await Promise.all([
    item.isLedger ? accountsOf(ctx.db.read, village.code) : [],
    resolutionsOf(ctx, village.code),
    item.isLedger ? openingsOf(ctx, disclosure) : new Map<string, number>(),
  ]);
  const { period } = disclosure;
  const reader = importReader(rowTerms(ctx, { item, period }, accounts), {
    sheets,
    resolutions: new Map(resolutions.map(({ number, rowId }) => [number, rowId])),
  });
  await inSlices(table.rows, reader.read);
  const faultsOf = Map.groupBy(table.faults, ({ sheet, row }) => `${row} ${sheet}`);
  await inSlices(table.faulty, (row) =>
    reader.readFaulty(row, faultsOf.get(`${row.row} ${row.sheet}`) ?? []),
  );
  const faults: ImportFault[] = [...table.faults, ...reader.found.faults];
  if (faults.length === 0) faults.push(...reader.totalFaults(table.apart, openings));
  return {
    rows: reader.found.rows,
    faults: faults.toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row),
    owned: ownHeaders(table),
    dropped,
    ignored: table.ignored.filter((title) => !dropped.includes(title)),
    skipped: table.skipped,
    totals: table.apart.length,
  };
}

// Lines that come after others go on from those, which nobody counted yet.
async function openingsOf(
  { db }: Context,
  disclosure: Draft['disclosure'],
): Promise<Map<string, number>> {
  const rows = await countRows(db.read, disclosure.id, disclosure.version + 1);
  const states = rows > 0 ? [] : await accountStates(db.read, disclosure);
  return new Map(
    states.flatMap(({ name, opening }) => (opening === null ? [] : [[name, opening] as const])),
  );
}

/**
 * The lines of all sheets that have an item's columns, and the headers of personal numbers that it
 * does not need; null when no sheet has them.
 */
export function itemTable(
  ctx: Context,
  item: CatalogueItem,
  sheets: Sheet[],
): { table: Table<ImportKey>; dropped: string[] } | null {
  const dropped: string[] = [];
  const table = readTable<ImportKey>(sheets, importColumns(item, headers(ctx)), {
    isApart: isApartLine,
    claim: (title, below) => claimed(item, { title, below }, dropped),
  });
  return table && { table, dropped: [...new Set(dropped)] };
}

/** What the lines of a village's table have to agree with. */
export function rowTerms(
  { book }: Context,
  { item, period }: { item: CatalogueItem; period: string },
  accounts: { name: string }[],
): RowTerms {
  const { kinds, longestCell: longest } = book.disclosures;
  const days = item.isLedger ? { from: periodStart(period), to: periodEnd(period) } : null;
  return { item, kinds, days, accounts: accounts.map(({ name }) => name), longest };
}

function headers({ book }: Context) {
  return {
    own: content.own,
    resolution: content.resolution,
    longest: book.disclosures.longestCell,
  };
}

// A column of personal numbers is recognised by what stands in it: 备注 may hold ID numbers.
function claimed(
  item: CatalogueItem,
  { title, below }: { title: string; below: Cell[] },
  dropped: string[],
): ImportKey | null {
  const kind = ownColumn(below) ?? ownByHeader(title);
  if (kind === null) return null;
  if (item.own.includes(kind)) return `own:${kind}`;
  if (title !== '') dropped.push(title);
  return null;
}

function ownByHeader(title: string): OwnDatum | null {
  const bare = title.replace(/[\s*:：（）()]/g, '');
  const kinds: OwnDatum[] = ['id', 'card', 'phone'];
  return kinds.find((kind) => content.own[kind].includes(bare)) ?? null;
}

/** Headers of columns of personal numbers that were recognised. */
export function ownHeaders({ rows }: Table<ImportKey>): string[] {
  const places = Object.entries(rows[0]?.columns ?? {});
  return places.flatMap(([key, place]) =>
    key.startsWith('own:') && place ? [place.header || place.column] : [],
  );
}

async function gated(
  ctx: Context,
  { item, village }: Draft,
  rows: NewRow[],
): Promise<Pick<DisclosureFile, 'found' | 'shown'>> {
  const { known } = await gateOf(ctx, village, namesIn(item, rows));
  const found = new Map<string, FoundInColumn>();
  const masked = await inSlices(rows, ({ cells }) => {
    const { shown, findings } = maskRow(item, cells, known);
    for (const { columnCode, kind } of findings) {
      const key = `${columnCode}/${kind}`;
      found.set(key, { columnCode, kind, n: (found.get(key)?.n ?? 0) + 1 });
    }
    return shown;
  });
  return { found: [...found.values()], shown: masked.slice(0, ctx.book.disclosures.pageRows) };
}

/** The table that waits for a draft. */
export function disclosureSheet(id: string): SheetFor {
  return { kind: 'disclosure-import', subject: id };
}

/** Keeps a table sealed, for the one who sent it, until he has looked at what would come in. */
export function keepDisclosureFile(ctx: Context, id: string, file: DisclosureFile): Promise<void> {
  return keepSheet(ctx, disclosureSheet(id), file);
}

/** The viewer's table that waits for this draft; null when none does any more. */
export function waitingDisclosureFile(ctx: Context, id: string) {
  return waitingSheet<DisclosureFile>(ctx, disclosureSheet(id));
}

/** Forgets a table: it is not to be brought in. */
export async function dropDisclosureFile(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((tx) => dropSheet(tx, ctx, disclosureSheet(id)));
}
