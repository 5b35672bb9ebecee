import content from '#content/sheets/rolls.json' with { type: 'json' };
import { groupsOf } from '#server/grids/views.ts';
import type { SheetFor } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type RollColumn,
  type RollFault,
  type RollFaultCode,
  type RollLine,
  readRoll,
} from '#server/rules/roll-rows.ts';
import { type Column, readTable, type TableFault } from '#server/rules/sheet-table.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** A roll as it was read: who is right, what is wrong, what was left alone. */
export interface RollFile {
  people: RollLine[];
  faults: RollFault<RollFaultCode | TableFault>[];
  /** Headers of columns nobody asked for. */
  ignored: string[];
  /** Sheets that are hidden or hold no list. */
  skipped: string[];
}

const LONGEST = 40;

function columnOf(key: RollColumn): Column {
  const headers = content.columns[key];
  return { headers, is: 'text', isRequired: key === 'name', longest: LONGEST };
}

const columns: Record<RollColumn, Column> = {
  name: columnOf('name'),
  sex: columnOf('sex'),
  group: columnOf('group'),
  id: columnOf('id'),
};

/** Reads a roll of a village. Of ID numbers only the last characters come out. */
export async function readRollFile(
  ctx: Context,
  from: SheetSource,
  villageCode: string,
): Promise<Result<RollFile>> {
  const sheets = await ctx.workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const table = readTable(sheets.value, columns);
  if (!table) return refuse('sheetNoHeader', 'file');
  const { people, faults } = readRoll(table.rows, await groupsOf(ctx, villageCode));
  const all = [...table.faults, ...faults];
  const inOrder = all.toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
  if (people.length === 0 && inOrder.length === 0) return refuse('sheetEmpty', 'file');
  return accept({ people, faults: inOrder, ignored: table.ignored, skipped: table.skipped });
}

/** The empty roll for a spreadsheet, with one invented line that is refused if it stays. */
export function rollTemplate(): string[][] {
  const keys = ['name', 'sex', 'group', 'id'] as const;
  return [
    keys.map((key) => content.columns[key][0] ?? ''),
    keys.map((key) => content.example[key]),
  ];
}

/** The roll that waits to be brought in. */
export function rollSheet(villageCode: string, body: string): SheetFor {
  return { kind: 'roll-import', subject: `${villageCode}/${body}` };
}
