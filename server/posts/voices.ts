import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result } from '#server/kernel/result.ts';
import { commentInTx, selectComment, selectComments } from '#server/posts/comment-records.ts';
import { decideWhat, writeComment } from '#server/posts/comments.ts';
import type { CommentForm } from '#server/posts/forms.ts';
import type { LoadedPost } from '#server/posts/load.ts';

/** What somebody says; `isForOther` when it is written down for a villager, who stays unnamed. */
export type VoiceWords = Pick<CommentForm, 'body' | 'shownAs' | 'key'> & { isForOther?: boolean };

/**
 * Words that a kind keeps in a place of its own and not in the talk (for and against, ideas): a
 * comment like any other, with what `beside` writes in the same write.
 */
export async function voiceAt(
  ctx: Context,
  loaded: LoadedPost,
  { isForOther = false, ...form }: VoiceWords,
  beside: (tx: Tx, commentId: string) => Promise<void>,
): Promise<Result<{ id: string }>> {
  const decided = await decideWhat(ctx, loaded, { ...form, kind: 'say' });
  if (!decided.ok) return decided;
  const unnamed = isForOther ? { authorPost: null, shownAs: 'resident' } : {};
  const said = { ...decided, value: { ...decided.value, ...unnamed } };
  const { authorId: actorId, at } = said.value;
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'comments', 'body');
    if (slower) return slower;
    const id = await once(tx, { actorId, action: 'voice', key: form.key, at }, async () => {
      const written = await writeComment(tx, ctx, loaded, { ...said.value, kind: 'voice' });
      await beside(tx, written);
      return written;
    });
    return accept({ id });
  });
}

/** The words of these comments as they were typed, by id, for what compares them. */
export async function wordsOfComments(ctx: Context, ids: string[]): Promise<Map<string, string>> {
  return new Map((await selectComments(ctx.db.read, ids)).map(({ id, body }) => [id, body]));
}

/** Who said these comments, by id. */
export async function authorsOfComments(ctx: Context, ids: string[]): Promise<Map<string, string>> {
  const rows = await selectComments(ctx.db.read, ids);
  return new Map(rows.map(({ id, authorId }) => [id, authorId]));
}

/** Who said a comment; null when there is none. */
export async function authorOfComment(ctx: Context, id: string): Promise<string | null> {
  const found = await selectComment(ctx.db.read, ctx.viewer, id);
  return found?.authorId ?? null;
}

/** The words of a comment inside a write; null once they were taken back or down, or wait for a look. */
export async function wordsOfComment(
  tx: Tx,
  id: string,
): Promise<{ body: string; html: string } | null> {
  const now = await commentInTx(tx, id);
  const stands = now?.withdrawnAt === null && now.removedAt === null && now.releasedAt !== null;
  return stands ? { body: now.body, html: now.html } : null;
}
