import { lock } from '#db/dialect.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { changePost, lookDueAt } from '#server/posts/create.ts';
import type { LoadedPost } from '#server/posts/load.ts';
import { openReviews, type PostRecord, postInTx } from '#server/posts/records.ts';
import { holdsWords, roleOf } from '#server/posts/wording.ts';

/** When and where people meet; null and '' where nothing is said. */
export type Activity = Pick<PostRecord, 'periodStartsAt' | 'periodEndsAt' | 'activityPlace'>;

/** Whether the viewer may change the day and the place of what he told. */
export function mayMove({ viewer }: Context, { post }: LoadedPost): boolean {
  const isMine = viewer.personId !== null && post.authorId === viewer.personId;
  return isMine && post.withdrawnAt === null && post.removedAt === null;
}

/** Its author changes when and where people meet, once per form; the ledger keeps what it was. */
export async function changeActivity(
  ctx: Context,
  loaded: LoadedPost,
  { activity, key }: { activity: Activity; key: string },
): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null || !mayMove(ctx, loaded)) return refuse('notFound');
  const { id, kind, audience, villageCode } = loaded.post;
  const isHeld = await holdsWords(ctx, { kind, isOfficial: false, audience });
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', id);
    const now = await postInTx(tx, id);
    if (!now || now.withdrawnAt !== null || now.removedAt !== null) return refuse('notFound');
    return once<Result>(tx, { actorId: personId, action: 'post.move', key, at }, async () => {
      const releasedAt = isHeld ? null : now.releasedAt;
      await changePost(tx, now, { ...activity, editedAt: at, releasedAt }, at);
      const subject = { subjectKind: 'post', subjectId: id, postId: id, villageCode };
      // Where words wait for a look, the words of a place wait too.
      if (isHeld)
        await openReviews(tx, [{ ...subject, why: 'words', dueAt: lookDueAt(ctx, at), at }]);
      await append(tx, {
        what: 'post.moved',
        subjectKind: 'post',
        subjectId: id,
        villageCode,
        actorId: personId,
        actorRole: roleOf(ctx.viewer, villageCode, null),
        at,
        ruleVersion: ctx.book.rules.version,
        facts: { from: now.periodStartsAt, to: activity.periodStartsAt },
        content: { from: now.activityPlace, to: activity.activityPlace },
      });
      return accept();
    });
  });
}
