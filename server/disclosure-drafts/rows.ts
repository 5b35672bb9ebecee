import { accountsOf, keepBalances, type SaidBalances } from '#server/disclosure-drafts/accounts.ts';
import {
  actInDraft,
  type DraftActing,
  draftOf,
  noteDraft,
} from '#server/disclosure-drafts/drafts.ts';
import { deleteFindingsOfRow, insertFindings } from '#server/disclosure-drafts/finding-records.ts';
import { deleteRow, selectNamedRows, updateRow } from '#server/disclosure-drafts/records.ts';
import {
  findingRow,
  insertPrepared,
  keptNumbers,
  type NewRow,
  namesIn,
  type PreparedRow,
  prepareRow,
  type RowsFor,
  writeRows,
} from '#server/disclosure-drafts/row-writing.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import { countRows, updateDisclosure } from '#server/disclosures/records.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** What a save did: how many rows it wrote, and how many findings wait to be decided. */
export interface SavedRows {
  rows: number;
  findings: number;
}

/** Adds lines to a draft, masked as they are written. */
export async function saveRows(
  ctx: Context,
  id: string,
  { rows, key }: { rows: NewRow[]; key?: string | undefined },
): Promise<Result<SavedRows>> {
  const of = await rowsFor(ctx, id, rows);
  if (!of) return refuse('notFound');
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure } = acting;
    const before = await countRows(tx, id, disclosure.version + 1);
    if (before + rows.length > ctx.book.disclosures.mostRows) return refuse('tooManyRows');
    const written = await writeRows(ctx, tx, { ...of, draft: disclosure, rows });
    await noteRows(ctx, acting, { added: rows.length });
    return accept({ rows: rows.length, findings: written.findings });
  });
}

/**
 * Changes a line. One that only this version has is written anew in its place; one that was
 * published is struck out, and what takes its place is a line of its own.
 */
export async function changeRow(
  ctx: Context,
  id: string,
  { no, row, key }: { no: number; row: NewRow; key?: string | undefined },
): Promise<Result<SavedRows>> {
  const of = await rowsFor(ctx, id, [row]);
  if (!of) return refuse('notFound');
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure } = acting;
    const [known] = await selectNamedRows(tx, disclosure, [no]);
    if (!known) return refuse('notFound');
    const isNew = known.fromVersion === disclosure.version + 1;
    const prepared = keptNumbers(
      prepareRow(ctx, { ...of, draft: disclosure }, row),
      known,
      of.item,
    );
    if (isNew) await rewrite(acting, known, prepared);
    else {
      await updateRow(tx, known.id, { toVersion: disclosure.version + 1 });
      const inPlace = { ...prepared, row: { ...prepared.row, replacesId: known.id } };
      await insertPrepared(tx, { draft: disclosure }, [inPlace]);
    }
    await noteRows(ctx, acting, { changed: no });
    return accept({ rows: 1, findings: prepared.findings.length });
  });
}

/** Takes a line out: one that was published stays, struck out. */
export function dropRow(
  ctx: Context,
  id: string,
  { no, key }: { no: number; key?: string | undefined },
): Promise<Result> {
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure } = acting;
    const [known] = await selectNamedRows(tx, disclosure, [no]);
    if (!known) return refuse('notFound');
    const isNew = known.fromVersion === disclosure.version + 1;
    // Its papers would lie behind nothing.
    if (isNew && known.vouchers > 0) return refuse('linesHavePapers');
    if (isNew) await deleteRow(tx, known.id);
    else await updateRow(tx, known.id, { toVersion: disclosure.version + 1 });
    // What took the place of a struck line goes, and the line stands again.
    if (isNew && known.replacesId !== null)
      await updateRow(tx, known.replacesId, { toVersion: null });
    await noteRows(ctx, acting, { dropped: no });
    return accept();
  });
}

/** Keeps what was said of the accounts: with how much each began, the first time, and ended. */
export function saveBalances(
  ctx: Context,
  id: string,
  { said, key }: { said: SaidBalances; key?: string | undefined },
): Promise<Result> {
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure } = acting;
    await keepBalances(tx, disclosure, said);
    await updateDisclosure(tx, id, { changedAt: acting.at });
    await noteDraft({ ...acting, ctx }, 'disclosure.balanced', { accounts: said.size });
    return accept();
  });
}

/** Notes that rows of a draft changed, and counts its accounts again. */
export async function noteRows(
  ctx: Context,
  acting: DraftActing,
  facts: Record<string, number>,
): Promise<void> {
  const { tx, disclosure, item, at } = acting;
  if (item.isLedger) await keepBalances(tx, disclosure, new Map());
  await updateDisclosure(tx, disclosure.id, { changedAt: at });
  await noteDraft({ ...acting, ctx }, 'disclosure.rows-changed', facts);
}

/** What writing rows of a draft takes; null for whoever may not read it. */
export async function rowsFor(
  ctx: Context,
  id: string,
  rows: Pick<NewRow, 'cells'>[],
): Promise<RowsFor | null> {
  const found = await draftOf(ctx, id);
  if (!found) return null;
  const { disclosure, item, village } = found;
  const [gate, accounts] = await Promise.all([
    gateOf(ctx, village, namesIn(item, rows)),
    item.isLedger ? accountsOf(ctx.db.read, village.code) : [],
  ]);
  return { draft: disclosure, item, gate, accounts };
}

async function rewrite(
  { tx, disclosure }: DraftActing,
  known: DisclosureRow,
  { row, findings }: PreparedRow,
): Promise<void> {
  const { id, no, replacesId, vouchers, objections } = known;
  await deleteFindingsOfRow(tx, id);
  await updateRow(tx, id, { ...row, id, no, replacesId, vouchers, objections });
  const version = disclosure.version + 1;
  const found = findings.map((one) => findingRow(one, { version, state: 'open' }));
  const at = { disclosureId: disclosure.id, rowId: id, rowNo: no };
  await insertFindings(
    tx,
    found.map((one) => ({ ...one, ...at })),
  );
}
