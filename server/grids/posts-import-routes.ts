import { Hono } from 'hono';
import { appointByList, type HandedOver, postsPlace } from '#server/grids/posts-import.ts';
import {
  type PostsFile,
  postsSheet,
  postsTemplate,
  readPostsFile,
} from '#server/grids/posts-import-file.ts';
import { type SheetFormat, sendTemplate } from '#server/grids/sheet-template.ts';
import { withSheet } from '#server/grids/sheet-upload.ts';
import { dropSheet, keepSheet, waitingSheet } from '#server/grids/waiting-sheet.ts';
import {
  answer,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';

/** Appointing many people by a table, on the desk of posts. */
export function postsImportRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get('/desk/posts/:place/import/template.xlsx', (c) => template(c, 'xlsx'));
  http.get('/desk/posts/:place/import/template.csv', (c) => template(c, 'csv'));
  http.post('/desk/posts/:place/import', send);
  http.post('/desk/posts/:place/import/apply', apply);
  http.post('/desk/posts/:place/import/drop', drop);
  return http;
}

async function template(c: Http, format: SheetFormat): Promise<Response> {
  const place = await postsPlace(c.var.ctx, placeOf(c));
  if (!place) return c.notFound();
  return sendTemplate(c, { name: 'posts', rows: postsTemplate(place.level), format });
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const place = await postsPlace(ctx, placeOf(c));
  if (!place) return c.notFound();
  return withSheet(c, async (from, text) => {
    const read = from.ok ? await readPostsFile(ctx, from.value, place) : from;
    if (!read.ok) {
      const values = { text };
      return showAgain(c, pageOf(c), { values, errors: { [read.field ?? 'file']: read.code } });
    }
    await keepSheet(ctx, postsSheet(place.code), read.value);
    return seeOther(c, `${pageOf(c)}/check`);
  });
}

async function apply(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const placeCode = placeOf(c);
  if (!(await postsPlace(ctx, placeCode))) return c.notFound();
  const { key } = await formBody(c);
  const again = `${pageOf(c)}/check`;
  const file = await waitingSheet<PostsFile>(ctx, postsSheet(placeCode));
  const isOther = file !== null && file.key !== key;
  if (typeof key !== 'string' || isOther) return seeOther(c, again);
  const result = await appointByList(ctx, { placeCode, posts: file?.posts ?? null, key });
  if (result.ok && result.value.first.length > 0) return handOver(c, result.value.first);
  if (result.ok) leaveWord(c, 'postsGranted');
  return answer(c, result, { to: () => deskOf(c), again, values: {} });
}

/** The sheets are the answer itself: passwords are kept nowhere in clear, so they are shown once. */
function handOver(c: Http, first: HandedOver[]): Promise<Response> {
  const values = {
    name: first.map(({ name }) => name),
    place: first.map(({ place }) => place),
    password: first.map(({ password }) => password),
    until: String(Math.min(...first.map(({ until }) => until))),
  };
  return showAgain(c, `${pageOf(c)}/passwords`, { values, errors: {} }, 200);
}

async function drop(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const place = await postsPlace(ctx, placeOf(c));
  if (!place) return c.notFound();
  await ctx.db.write((tx) => dropSheet(tx, ctx, postsSheet(place.code)));
  return seeOther(c, pageOf(c));
}

function placeOf(c: Http): string {
  return c.req.param('place') ?? '';
}

function deskOf(c: Http): string {
  return `/desk/posts/${encodeURIComponent(placeOf(c))}`;
}

function pageOf(c: Http): string {
  return `${deskOf(c)}/import`;
}
