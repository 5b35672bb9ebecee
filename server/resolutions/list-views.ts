import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { dayOf, lateness } from '#server/resolutions/lateness.ts';
import {
  type ListedResolution,
  selectResolutions,
  selectYears,
} from '#server/resolutions/records.ts';
import {
  type EpochMs,
  isLocalDate,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import type { Lateness } from '#server/rules/resolutions.ts';

/** A resolution in a list. */
export interface ResolutionLine {
  no: number;
  title: string;
  passedOn: LocalDate;
  dueOn: LocalDate;
  state: string;
  /** The day on which a later decision ended it; null for none. */
  droppedOn: LocalDate | null;
  late: Lateness;
}

/** A village's resolutions of a year, the newest first. */
export interface ResolutionList {
  village: Village;
  now: EpochMs;
  year: string;
  /** The years in which anything was decided, the newest first. */
  years: string[];
  rows: ResolutionLine[];
  older: string | null;
}

/** A page of the list; without a year the last in which anything was decided. */
export async function resolutionList(
  ctx: Context,
  slug: string,
  asked: { year: string | null; before: string | null },
): Promise<ResolutionList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const now = ctx.clock.now();
  ctx.page.changesAt(nextMidnight(now));
  const span = await selectYears(ctx.db.read, village.code);
  const years = yearsOf(span);
  const thisYear = localDate(now).slice(0, 4);
  const year = years.find((one) => one === asked.year) ?? years[0] ?? thisYear;
  const limit = ctx.book.rules.pages.posts;
  const found = await selectResolutions(ctx.db.read, ctx.viewer, {
    ...{ villageCode: village.code, from: `${year}-01-01`, through: `${year}-12-31` },
    ...{ before: placeOf(asked.before), limit: limit + 1 },
  });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1)?.row : undefined;
  return {
    village,
    now,
    year,
    years,
    rows: shown.map((one) => lineOf(ctx, one)),
    older: last ? `${last.passedOn}_${last.id}` : null,
  };
}

function lineOf(ctx: Context, { row, title, publishedAt }: ListedResolution): ResolutionLine {
  const { no, passedOn, dueOn, state } = row;
  const resultOn = state === 'done' ? row.doneOn : null;
  return {
    ...{ no, title, passedOn, dueOn, state },
    droppedOn: state === 'dropped' ? dayOf(row.droppedAt) : null,
    late: lateness(ctx, row, { publishedAt, resultOn }),
  };
}

function yearsOf(span: { first: string; last: string } | null): string[] {
  if (!span) return [];
  const [first, last] = [Number(span.first), Number(span.last)];
  return Array.from({ length: last - first + 1 }, (_, at) => String(last - at));
}

function placeOf(typed: string | null): { passedOn: LocalDate; id: string } | null {
  const [, passedOn = '', id] = /^(\d{4}-\d{2}-\d{2})_([\da-f-]{36})$/.exec(typed ?? '') ?? [];
  return id && isLocalDate(passedOn) ? { passedOn, id } : null;
}
