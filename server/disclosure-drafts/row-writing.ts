import type { Tx } from '#db/surface.ts';
import type { MoneyAccount } from '#server/disclosure-drafts/account-records.ts';
import { insertFindings } from '#server/disclosure-drafts/finding-records.ts';
import { insertRows, selectLastNo } from '#server/disclosure-drafts/records.ts';
import type { Gate } from '#server/disclosures/gate-knowledge.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { CatalogueItem, OwnDatum } from '#server/rules/disclosure-book.ts';
import type { RowCells, TypedRow } from '#server/rules/disclosure-rows.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';
import { type MaskedRow, maskRow } from '#server/rules/masked-row.ts';

/** A line that was understood, with what an uploaded table said of its person besides. */
export interface NewRow extends TypedRow {
  /** His numbers as he alone may see them: '5106**********1234'. Nothing whole comes this far. */
  own: Partial<Record<OwnDatum, string>>;
  /** The last characters of his ID number, for finding him on the roster; kept nowhere. */
  idTail: string | null;
  /** The row of the published resolution that allowed it. */
  resolutionRowId?: string | null;
}

/** The draft that rows are for. */
export interface RowsFor {
  draft: { id: string; version: number };
  item: CatalogueItem;
  gate: Gate;
  accounts: Pick<MoneyAccount, 'id' | 'name'>[];
  /** Another version than the one being made: rows of an import wait under it. */
  fromVersion?: number;
}

/** A row as it is stored but for its number, and what was found in it. */
export interface PreparedRow extends MaskedRow {
  row: Omit<DisclosureRow, 'no'>;
}

/** The people named in the rows of a table, for the gate: they may stand in its other cells too. */
export function namesIn(item: CatalogueItem, rows: Pick<TypedRow, 'cells'>[]): string[] {
  const columns = item.columns.filter(({ is }) => is === 'name').map(({ code }) => code);
  return rows.flatMap(({ cells }) => columns.flatMap((code) => textOf(cells, code) ?? []));
}

/** Masks and seals a line; nothing is written yet, and no number is given. */
export function prepareRow(ctx: Context, of: RowsFor, row: NewRow): PreparedRow {
  const { draft, item, accounts } = of;
  const account = accounts.find(({ name }) => name === row.account) ?? accounts[0];
  const masked = maskedLine(of, row, account?.name ?? null);
  const hasOwn = Object.keys(row.own).length > 0;
  const seal = (value: unknown) => ctx.secrets.seal('disclosure-row', JSON.stringify(value));
  return {
    ...masked,
    row: {
      id: newId(),
      disclosureId: draft.id,
      fromVersion: of.fromVersion ?? draft.version + 1,
      toVersion: null,
      replacesId: null,
      accountId: item.isLedger ? (account?.id ?? null) : null,
      side: row.side,
      kind: row.kind,
      day: row.day,
      amount: row.amount,
      shown: masked.shown,
      village: masked.village,
      words: filterWords(masked.shown),
      ownSealed: hasOwn ? seal(row.own) : null,
      draftSealed: seal(row.cells),
      villagerId: villagerOf(of, row),
      resolutionRowId: row.resolutionRowId ?? null,
      vouchers: 0,
      objections: 0,
    },
  };
}

// How an account is called was decided when it was opened: its lines call it the same.
function maskedLine({ item, gate }: RowsFor, row: NewRow, account: string | null): MaskedRow {
  if (!item.isLedger || row.account === null) return maskRow(item, row.cells, gate.known);
  const masked = maskRow(item, { ...row.cells, account: null }, gate.known);
  return { ...masked, shown: { ...masked.shown, account } };
}

/**
 * Writes rows inside the caller's write, numbered after the last one there ever was: what everybody
 * reads, what the village reads, what only the person reads, the sealed draft, and what the gate
 * found. Gives them with their numbers.
 */
export async function writeRows(
  ctx: Context,
  tx: Tx,
  { rows, ...of }: RowsFor & { rows: NewRow[] },
): Promise<{ rows: DisclosureRow[]; findings: number }> {
  const prepared = rows.map((row) => prepareRow(ctx, of, row));
  return insertPrepared(tx, of, prepared);
}

/** Numbers and writes rows that were prepared before the write. */
export async function insertPrepared(
  tx: Tx,
  { draft, fromVersion }: Pick<RowsFor, 'draft' | 'fromVersion'>,
  prepared: PreparedRow[],
): Promise<{ rows: DisclosureRow[]; findings: number }> {
  const last = await selectLastNo(tx, draft.id);
  const rows = prepared.map(({ row }, at) => ({ ...row, no: last + at + 1 }));
  await insertRows(tx, rows);
  const version = fromVersion ?? draft.version + 1;
  const isStaged = fromVersion !== undefined;
  const findings = prepared.flatMap(({ findings: found }, at) =>
    found.map((one) => ({
      ...findingRow(one, { version, state: isStaged ? 'staged' : 'open' }),
      disclosureId: draft.id,
      rowId: rows[at]?.id ?? null,
      rowNo: rows[at]?.no ?? null,
    })),
  );
  await insertFindings(tx, findings);
  return { rows, findings: findings.length };
}

/** What the gate found in a cell, as it waits to be decided. */
export function findingRow(
  { columnCode, kind, start, end }: MaskedRow['findings'][number],
  { version, state }: { version: number; state: string },
) {
  return {
    id: newId(),
    ...{ version, place: 'cell', columnCode, kind, start, end, state },
    reason: '',
  };
}

/** Whom a row is about: of items about persons, the one whom its name and ID number fit. */
export function villagerOf(
  { item, gate }: Pick<RowsFor, 'item' | 'gate'>,
  row: NewRow,
): string | null {
  const column = item.isPersonal ? item.columns.find(({ is }) => is === 'name') : undefined;
  const name = column ? textOf(row.cells, column.code) : null;
  return name === null ? null : gate.finder.find(bareName(name), row.idTail);
}

/** People put spaces into short names so that columns look even. */
function bareName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .trim();
}

function textOf(cells: RowCells, code: string): string | null {
  const value = cells[code] ?? null;
  return typeof value === 'string' ? value : null;
}

/**
 * A line that takes the place of another about the same name keeps that person's numbers: they came
 * with a table and are not typed. Never under another name.
 */
export function keptNumbers(
  prepared: PreparedRow,
  known: DisclosureRow,
  item: CatalogueItem,
): PreparedRow {
  const column = item.columns.find(({ is }) => is === 'name')?.code ?? '';
  const nameIn = ({ shown, village }: Pick<DisclosureRow, 'shown' | 'village'>) =>
    village?.[column] ?? shown[column] ?? null;
  if (nameIn(prepared.row) === null || nameIn(prepared.row) !== nameIn(known)) return prepared;
  const ownSealed = prepared.row.ownSealed ?? known.ownSealed;
  const villagerId = prepared.row.villagerId ?? known.villagerId;
  return { ...prepared, row: { ...prepared.row, ownSealed, villagerId } };
}
