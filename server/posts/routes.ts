import { Hono } from 'hono';
import type { z } from 'zod';
import { tooFast } from '#server/accounts/limits.ts';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import {
  editPost,
  type LikedPost,
  like,
  report,
  unlike,
  withdrawPost,
} from '#server/posts/commands.ts';
import { editComment, withdrawComment } from '#server/posts/comment-changes.ts';
import { answerQuestion, speakAt } from '#server/posts/comments.ts';
import { answerForm, commentForm, editForm, reportForm } from '#server/posts/forms.ts';
import { openPost, postById, postBySlip } from '#server/posts/load.ts';
import { commentPlace } from '#server/posts/parts.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { isSlipCode, normaliseSlipCode } from '#server/rules/slip-code.ts';

/** What can be done under every post; all of it reaches the post through visibleTo. */
export function postRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/posts/:id/comments', postComment);
  http.post('/posts/:id/likes', (c) => postLike(c, like));
  http.post('/posts/:id/likes/undo', (c) => postLike(c, unlike));
  http.post('/posts/:id/reports', postReport);
  http.post('/posts/:id/edit', postEdit);
  http.post('/posts/:id/withdraw', postWithdraw);
  http.post('/comments/:id/answers', postAnswer);
  http.post('/comments/:id/edit', postCommentEdit);
  http.post('/comments/:id/withdraw', postCommentWithdraw);
  http.get('/s/:slip', getSlip);
  return http;
}

async function postComment(c: Http): Promise<Response> {
  const loaded = await openPost(c.var.ctx, c.req.param('id') ?? '');
  if (!loaded) return c.notFound();
  const read = await readWords(c, commentForm, ['body'], loaded.path);
  if (read instanceof Response) return read;
  return answer(c, await speakAt(c.var.ctx, loaded, read.value), {
    to: (said) => `${loaded.path}#talk-${said.id}`,
    again: loaded.path,
    values: read.values,
  });
}

async function postAnswer(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const place = await commentPlace(c.var.ctx, id);
  if (!place) return c.notFound();
  const read = await readWords(c, answerForm, ['body'], place.path);
  if (read instanceof Response) return read;
  return answer(c, await answerQuestion(c.var.ctx, id, read.value), {
    to: (said) => `${place.path}#talk-${said.id}`,
    again: place.path,
    values: { ...read.values, questionId: id },
  });
}

async function postLike(
  c: Http,
  change: (ctx: Http['var']['ctx'], id: string) => Promise<Result<LikedPost>>,
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const result = await change(c.var.ctx, id);
  if (result.ok) return seeOther(c, `${result.value.path}#likes`);
  const loaded = await postById(c.var.ctx, id);
  if (!loaded) return c.notFound();
  return answer(c, result, { to: () => loaded.path, again: loaded.path, values: {} });
}

async function postReport(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/posts/${id}/report`;
  const read = await readForm(c, reportForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const slower = await tooFast(c.var.ctx, 'reports', 'words');
  const result = slower ?? (await report(c.var.ctx, id, read.value));
  if (result.ok) leaveWord(c, 'reported');
  return answer(c, result, { to: ({ path }) => path, again, values: read.values });
}

async function postEdit(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/posts/${id}/edit`;
  const read = await readWords(c, editForm, ['title', 'body'], again);
  if (read instanceof Response) return read;
  return answer(c, await editPost(c.var.ctx, id, read.value), {
    to: ({ path }) => path,
    again,
    values: read.values,
  });
}

async function postWithdraw(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const loaded = await postById(c.var.ctx, id);
  if (!loaded) return c.notFound();
  const result = await withdrawPost(c.var.ctx, id);
  return answer(c, result, { to: ({ path }) => path, again: loaded.path, values: {} });
}

async function postCommentEdit(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const place = await commentPlace(c.var.ctx, id);
  if (!place) return c.notFound();
  const again = `/comments/${id}/edit`;
  const read = await readWords(c, editForm, ['body'], again);
  if (read instanceof Response) return read;
  return answer(c, await editComment(c.var.ctx, id, read.value), {
    to: () => `${place.path}#talk-${id}`,
    again,
    values: read.values,
  });
}

async function postCommentWithdraw(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const place = await commentPlace(c.var.ctx, id);
  if (!place) return c.notFound();
  const result = await withdrawComment(c.var.ctx, id);
  return answer(c, result, { to: () => `${place.path}#talk-${id}`, again: place.path, values: {} });
}

async function getSlip(c: Http): Promise<Response> {
  const typed = c.req.param('slip') ?? '';
  const slip = normaliseSlipCode(typed);
  if (!isSlipCode(slip)) return c.notFound();
  const loaded = await postBySlip(c.var.ctx, slip);
  // Whoever holds a slip may follow its matter unknown; whether there is one is not said here.
  return seeOther(c, loaded?.path ?? `/track?code=${slip}#slip`);
}

/** A form whose words are published: bad input and personal numbers both show the page again. */
async function readWords<T>(
  c: Http,
  schema: z.ZodType<T>,
  fields: string[],
  again: string,
): Promise<{ value: T; values: FormState['values'] } | Response> {
  const read = await readForm(c, schema);
  if (!read.ok) return showAgain(c, again, read.form);
  const blackened = blackenedForm(read.values, fields);
  return blackened ? showAgain(c, again, blackened) : read;
}
