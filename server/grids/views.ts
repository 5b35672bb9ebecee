import { leavesNow, standInsNow } from '#server/grids/away.ts';
import { atPlace, type DutyPeople, type OfficeHolder } from '#server/grids/duty-person.ts';
import { type PersonWithPost, selectPeopleWithPosts } from '#server/grids/duty-records.ts';
import { selectHousehold } from '#server/grids/place-records.ts';
import { countyKind, formatCadreNo, type Village, villageKind } from '#server/grids/places.ts';
import {
  selectChildren,
  selectPath,
  selectVillageOfSlug,
  selectVillages,
  type VillageRow,
} from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { memory } from '#server/kernel/memory.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { peoplePath } from '#server/rules/links.ts';
import { placesOf } from '#server/rules/place-codes.ts';

export type { Village } from '#server/grids/places.ts';

const villagesOfSlugs = memory<Village>();
const villagesOfCodes = memory<Village>();
const groupsOfVillages = memory<{ code: string; name: string; path: string }[]>();
const pathsOfPlaces = memory<string>();
const peopleInOffice = memory<PersonWithPost[]>('person:');

/** The village with this readable name in its address; null when there is none. */
export async function villageBySlug(ctx: Context, slug: string): Promise<Village | null> {
  const found = await villagesOfSlugs(ctx, [slug], async () => {
    const rows = await selectVillageOfSlug(ctx.db.read, slug);
    return new Map(rows.map((row) => [slug, villageOf(row)]));
  });
  return found.get(slug) ?? null;
}

/** The village with this 12-digit division code; null when there is none. */
export async function villageByCode(ctx: Context, code: string): Promise<Village | null> {
  const found = await villagesByCode(ctx, [code]);
  return found.get(code) ?? null;
}

/** Villages by their codes, for lists that span a town or the county. */
export function villagesByCode(ctx: Context, codes: string[]): Promise<Map<string, Village>> {
  return villagesOfCodes(ctx, codes, async (missing) => {
    const rows = await selectVillages(ctx.db.read, missing);
    return new Map(rows.map((row) => [row.code, villageOf(row)]));
  });
}

/** The villager groups (村民小组) of a village, in order. */
export async function groupsOf(
  ctx: Context,
  villageCode: string,
): Promise<{ code: string; name: string; path: string }[]> {
  const found = await groupsOfVillages(ctx, [villageCode], async () => {
    const groups = await selectChildren(ctx.db.read, villageCode, 'grid');
    return new Map([[villageCode, groups]]);
  });
  return found.get(villageCode) ?? [];
}

/** The path of a place, county first; null when the code is unknown. */
export async function gridPath(ctx: Context, code: string): Promise<string | null> {
  const found = await pathsOfPlaces(ctx, [code], async () => {
    const path = await selectPath(ctx.db.read, code);
    return new Map(path === null ? [] : [[code, path]]);
  });
  return found.get(code) ?? null;
}

/** The path of the place where a household lives; null when it is unknown. */
export async function householdPath(ctx: Context, householdId: string): Promise<string | null> {
  const found = await selectHousehold(ctx.db.read, householdId);
  return found?.path ?? null;
}

/** The people on plates, by person id, each as holder of the post at the given place. */
export async function dutyPeople(
  ctx: Context,
  holders: { personId: string; gridCode: string | null }[],
): Promise<DutyPeople> {
  if (holders.length === 0) return new Map();
  const ids = holders.map((holder) => holder.personId);
  const known = await officeRows(ctx, ids);
  const now = ctx.clock.now();
  const leaves = await leavesNow(ctx, ids);
  const standIns = await standInsOf(ctx, holders, leaves);
  const people: DutyPeople = new Map();
  for (const { personId, gridCode } of holders) {
    ctx.page.shows(`person:${personId}`);
    const key = atPlace(personId, gridCode);
    if (people.has(key)) continue;
    const row = closestPost(known.get(personId) ?? [], gridCode, now);
    if (!row) continue;
    const until = leaves.get(personId);
    const away = until === undefined ? null : { until, standIn: standIns.get(key) ?? null };
    const person = { ...officeHolderOf(row, ctx.viewer), away };
    if (!people.has(personId)) people.set(personId, person);
    people.set(key, person);
  }
  return people;
}

/** Who answers for those of these holders who are on leave, by person and place. */
async function standInsOf(
  ctx: Context,
  holders: { personId: string; gridCode: string | null }[],
  leaves: Map<string, EpochMs>,
): Promise<Map<string, OfficeHolder>> {
  const standIns = await standInsNow(ctx, holders, leaves);
  const known = await officeRows(
    ctx,
    standIns.map(({ standInId }) => standInId),
  );
  const named = standIns.flatMap(({ personId, gridCode, standInId }) => {
    const row = closestPost(known.get(standInId) ?? [], gridCode, ctx.clock.now());
    return row ? [[atPlace(personId, gridCode), officeHolderOf(row, ctx.viewer)] as const] : [];
  });
  return new Map(named);
}

function officeRows(ctx: Context, personIds: string[]): Promise<Map<string, PersonWithPost[]>> {
  return peopleInOffice(ctx, personIds, async (missing) =>
    Map.groupBy(await selectPeopleWithPosts(ctx.db.read, missing), ({ personId }) => personId),
  );
}

/** Whether this viewer may dial a work phone: villagers of the place, and people in office. */
export function maySeeWorkPhone(viewer: Viewer, path: string): boolean {
  if (viewer.isSystem || viewer.posts.length > 0) return true;
  const [place = ''] = placesOf(path);
  return viewer.memberships.some(
    ({ villageCode }) => path.includes(`/${villageCode}/`) || villageCode.startsWith(place),
  );
}

function closestPost(rows: PersonWithPost[], gridCode: string | null, now: number) {
  const [row] = rows.toSorted((a, b) => closeness(b, gridCode, now) - closeness(a, gridCode, now));
  return row;
}

// The post at the very place counts most, then one still held, then one that is the person's own.
function closeness(row: PersonWithPost, gridCode: string | null, now: number): number {
  const isHeld = row.since !== null && row.since <= now && (row.until === null || row.until > now);
  return (
    (row.gridCode !== null && row.gridCode === gridCode ? 4 : 0) +
    (isHeld ? 2 : 0) +
    (row.isDeputy === false ? 1 : 0)
  );
}

function officeHolderOf(row: PersonWithPost, viewer: Viewer): OfficeHolder {
  const isNumbered = row.cadreNo !== null && row.villageSlug !== null;
  const cadreNo = row.cadreNo === null ? null : formatCadreNo(row.cadreNo);
  const isCadre = row.post === 'grid_cadre';
  return {
    name: row.name,
    post: isCadre ? 'grid_cadre' : row.title || (row.post ?? ''),
    groupName: isCadre ? row.groupName : null,
    gridName: row.villageName ?? row.placeName ?? '',
    cadreNo,
    phone: row.path !== null && maySeeWorkPhone(viewer, row.path) ? row.workPhone : null,
    path: isNumbered ? peoplePath(row.villageSlug ?? '', cadreNo ?? '') : null,
  };
}

function villageOf(row: VillageRow): Village {
  if (row.slug === null || row.townSlug === null) {
    throw new Error(`village ${row.code} or its town has no readable name`);
  }
  return {
    code: row.code,
    slug: row.slug,
    name: row.name,
    fullName: row.fullName,
    kind: villageKind(row.kind),
    path: row.path,
    townCode: row.townCode,
    townName: row.townName,
    townSlug: row.townSlug,
    countyCode: row.countyCode,
    countyName: row.countyName,
    countyKind: countyKind(row.countyKind),
  };
}
