import { Hono } from 'hono';
import { z } from 'zod';
import { answer, type Http, type HttpEnv, readForm, showAgain } from '#server/kernel/http.ts';
import { coverPhoto } from '#server/photos/cover.ts';
import { servePhoto } from '#server/photos/serve.ts';
import { SQUARES } from '#server/workshop/photo-files.ts';

const square = z.coerce
  .number()
  .int()
  .min(0)
  .max(SQUARES.columns * SQUARES.rows - 1);

const coverForm = z.object({
  squares: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(square).min(1, 'pickOne'),
  ),
});

/** Photos: served to whoever sees their post, blackened by owner and reviewers. */
export function photoRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get('/photos/:file{[0-9a-f]+-[0-9]+\\.webp}', servePhoto);
  http.post('/photos/:id/cover', postCover);
  return http;
}

async function postCover(c: Http): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const again = `/photos/${id}/cover`;
  const read = await readForm(c, coverForm);
  if (!read.ok) return showAgain(c, again, read.form);
  return answer(c, await coverPhoto(c.var.ctx, id, read.value.squares), {
    to: () => again,
    again,
    values: {},
  });
}
