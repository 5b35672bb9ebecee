import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import { answer, type Http, type HttpEnv, showAgain } from '#server/kernel/http.ts';
import { accept } from '#server/kernel/result.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { letterForm, linesOf } from '#server/letters/forms.ts';
import { newLetter } from '#server/letters/views.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { letterPath, lettersPath } from '#server/rules/links.ts';

/** POST of letters; the pages are Astro's. */
export function letterRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/v/:village/letters', publish);
  return routes;
}

async function publish(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${lettersPath(slug)}/new`;
  return withPhotoForm(c, letterForm, async (form) => {
    // Nobody's files are worked on before it is clear that he may write here.
    if (!(await newLetter(ctx, slug))) return c.notFound();
    if (!form.ok) return showAgain(c, again, form.form);
    const slower = await tooFast(ctx, 'posts', 'body');
    if (slower) return answer(c, slower, { to: () => again, again, values: form.values });
    const { title, body, key } = form.value;
    const photos = await keepPhotos(ctx, form.files);
    const letter = { title, body, key, lines: linesOf(form.value) };
    const result = photos.ok
      ? await publishLetter(ctx, slug, { ...letter, photoIds: photos.value })
      : photos;
    const to = ({ no }: { no: number }) => letterPath(slug, no);
    return answer(c, result.ok ? accept(result.value) : result, { to, again, values: form.values });
  });
}
