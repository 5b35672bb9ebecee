import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { objectionForm, secondForm, verdictForm } from '#server/selections/objection-forms.ts';
import { objectionDesk } from '#server/selections/objection-views.ts';
import { objectTo, proposeVerdict, secondVerdict } from '#server/selections/objections.ts';

const DESK = '/desk/objections';

/** Objections to published results, and how they are answered. */
export function objectionRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/selections/:round/:entry/object', object);
  routes.post(`${DESK}/:id/decide`, decide);
  routes.post(`${DESK}/:id/second`, second);
  return routes;
}

async function object(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const roundId = c.req.param('round') ?? '';
  const postId = c.req.param('entry') ?? '';
  const again = `/selections/${roundId}/${postId}/object`;
  const read = await readForm(c, objectionForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const { values } = read;
  const blackened = blackenedForm(values, ['body']);
  if (blackened) return showAgain(c, again, blackened);
  const slower = await tooFast(ctx, 'posts', 'body');
  const result = slower ?? (await objectTo(ctx, { roundId, postId }, read.value));
  if (result.ok) leaveWord(c, 'objectionSent');
  return answer(c, result, { to: () => again, again, values });
}

async function decide(c: Http): Promise<Response> {
  if (!(await objectionDesk(c.var.ctx))) return c.notFound();
  const id = c.req.param('id') ?? '';
  const read = await readForm(c, verdictForm);
  const about = { ...(read.ok ? read.values : read.form.values), about: id };
  if (!read.ok) return showAgain(c, DESK, { ...read.form, values: about });
  const blackened = blackenedForm(about, ['reason']);
  if (blackened) return showAgain(c, DESK, blackened);
  const result = await proposeVerdict(c.var.ctx, id, read.value);
  if (result.ok) leaveWord(c, 'objectionAnswered');
  return answer(c, result, { to: () => DESK, again: DESK, values: about });
}

async function second(c: Http): Promise<Response> {
  if (!(await objectionDesk(c.var.ctx))) return c.notFound();
  const id = c.req.param('id') ?? '';
  const read = await readForm(c, secondForm);
  const about = { ...(read.ok ? read.values : read.form.values), about: id };
  if (!read.ok) return showAgain(c, DESK, { ...read.form, values: about });
  const result = await secondVerdict(c.var.ctx, id, read.value);
  if (result.ok) leaveWord(c, 'objectionAnswered');
  return answer(c, result, { to: () => DESK, again: DESK, values: about });
}
