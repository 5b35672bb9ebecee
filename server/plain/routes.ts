import { Hono } from 'hono';
import { z } from 'zod';
import { tooFast } from '#server/accounts/limits.ts';
import { answer, type Http, type HttpEnv, readForm, showAgain } from '#server/kernel/http.ts';
import { keepFormPhotos } from '#server/photos/kept-photos.ts';
import { formOf, withPhotoForm } from '#server/photos/upload.ts';
import { postPlain } from '#server/plain/commands.ts';
import { moveForm, plainForm } from '#server/plain/forms.ts';
import { type PlainKind, plainKindAt, plainKinds } from '#server/plain/kinds.ts';
import { movablePost, moveActivity } from '#server/plain/moving.ts';
import { newPlain } from '#server/plain/views.ts';
import { blackenedForm } from '#server/posts/wording.ts';

const anything = z.record(z.string(), z.unknown());

/** POST of every plain kind to the address of its list; the pages are Astro's. */
export function plainRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  // In brackets of its own, or the last of them would match with anything behind it.
  const lists = `(?:${plainKinds()
    .map(({ list }) => list)
    .join('|')})`;
  http.post(`/v/:village/:list{${lists}}`, (c) => {
    const kind = plainKindAt(c.req.param('list') ?? '');
    return kind ? add(c, kind) : c.notFound();
  });
  http.post(`/v/:village/:list{${lists}}/:no/activity`, move);
  return http;
}

async function move(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const { village: slug = '', list = '', no = '' } = c.req.param();
  const loaded = await movablePost(ctx, { slug, list, no });
  if (!loaded) return c.notFound();
  const again = loaded.path;
  const read = await readForm(c, moveForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const blackened = blackenedForm(read.values, ['place']);
  if (blackened) return showAgain(c, again, blackened);
  const result =
    (await tooFast(ctx, 'posts', 'place')) ?? (await moveActivity(ctx, loaded, read.value));
  return answer(c, result, { to: () => again, again, values: read.values });
}

function add(c: Http, kind: PlainKind): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${kind.listPath(slug)}/new`;
  return withPhotoForm(c, anything, async (sent) => {
    const page = await newPlain(ctx, { slug, list: kind.list });
    if (!page || !sent.ok) return c.notFound();
    // Nobody's files are worked on before it is clear that he may post here.
    const room = page.mayPost ? page.photoLimit : 0;
    const { values, photoIds, refusal } = await keepFormPhotos(ctx, sent, room);
    const form = formOf(plainForm(kind), values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedForm(values, ['title', 'body', 'place']);
    if (blackened) return showAgain(c, again, blackened);
    const slower = refusal ?? (await tooFast(ctx, 'posts', 'body'));
    const result = slower ?? (await postPlain(ctx, kind, slug, { ...form.value, photoIds }));
    return answer(c, result, { to: ({ path }) => path, again, values });
  });
}
