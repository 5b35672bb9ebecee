import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { answeringRole } from '#server/line-objections/holder.ts';
import { handlerOf } from '#server/line-objections/line.ts';
import { selectLineOf } from '#server/line-objections/line-records.ts';
import {
  insertObjectionStep,
  type ObjectionRecord,
  objectionInTx,
  selectObjection,
} from '#server/line-objections/records.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import type { PostRecord } from '#server/posts/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** An objection as its address names it. */
export interface ObjectionRef {
  slug: string;
  no: number;
}

/** An objection that the viewer may see, with its post. */
export interface LoadedObjection {
  loaded: LoadedPost;
  objection: ObjectionRecord;
  /** 经手人 of its line as everybody reads it; '' where it names none. */
  handler: string;
}

/** Who does something with an objection, inside a write. */
export interface ObjectionActor {
  tx: Tx;
  ctx: Context;
  postId: string;
  villageCode: string;
  at: EpochMs;
  actorId: string;
  /** The post in which the person acts; 'author' for who asked. */
  byPost: string;
}

/** Everything one act on an objection needs; both rows are as they stand inside the write. */
export interface ActingOnObjection extends LoadedObjection, ObjectionActor {
  post: PostRecord;
}

/** More than any village will ever count; PostgreSQL refuses a number beyond its integers. */
const LAST_NO = 999_999_999;

/** The objection behind an address, if this viewer may see it. */
export async function findObjection(
  ctx: Context,
  { slug, no }: ObjectionRef,
): Promise<LoadedObjection | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= LAST_NO;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (loaded?.post.kind !== 'objection') return null;
  const objection = await selectObjection(ctx.db.read, loaded.post.id);
  if (!objection) return null;
  const line = await selectLineOf(ctx.db.read, objection.rowId);
  return { loaded, objection, handler: line ? handlerOf(line) : '' };
}

/**
 * The one way an objection is changed after it was asked: seen through the viewer, by whoever
 * answers it or by its author alone, under a lock, once per form. What was taken down takes no acts.
 */
export async function actOnObjection<T>(
  ctx: Context,
  ref: ObjectionRef,
  rule: { act: string; by: 'answerer' | 'author'; key: string },
  work: (acting: ActingOnObjection) => Promise<Result<T>>,
): Promise<Result<T>> {
  const seen = await findObjection(ctx, ref);
  if (!seen) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const { post, village } = seen.loaded;
  const at = ctx.clock.now();
  const form = { actorId: personId, action: `objection.${rule.act}`, key: rule.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', post.id);
    return once(tx, form, async () => {
      const now = await objectionInTx(tx, post.id);
      if (!now || now.post.removedAt !== null) return refuse('notFound');
      const isAuthor = now.post.authorId === personId;
      // It may have gone one level up meanwhile: who may answer is asked of what stands now.
      const byPost =
        rule.by === 'author'
          ? isAuthor && 'author'
          : answeringRole(ctx, { ...seen, ...now }, village.path);
      if (!byPost) return refuse('notAllowed');
      const { id: postId, villageCode } = now.post;
      return work({ tx, ctx, ...seen, ...now, postId, villageCode, at, actorId: personId, byPost });
    });
  });
}

/** What a step of an objection says; '' where it says nothing. */
export interface StepWords {
  body: string;
  html: string;
}

/** Adds one thing done to an objection's history. */
export async function addObjectionStep(
  tx: Tx,
  { postId, level }: Pick<ObjectionRecord, 'postId' | 'level'>,
  step: {
    what: string;
    outcome?: string;
    words: StepWords;
    byId: string;
    byPost: string;
    at: EpochMs;
  },
): Promise<void> {
  const { words, outcome, ...rest } = step;
  const { body, html } = words;
  await insertObjectionStep(tx, {
    id: newId(),
    postId,
    level,
    outcome: outcome ?? null,
    body,
    html,
    ...rest,
  });
}

/** The pages on which an objection shows: its own, its table's, its village's. */
export async function touchObjection(
  tx: Tx,
  { postId, rowId, villageCode }: Pick<ObjectionRecord, 'postId' | 'rowId' | 'villageCode'>,
): Promise<void> {
  const line = await selectLineOf(tx, rowId);
  tx.touch(`post:${postId}`, `village:${villageCode}`, `post:${line?.disclosurePostId}`);
}

/** Appends an act on an objection to the ledger; which line it is about is committed to, not said. */
export async function noteObjection(
  { tx, ctx, postId, villageCode, at, actorId, byPost }: ObjectionActor,
  what: string,
  { facts = {}, content }: { facts?: Record<string, unknown>; content: unknown },
): Promise<void> {
  await append(tx, {
    what: `objection.${what}`,
    subjectKind: 'objection',
    subjectId: postId,
    villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.disclosures.version,
    facts,
    content,
  });
}
