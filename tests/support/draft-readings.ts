import {
  selectAccounts,
  selectBalancesOf,
  selectInherited,
  selectLastBalances,
} from '#server/disclosure-drafts/account-records.ts';
import {
  countFindings,
  selectFinding,
  selectFindings,
  selectFindingsOfRows,
} from '#server/disclosure-drafts/finding-records.ts';
import {
  selectByPeriod,
  selectDraftRows,
  selectLastNo,
  selectLastPublished,
  selectLedgerLines,
  selectNamedRows,
  selectRowsById,
} from '#server/disclosure-drafts/records.ts';
import { resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import { selectStepsOf, selectWaiting } from '#server/disclosure-review/waiting-records.ts';
import type { Context } from '#server/kernel/context.ts';

const NONE = '00000000-0000-0000-0000-000000000000';

/** What filling in a table asks of the database. */
export function draftReadings(
  ctx: Context,
  { villageCode }: { villageCode: string },
): (() => Promise<unknown>)[] {
  const db = ctx.db.read;
  const of = { villageCode, itemCode: 'finance-lines' };
  const draft = { id: NONE, version: 1 };
  const version = { disclosureId: NONE, version: 1 };
  return [
    () => selectWaiting(db, [villageCode]),
    () => selectStepsOf(db, [NONE]),
    () => selectByPeriod(db, { ...of, period: '2026-10' }),
    () => selectLastPublished(db, { ...of, endsOn: '2026-10-31' }),
    () => selectDraftRows(db, draft, { after: 0, limit: 51 }),
    () => selectNamedRows(db, draft, [1, 2]),
    () => selectLedgerLines(db, draft),
    () => selectLastNo(db, NONE),
    () => selectRowsById(db, [NONE]),
    () => selectFindings(db, { ...version, state: 'open' }, 20),
    () => selectFindingsOfRows(db, [NONE]),
    () => selectFinding(db, NONE),
    () => countFindings(db, NONE, 1),
    () => selectAccounts(db, villageCode),
    () => selectInherited(db, villageCode),
    () => selectBalancesOf(db, version),
    () => selectLastBalances(db, [NONE], '2026-10-31'),
    () => resolutionsOf(ctx, villageCode),
  ];
}
