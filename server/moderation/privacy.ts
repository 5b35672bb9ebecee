import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { renderMarkdown } from '#server/kernel/markdown.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { PrivacyForm } from '#server/moderation/forms.ts';
import {
  type Corrected,
  commentsOfPost,
  correctComment,
  correctMessage,
  correctPhoto,
  correctPost,
  correctTombstone,
  correctVersion,
  insertCorrection,
  messagesAbout,
  photosOfPost,
  tombstonesOf,
  versionsOf,
} from '#server/moderation/privacy-records.ts';
import { kindOf, toldAgain } from '#server/posts/kinds.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { postInTx, queueForSearch } from '#server/posts/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { redact } from '#server/rules/masking.ts';
import { hideFromSearch } from '#server/search/records.ts';

/**
 * 隐私更正: puts ■ for a personal datum in every version, comment, step and message of a post, and
 * takes it out of search at once. Only that it happened is recorded, never what it was.
 * Refuses 'datumNotFound' when it stands nowhere, and 'notPersonal' in what others signed when it is
 * no personal datum: nobody blackens an account alone.
 */
export async function correctPrivacy(
  ctx: Context,
  postId: string,
  form: PrivacyForm,
): Promise<Result<LoadedPost>> {
  const loaded = await postById(ctx, postId);
  const byPost = loaded && actingPost(ctx.viewer, 'privacy.correct', loaded.village.path);
  if (!loaded || !byPost || ctx.viewer.personId === null) return refuse('notFound');
  const { personId } = ctx.viewer;
  const at = ctx.clock.now();
  const sent = { actorId: personId, action: 'privacy.correct', key: form.key, at };
  const posts = [loaded, ...(await retellings(ctx, postId))];
  if (!(await isCoverable(ctx, posts, form.datum))) return refuse('notPersonal', 'datum');
  const done = await ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', postId);
    return once<Result>(tx, sent, async () => {
      let found = 0;
      for (const one of posts) {
        const places = await coverEverywhere(tx, ctx, one, form.datum);
        if (places > 0) await leaveTrace(tx, ctx, one, { byId: personId, byPost, places, at });
        found += places;
      }
      return found === 0 ? refuse('datumNotFound', 'datum') : accept();
    });
  });
  // What the form key keeps is an answer, never the words it was about.
  return done.ok ? accept(loaded) : done;
}

/** Whether the datum may be covered in every one of the posts. */
async function isCoverable(ctx: Context, posts: LoadedPost[], datum: string): Promise<boolean> {
  const answers = await Promise.all(
    posts.map((one) => kindOf(one.post.kind).isPersonal?.(ctx, one, datum) ?? true),
  );
  return answers.every((isPersonal) => isPersonal);
}

/** The posts that tell this one again: what is covered in it must not live on in them. */
async function retellings(ctx: Context, postId: string): Promise<LoadedPost[]> {
  const ids = await toldAgain(ctx.db.read, postId);
  const told = await Promise.all(ids.map((id) => postById(ctx, id)));
  return told.filter((one) => one !== null);
}

/** Covers the datum in all texts that belong to the post; how many of them changed. */
async function coverEverywhere(
  tx: Tx,
  ctx: Context,
  { post, path }: LoadedPost,
  datum: string,
): Promise<number> {
  const cover = (text: string) => redact(text, datum);
  const now = await postInTx(tx, post.id);
  const comments = await commentsOfPost(tx, post.id);
  const subjects = [post.id, ...comments.map((one) => one.id)];
  const people = [
    ...[post.authorId, post.enteredById, post.holderId, post.firstHolderId],
    ...comments.flatMap(peopleOf),
  ];
  const changed = [
    now ? await coverPost(tx, ctx, now, cover) : 0,
    ...(await inTurn(comments, (row) => coverComment(tx, ctx, row, cover))),
    ...(await inTurn(await versionsOf(tx, subjects), (row) => coverVersion(tx, ctx, row, cover))),
    ...(await inTurn(await photosOfPost(tx, post.id), (row) => coverCaption(tx, row, cover))),
    ...(await inTurn(await messagesAbout(tx, path, known(people)), (row) =>
      coverMessage(tx, row, cover),
    )),
    ...(await inTurn(await tombstonesOf(tx, post.id), (row) => coverReason(tx, row, cover))),
    (await kindOf(post.kind).coverWords?.(tx, post.id, cover, ctx)) ?? 0,
  ];
  return changed.reduce((sum, one) => sum + one, 0);
}

type Cover = (text: string) => string;

async function coverPost(
  tx: Tx,
  ctx: Context,
  row: { id: string; title: string; body: string; activityPlace: string | null; kind: string },
  cover: Cover,
): Promise<number> {
  const [title, body] = [cover(row.title), cover(row.body)];
  const activityPlace = row.activityPlace && cover(row.activityPlace);
  const isClear = activityPlace === row.activityPlace;
  if (title === row.title && body === row.body && isClear) return 0;
  const html = rendered(ctx, body, kindOf(row.kind).isOfficial);
  await correctPost(tx, row.id, { title, body, html, activityPlace });
  return 1;
}

async function coverComment(
  tx: Tx,
  ctx: Context,
  row: Corrected & { kind: string },
  cover: Cover,
): Promise<number> {
  const body = cover(row.body);
  if (body === row.body) return 0;
  await correctComment(tx, row.id, { body, html: rendered(ctx, body, row.kind === 'answer') });
  return 1;
}

async function coverVersion(
  tx: Tx,
  ctx: Context,
  row: Corrected & { title: string; isAsTyped: boolean },
  cover: Cover,
): Promise<number> {
  if (row.isAsTyped) return coverAsTyped(tx, ctx, row, cover);
  const title = cover(row.title);
  const body = cover(row.body);
  if (title === row.title && body === row.body) return 0;
  await correctVersion(tx, row.id, { title, body, html: rendered(ctx, body, true) });
  return 1;
}

/** Opened, covered and sealed again: letters of the sealed text itself are no words. */
async function coverAsTyped(
  tx: Tx,
  { secrets }: Context,
  row: Corrected & { title: string },
  cover: Cover,
): Promise<number> {
  const typed = secrets.open('wording', row.body);
  const body = cover(typed);
  if (body === typed) return 0;
  await correctVersion(tx, row.id, {
    title: row.title,
    body: secrets.seal('wording', body),
    html: '',
  });
  return 1;
}

async function coverReason(
  tx: Tx,
  row: Parameters<typeof correctTombstone>[1],
  cover: Cover,
): Promise<number> {
  const reason = cover(row.reason);
  if (reason === row.reason) return 0;
  await correctTombstone(tx, { ...row, reason });
  return 1;
}

async function coverCaption(tx: Tx, row: Corrected, cover: Cover): Promise<number> {
  const caption = cover(row.body);
  if (caption === row.body) return 0;
  await correctPhoto(tx, row.id, caption);
  return 1;
}

async function coverMessage(tx: Tx, row: Corrected, cover: Cover): Promise<number> {
  const body = cover(row.body);
  if (body === row.body) return 0;
  await correctMessage(tx, row.id, body);
  return 1;
}

function rendered(ctx: Context, body: string, isOfficial: boolean): string {
  const limit = ctx.book.rules.texts.officialLength;
  const made = renderMarkdown(body, { limit, isOfficial });
  // It was within its limit before, and ■ is no longer than what it covers.
  if (!made.ok) throw new Error('a stored text is longer than its limit');
  return made.value.html;
}

async function leaveTrace(
  tx: Tx,
  ctx: Context,
  { post }: LoadedPost,
  { byId, byPost, places, at }: { byId: string; byPost: string; places: number; at: EpochMs },
): Promise<void> {
  await insertCorrection(tx, { id: newId(), postId: post.id, byId, byPost, places, at });
  await hideFromSearch(tx, post.id);
  await queueForSearch(tx, post.id, at);
  await append(tx, {
    what: 'privacy.corrected',
    subjectKind: 'post',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: ctx.viewer.personId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { places },
  });
  tx.touch(`post:${post.id}`, `village:${post.villageCode}`, 'county');
}

function peopleOf(row: { authorId: string; holderId: string | null }): (string | null)[] {
  return [row.authorId, row.holderId];
}

function known(people: (string | null)[]): string[] {
  return [...new Set(people.filter((one) => one !== null))];
}

/** One after another: a transaction has one connection. */
async function inTurn<T>(rows: T[], work: (row: T) => Promise<number>): Promise<number[]> {
  const counts: number[] = [];
  for (const row of rows) counts.push(await work(row));
  return counts;
}
