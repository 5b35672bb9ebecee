import { serial, serialOf } from '#server/rules/place-codes.ts';
import {
  groupCodeOf,
  type ImportPlan,
  type KnownHousehold,
  type KnownVillage,
  microGridCode,
  standingGroups,
} from '#server/rules/roster-plan.ts';
import { type FilePerson, householdKey, isCountedInGroup } from '#server/rules/roster-rows.ts';

/** A villager group or micro grid to be made, below the place with this code. */
export interface NewPlace {
  code: string;
  name: string;
  level: 'grid' | 'micro_grid';
  parentCode: string;
}

/** A household to be made, and which household of the file it is. */
export interface NewHousehold {
  key: string;
  code: string;
  gridCode: string;
  number: string | null;
}

/** The codes an import gives. */
export interface Allotted {
  places: NewPlace[];
  households: NewHousehold[];
  moves: { household: KnownHousehold; gridCode: string }[];
}

const MOST = 999;
const SERIAL_LENGTH = 3;

/**
 * Gives codes to what an import makes: upwards, and never one that was given before. A short number
 * of the file becomes the household's code where it is free. Null when a group would have more than
 * 999 households, or a village more groups.
 */
export function allot(
  plan: ImportPlan,
  villageCode: string,
  village: KnownVillage,
): Allotted | null {
  const groups = allotGroups(plan, villageCode, village);
  const codeOf = new Map([
    ...standingGroups(village),
    ...groups.map(({ key, code }): [string, string] => [key, code]),
  ]);
  const microGrids = allotMicroGrids(plan, codeOf, village);
  const gridOf = ({ groupKey, microGrid }: FilePerson) => {
    const group = codeOf.get(groupKey) ?? '';
    if (microGrid === null) return group;
    const standing = microGridCode(village, group, microGrid);
    const made = microGrids.find((one) => one.parentCode === group && one.name === microGrid);
    return standing ?? made?.code ?? group;
  };
  const places = [
    ...groups.map(({ code, name }): NewPlace => {
      return { code, name, level: 'grid', parentCode: villageCode };
    }),
    ...microGrids,
  ];
  const households = allotHouseholds(plan, gridOf, village);
  const isFull = [...places, ...households].some(({ code }) => code.length % SERIAL_LENGTH !== 0);
  if (isFull) return null;
  const moves = plan.moves.map(({ household, person }) => ({
    household,
    gridCode: gridOf(person),
  }));
  return { places, households, moves };
}

function allotGroups({ groups }: ImportPlan, villageCode: string, village: KnownVillage) {
  const last = lastSerial(villageCode, codesOf(village.places));
  return groups.map(({ key, name }, n) => ({ key, name, code: below(villageCode, last + n + 1) }));
}

function allotMicroGrids(
  { microGrids }: ImportPlan,
  codeOf: Map<string, string>,
  village: KnownVillage,
): NewPlace[] {
  const given = codesOf(village.places);
  return microGrids.map(({ groupKey, name }) => {
    const parentCode = codeOf.get(groupKey) ?? '';
    const code = below(parentCode, lastSerial(parentCode, given) + 1);
    given.push(code);
    return { code, name, level: 'micro_grid', parentCode };
  });
}

function allotHouseholds(
  plan: ImportPlan,
  gridOf: (person: FilePerson) => string,
  { households }: KnownVillage,
): NewHousehold[] {
  const given = new Set(codesOf(households));
  const last = new Map<string, number>();
  for (const code of given) keepHighest(last, code);
  const made: NewHousehold[] = [];
  // Those who have a number of their group come first, so that nobody else takes it.
  const inOrder = plan.households.toSorted((a, b) => Number(isLong(a)) - Number(isLong(b)));
  for (const person of inOrder) {
    const gridCode = gridOf(person);
    const group = groupCodeOf(gridCode);
    const wanted = isLong(person) ? null : group + serial(Number(person.household));
    const isFree = wanted !== null && serialOf(wanted) > 0 && !given.has(wanted);
    const code = isFree ? wanted : below(group, (last.get(group) ?? 0) + 1);
    given.add(code);
    keepHighest(last, code);
    const number = isFree ? null : person.household;
    made.push({ key: householdKey(person), code, gridCode, number });
  }
  return made;
}

function isLong({ household }: FilePerson): boolean {
  return !isCountedInGroup(household);
}

function keepHighest(last: Map<string, number>, code: string): void {
  const above = code.slice(0, -SERIAL_LENGTH);
  last.set(above, Math.max(last.get(above) ?? 0, serialOf(code)));
}

function codesOf(rows: { code: string }[]): string[] {
  return rows.map(({ code }) => code);
}

function lastSerial(parentCode: string, codes: string[]): number {
  const children = codes.filter(
    (code) => code.startsWith(parentCode) && code.length === parentCode.length + SERIAL_LENGTH,
  );
  return Math.max(0, ...children.map(serialOf));
}

/** A code below a place; beyond 999 it has a digit too many, which `allot` refuses. */
function below(code: string, no: number): string {
  return code + (no > MOST ? String(no) : serial(no));
}
