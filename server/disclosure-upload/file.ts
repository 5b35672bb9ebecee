import content from '#content/sheets/disclosures.json' with { type: 'json' };
import type { MoneyAccount } from '#server/disclosure-drafts/account-records.ts';
import { itemTable, ownHeaders, rowTerms } from '#server/disclosure-drafts/import-file.ts';
import { resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import type { NewRow } from '#server/disclosure-drafts/row-writing.ts';
import { selectAccountsOf } from '#server/disclosure-upload/records.ts';
import type { NamedPlace } from '#server/grids/desk-places.ts';
import { dropSheet, keepSheet, type SheetFor, waitingSheet } from '#server/grids/waiting-sheet.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { type ImportKey, importReader } from '#server/rules/import-rows.ts';
import type { Sheet, TableRow } from '#server/rules/sheet-table.ts';
import { partByVillage, type TownFault, type TownLines } from '#server/rules/town-ledger.ts';
import { takeVillages } from '#server/rules/town-sheet.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** The lines of one village in a town's export; with any fault none of them comes in. */
export interface VillageLines extends NamedPlace {
  rows: NewRow[];
  faults: number;
}

/** A town's export as it was read: lines by village, what is wrong, what was left alone. */
export interface TownFile {
  itemCode: string;
  period: string;
  fileName: string;
  villages: VillageLines[];
  /** Those of no village first: they stop the whole. */
  faults: TownFault[];
  /** How many faults are of no village. */
  townFaults: number;
  owned: string[];
  dropped: string[];
  ignored: string[];
  skipped: string[];
  /** Lines of totals that were held against the rows. */
  totals: number;
}

/** The ledger of the catalogue that a whole town uploads. */
export function uploadItem({ book }: Context): CatalogueItem {
  const item = book.catalogue.items.find(({ isLedger }) => isLedger);
  if (!item) throw new Error('the catalogue has no ledger');
  return item;
}

/** What an export is of. */
export interface UploadOf {
  item: CatalogueItem;
  period: string;
  villages: NamedPlace[];
  fileName: string;
}

/** Reads the export of a town for a period. Nothing is written. */
export async function readTownFile(
  ctx: Context,
  of: UploadOf,
  from: SheetSource,
): Promise<Result<TownFile>> {
  const sheets = await ctx.workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const read = await readTown(ctx, of, sheets.value);
  if (read === null) return refuse('sheetNoHeader', 'file');
  const rows = read.villages.reduce((sum, village) => sum + village.rows.length, 0);
  if (rows === 0 && read.faults.length === 0) return refuse('sheetEmpty', 'file');
  return rows > ctx.book.disclosures.mostRows ? refuse('tooManyRows', 'file') : accept(read);
}

async function readTown(
  ctx: Context,
  { item, period, villages, fileName }: UploadOf,
  sheets: Sheet[],
): Promise<TownFile | null> {
  const taken = sheets.map((sheet) => takeVillages(sheet, content.village));
  const bare = taken.map(({ sheet }) => sheet);
  const found = itemTable(ctx, item, bare);
  if (!found) return null;
  await breathe();
  const { table, dropped } = found;
  const lines = partByVillage(table, taken, villages);
  const reading: Reading = { ctx, item, period, sheets: bare, lines };
  const read = await readVillages(reading, villages);
  const faults = [...lines.faults, ...read.faults];
  if (faults.length === 0) faults.push(...(await wholeTotals(reading, table.rows)));
  const townFaults = faults.filter(({ villageCode }) => villageCode === null).length;
  return {
    ...{ itemCode: item.code, period, fileName, villages: read.villages, townFaults },
    faults: faults.toSorted(
      (a, b) =>
        Number(a.villageCode !== null) - Number(b.villageCode !== null) ||
        a.sheet.localeCompare(b.sheet) ||
        a.row - b.row,
    ),
    ...{ owned: ownHeaders(table), dropped, skipped: table.skipped },
    ignored: table.ignored.filter((title) => !dropped.includes(title)),
    totals: table.apart.length,
  };
}

interface Reading {
  ctx: Context;
  item: CatalogueItem;
  period: string;
  sheets: Sheet[];
  lines: TownLines;
}

async function readVillages(
  reading: Reading,
  villages: NamedPlace[],
): Promise<{ villages: VillageLines[]; faults: TownFault[] }> {
  const { ctx, lines } = reading;
  const wrongOf = (code: string) => lines.faults.filter((one) => one.villageCode === code).length;
  const named = villages.filter(({ code }) => lines.rows.has(code) || wrongOf(code) > 0);
  const codes = named.map(({ code }) => code);
  const accounts = await selectAccountsOf(ctx.db.read, codes);
  const read: VillageLines[] = [];
  const faults: TownFault[] = [];
  for (const village of named) {
    const own = accounts.filter(({ villageCode }) => villageCode === village.code);
    const { rows, faults: wrong } = await readVillage(reading, village, own);
    read.push({ ...village, rows, faults: wrong.length + wrongOf(village.code) });
    faults.push(...wrong);
  }
  return { villages: read, faults };
}

async function readVillage(
  { ctx, item, period, sheets, lines }: Reading,
  { code }: NamedPlace,
  accounts: MoneyAccount[],
): Promise<{ rows: NewRow[]; faults: TownFault[] }> {
  const rows = lines.rows.get(code) ?? [];
  const asks = rows.some(({ values }) => (values.resolution ?? null) !== null);
  const resolutions = asks ? await resolutionsOf(ctx, code) : [];
  const reader = importReader(rowTerms(ctx, { item, period }, accounts), {
    sheets,
    resolutions: new Map(resolutions.map(({ number, rowId }) => [number, rowId])),
  });
  await inSlices(rows, reader.read);
  const faults: Omit<TownFault, 'villageCode'>[] = [...reader.found.faults];
  if (faults.length === 0) faults.push(...reader.totalFaults(lines.apart.get(code) ?? []));
  return {
    rows: reader.found.rows,
    faults: faults.map((fault): TownFault => ({ ...fault, villageCode: code })),
  };
}

/** 小计 and 合计 that name no village are held against the lines of all. */
async function wholeTotals(
  { ctx, item, period, sheets, lines }: Reading,
  rows: TableRow<ImportKey>[],
): Promise<TownFault[]> {
  const apart = lines.apart.get(null) ?? [];
  if (apart.length === 0) return [];
  // Every line was found right in its village: here they are only added up.
  const terms = rowTerms(ctx, { item: { ...item, isLedger: false }, period }, []);
  const reader = importReader(terms, { sheets, resolutions: new Map() });
  await inSlices(rows, (row) =>
    reader.read({ ...row, values: { ...row.values, resolution: null } }),
  );
  return reader.totalFaults(apart).map((fault) => ({ ...fault, villageCode: null }));
}

/** The export that waits for a town. */
function townSheet(townCode: string): SheetFor {
  return { kind: 'disclosure-import', subject: townCode };
}

/** Keeps an export sealed, for the one who sent it, until he has looked at what would come in. */
export function keepTownFile(ctx: Context, townCode: string, file: TownFile): Promise<void> {
  return keepSheet(ctx, townSheet(townCode), file);
}

/** The viewer's export that waits for this town; null when none does any more. */
export function waitingTownFile(ctx: Context, townCode: string) {
  return waitingSheet<TownFile>(ctx, townSheet(townCode));
}

/** Forgets an export: it came in, or is not to come in. */
export async function dropTownFile(ctx: Context, townCode: string): Promise<void> {
  await ctx.db.write((tx) => dropSheet(tx, ctx, townSheet(townCode)));
}
