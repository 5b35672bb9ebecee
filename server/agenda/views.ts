import { wordsFor } from '#content/messages/words.ts';
import { type DayEntry, dayEntries } from '#server/agenda/entries.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { siteOrigin } from '#server/kernel/site-origin.ts';
import { pageAddress } from '#server/posts/printed-address.ts';
import { calendarPath } from '#server/rules/agenda-links.ts';
import {
  addDays,
  type EpochMs,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import { type CalendarEvent, icsText } from '#server/rules/ics.ts';
import { href } from '#server/rules/links.ts';

/** The days of a village as its page shows them. */
export interface DaysPage {
  village: Village;
  now: EpochMs;
  today: LocalDate;
  /** From today on, the next first. */
  ahead: DayEntry[];
  /** More lie ahead than are shown. */
  hasMore: boolean;
  /** Of the last days, the latest first. */
  past: DayEntry[];
  /** The calendar by its https address, and by the one that a phone subscribes to with a tap. */
  address: string;
  subscribe: string;
}

const PAST_DAYS = 14;
const SHOWN = 40;
const PAST_SHOWN = 10;

/** A village's days; null where there is no such village. */
export async function daysPage(ctx: Context, slug: string): Promise<DaysPage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const now = ctx.clock.now();
  const today = localDate(now);
  ctx.page.changesAt(nextMidnight(now));
  const entries = await dayEntries(ctx, village, addDays(today, -PAST_DAYS));
  const ahead = entries.filter(({ day }) => day >= today);
  const past = entries.filter(({ day, isOff }) => day < today && !isOff).toReversed();
  const address = pageAddress(ctx, calendarPath(village.slug));
  return {
    ...{ village, now, today, address },
    ahead: ahead.slice(0, SHOWN),
    hasMore: ahead.length > SHOWN,
    past: past.slice(0, PAST_SHOWN),
    subscribe: address.replace(/^https?:/, 'webcal:'),
  };
}

const KEPT_DAYS = 90;
const MOST_EVENTS = 400;
const REFRESH_HOURS = 6;

/** The same for calendars, as text: the last 90 days and what comes; null for no village. */
export async function villageCalendar(ctx: Context, slug: string): Promise<string | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const now = ctx.clock.now();
  ctx.page.changesAt(nextMidnight(now));
  const entries = await dayEntries(ctx, village, addDays(localDate(now), -KEPT_DAYS));
  const host = new URL(siteOrigin(ctx)).hostname;
  return icsText({
    name: wordsFor(ctx.lang).agenda.calendar(village.name),
    lang: ctx.lang === 'zh' ? 'zh-Hans' : 'en',
    source: pageAddress(ctx, calendarPath(village.slug)),
    refreshHours: REFRESH_HOURS,
    // Of very many, what comes last is the least urgent to know.
    events: entries
      .slice(0, MOST_EVENTS)
      .map((entry) => eventOf(ctx, entry, `${village.code}@${host}`)),
  });
}

function eventOf(ctx: Context, entry: DayEntry, where: string): CalendarEvent {
  const { key, sequence, changedAt, title, day, at, who, place, path, isOff } = entry;
  const url = siteOrigin(ctx) + href(ctx.lang, path);
  return {
    uid: `${key}-${where}`,
    ...{ sequence, changedAt, summary: title, location: place, url, isCancelled: isOff },
    on: at === null ? { day } : { at },
    description: wordsFor(ctx.lang).agenda.description(who, url),
  };
}
