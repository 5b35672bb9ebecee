import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import {
  addToComments,
  type CommentRecord,
  commentInTx,
  selectComment,
  updateComment,
} from '#server/posts/comment-records.ts';
import { lookDueAt } from '#server/posts/create.ts';
import type { EditForm } from '#server/posts/forms.ts';
import { postById } from '#server/posts/load.ts';
import { openReviews, postInTx } from '#server/posts/records.ts';
import { holdsWords, prepareWords, roleOf } from '#server/posts/wording.ts';
import { keepVersion } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/**
 * A new wording of one's own comment. A villager's old wording is sealed for him and the handlers;
 * an official answer keeps every published wording for all to compare.
 */
export async function editComment(
  ctx: Context,
  id: string,
  form: EditForm,
): Promise<Result<{ postId: string }>> {
  const mine = await ownComment(ctx, id);
  if (!mine) return refuse('notFound');
  const isOfficial = mine.kind === 'answer';
  const wording = prepareWords(ctx, form.body, { isOfficial });
  if (!wording.ok) return { ...wording, field: 'body' };
  const under = await postById(ctx, mine.postId);
  if (!under) return refuse('notFound');
  const isHeld = await holdsWords(ctx, {
    kind: 'comment',
    isOfficial: mine.authorPost !== null,
    audience: under.post.audience,
  });
  const at = ctx.clock.now();
  const sent = { actorId: mine.authorId, action: 'comment.edit', key: form.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'comment', 'id', id);
    const now = await commentInTx(tx, id);
    if (!now || now.withdrawnAt || now.removedAt) return refuse('notFound');
    return once(tx, sent, async () => {
      await sealWording(tx, now, { isSealed: !isOfficial, byId: mine.authorId, at });
      const { body, html } = wording.value;
      await updateComment(tx, id, { body, html, editedAt: at });
      if (isHeld) await holdAgain(tx, ctx, now, at);
      await recordChange(tx, ctx, now, { what: 'comment.edited', content: { body }, at });
      return accept({ postId: now.postId });
    });
  });
}

/** Where words wait for a look, a changed wording waits again. */
async function holdAgain(
  tx: Tx,
  ctx: Context,
  { id, postId, releasedAt }: CommentRecord,
  at: EpochMs,
): Promise<void> {
  if (releasedAt !== null) await addToComments(tx, postId, -1);
  await updateComment(tx, id, { releasedAt: null });
  const post = await postInTx(tx, postId);
  if (!post) throw new Error(`comment ${id} belongs to no post`);
  const subject = { subjectKind: 'comment', subjectId: id, postId, villageCode: post.villageCode };
  await openReviews(tx, [{ ...subject, why: 'words', dueAt: lookDueAt(ctx, at), at }]);
}

/**
 * Takes one's own words back; the page says so, author and handlers can still read them. Pressed
 * again they are withdrawn as before.
 */
export async function withdrawComment(
  ctx: Context,
  id: string,
): Promise<Result<{ postId: string }>> {
  const mine = await ownComment(ctx, id);
  // What was said officially can be corrected, not taken back.
  if (!mine || mine.kind === 'answer') return refuse('notFound');
  return ctx.db.write(async (tx) => {
    await lock(tx, 'comment', 'id', id);
    const now = await commentInTx(tx, id);
    if (!now || now.removedAt) return refuse('notFound');
    if (now.withdrawnAt) return accept({ postId: now.postId });
    const at = ctx.clock.now();
    await sealWording(tx, now, { isSealed: true, byId: mine.authorId, at });
    await updateComment(tx, id, { body: '', html: '', withdrawnAt: at });
    if (now.releasedAt) await addToComments(tx, now.postId, -1);
    await recordChange(tx, ctx, now, { what: 'comment.withdrawn', content: {}, at });
    return accept({ postId: now.postId });
  });
}

async function ownComment(ctx: Context, id: string): Promise<CommentRecord | null> {
  const found = await selectComment(ctx.db.read, ctx.viewer, id);
  if (!found || found.authorId !== ctx.viewer.personId) return null;
  if (found.kind !== 'answer') return found;
  // Who left office changes its words no more, though he once said them.
  const loaded = await postById(ctx, found.postId);
  const path = loaded?.village.path;
  const serves = path && ctx.viewer.posts.some((held) => isOnOneLine(held.path, path));
  return serves ? found : null;
}

/** Whether one of two places lies inside the other. */
function isOnOneLine(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

async function sealWording(
  tx: Tx,
  { id, body, html }: CommentRecord,
  kept: { isSealed: boolean; byId: string; at: EpochMs },
): Promise<void> {
  await keepVersion(tx, { subjectKind: 'comment', subjectId: id, title: '', body, html, ...kept });
}

async function recordChange(
  tx: Tx,
  ctx: Context,
  row: CommentRecord,
  { what, content, at }: { what: string; content: unknown; at: EpochMs },
): Promise<void> {
  const post = await postInTx(tx, row.postId);
  if (!post) throw new Error(`comment ${row.id} belongs to no post`);
  const { villageCode } = post;
  await append(tx, {
    what,
    subjectKind: 'comment',
    subjectId: row.id,
    villageCode,
    actorId: row.authorId,
    actorRole: row.authorPost ?? roleOf(ctx.viewer, '', null),
    at,
    ruleVersion: ctx.book.rules.version,
    content,
  });
  // Lists tell how many comments there are.
  tx.touch(`post:${row.postId}`, `village:${villageCode}`);
}
