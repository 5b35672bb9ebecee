import { z } from 'zod';
import type { Database, Reader, Tx } from '#db/surface.ts';
import { type CountyBook, shippedCalendar } from '#server/kernel/county-book.ts';
import { addTable, isBroughtIn, newestTable } from '#server/kernel/rule-versions.ts';
import { mergeCalendars } from '#server/rules/calendar-notice.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type CalendarJson, parseCalendar } from '#server/rules/work-calendar.ts';

const TABLE = 'calendar';

/** The tag of a write after which every process reads the calendar again. */
export const CALENDAR_TAG = 'calendar';

const shape = z.object({
  version: z.number().int(),
  years: z.record(z.string(), z.object({ status: z.string(), notice: z.string() })),
  notices: z.record(
    z.string(),
    z.object({ title: z.string(), number: z.string(), published: z.string() }),
  ),
  days: z.array(
    z.object({ date: z.string(), kind: z.string(), name: z.string(), notice: z.string() }),
  ),
});

/**
 * The county's calendar: the file of content/, and what was brought in here on top of it, official
 * years before provisional ones.
 */
export async function calendarInForce(db: Reader, root: string): Promise<CalendarJson> {
  const shipped = shippedCalendar(root);
  const newest = await broughtIn(db);
  return newest ? mergeCalendars(shipped, newest) : shipped;
}

/**
 * Gives a newer file of content/ a version of its own on top of what was brought in here: one number
 * never means two calendars.
 */
export async function settleCalendar(
  db: Pick<Database, 'read' | 'write'>,
  root: string,
  at: EpochMs,
): Promise<void> {
  const newest = await broughtIn(db.read);
  if (newest === null) return;
  const merged = mergeCalendars(shippedCalendar(root), newest);
  if (JSON.stringify(merged.days) === JSON.stringify(newest.days)) return;
  const version = merged.version + (merged.version > newest.version ? 0 : 1);
  await db.write((tx) => addCalendar(tx, { ...merged, version }, at));
}

async function broughtIn(db: Reader): Promise<CalendarJson | null> {
  const newest = await newestTable(db, TABLE);
  return newest && isBroughtIn(newest.body) ? shape.parse(newest.body) : null;
}

/** Gives this process the calendar in force. */
export async function readCalendar(
  db: Pick<Database, 'read'>,
  book: CountyBook,
  root: string,
): Promise<void> {
  book.calendar = parseCalendar(await calendarInForce(db.read, root), book.rules.workingHours);
}

/** Keeps a calendar that was brought in as the next version. */
export async function addCalendar(tx: Tx, calendar: CalendarJson, at: EpochMs): Promise<void> {
  const body = { ...calendar, isBroughtIn: true };
  await addTable(tx, { name: TABLE, version: calendar.version, body }, at);
  // Every clock on every page may now read another day.
  tx.touch(CALENDAR_TAG, '*');
}

/** Lets this process follow calendars that were brought in by another one. */
export function followCalendar(
  db: Pick<Database, 'read' | 'onTouched'>,
  book: CountyBook,
  { root, onError }: { root: string; onError: (error: unknown) => void },
): void {
  db.onTouched((tags) => {
    if (tags.includes(CALENDAR_TAG)) readCalendar(db, book, root).catch(onError);
  });
}
