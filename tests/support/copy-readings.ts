import {
  publicRows,
  publicRowsOf,
  selectDueOn,
  selectFed,
  selectHashes,
  selectPrinted,
  selectSigned,
  selectTaken,
  selectTakenOfMonth,
  standingRows,
} from '#server/disclosure-copies/records.ts';
import type { Context } from '#server/kernel/context.ts';

const NONE = '00000000-0000-0000-0000-000000000000';

/** What tables, feeds and sheets to take away ask of the database. */
export function copyReadings(ctx: Context, villageCode: string): (() => Promise<unknown>)[] {
  const db = ctx.db.read;
  const table = { disclosureId: NONE, version: 1 };
  const which = { villageCode, no: 1 };
  const october = { villageCode, from: '2026-10-01', to: '2026-10-31' };
  const feed = { villageCode, limit: 31 };
  return [
    () => publicRows(db, table),
    () => publicRowsOf(db, [NONE, '1']),
    () => standingRows(db, { ...table, after: 0, limit: 10 }),
    () => selectTaken(db, which),
    () => selectPrinted(db, ctx.viewer, which),
    () => selectTakenOfMonth(db, october),
    () => selectFed(db, { ...feed, before: null }),
    () => selectFed(db, { ...feed, before: { at: 1, id: NONE } }),
    () => selectSigned(db, [NONE, '1']),
    () => selectHashes(db, NONE),
    () => selectDueOn(db, NONE),
  ];
}
