import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import type { App, TextSize } from '#server/kernel/context.ts';
import { dropCookie, keepCookie } from '#server/kernel/cookies.ts';
import { formBody, type Http, type HttpEnv, safeBack } from '#server/kernel/http.ts';
import { plainKinds } from '#server/plain/kinds.ts';
import { mayBeIndexed, type PlainLists, robotsText } from '#server/rules/indexing.ts';
import { href } from '#server/rules/links.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What belongs to the site as a whole: the size of its text, and what search engines may do. */
export function siteRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/size', chooseSize);
  http.get('/robots.txt', (c) => c.text(robotsText(c.var.ctx.isDemo, plainLists())));
  return http;
}

/** The lists of plain kinds, parted by whether an office speaks there or villagers do. */
function plainLists(): PlainLists {
  const listsOf = (isOfficial: boolean) =>
    plainKinds().flatMap((kind) => (kind.isOfficial === isOfficial ? kind.list : []));
  return { official: listsOf(true), villagers: listsOf(false) };
}

/** Says in a header what must not be indexed: it holds for pages, photos and files alike. */
export function keepFromSearchEngines({ isDemo }: App): MiddlewareHandler<HttpEnv> {
  const lists = plainLists();
  return async (c, next) => {
    await next();
    if (!mayBeIndexed(c.req.path, isDemo, lists))
      c.res.headers.set('x-robots-tag', 'noindex, nofollow');
  };
}

/** The size of a word; whatever is unknown is the standard one. */
export function textSize(word: unknown): TextSize {
  return word === 'large' || word === 'care' || word === 'extra' ? word : 'standard';
}

/**
 * Sizes on notice boards: a printed address with `?size=care` opens its page in 大字版 and keeps it
 * so. Answers with the address without the word, or null when it carries none.
 */
export function sizeFromAddress(c: Http): Response | null {
  const url = new URL(c.req.url);
  const asked = url.searchParams.get('size');
  if (asked === null) return null;
  url.searchParams.delete('size');
  keepSize(c, textSize(asked));
  // Joined from parts of this very address; '//elsewhere' must stay a path of ours.
  return c.redirect(safeBack(url.pathname + url.search, '/'), 303);
}

async function chooseSize(c: Http): Promise<Response> {
  const form = await formBody(c);
  const { lang } = c.var.ctx;
  keepSize(c, textSize(form.size));
  const back = typeof form.back === 'string' ? form.back : undefined;
  return c.redirect(safeBack(back, href(lang, '/')), 303);
}

function keepSize(c: Http, size: TextSize) {
  if (size === 'standard') dropCookie(c, 'size');
  else keepCookie(c, 'size', size, YEAR_SECONDS);
}
