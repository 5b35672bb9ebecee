import { ageOn } from '#server/rules/coming-of-age.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { groupKey } from '#server/rules/group-names.ts';
import { serialOf } from '#server/rules/place-codes.ts';
import { type FilePerson, householdKey, isCountedInGroup } from '#server/rules/roster-rows.ts';

/** A villager group or micro grid of the village as it stands. */
export interface KnownPlace {
  code: string;
  name: string;
  level: string;
  /** Closed; its code is never given again. */
  isRetired: boolean;
}

/** A household as it stands; `number` is the village's own where it has one. */
export interface KnownHousehold {
  id: string;
  code: string;
  gridCode: string;
  number: string | null;
}

/** A line of the roster as it stands. */
export interface KnownPerson {
  id: string;
  name: string;
  householdId: string;
  isHead: boolean;
  phone: string | null;
  hasIdTail: boolean;
  adultFrom: LocalDate | null;
}

/** The village as it stands, and whether the end of an ID number is that of a line. */
export interface KnownVillage {
  places: KnownPlace[];
  households: KnownHousehold[];
  people: KnownPerson[];
  /** The day of the comparison: who is eighteen from then on is grown up. */
  today: LocalDate;
  fits(personId: string, idTail: string): boolean;
}

/** What is different about somebody who is on the roster already. */
export type Change = 'name' | 'household' | 'idTail' | 'age' | 'phone' | 'head';

export interface ChangedPerson {
  known: KnownPerson;
  person: FilePerson;
  changes: Change[];
}

/** What a file would do to a village. Nobody is taken off: who is not in the file is listed. */
export interface ImportPlan {
  /** Groups to be made, by key; numbered ones in order. */
  groups: { key: string; name: string }[];
  microGrids: { groupKey: string; name: string }[];
  /** Households to be made, each by one of its people. */
  households: FilePerson[];
  /** Households that stand in another group or micro grid by now. */
  moves: { household: KnownHousehold; person: FilePerson }[];
  added: FilePerson[];
  /** Without an ID number, and the household has several of the name: nobody can tell who is meant. */
  unclear: FilePerson[];
  changed: ChangedPerson[];
  same: number;
  missing: KnownPerson[];
  /** The household of the village for each household of the file that has one. */
  householdOf: Map<string, KnownHousehold>;
}

/** Compares a file's people with the village. */
export function planImport(people: FilePerson[], village: KnownVillage): ImportPlan {
  const files = householdsOf(people);
  const householdOf = knownHouseholds([...files.values()], village);
  const matched = matchPeople(people, village, householdOf);
  const changed = [...matched].flatMap(([person, known]) => {
    const changes = changesOf(known, person, village, householdOf);
    return changes.length > 0 ? [{ known, person, changes }] : [];
  });
  const fresh = people.filter((person) => !matched.has(person));
  const atHome = new Set(village.people.map(({ name, householdId }) => `${householdId}/${name}`));
  const isUnclear = (person: FilePerson) =>
    person.idTail === null &&
    atHome.has(`${householdOf.get(householdKey(person))?.id}/${person.name}`);
  const stay = new Set([...matched.values()].map(({ id }) => id));
  return {
    ...newPlaces([...files.values()], village),
    households: [...files].filter(([key]) => !householdOf.has(key)).map(([, person]) => person),
    moves: movesOf(files, village, householdOf),
    added: fresh.filter((person) => !isUnclear(person)),
    unclear: fresh.filter(isUnclear),
    changed,
    same: stay.size - changed.length,
    missing: village.people.filter(({ id }) => !stay.has(id)),
    householdOf,
  };
}

/** One person for each household of the file; the one who names its micro grid, if any does. */
function householdsOf(people: FilePerson[]): Map<string, FilePerson> {
  const households = new Map<string, FilePerson>();
  for (const person of people) {
    const key = householdKey(person);
    const first = households.get(key);
    const saysMore = first?.microGrid === null && person.microGrid !== null;
    if (!first || saysMore) households.set(key, person);
  }
  return households;
}

const GROUP_LENGTH = 15;

/** The code of the villager group around a grid. */
export function groupCodeOf(gridCode: string): string {
  return gridCode.slice(0, GROUP_LENGTH);
}

/** The codes of the groups that stand, by the key of their name. */
export function standingGroups({ places }: KnownVillage): Map<string, string> {
  const groups = places.filter(({ level, isRetired }) => level === 'grid' && !isRetired);
  return new Map(groups.map(({ code, name }) => [String(groupKey(name)), code]));
}

/**
 * Finds the households of the file. A short number is that of a household in its group, wherever it
 * was numbered first; one that moved away keeps its number and is found by it.
 */
function knownHouseholds(files: FilePerson[], village: KnownVillage): Map<string, KnownHousehold> {
  const groups = standingGroups(village);
  const byNumber = new Map<string, KnownHousehold>();
  const inGroup = new Map<string, KnownHousehold>();
  const numberedIn = new Map<string, KnownHousehold>();
  for (const household of village.households) {
    const { code, gridCode } = household;
    const number = household.number ?? String(serialOf(code));
    if (household.number !== null) byNumber.set(number, household);
    inGroup.set(`${groupCodeOf(gridCode)}/${number}`, household);
    numberedIn.set(`${groupCodeOf(code)}/${number}`, household);
  }
  const found = new Map<string, KnownHousehold>();
  for (const person of files) {
    const group = groups.get(person.groupKey);
    const place = `${group}/${person.household}`;
    const known = isCountedInGroup(person.household)
      ? (inGroup.get(place) ?? numberedIn.get(place))
      : byNumber.get(person.household);
    if (known) found.set(householdKey(person), known);
  }
  return found;
}

function newPlaces(files: FilePerson[], village: KnownVillage) {
  const groups = standingGroups(village);
  const missing = new Map(
    files.filter((one) => !groups.has(one.groupKey)).map((one) => [one.groupKey, one.groupName]),
  );
  const order = ([key]: [string, string]) => (/^\d+$/.test(key) ? Number(key) : 1000);
  const microGrids = new Map<string, { groupKey: string; name: string }>();
  for (const { groupKey: key, microGrid: name } of files) {
    if (name === null || microGridCode(village, groups.get(key), name)) continue;
    microGrids.set(`${key}/${name}`, { groupKey: key, name });
  }
  return {
    groups: [...missing]
      .toSorted((a, b) => order(a) - order(b))
      .map(([key, name]) => ({ key, name })),
    microGrids: [...microGrids.values()],
  };
}

/** The code of a micro grid that stands in a group. */
export function microGridCode(
  { places }: KnownVillage,
  group: string | undefined,
  name: string,
): string | undefined {
  if (group === undefined) return undefined;
  const isHere = ({ level, code, isRetired }: KnownPlace) =>
    level === 'micro_grid' && code.startsWith(group) && !isRetired;
  return places.find((place) => isHere(place) && place.name === name)?.code;
}

/** A household moves when its group is another one, or its micro grid is named and another one. */
function movesOf(
  files: Map<string, FilePerson>,
  village: KnownVillage,
  householdOf: Map<string, KnownHousehold>,
): ImportPlan['moves'] {
  const groups = standingGroups(village);
  return [...files].flatMap(([key, person]) => {
    const household = householdOf.get(key);
    if (!household) return [];
    const group = groups.get(person.groupKey);
    const isElsewhere = groupCodeOf(household.gridCode) !== group;
    const micro = person.microGrid && microGridCode(village, group, person.microGrid);
    const isOtherMicro = person.microGrid !== null && micro !== household.gridCode;
    return isElsewhere || isOtherMicro ? [{ household, person }] : [];
  });
}

/**
 * Finds people of the file on the roster: by name and the end of the ID number; by name in the same
 * household where one of the two has no ID number, or where only that one of the name is left; by
 * the ID number's six last characters in the same household when the name was mended.
 */
function matchPeople(
  people: FilePerson[],
  village: KnownVillage,
  householdOf: Map<string, KnownHousehold>,
): Map<FilePerson, KnownPerson> {
  const byName = Map.groupBy(village.people, ({ name }) => name);
  const byHousehold = Map.groupBy(village.people, ({ householdId }) => householdId);
  const matched = new Map<FilePerson, KnownPerson>();
  const taken = new Set<string>();
  const isHome = (person: FilePerson, known: KnownPerson) =>
    householdOf.get(householdKey(person))?.id === known.householdId;
  const atHome = (person: FilePerson) =>
    byHousehold.get(householdOf.get(householdKey(person))?.id ?? '') ?? [];
  const fits = ({ idTail }: FilePerson, known: KnownPerson) =>
    idTail !== null && known.hasIdTail && village.fits(known.id, idTail);
  const rounds: ((person: FilePerson) => KnownPerson[])[] = [
    (person) => namesakes(person).filter((one) => fits(person, one) && isHome(person, one)),
    (person) => namesakes(person).filter((one) => fits(person, one)),
    (person) =>
      namesakes(person).filter(
        (one) => isHome(person, one) && (person.idTail === null || !one.hasIdTail),
      ),
    (person) => namesakes(person).filter((one) => isHome(person, one)),
    (person) => atHome(person).filter((one) => person.idTail?.length === 6 && fits(person, one)),
  ];
  function namesakes({ name }: FilePerson): KnownPerson[] {
    return byName.get(name) ?? [];
  }
  for (const candidates of rounds) {
    for (const person of people) {
      if (matched.has(person)) continue;
      const free = candidates(person).filter(({ id }) => !taken.has(id));
      const [only] = free;
      if (!only || free.length > 1) continue;
      matched.set(person, only);
      taken.add(only.id);
    }
  }
  return matched;
}

function changesOf(
  known: KnownPerson,
  person: FilePerson,
  village: KnownVillage,
  householdOf: Map<string, KnownHousehold>,
): Change[] {
  const { idTail, phone, isHead } = person;
  const isTailNew = idTail !== null && !(known.hasIdTail && village.fits(known.id, idTail));
  const found: [Change, boolean][] = [
    ['name', known.name !== person.name],
    ['household', householdOf.get(householdKey(person))?.id !== known.householdId],
    ['idTail', isTailNew],
    ['age', isAgeNew(known.adultFrom, person.adultFrom, village.today)],
    ['phone', phone !== null && phone !== known.phone],
    ['head', isHead !== known.isHead],
  ];
  return found.filter(([, isDifferent]) => isDifferent).map(([change]) => change);
}

/** Whether the file says something else of an age: grown up or not, and a birthday that is to come. */
function isAgeNew(known: LocalDate | null, said: LocalDate | null, today: LocalDate): boolean {
  if (said === null) return false;
  const was = ageOn(known, today);
  return was !== ageOn(said, today) || (was === 'minor' && known !== said);
}
