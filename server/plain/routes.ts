import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import { answer, type FormState, type Http, type HttpEnv, showAgain } from '#server/kernel/http.ts';
import { accept } from '#server/kernel/result.ts';
import type { UploadedFile } from '#server/photos/multipart.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { postPlain } from '#server/plain/commands.ts';
import { plainForm } from '#server/plain/forms.ts';
import { type PlainKind, plainKindAt, plainKinds } from '#server/plain/kinds.ts';
import { newPlain } from '#server/plain/views.ts';
import { blackenedForm } from '#server/posts/wording.ts';

/** POST of every plain kind to the address of its list; the pages are Astro's. */
export function plainRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  const lists = plainKinds().map(({ list }) => list);
  http.post(`/v/:village/:list{${lists.join('|')}}`, (c) => {
    const kind = plainKindAt(c.req.param('list') ?? '');
    return kind ? add(c, kind) : c.notFound();
  });
  return http;
}

function add(c: Http, kind: PlainKind): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${kind.listPath(slug)}/new`;
  return withPhotoForm(c, plainForm(kind), async (form) => {
    const page = await newPlain(ctx, { slug, list: kind.list });
    if (!page) return c.notFound();
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedForm(form.values, ['title', 'body']);
    if (blackened) return showAgain(c, again, withoutPhotos(blackened, form.files));
    // Nobody's files are worked on before it is clear that he may post here.
    const takesPhotos = kind.hasPhotos && page.mayPost;
    const slower = await tooFast(ctx, 'posts', 'body');
    if (slower) return answer(c, slower, { to: () => again, again, values: form.values });
    const photos = takesPhotos ? await keepPhotos(ctx, form.files) : accept<string[]>([]);
    const result = photos.ok
      ? await postPlain(ctx, kind, slug, { ...form.value, photoIds: photos.value })
      : photos;
    return answer(c, result, { to: ({ path }) => path, again, values: form.values });
  });
}

/** A browser does not send chosen files again: whoever had chosen some is told to. */
function withoutPhotos(form: FormState, files: UploadedFile[]): FormState {
  if (files.length === 0) return form;
  return { ...form, errors: { ...form.errors, photo: 'photoAgain' } };
}
