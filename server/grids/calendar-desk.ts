import { countyFor, readCalendarNotice } from '#server/grids/calendar-import.ts';
import { selectWaiting } from '#server/grids/calendar-records.ts';
import { dutyPeople } from '#server/grids/views.ts';
import { calendarInForce } from '#server/kernel/calendar-in-force.ts';
import type { Context } from '#server/kernel/context.ts';
import type { NoticeRow } from '#server/rules/calendar-notice.ts';

/** The calendar's years and what they rest on, and the notice that waits for a second person. */
export interface CalendarDesk {
  version: number;
  years: { year: string; isOfficial: boolean; title: string; number: string }[];
  waiting: { year: string; rows: NoticeRow[]; byName: string; isOwn: boolean } | null;
}

/** The desk of the county's calendar; null for whoever does not look after it. */
export async function calendarDesk(ctx: Context): Promise<CalendarDesk | null> {
  ctx.page.keepPrivate();
  if (!(await countyFor(ctx))) return null;
  const [calendar, waiting] = await Promise.all([
    calendarInForce(ctx.db.read, ctx.env.root),
    selectWaiting(ctx.db.read),
  ]);
  const years = Object.entries(calendar.years).map(([year, { status, notice }]) => ({
    year,
    isOfficial: status === 'official',
    title: calendar.notices[notice]?.title ?? '',
    number: calendar.notices[notice]?.number ?? '',
  }));
  return {
    version: calendar.version,
    years: years.toReversed(),
    waiting: waiting && (await waitingOf(ctx, waiting)),
  };
}

async function waitingOf(
  ctx: Context,
  { text, byId }: { text: string; byId: string },
): Promise<CalendarDesk['waiting']> {
  const read = readCalendarNotice(text);
  if (!read.ok) return null;
  const people = await dutyPeople(ctx, [{ personId: byId, gridCode: null }]);
  return {
    year: read.year,
    rows: read.rows,
    byName: people.get(byId)?.name ?? '',
    isOwn: byId === ctx.viewer.personId,
  };
}
