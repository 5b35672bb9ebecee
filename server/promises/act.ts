import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { type PromiseRow, selectPromise } from '#server/promises/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import {
  isPromiseActPossible,
  type PromiseAct,
  promiseState,
} from '#server/rules/promise-states.ts';

/** A promise as its URL names it: the letter's village and number, and its place in the letter. */
export interface PromiseRef {
  slug: string;
  letterNo: number;
  no: number;
}

/** Everything one act on a promise needs; `promise` is as it stands inside the write. */
export interface PromiseActing {
  tx: Tx;
  ctx: Context;
  promise: PromiseRow;
  village: Village;
  at: EpochMs;
  actorId: string;
  byPost: string;
}

/** A promise with its letter, if the viewer may see the letter. */
export interface FoundPromise {
  promise: PromiseRow;
  letter: LoadedPost;
  village: Village;
}

/** The promise behind a URL, if this viewer may see its letter. */
export async function findPromise(
  ctx: Context,
  { slug, letterNo, no }: PromiseRef,
): Promise<FoundPromise | null> {
  const isNumbers = [letterNo, no].every((one) => Number.isSafeInteger(one) && one > 0);
  const village = isNumbers ? await villageBySlug(ctx, slug) : null;
  const letter = village && (await loadPost(ctx, { villageCode: village.code, no: letterNo }));
  const promise = letter && (await selectPromise(ctx.db.read, letter.post.id, no));
  return village && letter && promise ? { promise, letter, village } : null;
}

/** The post through which the viewer owes this promise; null for everybody else. */
export function owingPost(
  ctx: Context,
  { promise, village }: Pick<FoundPromise, 'promise' | 'village'>,
): string | null {
  if (promise.ownerId !== ctx.viewer.personId) return null;
  return actingPost(ctx.viewer, 'letter.write', village.path);
}

/**
 * The one way its owner changes a promise: seen through the viewer, his own, possible in its state,
 * under a lock, once per form.
 */
export async function actOnPromise<T>(
  ctx: Context,
  ref: PromiseRef,
  { act, key }: { act: PromiseAct; key: string },
  work: (acting: PromiseActing) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await findPromise(ctx, ref);
  if (!found || found.letter.post.removedAt !== null) return refuse('notFound');
  const { village } = found;
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = owingPost(ctx, found);
  if (byPost === null) return refuse('notAllowed');
  const at = ctx.clock.now();
  const form = { actorId: personId, action: `promise.${act}`, key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'promise', 'id', found.promise.id);
    return once(tx, form, async () => {
      const promise = await selectPromise(tx, found.letter.post.id, ref.no);
      if (!promise) return refuse('notFound');
      if (!isPromiseActPossible(act, promiseState(promise.state))) return refuse('alreadyDone');
      tx.touch(`post:${promise.postId}`, `village:${promise.villageCode}`, `person:${personId}`);
      return work({ tx, ctx, promise, village, at, actorId: personId, byPost });
    });
  });
}

/** Appends an act on a promise to the ledger, with the wording it is about. */
export async function notePromise(
  { tx, ctx, promise, at, actorId, byPost }: PromiseActing,
  what: string,
  facts: Record<string, unknown>,
  content: unknown,
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: 'promise',
    subjectId: promise.id,
    villageCode: promise.villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.promises.version,
    facts,
    content,
  });
}
