import { type RollFile, rollSheet } from '#server/bodies/import-file.ts';
import { type LineRefusal, rollCheck } from '#server/bodies/importing.ts';
import { rollKeeper } from '#server/bodies/keeper.ts';
import { groupsOf, type Village } from '#server/grids/views.ts';
import { waitingSheet } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { type BodyCode, bodyHas } from '#server/rules/bodies.ts';
import type { RollFaultCode } from '#server/rules/roll-rows.ts';
import type { TableFault } from '#server/rules/sheet-table.ts';

/** The page from which a list is sent. */
export interface RollImportPage {
  village: Village;
  body: BodyCode;
  /** How many people of an earlier list still wait; null when none does. */
  waiting: number | null;
  takesBareNames: boolean;
}

/** The page from which a roll is brought in; null for whoever does not keep it. */
export async function rollImportPage(
  ctx: Context,
  ref: { villageCode: string; body: string },
): Promise<RollImportPage | null> {
  ctx.page.keepPrivate();
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return null;
  const { village, body } = keeper.value;
  const waiting = await waitingSheet<RollFile>(ctx, rollSheet(village.code, body));
  const { bareNames: takesBareNames } = bodyHas(body);
  return { village, body, waiting: waiting?.people.length ?? null, takesBareNames };
}

/** Somebody whom a list would put on the roll. */
export interface RollNewcomer {
  name: string;
  isWoman: boolean;
  group: string | null;
  isBare: boolean;
}

/** A line that is not brought in, and why. */
export interface RollLineFault {
  sheet: string;
  row: number;
  column: string;
  header: string;
  code: RollFaultCode | TableFault | LineRefusal;
  other?: number;
}

/** What a waiting list would do, before anything is written. */
export interface RollCheckPage {
  village: Village;
  body: BodyCode;
  key: string;
  read: number;
  same: number;
  ready: RollNewcomer[];
  faults: RollLineFault[];
  ignored: string[];
  skipped: string[];
}

/** The check of a list; 'none' when none waits, null for whoever does not keep the roll. */
export async function rollCheckPage(
  ctx: Context,
  ref: { villageCode: string; body: string },
): Promise<RollCheckPage | 'none' | null> {
  ctx.page.keepPrivate();
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return null;
  const found = await rollCheck(ctx, keeper.value);
  if (found === 'none') return 'none';
  const { village, body } = keeper.value;
  const groups = await groupsOf(ctx, village.code);
  const { key, read, same, ignored, skipped } = found;
  const refused = found.refused.map(({ line: { sheet, row }, code }) => ({
    ...{ sheet, row, code, column: '', header: '' },
  }));
  return {
    ...{ village, body, key, read, same, ignored, skipped },
    ready: found.ready.map(({ member }) => ({
      name: member.name,
      isWoman: member.isWoman,
      group: groups.find(({ code }) => code === member.groupCode)?.name ?? null,
      isBare: member.villagerId === null,
    })),
    faults: [...found.faults, ...refused],
  };
}
