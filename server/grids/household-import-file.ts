import content from '#content/sheets/roster.json' with { type: 'json' };
import { readPhone } from '#server/accounts/phone.ts';
import {
  dropImportDraft,
  keepImportDraft,
  selectImportDraft,
} from '#server/grids/household-import-draft-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { HOUR_MS } from '#server/rules/dates.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { IMPORT_DRAFT_HOURS } from '#server/rules/keeping.ts';
import {
  type FilePerson,
  type PersonFault,
  type RosterColumn,
  readPeople,
} from '#server/rules/roster-rows.ts';
import { type Column, type Fault, readTable, type TableFault } from '#server/rules/sheet-table.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** Something wrong in a list of people; `other` is the line it does not agree with. */
export interface PeopleFault extends Fault<TableFault | PersonFault> {
  other?: number;
}

/** A list of people as it was read: who is right, what is wrong, what was left alone. */
export interface PeopleFile {
  people: FilePerson[];
  faults: PeopleFault[];
  /** Headers of columns nobody asked for. */
  ignored: string[];
  /** Sheets that are hidden or hold no list. */
  skipped: string[];
}

const NEEDED: RosterColumn[] = ['group', 'household', 'name'];
const LONGEST = 40;

function columnOf(key: RosterColumn): Column {
  const headers = content.columns[key];
  return { headers, is: 'text', isRequired: NEEDED.includes(key), longest: LONGEST };
}

const columns: Record<RosterColumn, Column> = {
  group: columnOf('group'),
  household: columnOf('household'),
  head: columnOf('head'),
  name: columnOf('name'),
  id: columnOf('id'),
  phone: columnOf('phone'),
  microGrid: columnOf('microGrid'),
  village: columnOf('village'),
};

/** Reads a village's list of people. Of ID numbers only the last characters come out. */
export async function readPeopleFile(
  { workshop }: Context,
  from: SheetSource,
  village: { name: string },
): Promise<Result<PeopleFile>> {
  const sheets = await workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const table = readTable(sheets.value, columns);
  if (!table) return refuse('sheetNoHeader', 'file');
  const { people, faults } = readPeople(table.rows, { village: village.name, readPhone });
  const { ignored, skipped } = table;
  const all: PeopleFault[] = [...table.faults, ...faults];
  const inOrder = all.toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
  if (people.length === 0 && inOrder.length === 0) return refuse('sheetEmpty', 'file');
  return accept({ people, faults: inOrder, ignored, skipped });
}

/** The empty list for a spreadsheet, with one invented line that is refused if it stays. */
export function peopleTemplate(): string {
  const keys = ['group', 'household', 'head', 'name', 'id', 'phone', 'microGrid'] as const;
  return writeDelimited([
    keys.map((key) => content.columns[key][0] ?? ''),
    keys.map((key) => content.example[key]),
  ]);
}

/** A list that waits for its press; the key carries it out once. */
export interface WaitingFile extends PeopleFile {
  key: string;
}

/** So many faults are kept to be shown; whoever has more corrects these first. */
const MOST_FAULTS = 500;

/** Keeps a list sealed, for the one who sent it, until he has looked at what it would do. */
export async function keepFile(ctx: Context, villageCode: string, file: PeopleFile): Promise<void> {
  const { personId } = ctx.viewer;
  if (personId === null) throw new Error('a list needs somebody signed in');
  const kept: WaitingFile = { ...file, faults: file.faults.slice(0, MOST_FAULTS), key: newToken() };
  const sealed = ctx.secrets.seal('roster-import', JSON.stringify(kept));
  const at = ctx.clock.now();
  await ctx.db.write((tx) => keepImportDraft(tx, { personId, villageCode, sealed, at }));
}

/** The viewer's list that waits for this village; null when none does any more. */
export async function waitingFile(ctx: Context, villageCode: string): Promise<WaitingFile | null> {
  const { personId } = ctx.viewer;
  if (personId === null) return null;
  const since = ctx.clock.now() - IMPORT_DRAFT_HOURS * HOUR_MS;
  const sealed = await selectImportDraft(ctx.db.read, { personId, villageCode, since });
  return sealed === null ? null : JSON.parse(ctx.secrets.open('roster-import', sealed));
}

/** Forgets a list: it is not to be brought in. */
export async function dropFile(ctx: Context, villageCode: string): Promise<void> {
  const { personId } = ctx.viewer;
  if (personId !== null) await ctx.db.write((tx) => dropImportDraft(tx, personId, villageCode));
}
