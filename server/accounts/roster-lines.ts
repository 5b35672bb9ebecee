import {
  isHeld,
  type RosterRow,
  selectByName,
  selectRosterOf,
  selectVillagers,
} from '#server/accounts/roster-records.ts';
import type { Context } from '#server/kernel/context.ts';

/** A line of a roster, for acts that choose among villagers; never for a page of the village. */
export interface VillagerLine {
  id: string;
  name: string;
  personId: string | null;
}

/** Everybody on a village's roster now. */
export function rosterOf(ctx: Context, villageCode: string): Promise<VillagerLine[]> {
  return selectRosterOf(ctx.db.read, villageCode);
}

/** A villager with his place, and whether he reads with an account of his own. */
export interface PlacedVillager extends VillagerLine {
  place: string;
  household: string;
  hasAccount: boolean;
}

/** Several villagers by the ids of their lines; who left the roster is not among them. */
export async function villagersBehind(
  ctx: Context,
  ids: string[],
): Promise<Map<string, PlacedVillager>> {
  const rows = ids.length === 0 ? [] : await selectVillagers(ctx.db.read, ids);
  return new Map(rows.map((row) => [row.id, placed(row)]));
}

/** Everybody of this name on a village's roster. */
export async function villagersNamed(
  ctx: Context,
  villageCode: string,
  name: string,
): Promise<PlacedVillager[]> {
  return (await selectByName(ctx.db.read, villageCode, name)).map(placed);
}

const SERIAL_LENGTH = 3;

function placed(row: RosterRow): PlacedVillager {
  return {
    id: row.id,
    name: row.name,
    personId: row.personId,
    place: `${row.villageName}${row.gridName}`,
    household: row.householdNumber ?? row.householdCode.slice(-SERIAL_LENGTH),
    hasAccount: isHeld(row),
  };
}
