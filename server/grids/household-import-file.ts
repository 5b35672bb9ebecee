import content from '#content/sheets/roster.json' with { type: 'json' };
import { readPhone } from '#server/accounts/phone.ts';
import { dropSheet, keepSheet, type SheetFor, waitingSheet } from '#server/grids/waiting-sheet.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { localDate } from '#server/rules/dates.ts';
import {
  type FilePerson,
  type PersonFault,
  peopleReader,
  type RosterColumn,
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
  const is = key === 'birth' ? 'birth' : 'text';
  return { headers, is, isRequired: NEEDED.includes(key), longest: LONGEST };
}

const columns: Record<RosterColumn, Column> = {
  group: columnOf('group'),
  household: columnOf('household'),
  head: columnOf('head'),
  name: columnOf('name'),
  id: columnOf('id'),
  birth: columnOf('birth'),
  phone: columnOf('phone'),
  microGrid: columnOf('microGrid'),
  village: columnOf('village'),
};

/** Reads a village's list of people. Of ID numbers only the last characters come out. */
export async function readPeopleFile(
  { workshop, clock }: Context,
  from: SheetSource,
  village: { name: string },
): Promise<Result<PeopleFile>> {
  const sheets = await workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const table = readTable(sheets.value, columns);
  if (!table) return refuse('sheetNoHeader', 'file');
  await breathe();
  const today = localDate(clock.now());
  const { read, found } = peopleReader({ village: village.name, today, readPhone });
  await inSlices(table.rows, read);
  const { people, faults } = found;
  const { ignored, skipped } = table;
  const all: PeopleFault[] = [...table.faults, ...faults];
  const inOrder = all.toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
  if (people.length === 0 && inOrder.length === 0) return refuse('sheetEmpty', 'file');
  return accept({ people, faults: inOrder, ignored, skipped });
}

/** The empty list for a spreadsheet, with one invented line that is refused if it stays. */
export function peopleTemplate(): string[][] {
  const keys = ['group', 'household', 'head', 'name', 'id', 'birth', 'phone', 'microGrid'] as const;
  return [
    keys.map((key) => content.columns[key][0] ?? ''),
    keys.map((key) => content.example[key]),
  ];
}

/** The list that waits for a village. */
export function peopleSheet(villageCode: string): SheetFor {
  return { kind: 'roster-import', subject: villageCode };
}

/** Keeps a list sealed, for the one who sent it, until he has looked at what it would do. */
export function keepFile(ctx: Context, villageCode: string, file: PeopleFile): Promise<void> {
  return keepSheet(ctx, peopleSheet(villageCode), file);
}

/** The viewer's list that waits for this village; null when none does any more. */
export function waitingFile(ctx: Context, villageCode: string) {
  return waitingSheet<PeopleFile>(ctx, peopleSheet(villageCode));
}

/** Forgets a list: it is not to be brought in. */
export async function dropFile(ctx: Context, villageCode: string): Promise<void> {
  await ctx.db.write((tx) => dropSheet(tx, ctx, peopleSheet(villageCode)));
}
