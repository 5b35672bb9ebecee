import type { Context } from '#server/kernel/context.ts';
import { plainClock } from '#server/posts/duty.ts';
import type { ClockExtras } from '#server/posts/kinds.ts';

/** Both days of an objection are known from the moment it was asked: the limit is by law. */
export async function objectionClockExtras(
  ctx: Context,
  postIds: string[],
): Promise<Map<string, ClockExtras>> {
  const limitConfirmed = ctx.book.disclosures.objection.confirmed;
  const extras = { ...plainClock, begun: true, limitConfirmed };
  return new Map(postIds.map((postId) => [postId, extras]));
}
