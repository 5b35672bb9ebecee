import { Hono } from 'hono';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { answerAsk, findAsk } from '#server/promises/answering.ts';
import type { GivenAnswer } from '#server/promises/answers.ts';
import { declareKin, dropKin, kinDesk } from '#server/promises/kin.ts';
import { enterPaper, paperDesk } from '#server/promises/paper.ts';
import { answerForm, kinForm, paperForm } from '#server/promises/verdict-forms.ts';

const KIN = '/desk/kin';

/** Answers of drawn villagers by link and from paper, and declared relatives. */
export function verdictRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/verdict/:code', say);
  routes.post('/desk/promises/:pool/paper', enter);
  routes.post(KIN, declare);
  routes.post(`${KIN}/:id/drop`, drop);
  return routes;
}

async function say(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const code = c.req.param('code') ?? '';
  const again = `/verdict/${code}`;
  const found = await findAsk(ctx, code);
  if (!found.ok) return answer(c, found, { to: () => again, again, values: {} });
  const form = await readForm(c, answerForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await answerAsk(ctx, code, known(ctx, form.value));
  if (result.ok) leaveWord(c, 'answerKept');
  return answer(c, result, { to: () => again, again, values: form.values });
}

async function enter(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const poolId = c.req.param('pool') ?? '';
  if (!(await paperDesk(ctx, poolId))) return c.notFound();
  const again = `/desk/promises/${poolId}`;
  const form = await readForm(c, paperForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const { ask, ...given } = form.value;
  const result = await enterPaper(ctx, { poolId, askId: ask, ...known(ctx, given) });
  if (result.ok) leaveWord(c, 'paperEntered');
  return answer(c, result, { to: () => again, again, values: form.values });
}

async function declare(c: Http): Promise<Response> {
  if (!(await kinDesk(c.var.ctx))) return c.notFound();
  const form = await readForm(c, kinForm);
  if (!form.ok) return showAgain(c, KIN, form.form);
  const result = await declareKin(c.var.ctx, form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => KIN, again: KIN, values: form.values });
}

async function drop(c: Http): Promise<Response> {
  const result = await dropKin(c.var.ctx, c.req.param('id') ?? '');
  if (result.ok) leaveWord(c, 'withdrawn');
  return answer(c, result, { to: () => KIN, again: KIN, values: {} });
}

function known(ctx: Context, { answer: said, reasons }: GivenAnswer): GivenAnswer {
  const codes = new Set(ctx.book.promises.reasons.map(({ code }) => code));
  return { answer: said, reasons: reasons.filter((reason) => codes.has(reason)) };
}
