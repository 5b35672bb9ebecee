import {
  below,
  type Colleague,
  type DutySpan,
  selectColleagues,
  selectLeaves,
  selectPlaces,
  selectShifts,
} from '#server/grids/duty-desk-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';

/** The desk on which leave and the out-of-hours roster are recorded. */
export interface DutyDesk {
  colleagues: Colleague[];
  /** Villages and towns for which the viewer may fill the roster. */
  places: { code: string; name: string }[];
  leaves: DutySpan[];
  shifts: DutySpan[];
  key: string;
}

/** Who is away and who is on duty in the viewer's places; null for somebody without such a desk. */
export async function dutyDesk(ctx: Context): Promise<DutyDesk | null> {
  ctx.page.keepPrivate();
  const places = ctx.viewer.posts.filter((held) => may(ctx.viewer, 'duty.record', held.path));
  if (places.length === 0) return null;
  const at = ctx.clock.now();
  const isOurs = below(places.map((held) => held.path));
  const [colleagues, leaves, shifts, manned] = await Promise.all([
    selectColleagues(ctx.db.read, isOurs, at),
    selectLeaves(ctx.db.read, isOurs, at),
    selectShifts(ctx.db.read, isOurs, at),
    selectPlaces(ctx.db.read, isOurs),
  ]);
  return { colleagues, places: manned, leaves, shifts, key: newToken() };
}
