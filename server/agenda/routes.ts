import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { villageCalendar } from '#server/agenda/views.ts';
import type { Http, HttpEnv } from '#server/kernel/http.ts';

/** The calendar of a village, for phones and computers that ask by themselves. */
export function agendaRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/cal/:file{[a-z0-9-]+\\.ics}', giveCalendar);
  return routes;
}

async function giveCalendar(c: Http): Promise<Response> {
  const slug = (c.req.param('file') ?? '').replace(/\.ics$/, '');
  const text = await villageCalendar(c.var.ctx, slug);
  if (text === null) return c.notFound();
  // The same for every guest, and kept for all of them like a page.
  c.var.ctx.page.route = routePath(c);
  c.header('content-type', 'text/calendar; charset=utf-8');
  c.header('cache-control', 'private, no-cache');
  return c.body(text);
}
