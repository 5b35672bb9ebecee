import { Hono } from 'hono';
import type { Http, HttpEnv } from '#server/kernel/http.ts';
import { shippedLessonFile, shippedLessonPage } from '#server/lessons/views.ts';

/** Files of lessons, to be kept; the pages are Astro's. */
export function lessonRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/lessons/:file{[a-z0-9-]+\\.html}', (c) => {
    const { ctx } = c.var;
    const key = c.req.param('file').slice(0, -'.html'.length);
    const page = shippedLessonPage(ctx, key);
    return page ? fileToKeep(c, shippedLessonFile(ctx, page.lesson), key) : c.notFound();
  });
  return routes;
}

/** The lesson as a file that the browser keeps instead of opening. */
function fileToKeep(c: Http, html: string, name: string): Response {
  return c.body(html, 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.html"`,
    'cache-control': 'private, no-store',
  });
}
