import { Hono } from 'hono';
import { z } from 'zod';
import { openAccount } from '#server/disclosure-drafts/account-names.ts';
import { draftOf, openDraft } from '#server/disclosure-drafts/drafts.ts';
import {
  accountForm,
  cellName,
  lineCount,
  linesOf,
  MOST_LINES,
  noteForm,
  readBalances,
  readLines,
  termsOf,
  whichForm,
} from '#server/disclosure-drafts/forms.ts';
import { changeRow, dropRow, saveBalances, saveRows } from '#server/disclosure-drafts/rows.ts';
import { beginPage, draftPage, rowPage } from '#server/disclosure-drafts/views.ts';
import { coveredWords, saveWords } from '#server/disclosure-drafts/words.ts';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { draftPath } from '#server/rules/links.ts';

/** POST of the desk on which a village fills in what it publishes; the pages are Astro's. */
export function draftRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/open/draft', open);
  routes.post('/desk/open/draft/:id/rows', rows);
  routes.post('/desk/open/draft/:id/row/:no', change);
  routes.post('/desk/open/draft/:id/row/:no/drop', drop);
  routes.post('/desk/open/draft/:id/balances', balances);
  routes.post('/desk/open/draft/:id/accounts', account);
  routes.post('/desk/open/draft/:id/words', words);
  return routes;
}

const anything = z.record(z.string(), z.unknown());
const idOf = (c: Http) => c.req.param('id') ?? '';

async function open(c: Http): Promise<Response> {
  const form = await readForm(c, whichForm);
  if (!form.ok) return c.notFound();
  const { village: villageCode, item: itemCode, period } = form.value;
  const which = { villageCode, itemCode, period };
  if (!(await beginPage(c.var.ctx, which))) return c.notFound();
  const opened = await openDraft(c.var.ctx, which);
  const parts = [villageCode, itemCode, period].map(encodeURIComponent);
  const again = `/desk/open/${parts.join('/')}`;
  return answer(c, opened, { to: ({ id }) => draftPath(id), again, values: form.values });
}

async function rows(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const [draft, terms] = [await draftOf(ctx, id), await termsOf(ctx, id)];
  if (!draft?.mayDraft || !terms) return c.notFound();
  const { values } = await typedForm(c);
  const again = draftPath(id);
  if (values.more !== undefined)
    return showAgain(c, again, { values: withMore(values), errors: {} }, 200);
  const lines = linesOf(values, draft.item);
  const read = readLines(terms, lines);
  if (!read.ok) return showAgain(c, again, { values, errors: read.errors });
  if (read.rows.length === 0)
    return showAgain(c, again, { values, errors: { [firstCell(draft.item.columns)]: 'required' } });
  const key = typeof values.key === 'string' ? values.key : undefined;
  const saved = await saveRows(ctx, id, { rows: read.rows, key });
  if (saved.ok) leaveWord(c, 'saved');
  return answer(c, saved, { to: () => again, again, values });
}

async function change(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const no = c.req.param('no') ?? '';
  const [page, terms] = [await rowPage(ctx, id, no), await termsOf(ctx, id)];
  if (!page || !terms) return c.notFound();
  const { values } = await typedForm(c);
  const again = `${draftPath(id)}/row/${page.no}`;
  const [line] = linesOf({ ...values, lines: '1' }, page.item);
  const read = readLines(terms, [line ?? { at: 0, cells: {} }]);
  if (!read.ok) return showAgain(c, again, { values, errors: read.errors });
  const [row] = read.rows;
  if (!row) return c.notFound();
  const chosen = page.resolutions.find(({ rowId }) => rowId === values.resolution);
  const key = typeof values.key === 'string' ? values.key : undefined;
  const changed = await changeRow(ctx, id, {
    ...{ no: page.no, key },
    row: { ...row, resolutionRowId: chosen?.rowId ?? null },
  });
  if (changed.ok) leaveWord(c, 'saved');
  return answer(c, changed, { to: () => draftPath(id), again, values });
}

async function drop(c: Http): Promise<Response> {
  const id = idOf(c);
  const page = await rowPage(c.var.ctx, id, c.req.param('no') ?? '');
  if (!page) return c.notFound();
  const { values } = await typedForm(c);
  const key = typeof values.key === 'string' ? values.key : undefined;
  const dropped = await dropRow(c.var.ctx, id, { no: page.no, key });
  if (dropped.ok) leaveWord(c, 'saved');
  const again = `${draftPath(id)}/row/${page.no}`;
  return answer(c, dropped, { to: () => draftPath(id), again, values: {} });
}

async function balances(c: Http): Promise<Response> {
  const id = idOf(c);
  const draft = await draftOf(c.var.ctx, id);
  if (!draft?.mayDraft) return c.notFound();
  const { values } = await typedForm(c);
  const read = readBalances(values);
  if (!read.ok) return showAgain(c, draftPath(id), { values, errors: read.errors });
  const key = typeof values.key === 'string' ? values.key : undefined;
  const saved = await saveBalances(c.var.ctx, id, { said: read.said, key });
  if (saved.ok) leaveWord(c, 'saved');
  const to = () => `${draftPath(id)}#accounts`;
  return answer(c, saved, { to, again: draftPath(id), values });
}

async function account(c: Http): Promise<Response> {
  const id = idOf(c);
  const draft = await draftOf(c.var.ctx, id);
  if (!draft?.mayDraft || !draft.item.isLedger) return c.notFound();
  const form = await readForm(c, accountForm);
  if (!form.ok) return showAgain(c, draftPath(id), form.form);
  const blackened = blackenedForm(form.values, ['account']);
  if (blackened) return showAgain(c, draftPath(id), blackened);
  const { account: name, key } = form.value;
  const opened = await openAccount(c.var.ctx, id, { name, key });
  if (opened.ok) leaveWord(c, 'saved');
  const to = () => `${draftPath(id)}#accounts`;
  return answer(c, opened, { to, again: draftPath(id), values: form.values });
}

async function words(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = idOf(c);
  const again = draftPath(id);
  if (!(await draftPage(ctx, id, null))?.mayDraft) return c.notFound();
  const form = await readForm(c, noteForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const covered = await coveredWords(ctx, id, form.value);
  const errors: FormState['errors'] = {};
  if (covered && covered.note !== form.value.note) errors.note = 'personalMasked';
  if (covered && covered.rule !== form.value.rule) errors.rule = 'personalMasked';
  if (Object.keys(errors).length > 0)
    return showAgain(c, again, { values: { ...form.values, ...covered }, errors });
  const saved = await saveWords(ctx, id, form.value);
  if (saved.ok) leaveWord(c, 'saved');
  return answer(c, saved, { to: () => again, again, values: form.values });
}

/** A form whose fields depend on the item's columns: taken as it was typed. */
async function typedForm(c: Http): Promise<{ values: FormState['values'] }> {
  const form = await readForm(c, anything);
  return { values: form.ok ? form.values : form.form.values };
}

const ADDED_LINES = 5;

function withMore(values: FormState['values']): FormState['values'] {
  const lines = Math.min(lineCount(values) + ADDED_LINES, MOST_LINES);
  return { ...values, lines: String(lines) };
}

function firstCell([first]: { code: string }[]): string {
  return cellName(0, first?.code ?? '');
}
