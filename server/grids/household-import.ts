import { lock } from '#db/dialect.ts';
import type { Reader, Tx } from '#db/surface.ts';
import {
  isImportUsed,
  type StandingRoster,
  standingRoster,
  withdrawImported,
  writeRoster,
} from '#server/accounts/roster-import.ts';
import { peopleSheet } from '#server/grids/household-import-file.ts';
import {
  deleteImportedHouseholds,
  insertImport,
  markUndone,
  moveIntoGrids,
  selectGridsOf,
  selectHouseholdsOf,
  selectLastImport,
} from '#server/grids/household-import-records.ts';
import { placeRow, recordPlaces } from '#server/grids/place-acts.ts';
import { insertHouseholds, insertPlaces, selectPlace } from '#server/grids/place-records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import { dropSheet } from '#server/grids/waiting-sheet.ts';
import { breathe } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type EpochMs, HOUR_MS, localDate } from '#server/rules/dates.ts';
import { type Allotted, allot } from '#server/rules/roster-places.ts';
import { type ImportPlan, type KnownVillage, planImport } from '#server/rules/roster-plan.ts';
import { type FilePerson, householdKey } from '#server/rules/roster-rows.ts';

/** What an import did, in numbers; nobody's name is in it. */
export interface ImportCounts {
  added: number;
  changed: number;
  groups: number;
  households: number;
  moved: number;
}

/** A village that people may be brought into, for whoever may do that; null for anybody else. */
export async function importVillage(ctx: Context, villageCode: string) {
  const place = await selectPlace(ctx.db.read, villageCode);
  const isVillage = place?.level === 'village' && place.retiredAt === null;
  return isVillage && may(ctx.viewer, 'roster.import', place.path) ? place : null;
}

/** What a file's people would do to a village as it stands; null for the codes when a group is full. */
export async function compareWithVillage(
  ctx: Context,
  db: Reader,
  { villageCode, people }: { villageCode: string; people: FilePerson[] },
) {
  const { known, roster } = await standingVillage(ctx, db, villageCode);
  await roster.compareTails(people);
  await breathe();
  const plan = planImport(people, known);
  await breathe();
  const allotted = allot(plan, villageCode, known);
  await breathe();
  return { known, roster, plan, allotted, counts: countsOf(plan) };
}

/** A village as it stands, in the shapes of the comparison. */
async function standingVillage(
  ctx: Context,
  db: Reader,
  villageCode: string,
): Promise<{ known: KnownVillage; roster: StandingRoster }> {
  const grids = await selectGridsOf(db, villageCode);
  const households = await selectHouseholdsOf(db, villageCode);
  const roster = await standingRoster(ctx, db, villageCode);
  const places = grids.map(({ retiredAt, ...place }) => ({
    ...place,
    isRetired: retiredAt !== null,
  }));
  const { people, fits } = roster;
  const today = localDate(ctx.clock.now());
  return { known: { places, households, people, today, fits }, roster };
}

/**
 * Brings a file's people into a village in one write: groups, micro grids and households that are
 * missing, new lines of the roster, changes of known ones. Nobody is taken off. Done twice it
 * changes nothing; with the same key it gives the first answer, also when the list is gone by then.
 */
export async function importPeople(
  ctx: Context,
  { villageCode, people, key }: { villageCode: string; people: FilePerson[] | null; key: string },
): Promise<Result<ImportCounts>> {
  const village = await importVillage(ctx, villageCode);
  if (!village) return refuse('notFound');
  const at = ctx.clock.now();
  const { personId } = ctx.viewer;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', villageCode);
    const form = { actorId: personId ?? 'operator', action: 'roster.import', key, at };
    return once(tx, form, async (): Promise<Result<ImportCounts>> => {
      if (people === null) return refuse('formGone');
      const found = await compareWithVillage(ctx, tx, { villageCode, people });
      const { plan, allotted, roster, counts } = found;
      if (!allotted) return refuse('groupFull');
      await dropSheet(tx, ctx, peopleSheet(villageCode));
      if (Object.values(counts).every((n) => n === 0)) return accept(counts);
      const write = { tx, ctx, village, at, importId: newId() };
      await makePlaces(write, allotted);
      const householdOf = await makeHouseholds(write, plan, allotted);
      await writePeople(write, roster, plan, householdOf);
      await recordImport(write, counts);
      return accept(counts);
    });
  });
}

/** So long an import can be taken back, while nobody has used what it brought. */
const UNDO_MS = 24 * HOUR_MS;

/** The newest import of a village, and whether it may still be taken back. */
export async function lastImport(ctx: Context, villageCode: string) {
  const found = await selectLastImport(ctx.db.read, villageCode);
  if (!found) return null;
  const isOpen = found.undoneAt === null && found.at > ctx.clock.now() - UNDO_MS;
  const hasAdded = found.added > 0;
  const isUsed = isOpen && (await isImportUsed(ctx.db.read, villageCode, found.id));
  return { ...found, mayUndo: isOpen && hasAdded && !isUsed };
}

/**
 * Takes back what the newest import added, within a day and while nobody has used a line of it.
 * Groups stay, and so do changes of lines that were known before.
 */
export async function undoImport(
  ctx: Context,
  { villageCode, id }: { villageCode: string; id: string },
): Promise<Result<{ people: number }>> {
  const village = await importVillage(ctx, villageCode);
  if (!village) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', villageCode);
    const last = await selectLastImport(tx, villageCode);
    if (last?.id !== id) return refuse('notFound');
    if (last.undoneAt !== null) return refuse('alreadyDone');
    if (last.at <= at - UNDO_MS || (await isImportUsed(tx, villageCode, id))) {
      return refuse('importUsed');
    }
    const people = await withdrawImported(tx, villageCode, id);
    const roster = await standingRoster(ctx, tx, villageCode);
    const lived = new Set(roster.people.map(({ householdId }) => householdId));
    const households = await deleteImportedHouseholds(tx, villageCode, id, lived);
    await markUndone(tx, id, at);
    await recordPlaces(tx, ctx, {
      ...{ what: 'roster.import-undone', parentCode: villageCode, path: village.path, at },
      ...{ action: 'roster.import', facts: { people, households } },
    });
    touchPlaces(tx, villageCode);
    return accept({ people });
  });
}

/** What every part of the write needs. */
interface ImportWrite {
  tx: Tx;
  ctx: Context;
  village: { code: string; path: string };
  at: EpochMs;
  importId: string;
}

function countsOf(plan: ImportPlan): ImportCounts {
  return {
    added: plan.added.length,
    changed: plan.changed.length,
    groups: plan.groups.length + plan.microGrids.length,
    households: plan.households.length,
    moved: plan.moves.length,
  };
}

async function makePlaces({ tx, village }: ImportWrite, { places }: Allotted): Promise<void> {
  const pathOf = new Map([[village.code, village.path]]);
  const grids = await selectGridsOf(tx, village.code);
  for (const { code, path } of grids) pathOf.set(code, path);
  const rows = places.map(({ parentCode, ...place }) => {
    const parent = { code: parentCode, path: pathOf.get(parentCode) ?? village.path };
    const row = placeRow({
      ...place,
      parent,
      kind: place.level === 'grid' ? 'group' : 'micro_grid',
    });
    pathOf.set(place.code, row.path);
    return row;
  });
  await insertPlaces(tx, rows);
}

/** Makes the missing households and moves others; gives the id of every household of the file. */
async function makeHouseholds(
  { tx, at, importId }: ImportWrite,
  { householdOf }: ImportPlan,
  { households, moves }: Allotted,
): Promise<Map<string, string>> {
  const made = households.map(({ key, ...household }) => ({ key, id: newId(), ...household }));
  const rows = made.map(({ key: _, ...household }) => ({ ...household, importId, createdAt: at }));
  await insertHouseholds(tx, rows);
  await moveIntoGrids(tx, moves);
  const ids = new Map([...householdOf].map(([key, { id }]) => [key, id]));
  for (const { key, id } of made) ids.set(key, id);
  return ids;
}

async function writePeople(
  { tx, ctx, village, importId }: ImportWrite,
  roster: StandingRoster,
  { added, changed }: ImportPlan,
  ids: Map<string, string>,
): Promise<void> {
  const homeOf = (person: FilePerson) => {
    const id = ids.get(householdKey(person));
    if (id === undefined) throw new Error(`line ${person.row} has no household`);
    return id;
  };
  await writeRoster(tx, ctx, roster, {
    villageCode: village.code,
    importId,
    added: added.map((person) => ({ person, householdId: homeOf(person) })),
    changed: changed.map((one) => ({ ...one, householdId: homeOf(one.person) })),
  });
}

async function recordImport(
  { tx, ctx, village, at, importId }: ImportWrite,
  counts: ImportCounts,
): Promise<void> {
  const { added, changed } = counts;
  const { code: villageCode, path } = village;
  const byId = ctx.viewer.personId;
  await insertImport(tx, { id: importId, villageCode, byId, at, added, changed });
  const act = { what: 'roster.imported', parentCode: villageCode, path, at, facts: { ...counts } };
  await recordPlaces(tx, ctx, { ...act, action: 'roster.import' });
  touchPlaces(tx, villageCode);
}
