import { selectPath } from '#server/grids/records.ts';
import { selectStaff, selectStaffIn } from '#server/grids/staff-records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Post } from '#server/kernel/viewer.ts';

/** Somebody in office, by account and name: his line on the roster may not be bound to the account. */
export interface StaffPerson {
  personId: string;
  name: string;
}

/** Everybody in office in a village, below it or above it, deputies too, at this moment. */
export async function staffOver(ctx: Context, villageCode: string): Promise<StaffPerson[]> {
  const path = await selectPath(ctx.db.read, villageCode);
  return path === null ? [] : selectStaff(ctx.db.read, path, ctx.clock.now());
}

/** Everybody who holds one of these posts in a village or in a group of it at this moment, by name. */
export function holdersIn(
  ctx: Context,
  villageCode: string,
  posts: Post[],
): Promise<StaffPerson[]> {
  return selectStaffIn(ctx.db.read, { villageCode, posts }, ctx.clock.now());
}
