import { Hono } from 'hono';
import type { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import { answer, type Http, type HttpEnv, leaveWord, showAgain } from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { findPromise, owingPost, type PromiseRef } from '#server/promises/act.ts';
import { changePromise, claimPromise, reportProgress } from '#server/promises/commands.ts';
import { changeForm, claimForm, progressForm } from '#server/promises/forms.ts';
import { promisePath } from '#server/rules/links.ts';

/** What its owner does to a promise; each form lives on the promise's own page. */
export function promiseRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  const act = (name: string, handler: (c: Http) => Promise<Response>) =>
    routes.post(`/v/:village/letters/:no/promises/:line/${name}`, handler);
  act('report', on(progressForm, reportProgress));
  act('claim', on(claimForm, claimPromise));
  act(
    'change',
    on(changeForm, (ctx, ref, form) => changePromise(ctx, ref, form)),
  );
  return routes;
}

/** One act: its form and its command; it leads back to the promise. */
function on<Form>(
  schema: z.ZodType<Form>,
  command: (ctx: Context, ref: PromiseRef, form: Form & { photoIds: string[] }) => Promise<Result>,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const { ctx } = c.var;
    const ref = {
      slug: c.req.param('village') ?? '',
      letterNo: Number(c.req.param('no')),
      no: Number(c.req.param('line')),
    };
    const here = promisePath(ref.slug, ref.letterNo, ref.no);
    return withPhotoForm(c, schema, async (form) => {
      const found = await findPromise(ctx, ref);
      if (!found) return c.notFound();
      if (!form.ok) return showAgain(c, here, form.form);
      // Nobody's files are worked on before it is clear that the promise is his.
      const files = owingPost(ctx, found) === null ? [] : form.files;
      const photos = await keepPhotos(ctx, files);
      const result = photos.ok
        ? await command(ctx, ref, { ...form.value, photoIds: photos.value })
        : photos;
      if (result.ok) leaveWord(c, 'saved');
      return answer(c, result, { to: () => here, again: here, values: form.values });
    });
  };
}
