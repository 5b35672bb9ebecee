import type { Reader, Tx } from '#db/surface.ts';
import { changePost } from '#server/posts/create.ts';
import { type PostRecord, postInTx } from '#server/posts/records.ts';
import { keepVersion, selectVersions } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/**
 * Gives a post that a kind of its own has settled new words, inside its write; the words before stay
 * for everybody to compare. Gives its id and number.
 */
export async function rewordSettled(
  tx: Tx,
  postId: string,
  words: { body: string; html: string; renderedBy: string },
  { byId, at }: { byId: string; at: EpochMs },
): Promise<{ id: string; no: number }> {
  const before = await postInTx(tx, postId);
  if (!before) throw new Error(`post ${postId} is gone`);
  const { id, no, title, body, html } = before;
  const kept = { subjectKind: 'post', subjectId: id, byId, isSealed: false, at };
  await keepVersion(tx, { ...kept, title, body, html });
  await changePost(tx, before, { ...words, editedAt: at }, at);
  return { id, no };
}

/** What a post said at an instant, before anything that happened then; null asks for what it says now. */
export async function textBefore(
  db: Reader,
  post: Pick<PostRecord, 'id' | 'body'>,
): Promise<(at: EpochMs | null) => string> {
  const versions = await selectVersions(db, 'post', post.id);
  // A kept wording carries the instant at which it was replaced.
  return (at) =>
    (at === null ? undefined : versions.find((one) => one.no > 0 && one.at >= at))?.body ??
    post.body;
}
