import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import {
  copiedItem,
  copiedMonth,
  copyJson,
  copyName,
  workbookRows,
} from '#server/disclosure-copies/copies.ts';
import { dataPackage, resourceFile } from '#server/disclosure-copies/data-package.ts';
import { atomFeed, disclosureFeed, jsonFeed } from '#server/disclosure-copies/feeds.ts';
import { tableCsv } from '#server/disclosure-copies/public-table.ts';
import type { Http, HttpEnv } from '#server/kernel/http.ts';
import { packWorkbook, WORKBOOK_TYPE } from '#server/workshop/workbook.ts';

/** Tables, packages and feeds: what anybody may take away and keep. */
export function copyRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/v/:village/open/item/:file{[0-9]+\\.(?:csv|xlsx|json)}', giveItem);
  routes.get('/v/:village/open/:year{[0-9]+}/:month{[0-9]+}/datapackage.json', givePackage);
  routes.get('/v/:village/open/:year{[0-9]+}/:month{[0-9]+}/:file{[a-z0-9-]+\\.csv}', giveResource);
  routes.get('/feeds/:file{[a-z0-9-]+\\.(?:atom|json)}', giveFeed);
  return routes;
}

const CSV_TYPE = 'text/csv; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** `/v/shiti/open/item/1012.csv`: one table in one of three forms. */
async function giveItem(c: Http): Promise<Response> {
  const [no, format] = splitName(c.req.param('file'));
  const { ctx } = c.var;
  const copied = await copiedItem(ctx, { slug: c.req.param('village') ?? '', no: Number(no) });
  if (!copied) return c.notFound();
  const { table, item } = copied;
  const name = `${copyName(copied)}.${format}`;
  if (format === 'csv') return give(c, { body: tableCsv(table), type: CSV_TYPE, name });
  if (format === 'xlsx') {
    const body = await packWorkbook(item.name.zh, workbookRows(table));
    return give(c, { body, type: WORKBOOK_TYPE, name });
  }
  return give(c, { body: JSON.stringify(await copyJson(ctx, copied)), type: JSON_TYPE, name });
}

async function givePackage(c: Http): Promise<Response> {
  const ref = monthOf(c);
  const found = await copiedMonth(c.var.ctx, ref);
  if (!found || found.copies.length === 0) return c.notFound();
  const body = JSON.stringify(dataPackage(c.var.ctx, { ...ref, ...found }), null, 2);
  return give(c, { body, type: JSON_TYPE, name: null });
}

/** A table inside its package: the same bytes as at its item's address. */
async function giveResource(c: Http): Promise<Response> {
  const found = await copiedMonth(c.var.ctx, monthOf(c));
  const name = c.req.param('file') ?? '';
  const copied = found?.copies.find((one) => resourceFile(one) === name);
  if (!copied) return c.notFound();
  return give(c, { body: tableCsv(copied.table), type: CSV_TYPE, name });
}

async function giveFeed(c: Http): Promise<Response> {
  const [slug, ending] = splitName(c.req.param('file'));
  const format = ending === 'atom' ? 'atom' : 'json';
  const feed = await disclosureFeed(c.var.ctx, {
    slug,
    format,
    before: c.req.query('before') ?? null,
  });
  if (!feed) return c.notFound();
  if (format === 'atom') {
    const type = 'application/atom+xml; charset=utf-8';
    return give(c, { body: atomFeed(feed), type, name: null });
  }
  const type = 'application/feed+json; charset=utf-8';
  return give(c, { body: JSON.stringify(jsonFeed(feed)), type, name: null });
}

/** What is given away: its name as a file, or null for what programs read in place. */
interface Copy {
  body: string | Buffer<ArrayBuffer>;
  type: string;
  name: string | null;
}

/** Gives a copy, or says that the one which the reader has still holds. */
function give(c: Http, { body, type, name }: Copy): Response {
  // The same for every guest, and kept for all of them like a page.
  c.var.ctx.page.route = routePath(c);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  c.header('etag', etag);
  c.header('cache-control', 'private, no-cache');
  const known = c.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return c.body(null, 304);
  c.header('content-type', type);
  if (name) c.header('content-disposition', `attachment; filename="${name}"`);
  return c.body(body);
}

function monthOf(c: Http): { slug: string; month: string } {
  const { village = '', year = '', month = '' } = c.req.param();
  return { slug: village, month: `${year}-${month}` };
}

function splitName(file = ''): [string, string] {
  const at = file.lastIndexOf('.');
  return [file.slice(0, at), file.slice(at + 1)];
}
