import { selectStart } from '#server/disclosure-duties/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';

/** A village that publishes here; null for any other. */
export async function startedVillage(ctx: Context, slug: string): Promise<Village | null> {
  const village = await villageBySlug(ctx, slug);
  const start = village && (await selectStart(ctx.db.read, village.code));
  return start ? village : null;
}
