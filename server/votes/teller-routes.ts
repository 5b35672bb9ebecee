import { Hono } from 'hono';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { votesPath } from '#server/rules/links.ts';
import { type BoxState, openBallotBox } from '#server/votes/box-opening.ts';
import { countPaper } from '#server/votes/paper-count.ts';
import { selectOptions } from '#server/votes/records.ts';
import { type RecountFile, recountFile } from '#server/votes/recount-views.ts';
import { boxForm, countForm, readCounted, secretForm } from '#server/votes/teller-forms.ts';
import { makeTellerKey, proveTellerKey, tellingOf } from '#server/votes/tellers.ts';

const DESK = '/desk/votes/:id';

/** What the two tellers do, and the files that anybody counts again; the pages are Astro's. */
export function tellerRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post(`${DESK}/key`, makeKey);
  routes.post(`${DESK}/key/prove`, proveKey);
  routes.post(`${DESK}/count`, count);
  routes.post(`${DESK}/open`, open);
  for (const file of ['envelopes.txt', 'ballots.jsonl', 'result.json'] as const) {
    routes.get(`/v/:village/votes/:no/${file}`, (c) => download(c, file));
  }
  return routes;
}

/** The sheet is the answer itself: the key is kept nowhere, so it is shown once. */
async function makeKey(c: Http): Promise<Response> {
  const here = `${deskOf(c)}/key`;
  const made = await makeTellerKey(c.var.ctx, idOf(c));
  if (!made.ok) return answer(c, made, { to: () => here, again: here, values: {} });
  return showAgain(c, `${here}/sheet`, { values: { secret: made.value.secret }, errors: {} }, 200);
}

async function proveKey(c: Http): Promise<Response> {
  const here = `${deskOf(c)}/key`;
  if (!(await tellingOf(c.var.ctx, idOf(c)))) return c.notFound();
  const read = await readForm(c, secretForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await proveTellerKey(c.var.ctx, idOf(c), read.value.secret);
  if (result.ok) leaveWord(c, 'keyProven');
  return answer(c, result, { to: () => here, again: here, values: {} });
}

async function count(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const here = `${deskOf(c)}/count`;
  const telling = await tellingOf(ctx, idOf(c));
  if (!telling) return c.notFound();
  const read = await readForm(c, countForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const { values } = read;
  const options = await selectOptions(ctx.db.read, idOf(c));
  const counted = readCounted(values, { options, most: telling.vote.most });
  if (!counted.ok) return showAgain(c, here, counted.form);
  const blackened = blackenedForm(values, ['missing']);
  if (blackened) return showAgain(c, here, blackened);
  const result = await countPaper(ctx, idOf(c), {
    ...{ numbers: counted.value, missingReason: read.value.missing },
  });
  if (result.ok) leaveWord(c, countWords[result.value]);
  return answer(c, result, { to: () => here, again: here, values });
}

const countWords = {
  waiting: 'paperCounted',
  agreed: 'paperAgreed',
  differ: 'paperDiffers',
} as const;

async function open(c: Http): Promise<Response> {
  const here = `${deskOf(c)}/open`;
  const telling = await tellingOf(c.var.ctx, idOf(c));
  if (!telling) return c.notFound();
  const read = await readForm(c, boxForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const { secret, 'other-secret': otherSecret } = read.value;
  const result = await openBallotBox(c.var.ctx, idOf(c), { secret, otherSecret });
  if (!result.ok) return answer(c, result, { to: () => here, again: here, values: {} });
  const { vote, village } = telling;
  return boxAnswer(c, result.value, { here, votePath: votesPath(village.slug, vote.no) });
}

function boxAnswer(
  c: Http,
  box: BoxState,
  { here, votePath }: { here: string; votePath: string },
): Response | Promise<Response> {
  if (box.state === 'waiting') return seeOther(c, here);
  if (box.state === 'faulty') {
    const values = { state: 'faulty', hash: box.envelopeHash ?? '' };
    return showAgain(c, here, { values, errors: { '': 'boxFaulty' } });
  }
  leaveWord(c, 'boxOpened');
  return seeOther(c, votePath);
}

const types: Record<RecountFile, string> = {
  'envelopes.txt': 'text/plain; charset=utf-8',
  'ballots.jsonl': 'application/x-ndjson; charset=utf-8',
  'result.json': 'application/json; charset=utf-8',
};

/** A file for a recount, to be saved under its own name. */
async function download(c: Http, file: RecountFile): Promise<Response> {
  const typed = c.req.param('no') ?? '';
  const no = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  const found = await fileOf(c.var.ctx, { slug: c.req.param('village') ?? '', no }, file);
  if (!found) return c.notFound();
  c.header('content-type', types[file]);
  c.header('content-disposition', `attachment; filename="vote-${no}-${file}"`);
  c.header('cache-control', 'no-store');
  return c.body(found.text);
}

function fileOf(ctx: Context, ref: { slug: string; no: number }, file: RecountFile) {
  ctx.page.keepPrivate();
  return recountFile(ctx, ref, file);
}

function idOf(c: Http): string {
  return c.req.param('id') ?? '';
}

function deskOf(c: Http): string {
  return `/desk/votes/${encodeURIComponent(idOf(c))}`;
}
