import { sendsCodes } from '#server/accounts/gateway.ts';
import { postsOfLevel, rightToDescribe } from '#server/grids/appointing.ts';
import type { VillageWords } from '#server/grids/commands.ts';
import {
  type NamedPlace,
  ownPlaces,
  placeAbove,
  placeNamed,
  placesBelow,
} from '#server/grids/desk-places.ts';
import { MOST_GAPS } from '#server/grids/gap-records.ts';
import { type GridGaps, gridGaps } from '#server/grids/gaps.ts';
import { rightToFill } from '#server/grids/granting.ts';
import { selectGrids } from '#server/grids/grid-desk-records.ts';
import { formatCadreNo } from '#server/grids/places.ts';
import {
  type HeldRow,
  selectHeld,
  selectHeldPost,
  selectPlaceNames,
} from '#server/grids/posts-desk-records.ts';
import { mayImportPosts } from '#server/grids/posts-import.ts';
import { selectProfile } from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import type { Post } from '#server/kernel/viewer.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** A post at a place, as the desk shows it. */
export interface HeldPostLine {
  id: string;
  personId: string;
  name: string;
  cadreNo: string | null;
  post: string;
  title: string;
  duty: string;
  isDeputy: boolean;
  workPhone: string;
  officeHours: string;
  gridCode: string;
  gridName: string;
  since: EpochMs;
  until: EpochMs | null;
  /** Whoever may fill a post ends it, but never his own. */
  mayEnd: boolean;
  /** Work phone, office hours and duty may be changed. */
  mayDescribe: boolean;
}

/** A place with the posts held there now or from a later day on. */
export interface PlacePosts {
  code: string;
  name: string;
  lines: HeldPostLine[];
}

/** What a well-formed county does not have, with places by name. */
export type GapKind = Exclude<keyof GridGaps, 'gridsOfHouseholds'>;

/** Who holds which post at one place, and what the viewer may do about it. */
export interface PostsDesk {
  place: { code: string; name: string; level: string };
  above: NamedPlace | null;
  below: NamedPlace[];
  places: PlacePosts[];
  former: HeldPostLine[];
  /** There may be more than are named. */
  gaps: { kind: GapKind; places: string[]; isCut: boolean }[];
  /** Where posts may be granted and which; null where the viewer grants none. */
  grant: { places: { code: string; name: string }[]; posts: Post[] } | null;
  /** Many may be appointed here by a table. */
  mayImport: boolean;
  /** The village's own words; null for other places and whoever may not change them. */
  profile: VillageWords | null;
  now: EpochMs;
}

/**
 * The desk of posts for a place the viewer looks after, or for the first of his places; null for
 * anybody else and any other place.
 */
export async function postsDesk(ctx: Context, asked?: string): Promise<PostsDesk | null> {
  ctx.page.keepPrivate();
  const looksAfter = (path: string) => opensDesk(ctx.viewer, path);
  const code = asked ?? ownPlaces(ctx, looksAfter)[0];
  const place = code === undefined ? null : await placeNamed(ctx, code);
  if (!place || !looksAfter(place.path)) return null;
  const now = ctx.clock.now();
  const isVillage = place.level === 'village';
  const [rows, grids, below, gaps, above] = await Promise.all([
    selectHeld(ctx.db.read, { code: place.code, isVillage }),
    isVillage ? gridsOf(ctx, place.code) : [],
    isVillage ? [] : placesBelow(ctx, place),
    namedGaps(ctx, place.code),
    placeAbove(ctx, place.path, looksAfter),
  ]);
  const lines = rows.map((row) => lineOf(ctx, row));
  const current = lines.filter((line) => line.until === null || line.until > now);
  const all = [place, ...grids];
  return {
    place: { code: place.code, name: place.name, level: place.level },
    above,
    below,
    places: all.map(({ code: at, name }) => ({
      code: at,
      name,
      lines: current.filter((line) => line.gridCode === at),
    })),
    former: lines
      .filter((line) => line.until !== null && line.until <= now)
      .toSorted((a, b) => (b.until ?? 0) - (a.until ?? 0)),
    gaps,
    grant: grantOf(ctx, all),
    mayImport: mayImportPosts(ctx, place),
    profile: isVillage ? await profileOf(ctx, place) : null,
    now,
  };
}

/** One post, for whoever may change how its holder is reached, or end it; null for others. */
export async function heldPost(
  ctx: Context,
  place: string,
  id: string,
): Promise<(HeldPostLine & { place: string; isEnded: boolean; mayRenew: boolean }) | null> {
  ctx.page.keepPrivate();
  const row = await selectHeldPost(ctx.db.read, id);
  if (!row?.path.includes(`/${place}/`)) return null;
  const line = lineOf(ctx, row);
  if (!line.mayDescribe && !line.mayEnd) return null;
  const isEnded = line.until !== null && line.until <= ctx.clock.now();
  const mayRenew = line.mayEnd && !isEnded && !sendsCodes(ctx);
  return { ...line, place, isEnded, mayRenew };
}

function opensDesk(viewer: Context['viewer'], path: string): boolean {
  const rights = ['assignment.grant', 'assignment.grant-county', 'village.describe'] as const;
  return rights.some((right) => may(viewer, right, path));
}

/** The groups of a village, each followed by its micro grids, which are named with their group. */
async function gridsOf(ctx: Context, villageCode: string) {
  const grids = await selectGrids(ctx.db.read, villageCode);
  const names = new Map(grids.map(({ code, name }) => [code, name]));
  return grids.map(({ code, name, level, path, parentCode }) => ({
    code,
    name: level === 'micro_grid' ? `${names.get(parentCode ?? '') ?? ''}${name}` : name,
    level,
    path,
  }));
}

function lineOf(ctx: Context, { path, cadreNo, workPhone, ...row }: HeldRow): HeldPostLine {
  const isOwn = row.personId === ctx.viewer.personId;
  return {
    ...row,
    cadreNo: cadreNo === null ? null : formatCadreNo(cadreNo),
    workPhone: workPhone ?? '',
    mayEnd: !isOwn && rightToFill(ctx, path) !== null,
    mayDescribe: rightToDescribe(ctx, path) !== null,
  };
}

function grantOf(
  ctx: Context,
  places: { code: string; name: string; path: string; level: string }[],
): PostsDesk['grant'] {
  const open = places.filter(({ path }) => rightToFill(ctx, path) !== null);
  if (open.length === 0) return null;
  const posts = new Set(open.flatMap(({ level }) => postsOfLevel(level)));
  return { places: open.map(({ code, name }) => ({ code, name })), posts: [...posts] };
}

async function profileOf(
  ctx: Context,
  { code, path }: { code: string; path: string },
): Promise<VillageWords | null> {
  if (!may(ctx.viewer, 'village.describe', path)) return null;
  const found = await selectProfile(ctx.db.read, code);
  const blank = { about: '', officeHours: '', helpName: '', helpPhone: '', address: '' };
  return { ...blank, ...found, villageCode: code };
}

const GAPS: GapKind[] = [
  'householdsWithoutCadre',
  'placesWithoutHead',
  'placesWithTwoHeads',
  'placesWithoutDeputy',
];

async function namedGaps(ctx: Context, code: string): Promise<PostsDesk['gaps']> {
  const gaps = await gridGaps(ctx, code);
  const codes = (kind: GapKind) =>
    kind === 'householdsWithoutCadre' ? gaps.gridsOfHouseholds : gaps[kind];
  const all = [...new Set(GAPS.flatMap(codes))];
  if (all.length === 0) return [];
  const villages = all.map(villageOf);
  const found = await selectPlaceNames(ctx.db.read, [...new Set([...all, ...villages])]);
  const names = new Map(found.map((place) => [place.code, place.name]));
  const called = (at: string) =>
    at === villageOf(at) ? [names.get(at)] : [names.get(villageOf(at)), names.get(at)];
  return GAPS.map((kind) => ({
    kind,
    places: [...new Set(codes(kind))].map((at) => called(at).join('')),
    isCut: gaps[kind].length >= MOST_GAPS,
  })).filter(({ places }) => places.length > 0);
}

function villageOf(code: string): string {
  return code.slice(0, CODE_LENGTH.village);
}
