import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { activityOf } from '#server/plain/commands.ts';
import type { MoveForm } from '#server/plain/forms.ts';
import { plainKindAt } from '#server/plain/kinds.ts';
import type { PlainAddress } from '#server/plain/views.ts';
import { changeActivity, mayMove } from '#server/posts/activity.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';

/** The post of a kind with an activity that the viewer may move; null for everybody else. */
export async function movablePost(
  ctx: Context,
  { slug, list, no }: PlainAddress & { no: string },
): Promise<LoadedPost | null> {
  const kind = plainKindAt(list);
  const village = kind?.hasActivity && (await villageBySlug(ctx, slug));
  if (!village || !/^\d{1,6}$/.test(no)) return null;
  const loaded = await loadPost(ctx, { villageCode: village.code, no: Number(no) });
  return loaded?.post.kind === kind.code && mayMove(ctx, loaded) ? loaded : null;
}

/** Another day, hour or place of what somebody told; left empty, none is said any more. */
export async function moveActivity(
  ctx: Context,
  loaded: LoadedPost,
  { key, ...form }: MoveForm,
): Promise<Result<LoadedPost>> {
  const when = activityOf(ctx, form);
  if (!when.ok) return when;
  const { periodStartsAt = null, periodEndsAt = null, activityPlace = '' } = when.value;
  const activity = { periodStartsAt, periodEndsAt, activityPlace };
  const changed = await changeActivity(ctx, loaded, { activity, key });
  return changed.ok ? accept(loaded) : refuse(changed.code, changed.field);
}
