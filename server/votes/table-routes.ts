import { Hono } from 'hono';
import { type SheetFormat, sendTemplate } from '#server/grids/sheet-template.ts';
import { withSheet } from '#server/grids/sheet-upload.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { mergeTable, rollSheet } from '#server/votes/roll-sheet.ts';
import {
  closeTable,
  keepingAt,
  keepingOf,
  openTable,
  tickPaper,
  untickPaper,
} from '#server/votes/tables.ts';
import { tableForm, tickForm, untickForm } from '#server/votes/teller-forms.ts';

const TABLES = '/desk/votes/:id/tables';

/** Tables where paper ballots are handed out; the pages are Astro's. */
export function voteTableRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post(TABLES, open);
  routes.post(`${TABLES}/:table/tick`, tick);
  routes.post(`${TABLES}/:table/untick`, untick);
  routes.post(`${TABLES}/:table/close`, close);
  routes.post(`${TABLES}/:table/merge`, merge);
  routes.get(`${TABLES}/:table/roll.xlsx`, (c) => sheet(c, 'xlsx'));
  routes.get(`${TABLES}/:table/roll.csv`, (c) => sheet(c, 'csv'));
  return routes;
}

async function open(c: Http): Promise<Response> {
  const here = tablesOf(c);
  if (!(await keepingOf(c.var.ctx, idOf(c)))) return c.notFound();
  const read = await readForm(c, tableForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const { values } = read;
  const blackened = blackenedForm(values, ['place']);
  if (blackened) return showAgain(c, here, blackened);
  const { place, offline, keepers: keeperIds, key } = read.value;
  const table = { place, isOffline: offline === 'yes', keeperIds, key };
  const result = await openTable(c.var.ctx, idOf(c), table);
  return answer(c, result, { to: ({ id }) => `${here}/${id}`, again: here, values });
}

async function tick(c: Http): Promise<Response> {
  const here = tableOf(c);
  if (!(await keepingAt(c.var.ctx, whichOf(c)))) return c.notFound();
  const read = await readForm(c, tickForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const { who: electorId, key } = read.value;
  const result = await tickPaper(c.var.ctx, { ...whichOf(c), electorId, key });
  if (result.ok) leaveWord(c, 'paperTicked');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function untick(c: Http): Promise<Response> {
  const here = tableOf(c);
  if (!(await keepingAt(c.var.ctx, whichOf(c)))) return c.notFound();
  const read = await readForm(c, untickForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const { who: electorId, reason } = read.value;
  const result = await untickPaper(c.var.ctx, { ...whichOf(c), electorId, reason });
  if (result.ok) leaveWord(c, 'paperUnticked');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function close(c: Http): Promise<Response> {
  const result = await closeTable(c.var.ctx, whichOf(c));
  if (result.ok) leaveWord(c, 'tableClosed');
  return answer(c, result, { to: () => tablesOf(c), again: tableOf(c), values: {} });
}

async function merge(c: Http): Promise<Response> {
  const { ctx } = c.var;
  if (!(await keepingAt(ctx, whichOf(c)))) return c.notFound();
  const here = tableOf(c);
  return withSheet(c, async (from, text) => {
    const result = from.ok ? await mergeTable(ctx, whichOf(c), from.value) : from;
    if (result.ok) leaveWord(c, 'tableMerged');
    return answer(c, result, { to: () => here, again: here, values: { text } });
  });
}

/** The roll to be ticked where there is no network. */
async function sheet(c: Http, format: SheetFormat): Promise<Response> {
  const { ctx } = c.var;
  const keeping = await keepingAt(ctx, whichOf(c));
  if (!keeping) return c.notFound();
  c.header('cache-control', 'private, no-store');
  const rows = await rollSheet(ctx, keeping);
  return sendTemplate(c, { name: `roll-${keeping.vote.no}`, rows, format });
}

function whichOf(c: Http) {
  return { voteId: idOf(c), tableId: c.req.param('table') ?? '' };
}

function idOf(c: Http): string {
  return c.req.param('id') ?? '';
}

function tablesOf(c: Http): string {
  return `/desk/votes/${encodeURIComponent(idOf(c))}/tables`;
}

function tableOf(c: Http): string {
  return `${tablesOf(c)}/${encodeURIComponent(c.req.param('table') ?? '')}`;
}
