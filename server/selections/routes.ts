import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type FormState,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import {
  enterPost,
  openRound,
  recommend,
  takeEntryBack,
  takeRecommendationBack,
} from '#server/selections/commands.ts';
import type { EntryKey } from '#server/selections/records.ts';
import { publishedResult } from '#server/selections/result-views.ts';

const DESK = '/desk/selections';

/** What is done at the desk of selections; the pages are Astro's. */
export function selectionRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/selections/:round/data.json', data);
  routes.post(DESK, open);
  routes.post(`${DESK}/:round/enter`, on(enterPost, 'letterEntered'));
  routes.post(`${DESK}/:round/take-back`, on(takeEntryBack, 'entryTakenBack'));
  routes.post(`${DESK}/:round/recommend`, postRecommendation);
  routes.post(`${DESK}/:round/not-recommend`, on(takeRecommendationBack, 'notRecommended'));
  return routes;
}

const letterForm = z.object({ postId: z.uuid('formGone') });

/** A published result as everybody may download it: numbers, and their hash. */
async function data(c: Http): Promise<Response> {
  const result = await publishedResult(c.var.ctx, roundOf(c));
  if (!result) return c.notFound();
  c.header('content-disposition', `attachment; filename="${roundOf(c)}.json"`);
  return c.json(result);
}

async function open(c: Http): Promise<Response> {
  const body = await formBody(c);
  const result = await openRound(c.var.ctx, String(body.kind ?? ''));
  return answer(c, result, { to: (id) => `${DESK}/${id}`, again: DESK, values: {} });
}

function on(
  command: (ctx: Context, key: EntryKey) => Promise<Result>,
  word: string,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const here = deskOf(c);
    const read = await readForm(c, letterForm);
    if (!read.ok) return showAgain(c, here, read.form);
    const { postId } = read.value;
    const result = await command(c.var.ctx, { roundId: roundOf(c), postId });
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => here, again: here, values: read.values });
  };
}

/** Each entry has its own field for the reason, so that an error stands at the right one. */
async function postRecommendation(c: Http): Promise<Response> {
  const here = deskOf(c);
  const read = await readForm(c, letterForm.loose());
  if (!read.ok) return showAgain(c, here, read.form);
  const { values } = read;
  const { postId } = read.value;
  const field = `reason-${postId}`;
  const typed = values[field];
  const reason = typeof typed === 'string' ? typed.trim() : '';
  if (reason === '') return showAgain(c, here, required(values, field));
  const blackened = blackenedForm(values, [field]);
  if (blackened) return showAgain(c, here, blackened);
  const result = await recommend(c.var.ctx, { roundId: roundOf(c), postId }, reason);
  if (result.ok) leaveWord(c, 'letterRecommended');
  return answer(c, result, { to: () => here, again: here, values });
}

function required(values: FormState['values'], field: string): FormState {
  return { values, errors: { [field]: 'required' } };
}

function roundOf(c: Http): string {
  return c.req.param('round') ?? '';
}

function deskOf(c: Http): string {
  return `${DESK}/${roundOf(c)}`;
}
