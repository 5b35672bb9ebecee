import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { may, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { selectComment } from '#server/posts/comment-records.ts';
import { changePost, lookDueAt } from '#server/posts/create.ts';
import type { EditForm, ReportForm } from '#server/posts/forms.ts';
import { isReadByMany, kindOf } from '#server/posts/kinds.ts';
import { addLike, removeLike, selectOpenPlace } from '#server/posts/like-records.ts';
import { type LoadedPost, openPost, postById } from '#server/posts/load.ts';
import { photoOfPost } from '#server/posts/photo-records.ts';
import { openReviews, type PostRecord, postInTx } from '#server/posts/records.ts';
import {
  firstWords,
  holdsWords,
  prepareWords,
  roleOf,
  type Wording,
} from '#server/posts/wording.ts';
import { keepVersion } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Where a liked post stands, and the path of its page. */
export interface LikedPost {
  villageCode: string;
  villagePath: string;
  path: string;
}

/** 赞一个: one per person; pressing twice changes nothing. */
export function like(ctx: Context, postId: string): Promise<Result<LikedPost>> {
  return changeLike(ctx, postId, (tx, personId, at) => addLike(tx, postId, personId, at));
}

/** 收回: takes the viewer's like back. */
export function unlike(ctx: Context, postId: string): Promise<Result<LikedPost>> {
  return changeLike(ctx, postId, (tx, personId) => removeLike(tx, postId, personId));
}

/** 举报 of a post, a comment or a photo: it goes to the review desk of the village. */
export async function report(
  ctx: Context,
  postId: string,
  form: ReportForm,
): Promise<Result<LoadedPost>> {
  const loaded = await openPost(ctx, postId);
  if (!loaded) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  if (!may(ctx.viewer, 'post.report', loaded.village.path)) return refuse('notAllowed');
  if (!(await isPartOf(ctx, postId, form))) return refuse('notFound');
  if ([...form.words].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'words');
  const at = ctx.clock.now();
  const subjectId = form.subjectKind === 'post' ? postId : form.subjectId;
  await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'report', key: form.key, at }, async () => {
      const { villageCode } = loaded.post;
      const dueAt = lookDueAt(ctx, at);
      const subject = { subjectKind: form.subjectKind, subjectId, postId, villageCode };
      const said = { why: 'reported', reporterId: personId, words: form.words };
      await openReviews(tx, [{ ...subject, ...said, dueAt, at }]);
      return true;
    }),
  );
  return accept(loaded);
}

/**
 * A new wording of a post. Official words keep every published wording for all to compare; a
 * villager's old wording is sealed for him and the handlers, and the page says 已修改.
 */
export async function editPost(
  ctx: Context,
  postId: string,
  form: EditForm,
): Promise<Result<LoadedPost>> {
  const loaded = await editablePost(ctx, postId);
  if (!loaded) return refuse('notFound');
  const kind = kindOf(loaded.post.kind);
  const wording = prepareWords(ctx, form.body, kind);
  if (!wording.ok) return { ...wording, field: 'body' };
  const title = prepareWords(ctx, form.title, { isOfficial: false });
  const isTooLong = [...form.title].length > ctx.book.rules.texts.titleLength;
  if (!title.ok || isTooLong) return refuse('tooLong', 'title');
  const words = { ...wording.value, title: title.value.body };
  const { audience } = loaded.post;
  const { code, isOfficial } = kind;
  const isHeld = await holdsWords(ctx, { kind: code, isOfficial, audience });
  const at = ctx.clock.now();
  const sent = { actorId: ctx.viewer.personId ?? '', action: 'post.edit', key: form.key, at };
  const done = await ctx.db.write(async (tx) => {
    const now = await standingPost(tx, postId);
    if (!now) return refuse('notFound');
    // Pressed twice it is one wording, or everybody would compare it with itself.
    return once(tx, sent, () => reword(tx, ctx, now, { words, isHeld, at }));
  });
  return done.ok ? accept(loaded) : done;
}

async function reword(
  tx: Tx,
  ctx: Context,
  now: PostRecord,
  { words, isHeld, at }: { words: Wording & { title: string }; isHeld: boolean; at: EpochMs },
): Promise<Result> {
  const { isOfficial, titleIsFirstWords } = kindOf(now.kind);
  await keepWording(tx, ctx, now, { isSealed: !isOfficial, at });
  const { body, html, engine } = words;
  const title = titleIsFirstWords ? firstWords(html) : words.title || now.title;
  const releasedAt = isHeld ? null : now.releasedAt;
  const changes = { title, body, html, renderedBy: engine, editedAt: at, releasedAt };
  await changePost(tx, now, changes, at);
  // Where words wait for a look, a changed wording waits again.
  if (isHeld) await askForLook(tx, ctx, now, at);
  await record(tx, ctx, now, { what: 'post.edited', content: { title, body }, at });
  return accept();
}

/**
 * The author takes a post back; the page says 本人已撤回, author and handlers still read it. Pressed
 * again it is withdrawn as before.
 */
export async function withdrawPost(ctx: Context, postId: string): Promise<Result<LoadedPost>> {
  const loaded = await postById(ctx, postId);
  const isMine = loaded?.post.authorId === ctx.viewer.personId;
  // What has a clock goes on without its author's words only through its own kind.
  const kind = loaded && kindOf(loaded.post.kind);
  const isPlain = kind && !kind.hasClock && !kind.isBinding;
  if (!loaded || !isMine || !isPlain || !mayChange(ctx, loaded)) return refuse('notFound');
  if (loaded.post.removedAt !== null) return refuse('notFound');
  await ctx.db.write(async (tx) => {
    const now = await standingPost(tx, postId);
    if (now) await withdrawInTx(tx, ctx, now, ctx.clock.now());
  });
  return accept(loaded);
}

/** Seals the words of a post and marks it withdrawn, inside a write; for kinds with a life too. */
export async function withdrawInTx(
  tx: Tx,
  ctx: Context,
  post: PostRecord,
  at: EpochMs,
): Promise<void> {
  await keepWording(tx, ctx, post, { isSealed: true, at });
  await changePost(tx, post, { title: '', body: '', html: '', withdrawnAt: at }, at);
  await record(tx, ctx, post, { what: 'post.withdrawn', content: {}, at });
}

async function changeLike(
  ctx: Context,
  postId: string,
  change: (tx: Tx, personId: string, at: EpochMs) => Promise<void>,
): Promise<Result<LikedPost>> {
  const liked = await likedPost(ctx, postId);
  if (!liked) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  if (!may(ctx.viewer, 'post.like', liked.villagePath)) return refuse('notAllowed');
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await change(tx, personId, at);
    tx.touch(`post:${postId}`, `village:${liked.villageCode}`);
  });
  return accept(liked);
}

// Nearly every like is of something that all may see: only for the rest does it matter who asks.
async function likedPost(ctx: Context, postId: string): Promise<LikedPost | null> {
  const open = await selectOpenPlace(ctx.db.read, postId);
  if (open?.slug) return { ...open, path: kindOf(open.kind).path(open.slug, open.no) };
  const loaded = await openPost(ctx, postId);
  // A private matter is no place for likes.
  if (!loaded || !isReadByMany(loaded.post.audience)) return null;
  const { post, village, path } = loaded;
  return { villageCode: post.villageCode, villagePath: village.path, path };
}

async function isPartOf(
  ctx: Context,
  postId: string,
  { subjectKind, subjectId }: ReportForm,
): Promise<boolean> {
  if (subjectKind === 'post') return true;
  if (subjectKind === 'photo') return (await photoOfPost(ctx.db.read, subjectId, postId)) !== null;
  const comment = await selectComment(ctx.db.read, ctx.viewer, subjectId);
  return comment?.postId === postId;
}

/** Official words are changed by whoever may post them there; a villager's only by himself. */
async function editablePost(ctx: Context, postId: string): Promise<LoadedPost | null> {
  const loaded = await openPost(ctx, postId);
  return loaded && mayChange(ctx, loaded) ? loaded : null;
}

// Who left office changes its words no more, though he once wrote them.
function mayChange({ viewer }: Context, { post, village }: LoadedPost): boolean {
  const { isOfficial, isBinding, isSettled, areWordsFixed, mayPost } = kindOf(post.kind);
  if (isSettled || areWordsFixed) return false;
  const isMine = viewer.personId !== null && post.authorId === viewer.personId;
  if (!isOfficial) return isMine;
  // Whoever wrote it in a group of the village changes it there, as long as he serves.
  if (isMine && speakingPost(viewer, mayPost, village.path) !== null) return true;
  // What binds its author is his: a successor takes over the promises, not the words.
  return may(viewer, mayPost, village.path) && (isMine || !isBinding);
}

async function askForLook(tx: Tx, ctx: Context, post: PostRecord, at: EpochMs): Promise<void> {
  const subject = { subjectKind: 'post', subjectId: post.id, postId: post.id };
  const { villageCode } = post;
  await openReviews(tx, [{ ...subject, villageCode, why: 'words', dueAt: lookDueAt(ctx, at), at }]);
}

async function standingPost(tx: Tx, postId: string): Promise<PostRecord | null> {
  await lock(tx, 'post', 'id', postId);
  const now = await postInTx(tx, postId);
  return now && now.withdrawnAt === null && now.removedAt === null ? now : null;
}

async function keepWording(
  tx: Tx,
  ctx: Context,
  { id, title, body, html, authorId }: PostRecord,
  kept: { isSealed: boolean; at: EpochMs },
): Promise<void> {
  const byId = ctx.viewer.personId ?? authorId;
  await keepVersion(tx, { subjectKind: 'post', subjectId: id, title, body, html, byId, ...kept });
}

async function record(
  tx: Tx,
  ctx: Context,
  post: PostRecord,
  { what, content, at }: { what: string; content: unknown; at: EpochMs },
): Promise<void> {
  const heldPost = kindOf(post.kind).isOfficial ? (ctx.viewer.posts[0]?.post ?? null) : null;
  await append(tx, {
    what,
    subjectKind: 'post',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: ctx.viewer.personId,
    actorRole: roleOf(ctx.viewer, post.villageCode, heldPost),
    at,
    ruleVersion: ctx.book.rules.version,
    content,
  });
}
