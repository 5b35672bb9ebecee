import { Hono } from 'hono';
import {
  answer,
  type Http,
  type HttpEnv,
  readForm,
  seeOther,
  showAgain,
  toSignIn,
} from '#server/kernel/http.ts';
import { castVote, type VoteRef, votePath } from '#server/votes/casting.ts';
import { choiceForm } from '#server/votes/forms.ts';
import { castCheck } from '#server/votes/views.ts';

const VOTE = '/v/:village/votes/:no';

/**
 * Casting a ballot: chosen, looked at once more, cast. The choice travels in the body of the form
 * alone, from screen to screen; no answer is a redirect that carries it, and nothing keeps it.
 */
export function voteRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${VOTE}/check`, check);
  http.post(`${VOTE}/change`, change);
  http.post(`${VOTE}/cast`, cast);
  return http;
}

function refOf(c: Http): VoteRef {
  const typed = c.req.param('no') ?? '';
  return { slug: c.req.param('village') ?? '', no: /^\d{1,9}$/.test(typed) ? Number(typed) : 0 };
}

/** The last screen, with the choice in its form; nothing is written. */
async function check(c: Http): Promise<Response> {
  const ref = refOf(c);
  const path = votePath(ref);
  if (c.var.ctx.viewer.personId === null) return toSignIn(c, path);
  const read = await readForm(c, choiceForm);
  if (!read.ok) return showAgain(c, path, read.form);
  const { values } = read;
  const seen = await castCheck(c.var.ctx, ref, read.value.ballot);
  if (!seen.ok) return answer(c, seen, { to: () => path, again: path, values });
  return showAgain(c, `${path}/check`, { values, errors: {} }, 200);
}

/** Back to the first screen, with what was chosen still ticked. */
async function change(c: Http): Promise<Response> {
  const read = await readForm(c, choiceForm);
  const values = read.ok ? read.values : {};
  return showAgain(c, votePath(refOf(c)), { values, errors: {} }, 200);
}

async function cast(c: Http): Promise<Response> {
  const ref = refOf(c);
  const path = votePath(ref);
  if (c.var.ctx.viewer.personId === null) return toSignIn(c, path);
  const read = await readForm(c, choiceForm);
  if (!read.ok) return showAgain(c, path, read.form);
  const result = await castVote(c.var.ctx, ref, read.value.ballot);
  // A second press, or a second try: what lies in the box stays, and the receipt is where it was.
  if (!result.ok && result.code === 'votedAlready') return seeOther(c, `${path}/receipt`);
  // What he chose is not given back either: the page says that it was not kept.
  return answer(c, result, { to: () => `${path}/receipt`, again: path, values: {} });
}
