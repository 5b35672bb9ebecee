import {
  type Answerer,
  answererFor,
  secretaryOf,
  servesIn,
  standInFor,
} from '#server/grids/duties.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type CommentRecord, selectHouseholdGrid } from '#server/posts/comment-records.ts';
import type { LoadedPost } from '#server/posts/load.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Who will answer a question that this viewer asks under the post; null in a county without posts. */
export async function holderOfQuestion(
  ctx: Context,
  { post, village }: Pick<LoadedPost, 'post' | 'village'>,
  at: EpochMs,
): Promise<Answerer | null> {
  // A notice, a letter or an appeal is answered by whoever stands for it; under villagers' words
  // the asker's own cadre does.
  const { read } = ctx.db;
  if (post.holderId !== null) {
    const gridCode = post.holderGridCode ?? post.villageCode;
    const serves = await servesIn(read, post.holderId, village, at);
    // Once he has left, what he stood for is answered by whoever answers there now.
    return serves
      ? { personId: post.holderId, gridCode }
      : answererFor(read, { gridCode, householdId: null }, at);
  }
  const home = ctx.viewer.memberships.find((one) => one.villageCode === village.code);
  const gridCode = home && (await selectHouseholdGrid(read, home.householdId));
  const place = { gridCode: gridCode ?? post.groupCode ?? village.code };
  const householdId = home?.householdId ?? null;
  const answerer = await answererFor(read, { ...place, householdId }, at);
  return answerer ?? secretaryOf(read, village.code, at);
}

/** The post through which the viewer may answer this question officially; null if he may not. */
export async function answeringPost(
  ctx: Context,
  question: Pick<CommentRecord, 'holderId' | 'holderGridCode'>,
  { village }: Pick<LoadedPost, 'village'>,
): Promise<string | null> {
  const { personId, posts } = ctx.viewer;
  if (personId === null || posts.length === 0) return null;
  const gridCode = question.holderGridCode ?? village.code;
  const path = (await gridPath(ctx, gridCode)) ?? village.path;
  const held = actingPost(ctx.viewer, 'comment.answer', path);
  if (held !== null) return held;
  if (question.holderId === null) return null;
  const isHolder = question.holderId === personId;
  const standIn = isHolder
    ? personId
    : await standInFor(ctx.db.read, question.holderId, gridCode, ctx.clock.now());
  return standIn === personId ? (posts[0]?.post ?? null) : null;
}
