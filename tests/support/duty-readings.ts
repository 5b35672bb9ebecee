import { boardPage } from '#server/disclosure-duties/board.ts';
import {
  selectLate,
  selectNewestMet,
  selectOldNames,
} from '#server/disclosure-duties/board-records.ts';
import { openDesk, openDeskStart } from '#server/disclosure-duties/desk.ts';
import {
  selectDutiesOf,
  selectEventPeriods,
  selectOwnItems,
  selectStarts,
} from '#server/disclosure-duties/records.ts';
import { catalogueList, openPage } from '#server/disclosure-duties/views.ts';
import type { Context } from '#server/kernel/context.ts';

/** Every view of what a village owes, as the pages call it, and what its acts look up first. */
export function dutyReadings(
  ctx: Context,
  { slug, villageCode }: { slug: string; villageCode: string },
): (() => Promise<unknown>)[] {
  const { read } = ctx.db;
  const of = { villageCode, itemCode: 'finance-lines' };
  return [
    () => openPage(ctx, slug),
    () => catalogueList(ctx, slug),
    () => openDeskStart(ctx),
    () => openDesk(ctx, villageCode),
    () => boardPage(ctx, { period: null, town: null }),
    () => boardPage(ctx, { period: '2026-Q3', town: villageCode.slice(0, 9) }),
    () => selectLate(read, villageCode, '2026-11-16'),
    () => selectNewestMet(read, { ...of, from: '2025-11-16' }),
    () => selectDutiesOf(read, { ...of, period: '2026-10' }),
    () => selectEventPeriods(read, { ...of, day: '2026-11-16' }),
    () => selectOldNames(read, [villageCode]),
    () => selectStarts(read),
    () => selectOwnItems(read),
  ];
}
