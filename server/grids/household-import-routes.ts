import { Hono } from 'hono';
import { importPeople, importVillage, undoImport } from '#server/grids/household-import.ts';
import {
  dropFile,
  keepFile,
  peopleTemplate,
  readPeopleFile,
  waitingFile,
} from '#server/grids/household-import-file.ts';
import { importPlaces } from '#server/grids/household-import-views.ts';
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

/** Bringing a village's people in from a file. */
export function householdImportRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get('/desk/roster/import/template.xlsx', (c) => template(c, 'xlsx'));
  http.get('/desk/roster/import/template.csv', (c) => template(c, 'csv'));
  http.post('/desk/roster/import/:village', send);
  http.post('/desk/roster/import/:village/apply', apply);
  http.post('/desk/roster/import/:village/drop', drop);
  http.post('/desk/roster/import/:village/undo', undo);
  return http;
}

async function template(c: Http, format: SheetFormat): Promise<Response> {
  if ((await importPlaces(c.var.ctx)) === null) return c.notFound();
  return sendTemplate(c, { name: 'roster', rows: peopleTemplate(), format });
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const code = villageOf(c);
  const village = await importVillage(ctx, code);
  if (!village) return c.notFound();
  return withSheet(c, async (from, text) => {
    const read = from.ok ? await readPeopleFile(ctx, from.value, village) : from;
    if (!read.ok) {
      const values = { text };
      return showAgain(c, deskOf(c), { values, errors: { [read.field ?? 'file']: read.code } });
    }
    await keepFile(ctx, code, read.value);
    return seeOther(c, `${deskOf(c)}/check`);
  });
}

async function apply(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const villageCode = villageOf(c);
  if (!(await importVillage(ctx, villageCode))) return c.notFound();
  const { key } = await formBody(c);
  const file = await waitingFile(ctx, villageCode);
  const isOther = file !== null && file.key !== key;
  if (typeof key !== 'string' || isOther) return seeOther(c, `${deskOf(c)}/check`);
  // Pressed twice: the list is gone, and the first answer is given again.
  const people = file?.people ?? null;
  const result = await importPeople(ctx, { villageCode, people, key });
  if (result.ok) leaveWord(c, 'peopleImported');
  const again = `${deskOf(c)}/check`;
  return answer(c, result, { to: () => deskOf(c), again, values: {} });
}

async function drop(c: Http): Promise<Response> {
  const { ctx } = c.var;
  if (!(await importVillage(ctx, villageOf(c)))) return c.notFound();
  await dropFile(ctx, villageOf(c));
  return seeOther(c, deskOf(c));
}

async function undo(c: Http): Promise<Response> {
  const { id } = await formBody(c);
  const done = await undoImport(c.var.ctx, { villageCode: villageOf(c), id: String(id) });
  if (done.ok) leaveWord(c, 'importUndone');
  return answer(c, done, { to: () => deskOf(c), again: deskOf(c), values: {} });
}

function villageOf(c: Http): string {
  return c.req.param('village') ?? '';
}

function deskOf(c: Http): string {
  return `/desk/roster/import/${encodeURIComponent(villageOf(c))}`;
}
