import {
  compareWithVillage,
  type ImportCounts,
  importVillage,
  lastImport,
} from '#server/grids/household-import.ts';
import { type PeopleFault, waitingFile } from '#server/grids/household-import-file.ts';
import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import { selectVillages, selectVillagesBelow } from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { permissions, type Role } from '#server/kernel/permissions.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH, serial } from '#server/rules/place-codes.ts';
import type { Change, KnownVillage } from '#server/rules/roster-plan.ts';
import { type FilePerson, isCountedInGroup } from '#server/rules/roster-rows.ts';

/** A village by name, with its town: names repeat inside a county. */
export interface ImportPlace {
  code: string;
  name: string;
  townName: string;
}

/** The villages into which the viewer may bring people; null for whoever may do it nowhere. */
export async function importPlaces(ctx: Context): Promise<ImportPlace[] | null> {
  ctx.page.keepPrivate();
  const roles: Role[] = permissions['roster.import'];
  const held = ctx.viewer.posts.filter(({ post }) => roles.includes(post));
  if (held.length === 0) return null;
  const lists = await Promise.all(
    [...new Set(held.map(({ gridCode }) => gridCode))].map((code) =>
      selectVillagesBelow(ctx.db.read, code),
    ),
  );
  const villages = [...new Map(lists.flat().map((one) => [one.code, one.name]))];
  const towns = [...new Set(villages.map(([code]) => code.slice(0, CODE_LENGTH.town)))];
  const named = towns.length > 0 ? await selectPlaceNames(ctx.db.read, towns) : [];
  const townNames = new Map(named.map(({ code, name }) => [code, name]));
  return villages.map(([code, name]) => ({
    ...{ code, name },
    townName: townNames.get(code.slice(0, CODE_LENGTH.town)) ?? '',
  }));
}

/** The page from which a list is sent; null for whoever may not. */
export async function importPage(ctx: Context, villageCode: string) {
  ctx.page.keepPrivate();
  if (!(await importVillage(ctx, villageCode))) return null;
  const [village] = await selectVillages(ctx.db.read, [villageCode]);
  if (!village) return null;
  const [waiting, last] = await Promise.all([
    waitingFile(ctx, villageCode),
    lastImport(ctx, villageCode),
  ]);
  const { code, name, townName } = village;
  return {
    village: { code, name, townName },
    waiting: waiting?.people.length ?? null,
    last: last && lastLine(last),
    now: ctx.clock.now(),
  };
}

function lastLine(last: NonNullable<Awaited<ReturnType<typeof lastImport>>>) {
  const { id, at, added, changed, undoneAt, mayUndo } = last;
  return { id, at, added, changed, isUndone: undoneAt !== null, mayUndo };
}

/** Somebody in a list, by name, group and household. */
export interface ImportLine {
  name: string;
  group: string;
  household: string;
}

/** What a waiting list would do, before anything is written. */
export interface ImportCheck {
  village: ImportPlace;
  key: string;
  people: number;
  counts: ImportCounts;
  same: number;
  groups: string[];
  microGrids: string[];
  added: ImportLine[];
  changed: (ImportLine & { changes: Change[]; before: ImportLine })[];
  missing: { count: number; lines: ImportLine[] };
  faults: PeopleFault[];
  ignored: string[];
  skipped: string[];
  /** Most of the roster is not in the list: it may be another village's. */
  looksForeign: boolean;
  /** A group would have more than 999 households. */
  isFull: boolean;
  now: EpochMs;
}

/** So many of each kind are shown by name; the rest is a number. */
const SHOWN = 60;
/** A roster of so many lines tells whether a list is this village's. */
const TELLING = 10;

/** The check of the viewer's waiting list; 'none' when no list waits; null for whoever may not. */
export async function importCheck(
  ctx: Context,
  villageCode: string,
): Promise<ImportCheck | 'none' | null> {
  const page = await importPage(ctx, villageCode);
  if (!page) return null;
  const file = await waitingFile(ctx, villageCode);
  if (!file) return 'none';
  const found = await compareWithVillage(ctx, ctx.db.read, { villageCode, people: file.people });
  const { known, plan, allotted, counts } = found;
  const lineOf = knownLines(known);
  const unclear = plan.unclear.map(unclearFault);
  const matched = known.people.length - plan.missing.length;
  return {
    village: page.village,
    key: file.key,
    people: file.people.length,
    counts,
    same: plan.same,
    groups: plan.groups.map(({ name }) => name),
    microGrids: plan.microGrids.map(({ name }) => name),
    added: plan.added.slice(0, SHOWN).map(fileLine),
    changed: plan.changed.slice(0, SHOWN).map(({ known: one, person, changes }) => {
      return { ...fileLine(person), changes, before: lineOf(one) };
    }),
    missing: { count: plan.missing.length, lines: plan.missing.slice(0, SHOWN).map(lineOf) },
    faults: [...file.faults, ...unclear],
    ignored: file.ignored,
    skipped: file.skipped,
    looksForeign: known.people.length >= TELLING && matched < known.people.length / 2,
    isFull: allotted === null,
    now: page.now,
  };
}

/** Somebody without an ID number where the roster has several of the name. */
export function unclearFault({ sheet, row, name }: FilePerson): PeopleFault {
  return { sheet, row, column: '', header: name, code: 'sameNameNoId' };
}

/** Short numbers look as they do on the roster: 001. */
function fileLine({ name, groupName, household }: FilePerson): ImportLine {
  const number = isCountedInGroup(household) ? serial(Number(household)) : household;
  return { name, group: groupName, household: number };
}

function knownLines({ places, households }: KnownVillage) {
  const names = new Map(places.map(({ code, name }) => [code, name]));
  const homes = new Map(households.map((one) => [one.id, one]));
  return ({ name, householdId }: { name: string; householdId: string }): ImportLine => {
    const home = homes.get(householdId);
    const group = names.get(home?.gridCode.slice(0, CODE_LENGTH.group) ?? '') ?? '';
    return { name, group, household: home?.number ?? home?.code.slice(-3) ?? '' };
  };
}
