import { Hono } from 'hono';
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
import { sealedPicture } from '#server/photos/sealed.ts';
import { withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { paperDeskPath, papersPath } from '#server/rules/voucher-links.ts';
import {
  coverVoucher,
  keepVouchers,
  markWrong,
  openVoucher,
  returnVoucher,
} from '#server/vouchers/commands.ts';
import { papersPage } from '#server/vouchers/desk-views.ts';
import { checkForm, coverForm, keepForm, reasonForm } from '#server/vouchers/forms.ts';
import type { VoucherRow } from '#server/vouchers/records.ts';
import { pictureFor } from '#server/vouchers/views.ts';

/** Papers behind the lines of a table; the pages are Astro's. */
export function voucherRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/open/draft/:id/vouchers', keep);
  routes.post('/desk/open/voucher/:id/cover', cover);
  routes.post('/desk/open/voucher/:id/open', open);
  routes.post('/desk/open/voucher/:id/return', (c) => withReason(c, returnVoucher));
  routes.post('/desk/open/voucher/:id/wrong', (c) => withReason(c, markWrong));
  routes.get('/open/voucher/:file{[0-9a-f-]{36}-(?:copy|paper)-[0-9]+\\.webp}', serve);
  return routes;
}

const idOf = (c: Http) => c.req.param('id') ?? '';

async function keep(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const again = papersPath(idOf(c));
  if (!(await papersPage(ctx, idOf(c), { line: null, after: null }))) return c.notFound();
  return withPhotoForm(c, keepForm, async (form) => {
    if (!form.ok) return showAgain(c, again, form.form);
    const result = await keepVouchers(ctx, idOf(c), form.value, form.files);
    if (result.ok) leaveWord(c, 'saved');
    const to = ({ line }: { line: number }) => `${again}?line=${line}`;
    return answer(c, result, { to, again, values: form.values });
  });
}

async function cover(c: Http): Promise<Response> {
  const again = paperDeskPath(idOf(c));
  const form = await readForm(c, coverForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await coverVoucher(c.var.ctx, idOf(c), form.value.squares);
  return answer(c, result, { to: () => again, again, values: {} });
}

async function open(c: Http): Promise<Response> {
  const again = paperDeskPath(idOf(c));
  const form = await readForm(c, checkForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await openVoucher(c.var.ctx, idOf(c), form.value.key);
  return answer(c, result, { to: () => again, again, values: form.values });
}

async function withReason(
  c: Http,
  act: (ctx: Context, id: string, reason: string, key: string) => Promise<Result<VoucherRow>>,
): Promise<Response> {
  const again = paperDeskPath(idOf(c));
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['reason']);
  if (blackened) return showAgain(c, again, blackened);
  const { reason, key } = form.value;
  const result = await act(c.var.ctx, idOf(c), reason, key);
  return answer(c, result, { to: () => again, again, values: form.values });
}

/** The copy for the village's people, the paper for its office; a 404 to everybody else. */
async function serve(c: Http): Promise<Response> {
  const [, id = '', which, width] =
    /^([\da-f-]{36})-(copy|paper)-(\d{3,4})\.webp$/.exec(c.req.param('file') ?? '') ?? [];
  const photoId = await pictureFor(c.var.ctx, id, which === 'paper' ? 'paper' : 'copy');
  if (photoId === null) return c.notFound();
  return (await sealedPicture(c.var.ctx, { id: photoId, width: Number(width) })) ?? c.notFound();
}
