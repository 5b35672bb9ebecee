import type { Tx } from '#db/surface.ts';
import { callAgain, typedName } from '#server/disclosure-drafts/account-names.ts';
import type { MoneyAccount } from '#server/disclosure-drafts/account-records.ts';
import { accountsOf } from '#server/disclosure-drafts/accounts.ts';
import type { DraftActing } from '#server/disclosure-drafts/drafts.ts';
import {
  type FindingRow,
  selectFindings,
  selectFindingsOfRows,
  updateFindings,
} from '#server/disclosure-drafts/finding-records.ts';
import { selectRowsById, updateRow } from '#server/disclosure-drafts/records.ts';
import { typedCells } from '#server/disclosure-drafts/views.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import { type DisclosureRecord, selectDisclosure } from '#server/disclosures/records.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { GateKnowledge } from '#server/rules/disclosure-gate.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';
import { maskRow } from '#server/rules/masked-row.ts';
import { mayStand } from '#server/rules/may-stand.ts';

/** Where what was found stands: lines of a draft, accounts of its village. */
export interface FoundWhere {
  rows: DisclosureRow[];
  accounts: MoneyAccount[];
}

/** The lines and accounts in which something was found. */
export async function whereFound(
  ctx: Context,
  { villageCode }: Pick<DisclosureRecord, 'villageCode'>,
  findings: FindingRow[],
): Promise<FoundWhere> {
  const rowIds = [...new Set(findings.flatMap(({ rowId }) => rowId ?? []))];
  const isAsked = findings.some(({ place }) => place === 'account');
  return {
    rows: rowIds.length > 0 ? await selectRowsById(ctx.db.read, rowIds) : [],
    accounts: isAsked ? await accountsOf(ctx.db.read, villageCode) : [],
  };
}

/** Whether two people may let a finding stand: an ID number or a bank card never (rules/may-stand). */
export function mayLetStand(ctx: Context, finding: FindingRow, where: FoundWhere): boolean {
  const { kind, start, end } = finding;
  const datum = typedWhere(ctx, finding, where).slice(start, end);
  return mayStand({ kind, datum }, ctx.book.disclosures.justifiable);
}

function typedWhere(
  ctx: Context,
  { place, rowId, columnCode }: FindingRow,
  { rows, accounts }: FoundWhere,
): string {
  if (place === 'account') {
    const account = accounts.find(({ id }) => id === columnCode);
    return account ? typedName(ctx, account) : '';
  }
  const row = rows.find(({ id }) => id === rowId);
  return row ? String(typedCells(ctx, row)[columnCode] ?? '') : '';
}

/** Masks lines anew from what came, but for what two people let stand. */
export async function showAgain(
  ctx: Context,
  { tx, item }: Pick<DraftActing, 'item'> & { tx: Tx },
  { rowIds, known }: { rowIds: string[]; known: GateKnowledge },
): Promise<void> {
  const rows = await selectRowsById(tx, rowIds);
  const findings = await selectFindingsOfRows(tx, rowIds);
  for (const row of rows) {
    if (row.draftSealed === null) continue;
    const found = findings.filter(({ rowId }) => rowId === row.id);
    const justified = found.filter(({ state }) => state === 'justified');
    const typed = typedCells(ctx, row);
    const { shown, village } = maskRow(item, typed, known, { justified, found });
    await updateRow(tx, row.id, { shown, village, words: filterWords(shown) });
  }
}

/** What was let stand in a draft before and never may, with what it takes to mask it. */
export interface WronglyStanding {
  findings: FindingRow[];
  known: GateKnowledge;
}

/** More than two people ever let stand one by one. */
const LET_STAND = 5_000;

/** Reads, before the write, what two people let stand in a draft that never may; null when nothing. */
export async function wronglyStanding(ctx: Context, id: string): Promise<WronglyStanding | null> {
  const disclosure = await selectDisclosure(ctx.db.read, id);
  if (!disclosure) return null;
  const of = { disclosureId: id, version: disclosure.version + 1, state: 'justified' };
  const justified = await selectFindings(ctx.db.read, of, LET_STAND);
  if (justified.length === 0) return null;
  const where = await whereFound(ctx, disclosure, justified);
  const findings = justified.filter((one) => !mayLetStand(ctx, one, where));
  const village = await villageByCode(ctx, disclosure.villageCode);
  if (findings.length === 0 || !village) return null;
  return { findings, known: (await gateOf(ctx, village)).known };
}

/** Masks again what should never have been let stand, before anybody else reads it. */
export async function maskAgain(
  acting: Pick<DraftActing, 'tx' | 'item' | 'disclosure' | 'village'> & { ctx: Context },
  wrong: WronglyStanding | null,
): Promise<void> {
  if (!wrong) return;
  const { tx, ctx } = acting;
  const { findings, known } = wrong;
  await updateFindings(
    tx,
    findings.map(({ id }) => id),
    { state: 'masked' },
  );
  const rowIds = [...new Set(findings.flatMap(({ rowId }) => rowId ?? []))];
  if (rowIds.length > 0) await showAgain(ctx, acting, { rowIds, known });
  const accounts = findings.filter(({ place }) => place === 'account');
  for (const accountId of new Set(accounts.map(({ columnCode }) => columnCode)))
    await callAgain(ctx, acting, accountId);
}
