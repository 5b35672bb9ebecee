import { rosterOf, type VillagerLine } from '#server/accounts/roster-lines.ts';
import { staffOver } from '#server/grids/staff.ts';
import type { Context } from '#server/kernel/context.ts';
import { selectKin } from '#server/promises/asking-records.ts';
import type { PromiseRow } from '#server/promises/records.ts';

/** Why a villager is not asked about a promise. */
export type Unfit = 'owner' | 'staff' | 'kin' | 'left';

/** A village as it is now: its roster, and who is in office there. */
export interface AskedVillage {
  roster: VillagerLine[];
  unfit(line: VillagerLine): 'staff' | null;
}

/**
 * A village's roster with those in office. A line that is bound to no account, and bears the name of
 * somebody in office there, is taken for his: better one namesake less than the secretary himself.
 */
export async function askedVillage(ctx: Context, villageCode: string): Promise<AskedVillage> {
  const [roster, staff] = await Promise.all([
    rosterOf(ctx, villageCode),
    staffOver(ctx, villageCode),
  ]);
  const ids = new Set(staff.map(({ personId }) => personId));
  const names = new Set(staff.map(({ name }) => name));
  const isStaff = ({ personId, name }: VillagerLine) =>
    personId === null ? names.has(name) : ids.has(personId);
  return { roster, unfit: (line) => (isStaff(line) ? 'staff' : null) };
}

/**
 * Who of a village may not be asked about this promise: its owner and maker, everybody in office, and
 * relatives they declared. Relatives are not searched for.
 */
export async function unfitFor(
  ctx: Context,
  { ownerId, makerId, villageCode }: PromiseRow,
  village: AskedVillage,
): Promise<(line: VillagerLine) => Unfit | null> {
  const kin = await selectKin(ctx.db.read, [ownerId, makerId], villageCode);
  const declared = new Set(kin.map(({ villagerId }) => villagerId));
  return (line) => {
    if (line.personId === ownerId || line.personId === makerId) return 'owner';
    return village.unfit(line) ?? (declared.has(line.id) ? 'kin' : null);
  };
}
