import { type Town, townsOf, villagesBelow } from '#server/grids/county.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import type { Viewer } from '#server/kernel/viewer.ts';

/** The town or county in whose office this post makes a lesson here; null for the village's own. */
export function officeAbove(viewer: Viewer, village: Village, byPost: string): string | null {
  const seats = viewer.posts.filter(
    ({ post, path }) => post === byPost && village.path.startsWith(path),
  );
  const [seat] = seats.toSorted((a, b) => b.path.length - a.path.length);
  const isAbove = seat !== undefined && seat.path.length < village.path.length;
  return isAbove ? seat.gridCode : null;
}

/** A town with its villages, for whoever chooses where a lesson is given. */
export interface TownOfVillages {
  name: string;
  villages: { name: string; path: string }[];
}

/** The towns over which the viewer makes lessons, with their villages; empty for everybody else. */
export async function townsToTeach(ctx: Context): Promise<TownOfVillages[]> {
  if (ctx.viewer.posts.length === 0) return [];
  const towns = await townsOf(ctx, ctx.env.countyCode);
  const own = towns.filter(({ path }) => actingPost(ctx.viewer, 'lesson.make', path) !== null);
  if (own.length > 0) ctx.page.keepPrivate();
  return Promise.all(own.map((town) => withVillages(ctx, town)));
}

async function withVillages(ctx: Context, { code, name }: Town): Promise<TownOfVillages> {
  const villages = await villagesBelow(ctx, code);
  return { name, villages: villages.map((one) => ({ name: one.name, path: one.path })) };
}
