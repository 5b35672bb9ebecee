import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type BodyCode, isBody } from '#server/rules/bodies.ts';

/** Who keeps a village's rolls, and in which post. */
export interface RollKeeper {
  village: Village;
  body: BodyCode;
  personId: string;
  byPost: string;
}

/** A roll as its address names it. */
export interface RollRef {
  villageCode: string;
  body: string;
}

/** The viewer as keeper of a roll; whoever is none does not learn that there is one. */
export async function rollKeeper(
  ctx: Context,
  { villageCode, body }: RollRef,
): Promise<Result<RollKeeper>> {
  const village = isBody(body) ? await villageByCode(ctx, villageCode) : null;
  if (!village || !isBody(body)) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'body.keep', village.path);
  return byPost === null ? refuse('notFound') : accept({ village, body, personId, byPost });
}

/** What every act about a roll says in the ledger; names stand in its content alone. */
export function rollAct(ctx: Context, { village, body, personId, byPost }: RollKeeper) {
  return {
    subjectKind: 'body',
    subjectId: `${village.code}/${body}`,
    villageCode: village.code,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.bodies.version,
  };
}
