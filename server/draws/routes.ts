import { Hono } from 'hono';
import { announceRound } from '#server/draws/announcing.ts';
import { announceForm, openingForm, typedSources } from '#server/draws/forms.ts';
import { askToOpen, openWithSecond } from '#server/draws/opening.ts';
import { isPurpose } from '#server/draws/purposes.ts';
import { type Typed, typeNumbers } from '#server/draws/typing.ts';
import { poolDesk, publishedDraw, roundDesk } from '#server/draws/views.ts';
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
import { readNumbers } from '#server/rules/draw-sources.ts';
import { drawDeskPath } from '#server/rules/links.ts';

/** Opening rounds, typing numbers, opening tables; and the data of a draw for anybody. */
export function drawRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/draws', announce);
  routes.post('/desk/draws/:id/numbers', numbers);
  routes.post('/desk/promises/:pool/open', askOpening);
  routes.post('/desk/promises/:pool/second', secondOpening);
  routes.get('/draws/:id/data.json', data);
  return routes;
}

async function announce(c: Http): Promise<Response> {
  const form = await readForm(c, announceForm);
  const again = drawDeskPath();
  if (!form.ok) return showAgain(c, again, form.form);
  const { key, purpose, ...fields } = form.value;
  if (!isPurpose(purpose)) return showAgain(c, again, unknownPurpose(form.values));
  const sources = typedSources(fields);
  const result = await announceRound(c.var.ctx, { purpose, sources, key });
  if (result.ok) leaveWord(c, 'drawAnnounced');
  return answer(c, result, { to: (id) => drawDeskPath(id), again, values: form.values });
}

function unknownPurpose(values: FormState['values']): FormState {
  return { values, errors: { purpose: 'pickOne' } };
}

const SAID: Record<Typed, string> = {
  waits: 'numbersTyped',
  differs: 'numbersDiffer',
  drawn: 'drawMade',
};

async function numbers(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const desk = await roundDesk(c.var.ctx, id);
  if (!desk) return c.notFound();
  const again = drawDeskPath(id);
  const body = await formBody(c);
  const typed = desk.round.sources.map((_, at) => String(body[`numbers${at + 1}`] ?? ''));
  const values = Object.fromEntries(typed.map((text, at) => [`numbers${at + 1}`, text]));
  const read = desk.round.sources.map((source, at) => readNumbers(typed[at] ?? '', source));
  const right = read.flatMap((one) => (one === null ? [] : [one]));
  if (right.length < read.length) {
    const wrong = read.flatMap((one, at) => (one === null ? [`numbers${at + 1}`] : []));
    const errors = Object.fromEntries(wrong.map((field) => [field, 'numbersWrong' as const]));
    return showAgain(c, again, { values, errors });
  }
  const result = await typeNumbers(c.var.ctx, id, right);
  if (result.ok) leaveWord(c, SAID[result.value]);
  return answer(c, result, { to: () => again, again, values });
}

async function askOpening(c: Http): Promise<Response> {
  const pool = c.req.param('pool') ?? '';
  if (!(await poolDesk(c.var.ctx, pool))) return c.notFound();
  const form = await readForm(c, openingForm);
  const again = `/desk/promises/${pool}`;
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await askToOpen(c.var.ctx, pool, form.value.reason);
  return opened(c, result, { again, word: 'openingAsked', values: form.values });
}

async function secondOpening(c: Http): Promise<Response> {
  const pool = c.req.param('pool') ?? '';
  const result = await openWithSecond(c.var.ctx, pool);
  return opened(c, result, { again: `/desk/promises/${pool}`, word: 'tableOpened', values: {} });
}

function opened(
  c: Http,
  result: Result,
  {
    again,
    word,
    values,
  }: { again: string; word: string; values: Record<string, string | string[]> },
): Promise<Response> {
  if (result.ok) leaveWord(c, word);
  return answer(c, result, { to: () => again, again, values });
}

/** A draw as everybody may download it and compute it again. */
async function data(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const draw = await publishedDraw(c.var.ctx, id);
  if (!draw) return c.notFound();
  c.header('content-disposition', `attachment; filename="${draw.id}.json"`);
  return c.json(draw);
}
