import {
  type NamedPlace,
  ownPlaces,
  placeAbove,
  placeNamed,
  placesBelow,
} from '#server/grids/desk-places.ts';
import {
  type Colleague,
  type DutySpan,
  type SpanCursor,
  selectColleagues,
  selectLeaves,
  selectShifts,
} from '#server/grids/duty-desk-records.ts';
import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

/** A leave or a shift with the whole name of its place: 连山镇 石梯村 3组. */
export interface DutyLine {
  name: string;
  placeName: string;
  fromAt: EpochMs;
  untilAt: EpochMs;
}

/** One page of leaves or shifts; `next` leads to the page after it, null on the last. */
export interface DutyLines {
  rows: DutyLine[];
  isFirst: boolean;
  next: string | null;
}

/** The desk on which leave and the out-of-hours roster of one place are recorded. */
export interface DutyDesk {
  place: { code: string; name: string; level: string };
  above: NamedPlace | null;
  /** The places below, and the viewer's other places: each has a desk of its own. */
  others: NamedPlace[];
  /** Who holds a post here: a village with its groups, a town with its work areas. */
  colleagues: Colleague[];
  mayRecordLeave: boolean;
  /** Of this place and everything below it. */
  leaves: DutyLines;
  shifts: DutyLines;
  key: string;
}

/** Which pages of both lists are asked for, as `next` gave them. */
export interface DutyQuery {
  leaves?: string | null;
  shifts?: string | null;
}

const SHOWN = 30;
const LEVELS = ['county', 'town', 'village'];

/**
 * Who is away and who is on duty at a place, or at the highest of the viewer's own; null for
 * somebody without such a desk and for any other place.
 */
export async function dutyDesk(
  ctx: Context,
  asked?: string,
  query: DutyQuery = {},
): Promise<DutyDesk | null> {
  ctx.page.keepPrivate();
  const looksAfter = (path: string) => may(ctx.viewer, 'duty.record', path);
  const own = ownPlaces(ctx, looksAfter);
  const code = asked ?? own[0];
  const place = code === undefined ? null : await placeNamed(ctx, code);
  if (!place || !LEVELS.includes(place.level) || !looksAfter(place.path)) return null;
  const [above, others, colleagues, leaves, shifts] = await Promise.all([
    placeAbove(ctx, place.path, looksAfter),
    otherPlaces(ctx, place, own),
    selectColleagues(ctx.db.read, place, ctx.clock.now()),
    linesOf(ctx, selectLeaves, place.code, query.leaves),
    linesOf(ctx, selectShifts, place.code, query.shifts),
  ]);
  return {
    place: { code: place.code, name: place.name, level: place.level },
    above,
    others,
    colleagues,
    mayRecordLeave: may(ctx.viewer, 'leave.record', place.path),
    leaves,
    shifts,
    key: newToken(),
  };
}

async function otherPlaces(
  ctx: Context,
  place: { code: string; level: string; path: string },
  own: string[],
): Promise<NamedPlace[]> {
  const here = placesOf(place.path);
  const below = place.level === 'village' ? [] : await placesBelow(ctx, place);
  const known = [...here, ...below.map(({ code }) => code)];
  const apart = own.filter((code) => !known.includes(code));
  const beside = apart.length === 0 ? [] : await selectPlaceNames(ctx.db.read, apart);
  return [...below, ...beside.map(({ code, name }) => ({ code, name }))];
}

async function linesOf(
  ctx: Context,
  select: typeof selectLeaves,
  code: string,
  asked: string | null | undefined,
): Promise<DutyLines> {
  const after = cursorOf(asked);
  const query = { code, at: ctx.clock.now(), after, limit: SHOWN + 1 };
  const found = await select(ctx.db.read, query);
  const rows = found.slice(0, SHOWN);
  const last = rows.at(-1);
  return {
    rows: await withPlaces(ctx, rows),
    isFirst: after === null,
    next: last && found.length > SHOWN ? `${last.fromAt}_${last.id}` : null,
  };
}

function cursorOf(asked: string | null | undefined): SpanCursor | null {
  const match = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(asked ?? '');
  return match?.[1] && match[2] ? { fromAt: Number(match[1]), id: match[2] } : null;
}

/** Names repeat inside a county: town and village are always said together. */
async function withPlaces(ctx: Context, rows: DutySpan[]): Promise<DutyLine[]> {
  const codes = [...new Set(rows.flatMap(({ gridCode }) => around(gridCode)))];
  const places = codes.length === 0 ? [] : await selectPlaceNames(ctx.db.read, codes);
  const names = new Map(places.map((place) => [place.code, place.name]));
  return rows.map(({ name, gridCode, fromAt, untilAt }) => {
    const called = around(gridCode).flatMap((code) => names.get(code) ?? []);
    return { name, placeName: called.join(' '), fromAt, untilAt };
  });
}

/** A place with its town and village; the county stands alone. */
function around(code: string): string[] {
  const { town, village } = CODE_LENGTH;
  return [...new Set([code.slice(0, town), code.slice(0, village), code])];
}
