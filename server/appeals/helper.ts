import { profileOf } from '#server/grids/county.ts';
import type { Context } from '#server/kernel/context.ts';

/** Who types for people in a village, for the last line of its pages. */
export interface VillageHelp {
  name: string;
  hours: string;
  phone: string;
}

/** The village's helper; null where nobody is named. */
export async function helpIn(ctx: Context, villageCode: string): Promise<VillageHelp | null> {
  const profile = await profileOf(ctx, villageCode);
  if (!profile?.helpPhone) return null;
  return { name: profile.helpName, hours: profile.officeHours, phone: profile.helpPhone };
}
