import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Where somebody keeps these records, and in which post. */
export interface Keeper {
  village: Village;
  personId: string;
  byPost: string;
}

/** The viewer as keeper of a village's records; whoever is none does not learn that there are any. */
export async function keeperOf(ctx: Context, slug: string): Promise<Result<Keeper>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'meeting.record', village.path);
  return byPost === null ? refuse('notFound') : accept({ village, personId, byPost });
}

/** What every act about a meeting says in the ledger. */
export function actOf(ctx: Context, { village, personId, byPost }: Keeper) {
  return {
    subjectKind: 'meeting',
    villageCode: village.code,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.rules.version,
  };
}
