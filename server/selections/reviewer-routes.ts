import { Hono } from 'hono';
import { z } from 'zod';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { keepSheet, recuse, sendSheet } from '#server/selections/judging.ts';
import {
  declareReviewerKin,
  dropReviewerKin,
  endReviewer,
  nameReviewer,
} from '#server/selections/pool.ts';
import { readingPage } from '#server/selections/reading-views.ts';
import { kinVillageForm, readSheet, reviewerForm } from '#server/selections/reviewer-forms.ts';
import { reviewerDesk, reviewerKinDesk } from '#server/selections/reviewer-views.ts';

const POOL = '/desk/selections/reviewers';
const KIN = '/desk/selections/kin';

/** The list of reviewers, their declarations and their sheets. */
export function reviewerRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post(POOL, nameOne);
  routes.post(`${POOL}/:id/end`, endOne);
  routes.post(KIN, declare);
  routes.post(`${KIN}/:village/drop`, drop);
  routes.post('/desk/selections/:round/read/:entry', writeSheet);
  routes.post('/desk/selections/:round/read/:entry/recuse', stepBack);
  return routes;
}

async function nameOne(c: Http): Promise<Response> {
  if (!(await reviewerDesk(c.var.ctx))) return c.notFound();
  const form = await readForm(c, reviewerForm);
  if (!form.ok) return showAgain(c, POOL, form.form);
  const result = await nameReviewer(c.var.ctx, form.value);
  if (result.ok) leaveWord(c, 'reviewerNamed');
  return answer(c, result, { to: () => POOL, again: POOL, values: form.values });
}

async function endOne(c: Http): Promise<Response> {
  const result = await endReviewer(c.var.ctx, c.req.param('id') ?? '');
  if (result.ok) leaveWord(c, 'reviewerEnded');
  return answer(c, result, { to: () => POOL, again: POOL, values: {} });
}

async function declare(c: Http): Promise<Response> {
  if (!(await reviewerKinDesk(c.var.ctx))) return c.notFound();
  const form = await readForm(c, kinVillageForm);
  if (!form.ok) return showAgain(c, KIN, form.form);
  const result = await declareReviewerKin(c.var.ctx, form.value.village);
  if (result.ok) leaveWord(c, 'kinNoted');
  return answer(c, result, { to: () => KIN, again: KIN, values: form.values });
}

async function drop(c: Http): Promise<Response> {
  const result = await dropReviewerKin(c.var.ctx, c.req.param('village') ?? '');
  if (result.ok) leaveWord(c, 'withdrawn');
  return answer(c, result, { to: () => KIN, again: KIN, values: {} });
}

/** Any fields: which there are is the rubric's to say. */
const sheetForm = z.looseObject({});

async function writeSheet(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const key = { roundId: c.req.param('round') ?? '', postId: c.req.param('entry') ?? '' };
  const page = await readingPage(ctx, key.roundId, key.postId);
  if (!page) return c.notFound();
  const form = await readForm(c, sheetForm);
  if (!form.ok) return showAgain(c, page.path, form.form);
  const isDraft = form.values.act === 'save';
  const sheet = readSheet(form.values, page.numbers, isDraft);
  if (!sheet.ok) return showAgain(c, page.path, sheet.form);
  const reasons = page.numbers.rubric.map(({ code }) => `reason-${code}`);
  const blackened = blackenedForm(form.values, [...reasons, 'remark']);
  if (blackened) return showAgain(c, page.path, blackened);
  const result = await (isDraft ? keepSheet : sendSheet)(ctx, key, sheet.value);
  if (result.ok) leaveWord(c, isDraft ? 'sheetKept' : 'sheetSent');
  const list = `/desk/selections/${key.roundId}/read`;
  const to = () => (isDraft ? page.path : list);
  return answer(c, result, { to, again: page.path, values: form.values });
}

async function stepBack(c: Http): Promise<Response> {
  const key = { roundId: c.req.param('round') ?? '', postId: c.req.param('entry') ?? '' };
  const list = `/desk/selections/${key.roundId}/read`;
  const result = await recuse(c.var.ctx, key);
  if (result.ok) leaveWord(c, 'hasRecused');
  return answer(c, result, { to: () => list, again: list, values: {} });
}
