import {
  countDraftRows,
  selectAccountsOf,
  selectPeriodDrafts,
  selectStarts,
  selectUpload,
  selectUploads,
} from '#server/disclosure-upload/records.ts';
import type { Context } from '#server/kernel/context.ts';

const NONE = '00000000-0000-0000-0000-000000000000';

/** What sending a town's accounts asks of the database. */
export function uploadReadings(
  ctx: Context,
  { villageCode }: { villageCode: string },
): (() => Promise<unknown>)[] {
  const db = ctx.db.read;
  const villageCodes = [villageCode];
  return [
    () => selectUpload(db, NONE),
    () => selectUploads(db, villageCode.slice(0, 9), 24),
    () => selectAccountsOf(db, villageCodes),
    () => selectStarts(db, villageCodes),
    () => selectPeriodDrafts(db, { villageCodes, itemCode: 'finance-lines', period: '2026-10' }),
    () => countDraftRows(db, [NONE, villageCode]),
  ];
}
