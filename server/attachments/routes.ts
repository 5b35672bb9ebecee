import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { addFile, removeFile } from '#server/attachments/commands.ts';
import {
  type FileToSend,
  fileOnDesk,
  filesPage,
  publishedFile,
} from '#server/attachments/views.ts';
import { filePath } from '#server/disclosures/files.ts';
import { answer, type Http, type HttpEnv, leaveWord, readForm } from '#server/kernel/http.ts';
import { formOf, withFiles } from '#server/photos/upload.ts';
import { key } from '#server/posts/forms.ts';
import type { FileFinding } from '#server/rules/file-findings.ts';
import { attachmentsPath } from '#server/rules/voucher-links.ts';

/** PDF files beside a table; the pages are Astro's. */
export function attachmentRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/open/draft/:id/files', add);
  routes.post('/desk/open/file/:id/remove', remove);
  routes.get('/desk/open/file/:id', async (c) =>
    send(c, await fileOnDesk(c.var.ctx, c.req.param('id'))),
  );
  routes.get('/v/:village/open/file/:id', async (c) =>
    send(c, await publishedFile(c.var.ctx, c.req.param('village'), c.req.param('id'))),
  );
  return routes;
}

/** The workshop is the one to say what is too big; what is far above it is not even stored. */
const MOST_BYTES = 16 * 1024 * 1024;

const keyForm = z.object({ key });

const idOf = (c: Http) => c.req.param('id') ?? '';

async function add(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const again = attachmentsPath(id);
  if (!(await filesPage(ctx, id))) return c.notFound();
  return withFiles(c, { fileBytes: MOST_BYTES, files: 1 }, async (values, files) => {
    const form = formOf(keyForm, values, files);
    if (!form.ok) return c.text('400', 400);
    const added = await addFile(ctx, id, { file: files[0], key: form.value.key });
    if (added.ok) leaveWord(c, 'saved');
    const found = 'found' in added ? added.found.map(asWord) : [];
    return answer(c, added, { to: () => again, again, values: { found } });
  });
}

async function remove(c: Http): Promise<Response> {
  const form = await readForm(c, keyForm);
  const file = await fileOnDesk(c.var.ctx, idOf(c));
  if (!form.ok || !file) return c.notFound();
  const again = attachmentsPath(file.file.disclosureId);
  const removed = await removeFile(c.var.ctx, idOf(c), form.value.key);
  return answer(c, removed, { to: () => again, again, values: {} });
}

/** `2 id 1`: where, of which kind, how many; the page has words for it. */
function asWord({ place, kind, count }: FileFinding): string {
  return `${place} ${kind} ${count}`;
}

/** Sends a file to be kept, never to be opened inside the page; a 404 to whoever may not have it. */
async function send(c: Http, found: FileToSend | null): Promise<Response> {
  const bytes = found && (await readFile(filePath(c.var.ctx, found.file.id)).catch(() => null));
  if (!found || !bytes) return c.notFound();
  const called = encodeURIComponent(`${found.file.name}.pdf`).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="file.pdf"; filename*=UTF-8''${called}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': found.isPublic ? 'public, max-age=3600' : 'private, no-store',
    },
  });
}
