import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { deleteTombstone } from '#server/moderation/records.ts';
import { updatePhoto } from '#server/photos/records.ts';
import { addToComments, commentInTx, updateComment } from '#server/posts/comment-records.ts';
import { changePost } from '#server/posts/create.ts';
import { toldAgain } from '#server/posts/kinds.ts';
import { insertTombstone, postInTx, type Tombstone } from '#server/posts/records.ts';
import { keepVersion, lastVersion } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What is looked at: a post, a comment or a photo, with the post it belongs to. */
export interface Subject {
  subjectKind: string;
  subjectId: string;
  postId: string;
}

/** Shows what was held back; what is shown already stays as it is. */
export async function release(tx: Tx, subject: Subject, at: EpochMs): Promise<void> {
  const { subjectKind, subjectId } = subject;
  if (subjectKind === 'post') {
    const post = await postInTx(tx, subjectId);
    if (post && post.releasedAt === null) await changePost(tx, post, { releasedAt: at }, at);
  } else if (subjectKind === 'comment') {
    const comment = await commentInTx(tx, subjectId);
    if (!comment || comment.releasedAt !== null) return;
    await updateComment(tx, subjectId, { releasedAt: at });
    await addToComments(tx, comment.postId, 1);
  } else {
    await updatePhoto(tx, subjectId, { releasedAt: at });
  }
}

/**
 * Takes something down: the words are sealed, a tombstone says by which rule and why. What tells a
 * post again goes with it.
 */
export async function remove(
  tx: Tx,
  ctx: Context,
  stone: Omit<Tombstone, 'at'>,
  at: EpochMs,
): Promise<void> {
  const { subjectKind, subjectId } = stone;
  const sealed = { subjectKind, subjectId, isSealed: true, byId: ctx.viewer.personId ?? '', at };
  if (subjectKind === 'post') {
    const post = await postInTx(tx, subjectId);
    if (!post || post.removedAt !== null) return;
    const { title, body, html } = post;
    await keepVersion(tx, { ...sealed, title, body, html });
    await changePost(tx, post, { title: '', body: '', html: '', removedAt: at }, at);
    for (const id of await toldAgain(tx, post.id)) {
      await remove(tx, ctx, { ...stone, subjectId: id, postId: id }, at);
    }
  } else if (subjectKind === 'comment') {
    const comment = await commentInTx(tx, subjectId);
    if (!comment || comment.removedAt !== null) return;
    const { body, html } = comment;
    await keepVersion(tx, { ...sealed, title: '', body, html });
    await updateComment(tx, subjectId, { body: '', html: '', removedAt: at });
    if (comment.releasedAt !== null) await addToComments(tx, comment.postId, -1);
  } else {
    await updatePhoto(tx, subjectId, { removedAt: at });
  }
  await insertTombstone(tx, { ...stone, at });
}

/** Puts back what was taken down, as it was worded before. */
export async function restore(tx: Tx, subject: Subject, at: EpochMs): Promise<void> {
  const { subjectKind, subjectId } = subject;
  const before = await lastVersion(tx, subjectKind, subjectId);
  if (subjectKind === 'post') {
    const post = await postInTx(tx, subjectId);
    if (!post || !before) return;
    const { title, body, html } = before;
    const releasedAt = post.releasedAt ?? at;
    await changePost(tx, post, { title, body, html, removedAt: null, releasedAt }, at);
    if (post.removedAt !== null) await restoreTold(tx, post.id, post.removedAt, at);
  } else if (subjectKind === 'comment') {
    const comment = await commentInTx(tx, subjectId);
    if (!comment || !before) return;
    const { body, html } = before;
    const releasedAt = comment.releasedAt ?? at;
    await updateComment(tx, subjectId, { body, html, removedAt: null, releasedAt });
    await addToComments(tx, comment.postId, 1);
  } else {
    await updatePhoto(tx, subjectId, { removedAt: null, releasedAt: at });
  }
  await deleteTombstone(tx, subjectKind, subjectId);
}

/** What was taken down together comes back together; what was taken down for itself stays so. */
async function restoreTold(tx: Tx, postId: string, removedAt: EpochMs, at: EpochMs): Promise<void> {
  for (const id of await toldAgain(tx, postId)) {
    const told = await postInTx(tx, id);
    const subject = { subjectKind: 'post', subjectId: id, postId: id };
    if (told?.removedAt === removedAt) await restore(tx, subject, at);
  }
}
