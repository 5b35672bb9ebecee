import { createHash } from 'node:crypto';
import {
  type MoneyAccount,
  selectLastBalances,
} from '#server/disclosure-drafts/account-records.ts';
import { draftsWithPapers } from '#server/disclosure-drafts/kept-line-records.ts';
import type { StartRow } from '#server/disclosure-duties/records.ts';
import { type TownFile, uploadItem, type VillageLines } from '#server/disclosure-upload/file.ts';
import {
  countDraftRows,
  type PeriodDraft,
  selectAccountsOf,
  selectOwedIn,
  selectPeriodDrafts,
  selectStarts,
} from '#server/disclosure-upload/records.ts';
import type { NamedPlace } from '#server/grids/desk-places.ts';
import type { Context } from '#server/kernel/context.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { frequencyOn, owedBefore } from '#server/rules/disclosure-duties.ts';
import {
  isPeriodOf,
  type PeriodParts,
  parsePeriod,
  periodEnd,
} from '#server/rules/disclosure-periods.ts';
import { saidAccounts } from '#server/rules/town-ledger.ts';

/**
 * What an upload would do in a village: 'fill' an empty table, 'replace' lines that stand there
 * already (only where somebody says so), or nothing: 'wrong' has faults, 'sent' is out of the
 * village's hands already, 'papers' has papers behind lines that would go, 'notBegun' does not publish here by then, 'otherRhythm' publishes by
 * quarters what came for a month, or the other way round.
 */
export type UploadDoes =
  | 'fill'
  | 'replace'
  | 'wrong'
  | 'sent'
  | 'papers'
  | 'notBegun'
  | 'otherRhythm';

/** An account of a village as it would stand, in 分. */
export interface PlannedAccount {
  name: string;
  opening: number | null;
  income: number;
  spending: number;
  /** Opening and lines together; null where no opening is known. */
  closing: number | null;
  /** By how much what the export says lies above that; null where it says nothing. */
  off: number | null;
}

/** What an upload would do in one village. */
export interface PlannedVillage extends NamedPlace {
  does: UploadDoes;
  lines: number;
  faults: number;
  /** Lines that stand there already. */
  there: number;
  accounts: PlannedAccount[];
  /** The draft that there is; null for none. */
  draft: PeriodDraft | null;
  /** The accounts before these that the village still owes: it publishes them first. */
  first: PeriodParts | null;
  /** Tells whether what would be done here is still what somebody looked at. */
  seen: string;
}

/** What an export would do, village by village. */
export async function uploadPlan(ctx: Context, file: TownFile): Promise<PlannedVillage[]> {
  const { itemCode, period, villages } = file;
  const villageCodes = villages.map(({ code }) => code);
  const [starts, drafts, accounts, owes] = await Promise.all([
    selectStarts(ctx.db.read, villageCodes),
    selectPeriodDrafts(ctx.db.read, { villageCodes, itemCode, period }),
    selectAccountsOf(ctx.db.read, villageCodes),
    selectOwedIn(ctx.db.read, { villageCodes, itemCode }),
  ]);
  const draftIds = drafts.map(({ id }) => id);
  const [there, withPapers, last] = await Promise.all([
    countDraftRows(ctx.db.read, draftIds),
    draftsWithPapers(ctx.db.read, draftIds),
    selectLastBalances(
      ctx.db.read,
      accounts.map(({ id }) => id),
      periodEnd(period),
    ),
  ]);
  const closings = new Map(last.map(({ accountId, closing }) => [accountId, closing]));
  return villages.map((village) => {
    const draft = drafts.find(({ villageCode }) => villageCode === village.code) ?? null;
    const rows = draft === null ? 0 : (there.get(draft.id) ?? 0);
    const own = accounts.filter(({ villageCode }) => villageCode === village.code);
    const start = starts.get(village.code) ?? null;
    const stands = { draft, there: rows, hasPapers: withPapers.has(draft?.id ?? '') };
    const does = doesIn(village, { ...stands, start, item: uploadItem(ctx), period });
    const owed = owes.filter(({ villageCode }) => villageCode === village.code);
    const before = owedBefore(owed, { endsOn: periodEnd(period) });
    const planned = {
      ...{ code: village.code, name: village.name, faults: village.faults, draft, there: rows },
      ...{ lines: village.rows.length, does, first: before && parsePeriod(before.period) },
      accounts: LEFT.includes(does) ? [] : plannedAccounts(village, own, closings),
    };
    return { ...planned, seen: seenOf(planned) };
  });
}

// Lines that would give way must be the very lines that somebody looked at; an empty draft that was
// opened meanwhile changes nothing.
function seenOf({
  code,
  does,
  lines,
  there,
  accounts,
  draft,
}: Omit<PlannedVillage, 'seen'>): string {
  const lastChange = does === 'replace' ? (draft?.changedAt ?? null) : null;
  const sums = accounts.map(({ name: _, ...account }) => account);
  const told = JSON.stringify([does, lines, there, sums, lastChange]);
  return `${code}-${createHash('sha256').update(told).digest('base64url').slice(0, 16)}`;
}

/** Nothing of the export comes into such a village, whatever is chosen. */
const LEFT: readonly UploadDoes[] = ['sent', 'papers', 'notBegun', 'otherRhythm'];

interface Standing {
  draft: PeriodDraft | null;
  there: number;
  hasPapers: boolean;
  start: Pick<StartRow, 'since' | 'choices'> | null;
  item: CatalogueItem;
  period: string;
}

function doesIn(
  { faults }: VillageLines,
  { draft, there, hasPapers, start, item, period }: Standing,
): UploadDoes {
  const endsOn = periodEnd(period);
  if (start === null || (draft === null && endsOn < start.since)) return 'notBegun';
  const frequency = frequencyOn(item, start.choices, endsOn);
  if (draft === null && !isPeriodOf(frequency, period)) return 'otherRhythm';
  // What the supervision committee has seen is changed in the village, not from outside.
  const isSent = draft !== null && (draft.version > 0 || draft.sentAt !== null);
  if (isSent) return 'sent';
  if (hasPapers) return 'papers';
  if (faults > 0) return 'wrong';
  return there > 0 ? 'replace' : 'fill';
}

function plannedAccounts(
  { rows }: VillageLines,
  accounts: MoneyAccount[],
  closings: ReadonlyMap<string, number>,
): PlannedAccount[] {
  return saidAccounts(rows).map(({ account, opening: said, closing: end, income, spending }) => {
    const known = accountCalled(accounts, account);
    const opening = (known && closings.get(known.id)) ?? said;
    const closing = opening === null ? null : opening + income - spending;
    const off = closing === null || end === null ? null : end - closing;
    return { name: known?.name ?? account ?? '', opening, income, spending, closing, off };
  });
}

/** The account that a line means; the only one where it names none. */
export function accountCalled(
  accounts: MoneyAccount[],
  name: string | null,
): MoneyAccount | undefined {
  return name === null ? accounts[0] : accounts.find((one) => one.name === name);
}
