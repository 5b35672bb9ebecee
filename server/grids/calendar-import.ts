import words from '#content/calendar-import.json' with { type: 'json' };
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { dropWaiting, putWaiting, selectWaiting } from '#server/grids/calendar-records.ts';
import { recordPlaces } from '#server/grids/place-acts.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { addCalendar, calendarInForce, readCalendar } from '#server/kernel/calendar-in-force.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  applyNotice,
  type NoticeRow,
  type ReadNotice,
  readNotice,
} from '#server/rules/calendar-notice.ts';

/** What an import did: the year, how many days the notice moves, and the calendar's new version. */
export interface CalendarReport {
  year: string;
  days: number;
  version: number;
}

/** Reads a year's notice from a table; the words of its columns are content. */
export function readCalendarNotice(text: string): ReadNotice {
  return readNotice(text, words);
}

/** Hands a notice in: it comes into force when a second person has compared it with the original. */
export async function proposeCalendar(ctx: Context, text: string): Promise<Result> {
  const byId = ctx.viewer.personId;
  if (byId === null || !(await countyFor(ctx))) return refuse('notFound');
  if (!readCalendarNotice(text).ok) return refuse('calendarWrong', 'rows');
  const at = ctx.clock.now();
  await ctx.db.write((tx) => putWaiting(tx, { text, byId }, at));
  return accept();
}

/** Brings the waiting notice into force; whoever handed it in is not the one to confirm it. */
export async function confirmCalendar(ctx: Context): Promise<Result<CalendarReport>> {
  const county = await countyFor(ctx);
  const waiting = county && (await selectWaiting(ctx.db.read));
  if (!county) return refuse('notFound');
  if (!waiting) return refuse('alreadyDone');
  if (waiting.byId === ctx.viewer.personId) return refuse('secondPerson');
  const read = readCalendarNotice(waiting.text);
  if (!read.ok) return refuse('calendarWrong');
  const result = await ctx.db.write(async (tx) => {
    if (!(await dropWaiting(tx))) return refuse('alreadyDone');
    return accept(await bringIn(tx, ctx, { county, ...read, proposedById: waiting.byId }));
  });
  if (result.ok) await readCalendar(ctx.db, ctx.book, ctx.env.root);
  return result;
}

/** Takes the waiting notice away without bringing it into force. */
export async function dropCalendar(ctx: Context): Promise<Result> {
  if (!(await countyFor(ctx))) return refuse('notFound');
  const isGone = await ctx.db.write((tx) => dropWaiting(tx));
  return isGone ? accept() : refuse('alreadyDone');
}

/** Brings a notice into force from the command line; the operator answers for the file. */
export async function importCalendar(ctx: Context, text: string): Promise<Result<CalendarReport>> {
  const county = await countyFor(ctx);
  if (!county || !ctx.viewer.isSystem) return refuse('notFound');
  const read = readCalendarNotice(text);
  if (!read.ok) return refuse('calendarWrong');
  const report = await ctx.db.write((tx) =>
    bringIn(tx, ctx, { county, ...read, proposedById: null }),
  );
  await readCalendar(ctx.db, ctx.book, ctx.env.root);
  return accept(report);
}

/** The county, for whoever may bring in its calendar. */
export async function countyFor(ctx: Context) {
  const county = await selectPlace(ctx.db.read, ctx.env.countyCode);
  return county && may(ctx.viewer, 'calendar.import', county.path) ? county : null;
}

async function bringIn(
  tx: Tx,
  ctx: Context,
  {
    county,
    year,
    rows,
    proposedById,
  }: {
    county: { code: string; path: string };
    year: string;
    rows: NoticeRow[];
    proposedById: string | null;
  },
): Promise<CalendarReport> {
  await lock(tx, 'grid', 'code', county.code);
  const before = await calendarInForce(tx, ctx.env.root);
  const version = before.version + 1;
  const at = ctx.clock.now();
  await addCalendar(tx, applyNotice(before, { year, rows }, version), at);
  await recordPlaces(tx, ctx, {
    what: 'calendar.imported',
    action: 'calendar.import',
    parentCode: county.code,
    path: county.path,
    at,
    facts: { year, version, days: rows.length },
    content: { rows, proposedById },
  });
  return { year, days: rows.length, version };
}
