import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import type { Answerer } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { may, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import {
  addToComments,
  type CommentRecord,
  commentInTx,
  insertComment,
  selectComment,
  updateComment,
} from '#server/posts/comment-records.ts';
import { lookDueAt } from '#server/posts/create.ts';
import type { AnswerForm, CommentForm } from '#server/posts/forms.ts';
import { type LoadedPost, openPost } from '#server/posts/load.ts';
import { answeringPost, holderOfQuestion } from '#server/posts/question-holder.ts';
import { openReviews } from '#server/posts/records.ts';
import { holdsWords, prepareWords, roleOf, type Wording } from '#server/posts/wording.ts';
import { questionLimits } from '#server/rules/appeal-limits.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

/** 说一句 or 问村里一句 under a post. A question starts a clock and names who will answer. */
export async function speakUnder(
  ctx: Context,
  postId: string,
  form: CommentForm,
): Promise<Result<{ id: string }>> {
  const loaded = await openPost(ctx, postId);
  return loaded ? speakAt(ctx, loaded, form) : refuse('notFound');
}

/** The same under a post that was loaded for this viewer and is still open. */
export async function speakAt(
  ctx: Context,
  loaded: LoadedPost,
  form: CommentForm,
): Promise<Result<{ id: string }>> {
  const said = await decideWhat(ctx, loaded, form);
  if (!said.ok) return said;
  const { authorId: actorId, at } = said.value;
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'comments', 'body');
    if (slower) return slower;
    const id = await once(tx, { actorId, action: 'comment', key: form.key, at }, () =>
      writeComment(tx, ctx, loaded, said.value),
    );
    return accept({ id });
  });
}

/**
 * An official answer to a question. It stops the question's clock, unless it is only a receipt;
 * a deputy or somebody above may give it, and the clock names who did.
 */
export async function answerQuestion(
  ctx: Context,
  questionId: string,
  form: AnswerForm,
): Promise<Result<{ id: string; postId: string }>> {
  const question = await selectComment(ctx.db.read, ctx.viewer, questionId);
  const loaded = question && (await openPost(ctx, question.postId));
  const isOpen = question?.kind === 'ask' && !question.removedAt && !question.withdrawnAt;
  if (!loaded || !isOpen) return refuse('notFound');
  const { personId } = ctx.viewer;
  const heldPost = await answeringPost(ctx, question, loaded);
  if (personId === null || heldPost === null) return refuse('notAllowed');
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const said = { actorId: personId, action: 'answer', key: form.key, at };
    const id = await once(tx, said, async () => {
      await lock(tx, 'comment', 'id', questionId);
      const answerId = await writeComment(tx, ctx, loaded, {
        kind: 'answer',
        parentId: questionId,
        authorId: personId,
        shownAs: 'name',
        authorPost: heldPost,
        wording: wording.value,
        holder: null,
        firstDueAt: null,
        isHeld: false,
        at,
      });
      await stopClock(tx, ctx, questionId, { personId, body: form.body, at });
      await tellAsker(tx, loaded, question, { body: wording.value.body, at });
      return answerId;
    });
    return accept({ id, postId: loaded.post.id });
  });
}

/** Everything about a comment that is decided before its write. */
export async function decideWhat(
  ctx: Context,
  loaded: LoadedPost,
  form: CommentForm,
): Promise<Result<NewComment>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const { path } = loaded.village;
  const isQuestion = form.kind === 'ask' && form.parentId === undefined;
  const isAllowed = may(ctx.viewer, isQuestion ? 'comment.ask' : 'comment.say', path);
  if (!isAllowed) return refuse('notAllowed');
  const root = form.parentId ? await rootOf(ctx, loaded, form.parentId) : null;
  if (form.parentId && !root) return refuse('notFound');
  const heldPost = speakingPost(ctx.viewer, 'comment.answer', path);
  const wording = prepareWords(ctx, form.body, { isOfficial: false });
  if (!wording.ok) return { ...wording, field: 'body' };
  const at = ctx.clock.now();
  const { rules, calendar } = ctx.book;
  return accept<NewComment>({
    kind: isQuestion ? 'ask' : 'say',
    parentId: root,
    authorId: personId,
    shownAs: heldPost ? 'name' : form.shownAs,
    authorPost: heldPost,
    wording: wording.value,
    holder: isQuestion ? await holderOfQuestion(ctx, loaded, at) : null,
    firstDueAt: isQuestion ? questionLimits(rules, at, calendar).first.dueAt : null,
    isHeld: await holdsWords(ctx, {
      kind: 'comment',
      isOfficial: heldPost !== null,
      audience: loaded.post.audience,
    }),
    at,
  });
}

/** One level of reply: an answer to a reply goes under the same root. */
async function rootOf(ctx: Context, { post }: LoadedPost, id: string): Promise<string | null> {
  const parent = await selectComment(ctx.db.read, ctx.viewer, id);
  const isHere = parent?.postId === post.id && !parent.removedAt && parent.releasedAt !== null;
  return isHere ? (parent.parentId ?? parent.id) : null;
}

/** A comment before its write. */
export interface NewComment {
  kind: 'say' | 'ask' | 'answer' | 'voice';
  parentId: string | null;
  authorId: string;
  shownAs: string;
  authorPost: string | null;
  wording: Wording;
  holder: Answerer | null;
  firstDueAt: EpochMs | null;
  isHeld: boolean;
  at: EpochMs;
}

/** Writes a comment with its review, its act and its message, inside a write. */
export async function writeComment(
  tx: Tx,
  ctx: Context,
  { post, village, path }: LoadedPost,
  { wording, holder, isHeld, at, ...fields }: NewComment,
): Promise<string> {
  const id = newId();
  await insertComment(tx, {
    ...fields,
    id,
    postId: post.id,
    body: wording.body,
    html: wording.html,
    createdAt: at,
    releasedAt: isHeld ? null : at,
    likes: 0,
    holderId: holder?.personId ?? null,
    holderGridCode: holder?.gridCode ?? null,
  });
  if (isHeld) {
    const dueAt = lookDueAt(ctx, at);
    const held = {
      subjectKind: 'comment',
      subjectId: id,
      postId: post.id,
      why: 'words',
      dueAt,
      at,
    };
    await openReviews(tx, [{ ...held, villageCode: post.villageCode }]);
  } else {
    await addToComments(tx, post.id, 1);
  }
  await append(tx, {
    what: whatWasSaid[fields.kind],
    subjectKind: 'post',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: fields.authorId,
    actorRole: roleOf(ctx.viewer, post.villageCode, fields.authorPost),
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { commentId: id, dueAt: fields.firstDueAt },
    content: { body: wording.body },
  });
  if (holder) await tellHolder(tx, holder, { body: wording.body, village: village.name, path, at });
  tx.touch(`post:${post.id}`, `village:${post.villageCode}`);
  return id;
}

const whatWasSaid = {
  say: 'comment.said',
  voice: 'comment.said',
  ask: 'question.asked',
  answer: 'question.answered',
};

async function stopClock(
  tx: Tx,
  ctx: Context,
  questionId: string,
  { personId, body, at }: { personId: string; body: string; at: EpochMs },
): Promise<void> {
  const question = await commentInTx(tx, questionId);
  const isAnswer = isSubstantive(body, ctx.book.answerRule, 'question');
  if (!question || question.firstAnsweredAt !== null || !isAnswer) return;
  await updateComment(tx, questionId, { firstAnsweredAt: at, firstAnsweredById: personId });
  if (question.holderId) tx.touch(`person:${question.holderId}`);
}

async function tellHolder(
  tx: Tx,
  holder: Answerer,
  { body, village, path, at }: { body: string; village: string; path: string; at: EpochMs },
): Promise<void> {
  const words = wordsFor('zh').posts.messages;
  await tell(tx, {
    personId: holder.personId,
    template: 'question.asked',
    body: words.questionAsked(village, body),
    path,
    at,
  });
}

async function tellAsker(
  tx: Tx,
  { path }: LoadedPost,
  question: CommentRecord,
  { body, at }: { body: string; at: EpochMs },
): Promise<void> {
  const words = wordsFor('zh').posts.messages;
  await tell(tx, {
    personId: question.authorId,
    template: 'question.answered',
    body: words.questionAnswered(body),
    path: `${path}#talk-${question.id}`,
    at,
  });
}
