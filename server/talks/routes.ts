import { Hono } from 'hono';
import { answer, type Http, type HttpEnv, showAgain } from '#server/kernel/http.ts';
import { may } from '#server/kernel/permissions.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { postTalk, talkForm } from '#server/talks/commands.ts';
import { talksPage } from '#server/talks/views.ts';

/** POST of 村里话; the pages are Astro's. */
export function talkRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/v/:village/talks', addTalk);
  return http;
}

function addTalk(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const again = `/v/${slug}/talks/new`;
  return withPhotoForm(c, talkForm, async (form) => {
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedForm(form.values, ['body']);
    if (blackened) return showAgain(c, again, blackened);
    const { ctx } = c.var;
    const page = await talksPage(ctx, { slug, before: null, after: null });
    if (!page) return c.notFound();
    // Nobody's files are worked on before it is clear that he may post here.
    const isWelcome = may(ctx.viewer, 'talk.post', page.village.path);
    const photos = isWelcome ? await keepPhotos(ctx, form.files) : { ok: true as const, value: [] };
    const result = photos.ok
      ? await postTalk(ctx, slug, { ...form.value, photoIds: photos.value })
      : photos;
    return answer(c, result, { to: ({ path }) => path, again, values: form.values });
  });
}
