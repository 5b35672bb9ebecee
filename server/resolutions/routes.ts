import { Hono } from 'hono';
import type { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { keepFormPhotos } from '#server/photos/kept-photos.ts';
import { formOf, withFiles } from '#server/photos/upload.ts';
import { keyForm } from '#server/posts/forms.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import type { ResolutionRef } from '#server/resolutions/act.ts';
import { checkReport } from '#server/resolutions/checking.ts';
import { publishPage } from '#server/resolutions/desk.ts';
import { askToDrop, sendDropBack, signDrop } from '#server/resolutions/dropping.ts';
import {
  backForm,
  dropForm,
  progressForm,
  publishForm,
  resultForm,
} from '#server/resolutions/forms.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { reportProgress, reportResult } from '#server/resolutions/reporting.ts';
import { resolutionPage } from '#server/resolutions/views.ts';
import { resolutionsPath, stepDeskPath } from '#server/rules/links.ts';

const ONE = '/v/:village/resolutions/:no';

/** POST of resolutions: publishing one, reporting on it, signing its result. */
export function resolutionRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/steps/:motion/publish', publish);
  routes.post(`${ONE}/report`, on('report', progressForm, reportProgress));
  routes.post(`${ONE}/result`, on('result', resultForm, reportResult));
  routes.post(`${ONE}/check`, signed(checkReport, 'resultSigned'));
  routes.post(`${ONE}/drop`, inWords('drop', dropForm, askToDrop, 'dropAsked'));
  routes.post(`${ONE}/drop/sign`, signed(signDrop, 'dropSigned'));
  routes.post(`${ONE}/drop/back`, inWords('drop/back', backForm, sendDropBack, 'saved'));
  return routes;
}

async function publish(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const motionId = c.req.param('motion') ?? '';
  const again = `${stepDeskPath(motionId)}/publish`;
  const form = await readForm(c, publishForm);
  // Pressed a second time, the first answer is given again though there is no form any more.
  if (!form.ok) {
    return (await publishPage(ctx, motionId)) ? showAgain(c, again, form.form) : c.notFound();
  }
  const blackened = blackenedForm(form.values, ['title', 'body', 'replacesWhy']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await publishDecision(ctx, motionId, form.value);
  if (result.ok) leaveWord(c, 'decisionPublished');
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

function refOf(c: Http): ResolutionRef {
  const typed = c.req.param('no') ?? '';
  return {
    slug: c.req.param('village') ?? '',
    no: /^\d{1,9}$/.test(typed) ? Number(typed) : 0,
  };
}

/** A report with its photos; it leads back to the resolution. */
function on<Form>(
  act: string,
  schema: z.ZodType<Form>,
  command: (
    ctx: Context,
    ref: ResolutionRef,
    form: Form & { photoIds: string[] },
  ) => Promise<Result>,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const { ctx } = c.var;
    const ref = refOf(c);
    const here = resolutionsPath(ref.slug, ref.no);
    const { bytes, perPost } = ctx.book.rules.photos;
    return withFiles(c, { fileBytes: bytes, files: perPost }, async (typed, files) => {
      const page = await resolutionPage(ctx, ref);
      if (!page) return c.notFound();
      // Nobody's files are worked on before it is clear that he may report here.
      const taken = page.may.report ? files : [];
      const kept = await keepFormPhotos(ctx, { values: { ...typed, act }, files: taken }, perPost);
      const { values, photoIds, refusal } = kept;
      const form = formOf(schema, values, []);
      if (!form.ok) return showAgain(c, here, form.form);
      const blackened = blackenedForm(values, ['body', 'difference']);
      if (blackened) return showAgain(c, here, blackened);
      const result = refusal ?? (await command(ctx, ref, { ...form.value, photoIds }));
      if (result.ok) leaveWord(c, 'saved');
      return answer(c, result, { to: () => here, again: here, values });
    });
  };
}

/** A signature: nothing is typed. */
function signed(
  command: (ctx: Context, ref: ResolutionRef, key: string) => Promise<Result>,
  word: string,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const ref = refOf(c);
    const here = resolutionsPath(ref.slug, ref.no);
    const form = await readForm(c, keyForm);
    if (!form.ok) return showAgain(c, here, form.form);
    const result = await command(c.var.ctx, ref, form.value.key);
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => here, again: here, values: {} });
  };
}

/** An act with its reason, one of several forms on the page: `act` says which one comes back. */
function inWords<Form>(
  act: string,
  schema: z.ZodType<Form>,
  command: (ctx: Context, ref: ResolutionRef, form: Form) => Promise<Result>,
  word: string,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const ref = refOf(c);
    const here = resolutionsPath(ref.slug, ref.no);
    const form = await readForm(c, schema);
    const values = { ...(form.ok ? form.values : form.form.values), act };
    if (!form.ok) return showAgain(c, here, { ...form.form, values });
    const blackened = blackenedForm(values, ['reason']);
    if (blackened) return showAgain(c, here, blackened);
    const result = await command(c.var.ctx, ref, form.value);
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => here, again: here, values });
  };
}
