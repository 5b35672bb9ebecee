import { Hono } from 'hono';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { decideObjection, decideReview, objectToRemoval } from '#server/moderation/commands.ts';
import { decisionForm, objectionForm, privacyForm, secondForm } from '#server/moderation/forms.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';

/** Looking first, taking down, objecting, and covering personal data. */
export function moderationRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/desk/reviews/:id/decision', postDecision);
  http.post('/desk/reviews/:id/second', postSecond);
  http.post('/reviews/:id/objection', postObjection);
  http.post('/posts/:id/privacy', postPrivacy);
  return http;
}

async function postDecision(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/desk/reviews/${id}`;
  const read = await readForm(c, decisionForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await decideReview(c.var.ctx, id, read.value);
  return answer(c, result, { to: () => '/desk/reviews', again, values: read.values });
}

async function postSecond(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/desk/reviews/${id}`;
  const read = await readForm(c, secondForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await decideObjection(c.var.ctx, id, read.value);
  return answer(c, result, { to: () => '/desk/reviews', again, values: read.values });
}

async function postObjection(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/reviews/${id}`;
  const read = await readForm(c, objectionForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await objectToRemoval(c.var.ctx, id, read.value);
  return answer(c, result, { to: () => again, again, values: read.values });
}

async function postPrivacy(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/posts/${id}/privacy`;
  const read = await readForm(c, privacyForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await correctPrivacy(c.var.ctx, id, read.value);
  if (result.ok) leaveWord(c, 'covered');
  return answer(c, result, { to: ({ path }) => path, again, values: read.values });
}
