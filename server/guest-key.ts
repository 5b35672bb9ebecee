import type { IncomingMessage } from 'node:http';

/** A page as guests ask for it. */
export interface GuestPage {
  /**
   * Everything that may change it: text size and path. The host is not in it: a page that names its
   * own address is shared only when PUBLIC_ORIGIN says which (kernel/site-origin.ts).
   */
  key: string;
  /** Path with the known parameters of its query, in a fixed order. */
  path: string;
  host: string;
  /** Its cookies; none of them names a person. */
  cookies: string;
}

/**
 * What a list's address may carry. A page asked for with anything else is rendered but not kept,
 * so that nobody can fill the memory with copies of one page.
 */
const sharedParameters = new Set([
  ...['state', 'kind', 'group', 'town', 'month', 'sort', 'order', 'before', 'after', 'from', 'was'],
]);
const LONGEST_VALUE = 80;
/** What anybody takes away of a village's disclosure, and its calendar. */
const COPY =
  /^\/(?:en\/)?(?:(?:feeds|v\/[^/]+\/open)\/.*\.(?:csv|xlsx|json|atom)|cal\/[^/]+\.ics)$/;
/** Of these only feeds have pages: a table is the same whatever its address asks besides. */
const FEED = /^\/(?:en\/)?feeds\//;
/** Session cookies (also under their https name) and the word left for the next page. */
const PERSONAL_COOKIE = /^(?:(?:__Host-|__Secure-)?session|flash)$/;
const SIZE_COOKIE = /^size=(large|care|extra)$/;

/** The guest page a request asks for; null when it must be answered for this reader alone. */
export function guestPageOf(request: IncomingMessage): GuestPage | null {
  const { method, url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const path = sharedPath(url);
  if (path === null) return null;
  const host = headers.host ?? '';
  if (headers.cookie === undefined) return { key: ` ${path}`, path, host, cookies: '' };
  const cookies = cookiesIn(headers.cookie);
  if (cookies.some(({ name }) => PERSONAL_COOKIE.test(name))) return null;
  const sizes = cookies.filter(({ name }) => name === 'size');
  const size = sizes.map(({ text }) => SIZE_COOKIE.exec(text)?.[1] ?? '').at(-1) ?? '';
  // The page must be made from just what the key says, however the cookie was spelt.
  const others = cookies.filter(({ name }) => name !== 'size').map(({ text }) => text);
  const passed = size === '' ? others : [...others, `size=${size}`];
  return { key: `${size} ${path}`, path, host, cookies: passed.join('; ') };
}

/** Read as the site's own reader does, which lets spaces stand around a name. */
function cookiesIn(header: string): { name: string; text: string }[] {
  return header.split(';').map((pair) => {
    const text = pair.trim();
    return { name: text.split('=', 1).join('').trim(), text };
  });
}

function sharedPath(url: string): string | null {
  if (!url.startsWith('/') || url.startsWith('//')) return null;
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  // A last part with a dot is a file: a photo. Tables and feeds are kept like the page they copy.
  const isFile = path.includes('.', path.lastIndexOf('/'));
  if (isFile && !COPY.test(path)) return null;
  if (queryAt < 0) return path;
  if (isFile && !FEED.test(path)) return null;
  const query = new URLSearchParams(url.slice(queryAt + 1));
  const names = [...query.keys()];
  const isRepeated = new Set(names).size < names.length;
  if (isRepeated || names.length > sharedParameters.size) return null;
  for (const [name, value] of query) {
    if (!sharedParameters.has(name) || value.length > LONGEST_VALUE) return null;
  }
  query.sort();
  return names.length === 0 ? path : `${path}?${query}`;
}
