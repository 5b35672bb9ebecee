import { Hono } from 'hono';
import { readAddress } from '#server/grids/addresses.ts';
import { calendarRoutes } from '#server/grids/calendar-routes.ts';
import { gridDeskRoutes } from '#server/grids/grid-desk-routes.ts';
import { householdImportRoutes } from '#server/grids/household-import-routes.ts';
import { postsDeskRoutes } from '#server/grids/posts-desk-routes.ts';
import { postsImportRoutes } from '#server/grids/posts-import-routes.ts';
import { cookie, keepCookie } from '#server/kernel/cookies.ts';
import { formBody, type HttpEnv, leaveWord, seeOther } from '#server/kernel/http.ts';
import { href, villagePath } from '#server/rules/links.ts';

const A_YEAR = 365 * 24 * 60 * 60;

/** Old addresses of villages, the village a device remembers, and the desk of posts. */
export function gridRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();

  // Before the desk of posts, where the same place in an address is a post's id.
  http.route('/', postsImportRoutes());
  http.route('/', postsDeskRoutes());
  http.route('/', householdImportRoutes());
  http.route('/', gridDeskRoutes());
  http.route('/', calendarRoutes());

  // Division codes and the names of merged villages stay good addresses for ever.
  http.get('/v/:village{[^/]+}/:rest{.*}?', async (c, next) => {
    const { village, rest } = c.req.param();
    const target = await readAddress(c.var.ctx, village, rest ?? '');
    if (target === null) return next();
    const { search } = new URL(c.req.url);
    const query = search && target.includes('?') ? `&${search.slice(1)}` : search;
    return c.redirect(href(c.var.ctx.lang, target) + query, 301);
  });

  http.post('/my-village', async (c) => {
    const { village } = await formBody(c);
    if (typeof village !== 'string' || !/^[a-z0-9-]{1,60}$/.test(village)) return c.notFound();
    keepCookie(c, 'village', village, A_YEAR);
    leaveWord(c, 'villageRemembered');
    return seeOther(c, villagePath(village));
  });

  // Never the front page itself: that one is the same for every guest.
  http.get('/my-village', (c) => {
    const village = cookie(c, 'village');
    c.header('Cache-Control', 'no-store');
    c.var.ctx.page.keepPrivate();
    const isSlug = village !== undefined && /^[a-z0-9-]{1,60}$/.test(village);
    return seeOther(c, isSlug ? villagePath(village) : '/#find');
  });

  return http;
}
