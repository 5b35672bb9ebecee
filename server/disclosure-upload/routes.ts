import { Hono } from 'hono';
import { z } from 'zod';
import content from '#content/sheets/disclosures.json' with { type: 'json' };
import { bringUpload, undoUpload, uploadTown } from '#server/disclosure-upload/commands.ts';
import {
  dropTownFile,
  keepTownFile,
  readTownFile,
  uploadItem,
  waitingTownFile,
} from '#server/disclosure-upload/file.ts';
import { uploadPeriods } from '#server/disclosure-upload/views.ts';
import { placesBelow } from '#server/grids/desk-places.ts';
import { type SheetFormat, sendTemplate } from '#server/grids/sheet-template.ts';
import { withSheet } from '#server/grids/sheet-upload.ts';
import {
  answer,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import { key } from '#server/posts/forms.ts';
import { blacken } from '#server/posts/wording.ts';
import { openDeskPath, uploadPath } from '#server/rules/links.ts';

/** The town's bookkeeper and the export of all his villages; the pages are Astro's. */
export function uploadRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/desk/open/upload/template.xlsx', (c) => template(c, 'xlsx'));
  routes.get('/desk/open/upload/template.csv', (c) => template(c, 'csv'));
  routes.post('/desk/open/upload', send);
  routes.post('/desk/open/upload/apply', apply);
  routes.post('/desk/open/upload/drop', drop);
  routes.post('/desk/open/upload/:id/undo', undo);
  return routes;
}

const CHECK = `${uploadPath()}/check`;

/** The file name is shown to the town's people, and no file name may tell of a person. */
const LONGEST_NAME = 80;

async function template(c: Http, format: SheetFormat): Promise<Response> {
  const { ctx } = c.var;
  if (!(await uploadTown(ctx))) return c.notFound();
  const heads = [content.village[0] ?? '', ...uploadItem(ctx).columns.map(({ zh }) => zh)];
  return sendTemplate(c, { name: 'accounts', rows: [heads], format });
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const town = await uploadTown(ctx);
  if (!town) return c.notFound();
  return withSheet(c, async (from, text, { fields, fileName }) => {
    const period = String(fields.period ?? '');
    const values = { text, period };
    if (!uploadPeriods(ctx).includes(period)) {
      return showAgain(c, uploadPath(), { values, errors: { period: 'periodUnknown' } });
    }
    const villages = await placesBelow(ctx, { code: town.code, level: 'town' });
    const name = blacken(fileName).slice(0, LONGEST_NAME);
    const of = { item: uploadItem(ctx), period, villages, fileName: name };
    const read = from.ok ? await readTownFile(ctx, of, from.value) : from;
    if (!read.ok) {
      return showAgain(c, uploadPath(), { values, errors: { [read.field ?? 'file']: read.code } });
    }
    await keepTownFile(ctx, town.code, read.value);
    return seeOther(c, CHECK);
  });
}

async function apply(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const town = await uploadTown(ctx);
  if (!town) return c.notFound();
  const body = await formBody(c);
  const replace = [body.replace ?? []].flat().map(String);
  const seen = [body.seen ?? []].flat().map(String);
  const file = await waitingTownFile(ctx, town.code);
  const isOther = file !== null && file.key !== body.key;
  if (typeof body.key !== 'string' || isOther) return seeOther(c, CHECK);
  const done = await bringUpload(ctx, town, { file, key: body.key, replace, seen });
  if (done.ok) leaveWord(c, 'saved');
  return answer(c, done, {
    to: ({ id }) => uploadPath(id),
    again: CHECK,
    values: { replace, seen },
  });
}

async function drop(c: Http): Promise<Response> {
  const town = await uploadTown(c.var.ctx);
  if (!town) return c.notFound();
  await dropTownFile(c.var.ctx, town.code);
  return seeOther(c, openDeskPath());
}

async function undo(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = c.req.param('id') ?? '';
  const town = await uploadTown(ctx);
  if (!town) return c.notFound();
  const again = uploadPath(id);
  const form = await readForm(c, z.object({ key }));
  if (!form.ok) return showAgain(c, again, form.form);
  const done = await undoUpload(ctx, town, { id, key: form.value.key });
  if (done.ok) leaveWord(c, 'importUndone');
  return answer(c, done, { to: () => again, again, values: {} });
}
