import type { Reader, Tx } from '#db/surface.ts';
import { atPlace } from '#server/grids/duty-person.ts';
import {
  selectHeldPlaces,
  selectHolders,
  selectOnDuty,
  selectOnLeave,
  selectPaired,
} from '#server/grids/duty-records.ts';
import { selectHousehold } from '#server/grids/place-records.ts';
import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import { selectPath, takePostNo } from '#server/grids/records.ts';
import type { Post } from '#server/kernel/viewer.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { placesOf } from '#server/rules/place-codes.ts';

/** Posts that answer for a place, in the order in which they are asked at one place. */
export const answeringPosts = [
  'grid_cadre',
  'secretary',
  'village_director',
  'town_admin',
  'dispatcher',
] satisfies Post[];

/** A person, and the place for which he answers. */
export interface Answerer {
  personId: string;
  gridCode: string;
}

type Holder = Awaited<ReturnType<typeof selectHolders>>[number];

/**
 * The one person who answers for a household or a place: the cadre paired with the household, then
 * the cadre of its micro grid or grid, then the next level up. Null only where the county names nobody at all.
 */
export async function answererFor(
  reader: Reader,
  { gridCode, householdId }: { gridCode: string; householdId: string | null },
  at: EpochMs,
): Promise<Answerer | null> {
  const paired = householdId && (await selectPaired(reader, householdId, at));
  if (paired) return { personId: paired, gridCode };
  const home = householdId === null ? null : await selectHousehold(reader, householdId);
  // About another group's road its own cadre answers; at home the micro grid's, where there is one.
  const from = home?.path.includes(`/${gridCode}/`) ? home.gridCode : gridCode;
  const holders = await holdersUpward(reader, from, at);
  const head = holders.find((holder) => !holder.isDeputy);
  return head ? { personId: head.personId, gridCode: head.gridCode } : null;
}

/**
 * Who answers while this person is on leave: his deputy, else the nearest head above who is at work. Null when he is at work himself, or when nobody can stand in.
 */
export async function standInFor(
  reader: Reader,
  personId: string,
  gridCode: string,
  at: EpochMs,
): Promise<string | null> {
  const own = await selectOnLeave(reader, [personId], at);
  if (!own.has(personId)) return null;
  const found = await standInsFor(reader, [{ personId, gridCode }], at);
  return found.get(atPlace(personId, gridCode)) ?? null;
}

/** Who answers for each of these people, who are on leave: by person and place, those found. */
export async function standInsFor(
  reader: Reader,
  people: Answerer[],
  at: EpochMs,
): Promise<Map<string, string>> {
  const codes = [...new Set(people.map(({ gridCode }) => gridCode))];
  const paths = new Map((await selectPlaceNames(reader, codes)).map((one) => [one.code, one.path]));
  const placesAt = (gridCode: string) => placesOf(paths.get(gridCode) ?? '');
  const gridCodes = [...new Set(codes.flatMap(placesAt))];
  const holders = await selectHolders(reader, { gridCodes, posts: answeringPosts, at });
  const ids = [...new Set(holders.map((holder) => holder.personId))];
  const away = await selectOnLeave(reader, ids, at);
  const found = people.map(({ personId, gridCode }) => {
    const standIn = standInAmong(inOrder(holders, placesAt(gridCode)), personId, away);
    return [atPlace(personId, gridCode), standIn] as const;
  });
  return new Map(found.flatMap(([key, standIn]) => (standIn === null ? [] : [[key, standIn]])));
}

function standInAmong(holders: Holder[], personId: string, away: Set<string>): string | null {
  const present = holders.filter((one) => one.personId !== personId && !away.has(one.personId));
  const duties = holders.filter((holder) => holder.personId === personId && !holder.isDeputy);
  const isOwnDeputy = (one: Holder) =>
    one.isDeputy && duties.some((own) => own.gridCode === one.gridCode && own.post === one.post);
  const heads = present.filter((holder) => !holder.isDeputy);
  return (present.find(isOwnDeputy) ?? heads[0] ?? present[0])?.personId ?? null;
}

/** Whether somebody still holds any post in a village or above it: what he stands for is his. */
export async function servesIn(
  reader: Reader,
  personId: string,
  village: { code: string; path: string },
  at: EpochMs,
): Promise<boolean> {
  const held = await selectHeldPlaces(reader, personId, at);
  const above = placesOf(village.path);
  return held.some((code) => code.startsWith(village.code) || above.includes(code));
}

/**
 * The place at which a matter waits after it was handed on: where it waited, unless whoever answers
 * now holds a smaller place inside. So it comes back as soon as a vacant post is filled.
 */
export function placeAfter(gridCode: string, answerer: Answerer): string {
  return answerer.gridCode.startsWith(gridCode) ? answerer.gridCode : gridCode;
}

/** The secretary of a village's Party organisation. */
export async function secretaryOf(
  reader: Reader,
  villageCode: string,
  at: EpochMs,
): Promise<Answerer | null> {
  const holders = await selectHolders(reader, {
    gridCodes: [villageCode],
    posts: ['secretary'],
    at,
  });
  const head = holders.find((holder) => !holder.isDeputy);
  return head ? { personId: head.personId, gridCode: villageCode } : null;
}

/** Everybody who holds one of these posts at a place itself at this moment, in their order there. */
export async function holdersAt(
  reader: Reader,
  gridCode: string,
  posts: Post[],
  at: EpochMs,
): Promise<string[]> {
  const holders = await selectHolders(reader, { gridCodes: [gridCode], posts, at });
  return [...new Set(holders.map(({ personId }) => personId))];
}

/**
 * Everybody who heads one of these posts at a place, in the order of the posts, then of the place.
 * Deputies are left out; empty while none of the posts is filled.
 */
export async function headsAt(
  reader: Reader,
  { gridCode, posts }: { gridCode: string; posts: Post[] },
  at: EpochMs,
): Promise<string[]> {
  const holders = await selectHolders(reader, { gridCodes: [gridCode], posts, at });
  const heads = holders.filter((holder) => !holder.isDeputy);
  const order: string[] = posts;
  return heads
    .toSorted((a, b) => order.indexOf(a.post) - order.indexOf(b.post))
    .map(({ personId }) => personId);
}

/**
 * Who the duty roster names now for a village, else for its town, else for the county. Null: no
 * roster is loaded, and the clocks of E0 and E1 do not run.
 */
export async function onDutyNow(
  reader: Reader,
  villagePath: string,
  at: EpochMs,
): Promise<string | null> {
  const places = placesOf(villagePath);
  const shifts = await selectOnDuty(reader, places, at);
  shifts.sort((a, b) => places.indexOf(a.gridCode) - places.indexOf(b.gridCode));
  return shifts[0]?.personId ?? null;
}

/** Takes the next per-village number inside a write; a number is never given twice. */
export function nextPostNo(tx: Tx, villageCode: string): Promise<number> {
  return takePostNo(tx, villageCode);
}

/** Far above what any village counts up to, and within the nine digits of an address. */
const TOWN_SERIES = 900_000;

/**
 * Takes the next number, inside a write, for what a town alone reads: a series of its own, so that
 * no gap in a village's numbers says that somebody there has complained.
 */
export async function nextTownNo(tx: Tx, townCode: string): Promise<number> {
  return TOWN_SERIES + (await takePostNo(tx, townCode));
}

/** Everybody who answers at a place or above it: innermost first, then in the order of posts. */
async function holdersUpward(reader: Reader, gridCode: string, at: EpochMs) {
  const path = await selectPath(reader, gridCode);
  if (path === null) throw new Error(`grid ${gridCode} does not exist`);
  const places = placesOf(path);
  const holders = await selectHolders(reader, { gridCodes: places, posts: answeringPosts, at });
  return inOrder(holders, places);
}

/** Those of the holders who answer at these places, in the order of the places, then of posts. */
function inOrder(holders: Holder[], places: string[]): Holder[] {
  const order: string[] = answeringPosts;
  return holders
    .filter(({ gridCode }) => places.includes(gridCode))
    .toSorted(
      (a, b) =>
        places.indexOf(a.gridCode) - places.indexOf(b.gridCode) ||
        order.indexOf(a.post) - order.indexOf(b.post),
    );
}
