import { Hono } from 'hono';
import { answer, type Http, type HttpEnv, showAgain } from '#server/kernel/http.ts';
import { noticeForm, postNotice } from '#server/notices/commands.ts';
import { newNoticePage } from '#server/notices/views.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';

/** POST of 公告; the pages are Astro's. */
export function noticeRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/v/:village/notices', addNotice);
  return http;
}

function addNotice(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const again = `/v/${slug}/notices/new`;
  return withPhotoForm(c, noticeForm, async (form) => {
    const { ctx } = c.var;
    if (!(await newNoticePage(ctx, slug))) return c.notFound();
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedForm(form.values, ['title', 'body']);
    if (blackened) return showAgain(c, again, blackened);
    const photos = await keepPhotos(ctx, form.files);
    const result = photos.ok
      ? await postNotice(ctx, slug, { ...form.value, photoIds: photos.value })
      : photos;
    return answer(c, result, { to: ({ path }) => path, again, values: form.values });
  });
}
