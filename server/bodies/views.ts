import { countAges } from '#server/bodies/adult-records.ts';
import { mayBeFilled, type Offered, offeredFor } from '#server/bodies/prefill.ts';
import {
  countRolls,
  type RollMember,
  type RollOf,
  selectFormer,
  selectRollPage,
  selectStandings,
} from '#server/bodies/records.ts';
import { countHouseholds, type RosterPerson, searchRoster } from '#server/bodies/roster-records.ts';
import { townsOf, villagesBelow } from '#server/grids/county.ts';
import { groupsOf, type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may, permissions, type Role } from '#server/kernel/permissions.ts';
import { type BodyCode, bodies, bodyHas, isBody } from '#server/rules/bodies.ts';
import { checkRoll, type RollCheck } from '#server/rules/body-law.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

const FORMER_SHOWN = 20;
const FOUND_SHOWN = 20;
const SERIAL_LENGTH = 3;

/** A village whose rolls the viewer reads. */
export interface RollVillage {
  code: string;
  name: string;
}

/** The desk of rolls where somebody reads those of several villages; null for whoever reads none. */
export async function rollVillages(ctx: Context): Promise<RollVillage[] | null> {
  ctx.page.keepPrivate();
  const roles: Role[] = permissions['body.read'];
  const held = ctx.viewer.posts.filter(({ post }) => roles.includes(post));
  if (held.length === 0) return null;
  const codes = [...new Set(held.map(({ gridCode }) => gridCode))];
  const lists = await Promise.all(codes.map((code) => villagesIn(ctx, code)));
  return [...new Map(lists.flat().map((one) => [one.code, one])).values()];
}

async function villagesIn(ctx: Context, code: string): Promise<RollVillage[]> {
  const own = await villageByCode(ctx, code);
  if (own) return [{ code: own.code, name: own.name }];
  const towns = await townsOf(ctx, ctx.env.countyCode);
  const town = towns.find((one) => one.code === code);
  const villages = town ? await villagesBelow(ctx, town.code) : [];
  return villages.map((one) => ({ code: one.code, name: one.name }));
}

/** One roll in numbers, beside what the law asks of it. */
export interface RollState {
  body: BodyCode;
  size: number;
  women: number;
  checks: RollCheck[];
}

/** All rolls of a village in numbers. */
export interface RollsPage {
  village: Village;
  rolls: RollState[];
  /** How many people of the roster have no known age. */
  unknownAges: number;
}

/** The rolls of a village; null for whoever does not read them. */
export async function rollsPage(ctx: Context, villageCode: string): Promise<RollsPage | null> {
  const village = await readable(ctx, villageCode);
  if (!village) return null;
  const [rolls, ages] = await Promise.all([
    statesOf(ctx, village.code),
    countAges(ctx.db.read, village.code, localDate(ctx.clock.now())),
  ]);
  return { village, rolls, unknownAges: ages.unknown };
}

async function readable(ctx: Context, villageCode: string): Promise<Village | null> {
  ctx.page.keepPrivate();
  const village = await villageByCode(ctx, villageCode);
  return village && may(ctx.viewer, 'body.read', village.path) ? village : null;
}

async function statesOf(ctx: Context, villageCode: string): Promise<RollState[]> {
  const [counted, households] = await Promise.all([
    countRolls(ctx.db.read, villageCode),
    countHouseholds(ctx.db.read, villageCode),
  ]);
  return bodies.map((body) => {
    const found = counted.find((one) => one.body === body);
    const facts = { size: found?.size ?? 0, women: Number(found?.women ?? 0), households };
    const checks = checkRoll(ctx.book.bodies, body, facts);
    return { body, size: facts.size, women: facts.women, checks };
  });
}

/** Somebody on the village's roster who may be put on a roll. */
export interface FoundPerson {
  villagerId: string;
  name: string;
  groupCode: string;
  groupName: string;
  household: string;
  /** He stands on the roll already. */
  stands: boolean;
}

/** One roll with its people, and what its keeper may do. */
export interface RollPage extends RollState {
  village: Village;
  members: RollMember[];
  /** Where the list goes on; null at its end. */
  more: string | null;
  former: Awaited<ReturnType<typeof selectFormer>>;
  mayKeep: boolean;
  /** What was looked for on the roster, and who was found; null before anybody looked. */
  search: { name: string; found: FoundPerson[] } | null;
  offered: Offered[];
  takesBareNames: boolean;
  groups: { code: string; name: string }[];
  isPublic: boolean;
  now: EpochMs;
  key: string;
}

/** One roll; null for whoever does not read it. */
export async function rollPage(
  ctx: Context,
  { villageCode, body }: { villageCode: string; body: string },
  { name, after }: { name: string | null; after: string | null },
): Promise<RollPage | null> {
  const village = await readable(ctx, villageCode);
  if (!village || !isBody(body)) return null;
  const mayKeep = may(ctx.viewer, 'body.keep', village.path);
  const roll = { villageCode: village.code, body };
  const [states, page, former, search, offered, groups] = await Promise.all([
    statesOf(ctx, village.code),
    pageOf(ctx, roll, after),
    selectFormer(ctx.db.read, roll, FORMER_SHOWN),
    mayKeep && name !== null ? foundOn(ctx, roll, name) : null,
    mayKeep && mayBeFilled(body) ? offeredFor(ctx, ctx.db.read, roll) : [],
    bodyHas(body).byGroup ? groupsOf(ctx, village.code) : [],
  ]);
  const state = states.find((one) => one.body === body);
  if (!state) throw new Error(`no roll of ${body}`);
  return {
    ...{ ...state, village, ...page, former, mayKeep, search, offered },
    groups: groups.map(({ code, name: called }) => ({ code, name: called })),
    takesBareNames: bodyHas(body).bareNames,
    isPublic: bodyHas(body).isPublic,
    now: ctx.clock.now(),
    key: newToken(),
  };
}

async function pageOf(ctx: Context, roll: RollOf, after: string | null) {
  const limit = ctx.book.rules.pages.households;
  const [, sort, id] = /^(\d{1,9})_([\w-]{1,64})$/.exec(after ?? '') ?? [];
  const place = sort && id ? { sort: Number(sort), id } : null;
  const found = await selectRollPage(ctx.db.read, roll, { after: place, limit: limit + 1 });
  const members = found.slice(0, limit);
  const last = members.at(-1);
  const more = last && found.length > limit ? `${last.sort}_${last.id}` : null;
  return { members, more };
}

async function foundOn(ctx: Context, { villageCode, body }: RollOf, typed: string) {
  // The signs that LIKE reads as "anything" are in no name.
  const name = typed.normalize('NFKC').replace(/[%_\\\s]/g, '');
  const asked = { villageCode, name, limit: FOUND_SHOWN };
  const people = name === '' ? [] : await searchRoster(ctx.db.read, asked);
  const ids = people.map(({ villagerId }) => villagerId);
  const standing = await selectStandings(ctx.db.read, ids);
  const there = new Set(
    standing.filter((one) => one.body === body).map(({ villagerId }) => villagerId),
  );
  const found = people.map((one) => ({ ...foundPerson(one), stands: there.has(one.villagerId) }));
  return { name, found };
}

function foundPerson({ householdCode, householdNumber, ...person }: RosterPerson) {
  return { ...person, household: householdNumber ?? householdCode.slice(-SERIAL_LENGTH) };
}

/** Who decides for a village by office: its representatives and its committee. */
export interface RepresentativesPage {
  village: Village;
  committee: RollMember[];
  representatives: RollMember[];
  states: RollState[];
  more: string | null;
  now: EpochMs;
}

/** The public page of a village's committee and representatives; null where there is no such village. */
export async function representativesPage(
  ctx: Context,
  slug: string,
  after: string | null,
): Promise<RepresentativesPage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  const { code: villageCode } = village;
  const [states, committee, page] = await Promise.all([
    statesOf(ctx, villageCode),
    pageOf(ctx, { villageCode, body: 'village_committee' }, null),
    pageOf(ctx, { villageCode, body: 'representatives' }, after),
  ]);
  return {
    village,
    committee: after === null ? committee.members : [],
    representatives: page.members,
    states: states.filter(({ body }) => bodyHas(body).isPublic),
    more: page.more,
    now: ctx.clock.now(),
  };
}
