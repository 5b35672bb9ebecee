import { Hono } from 'hono';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import {
  dropDisclosureFile,
  keepDisclosureFile,
  readDisclosureFile,
  waitingDisclosureFile,
} from '#server/disclosure-drafts/import-file.ts';
import { importRows } from '#server/disclosure-drafts/importing.ts';
import { itemTemplate } from '#server/disclosure-drafts/template.ts';
import { type SheetFormat, sendTemplate } from '#server/grids/sheet-template.ts';
import { withSheet } from '#server/grids/sheet-upload.ts';
import {
  answer,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import { draftPath } from '#server/rules/links.ts';

/** Bringing a table into a draft from a file. */
export function disclosureImportRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/desk/open/draft/:id/template.xlsx', (c) => template(c, 'xlsx'));
  routes.get('/desk/open/draft/:id/template.csv', (c) => template(c, 'csv'));
  routes.post('/desk/open/draft/:id/import', send);
  routes.post('/desk/open/draft/:id/import/apply', apply);
  routes.post('/desk/open/draft/:id/import/drop', drop);
  return routes;
}

const idOf = (c: Http) => c.req.param('id') ?? '';
const importPath = (c: Http) => `${draftPath(idOf(c))}/import`;

async function template(c: Http, format: SheetFormat): Promise<Response> {
  const { ctx } = c.var;
  const draft = await draftOf(ctx, idOf(c));
  if (!draft?.mayDraft) return c.notFound();
  return sendTemplate(c, { name: draft.item.code, rows: await itemTemplate(ctx, draft), format });
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const draft = await draftOf(ctx, id);
  if (!draft?.mayDraft) return c.notFound();
  return withSheet(c, async (from, text) => {
    const read = from.ok ? await readDisclosureFile(ctx, draft, from.value) : from;
    if (!read.ok) {
      const errors = { [read.field ?? 'file']: read.code };
      return showAgain(c, importPath(c), { values: { text }, errors });
    }
    await keepDisclosureFile(ctx, id, read.value);
    return seeOther(c, `${importPath(c)}/check`);
  });
}

async function apply(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const draft = await draftOf(ctx, id);
  if (!draft?.mayDraft) return c.notFound();
  const { key, how } = await formBody(c);
  const check = `${importPath(c)}/check`;
  const file = await waitingDisclosureFile(ctx, id);
  if (typeof key !== 'string' || (file !== null && file.key !== key)) return seeOther(c, check);
  if (file && file.faults.length > 0)
    return showAgain(c, check, { values: {}, errors: { '': 'sheetFaults' } });
  // Pressed twice: the table is gone, and the first answer is given again.
  const rows = file?.rows ?? [];
  const way = how === 'replace' ? 'replace' : 'add';
  const done = await importRows(ctx, id, { rows, how: way, key });
  if (done.ok) leaveWord(c, 'saved');
  const to = () => (done.ok && done.value.findings > 0 ? `${draftPath(id)}/gate` : draftPath(id));
  return answer(c, done, { to, again: check, values: {} });
}

async function drop(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const draft = await draftOf(ctx, idOf(c));
  if (!draft?.mayDraft) return c.notFound();
  await dropDisclosureFile(ctx, idOf(c));
  return seeOther(c, draftPath(idOf(c)));
}
