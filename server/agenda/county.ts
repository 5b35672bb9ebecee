import {
  type CountedKind,
  countedKinds,
  countRunning,
  hasHour,
  type RunningPlace,
  type RunningRow,
  type RunningScope,
  selectRunningBelow,
} from '#server/agenda/county-records.ts';
import { countyOf, townBySlug } from '#server/grids/county.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import { runningPath } from '#server/rules/agenda-links.ts';
import {
  addDays,
  dayOfDate,
  isLocalDate,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import { stepPath } from '#server/rules/links.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';
import { isCast } from '#server/votes/types.ts';

/** How many of a kind run now in a county or town, and where they are listed. */
export interface RunningCount {
  kind: CountedKind;
  n: number;
  path: string;
}

/** Something that one of the villages decides together just now. */
export interface CountyLine {
  path: string;
  title: string;
  villageName: string;
  townName: string;
  /** What a meeting is called; null for everything else. */
  name: string | null;
  /** Days from today to its last day, or to the day of a meeting; 0 for today. */
  daysLeft: number;
}

/** What runs in the county, or in one town: a page of one kind, what ends first at the top. */
export interface RunningPage {
  place: { name: string; path: string };
  /** The county around a town; null where the list is the county's. */
  countyName: string | null;
  kind: CountedKind;
  counts: RunningCount[];
  lines: CountyLine[];
  /** Keyset cursor of the next page; null at the end. */
  next: string | null;
}

/**
 * What villages below a place decide together now, kind by kind; kinds of which nothing runs are left
 * out. What is read is what runs, so it costs the same however much was ever decided.
 */
export async function runningCounts(
  ctx: Context,
  { code, slug }: { code: string; slug: string | null },
): Promise<RunningCount[]> {
  ctx.page.shows('county');
  const scope = scopeOf(ctx, code);
  const found = await Promise.all(
    countedKinds.map(async (kind) => {
      const { n, first } = await countRunning(ctx.db.read, kind, scope);
      if (first !== null) changesWith(ctx, isLocalDate(first) ? first : Number(first));
      return { kind, n, path: runningPath(kind, slug) };
    }),
  );
  return found.filter(({ n }) => n > 0);
}

/** The list behind those counts; null for a town that is none. Without a kind the first that runs. */
export async function runningPage(
  ctx: Context,
  asked: { kind: string | null; town: string | null; after: string | null },
): Promise<RunningPage | null> {
  const [county, town] = await Promise.all([
    countyOf(ctx),
    asked.town === null ? null : townBySlug(ctx, asked.town),
  ]);
  if (!county || (asked.town !== null && !town)) return null;
  const place = town ?? { ...county, path: '/', slug: null };
  const counts = await runningCounts(ctx, place);
  const kind = countedKinds.find((one) => one === asked.kind) ?? counts[0]?.kind ?? 'vote';
  const limit = ctx.book.rules.pages.posts;
  const query = {
    ...scopeOf(ctx, place.code),
    after: readPlace(kind, asked.after),
    limit: limit + 1,
  };
  const rows = await selectRunningBelow(ctx.db.read, kind, query);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    place: { name: place.name, path: place.path },
    countyName: town ? county.name : null,
    ...{ kind, counts },
    lines: await linesOf(ctx, shown),
    next: rows.length > limit && last ? `${last.end}_${last.id}` : null,
  };
}

function scopeOf(ctx: Context, placeCode: string): RunningScope {
  const now = ctx.clock.now();
  const voteTypes = ctx.book.votes.types.filter(isCast).map(({ code }) => code);
  return { placeCode, now, overDay: addDays(localDate(now), -1), voteTypes };
}

/** The page changes when the first of them ends; what has a day and no hour changes at midnight. */
function changesWith(ctx: Context, end: RunningPlace['end']): void {
  ctx.page.changesAt(typeof end === 'number' ? end : nextMidnight(ctx.clock.now()));
}

async function linesOf(ctx: Context, rows: RunningRow[]): Promise<CountyLine[]> {
  const posts = await postRows(ctx, [...new Set(rows.map(({ postId }) => postId))]);
  const byId = new Map(posts.map((post) => [post.id, post]));
  const villages = await villagesByCode(
    ctx,
    posts.map(({ villageCode }) => villageCode),
  );
  const today = localDate(ctx.clock.now());
  // The days that are left change at midnight, whatever ends before.
  if (rows.length > 0) ctx.page.changesAt(nextMidnight(ctx.clock.now()));
  return rows.flatMap((row) => {
    const post = byId.get(row.postId);
    if (!post) return [];
    const { title, villageName, townName, villageCode } = post;
    const slug = villages.get(villageCode)?.slug ?? villageCode;
    return {
      ...{ title, villageName, townName, path: pathOf(post, slug, row) },
      name: row.voteType === null ? null : meetingName(ctx, row.voteType),
      daysLeft: dayOfDate(lastDayOf(row)) - dayOfDate(today),
    };
  });
}

function pathOf({ path, no }: PostRow, slug: string, { step, attempt }: RunningRow): string {
  return step === null || attempt === null ? path : stepPath(slug, no, { step, attempt });
}

/** Of what ends at midnight the last day is the one before. */
function lastDayOf({ end }: RunningRow): LocalDate {
  return typeof end === 'number' ? localDate(end - 1) : end;
}

function readPlace(kind: CountedKind, text: string | null): RunningPlace | null {
  const [, end, id] = /^(\d{13}|\d{4}-\d{2}-\d{2})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  // A cursor of another list says nothing in this one.
  if (!end || !id || isLocalDate(end) === hasHour(kind)) return null;
  return { end: hasHour(kind) ? Number(end) : end, id };
}
