import type { Context } from '#server/kernel/context.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import type { ResolutionRow } from '#server/resolutions/records.ts';
import { type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import { type Lateness, latenessOf } from '#server/rules/resolutions.ts';

/** How late everything about it is today. */
export function lateness(
  ctx: Context,
  row: ResolutionRow,
  { publishedAt, resultOn }: { publishedAt: EpochMs; resultOn: LocalDate | null },
): Lateness {
  const today = localDate(ctx.clock.now());
  const dates = {
    ...{ passedOn: row.passedOn, publishedOn: localDate(publishedAt), dueOn: row.dueOn },
    ...{ reportDueOn: row.reportDueOn, doneOn: row.doneOn, resultOn },
    reportedOn: dayOf(row.reportedAt),
  };
  return latenessOf(dates, resolutionDays(ctx), today);
}

/** The local date of an instant that may not have come. */
export function dayOf(at: EpochMs | null): LocalDate | null {
  return at === null ? null : localDate(at);
}
