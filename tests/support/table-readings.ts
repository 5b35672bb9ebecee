import { selectPeriodVersion, selectStandingCells } from '#server/disclosures/appraisal-records.ts';
import { selectLinePlace, selectLines, selectOwnRows } from '#server/disclosures/line-records.ts';
import { moneyLine } from '#server/disclosures/money-line.ts';
import { disclosedMonth } from '#server/disclosures/month-views.ts';
import {
  selectBalances,
  selectCorrections,
  selectDisclosureOfPost,
  selectMetDuty,
  selectReadSteps,
  selectSums,
} from '#server/disclosures/reading-records.ts';
import { selectShownOf } from '#server/disclosures/shown-records.ts';
import { disclosedYear } from '#server/disclosures/year-views.ts';
import type { Context } from '#server/kernel/context.ts';

const NONE = '00000000-0000-0000-0000-000000000000';
const PLACE = { no: 1, accountId: NONE, side: 'out', amount: 1, day: '2026-10-01' };

/** What reading disclosed tables asks of the database: every order of lines, forwards and back. */
export function tableReadings(
  ctx: Context,
  { slug, villageCode }: { slug: string; villageCode: string },
): (() => Promise<unknown>)[] {
  const db = ctx.db.read;
  const version = { disclosureId: NONE, version: 1 };
  const pages = [
    { after: null, before: null },
    { after: PLACE, before: null },
    { after: null, before: PLACE },
  ];
  const filters = [
    { side: null, kind: null, words: '' },
    { side: 'out', kind: 'works', words: '路' },
  ];
  const lines = (['table', 'ledger', 'amount', 'day'] as const).flatMap((order) =>
    pages.flatMap((place) =>
      filters.flatMap((filter) =>
        [true, false].map(
          (readsVillage) => () =>
            selectLines(db, { ...version, order, readsVillage, ...place, ...filter, limit: 51 }),
        ),
      ),
    ),
  );
  return [
    ...lines,
    () => selectLinePlace(db, { disclosureId: NONE, no: 1 }),
    () => selectOwnRows(db, { ...version, villagerIds: [NONE] }),
    () => selectDisclosureOfPost(db, NONE),
    () => selectPeriodVersion(db, { villageCode, itemCode: 'cadre-appraisal', period: '2025' }),
    () => selectStandingCells(db, { id: NONE, version: 1 }),
    () => selectMetDuty(db, NONE),
    () => selectReadSteps(db, NONE),
    () => selectCorrections(db, NONE),
    () => selectBalances(db, version),
    () => selectSums(db, [NONE]),
    () => selectShownOf(db, { villageCode, itemCode: 'finance-lines', period: '2026-10' }),
    () => moneyLine(ctx, villageCode),
    () => disclosedMonth(ctx, { slug, year: '2026', month: '10' }),
    () => disclosedYear(ctx, { slug, year: '2026' }),
  ];
}
