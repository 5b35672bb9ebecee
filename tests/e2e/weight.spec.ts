import { brotliCompressSync } from 'node:zlib';
import type { Page, Request } from 'playwright/test';
import { crawl } from '#tests/e2e/support/crawl.ts';
import { sheetsOf } from '#tests/e2e/support/markup.ts';
import { requestsOf } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/support/journey.ts';

/** Bytes on the line of a cold, signed-out visit. */
const KB = 1024;
const LIMITS = { html: 14 * KB, css: 6 * KB, script: 10 * KB };
const POST_WITHOUT_PHOTOS = { bytes: 30 * KB, requests: 6 };

test('every page a guest can open is light', { tag: '@once' }, async ({ baseURL }) => {
  const guest = await requestsOf('guest', baseURL);
  const pages = (await crawl(guest, '/', 4)).filter(({ html }) => html !== '');
  await guest.dispose();

  const heavy = pages.flatMap(({ path, headers, html }) => {
    const css = brotliCompressSync(sheetsOf(html).join('')).length;
    const bytes = Number(headers['content-length']);
    return [
      headers['content-encoding'] === 'br' ? null : `${path}: ${headers['content-encoding']}`,
      bytes <= LIMITS.html ? null : `${path}: HTML ${bytes}`,
      css <= LIMITS.css ? null : `${path}: CSS ${css}`,
    ].filter((fault) => fault !== null);
  });

  expect(pages.length).toBeGreaterThan(30);
  expect(heavy).toEqual([]);
});

test('public pages load little script, no font, and nothing from elsewhere', {
  tag: '@once',
}, async ({ page, baseURL }) => {
  const guest = await requestsOf('guest', baseURL);
  const pages = (await crawl(guest, '/', 1)).filter(({ html }) => html !== '');
  await guest.dispose();

  const heavy: string[] = [];
  for (const { path } of pages) {
    const loaded = await load(page, path);
    const script = bytesOf(loaded.filter(({ type }) => type === 'script'));
    if (script > LIMITS.script) heavy.push(`${path}: script ${script}`);
    if (loaded.some(({ type }) => type === 'font')) heavy.push(`${path}: a font`);
  }

  // What comes from elsewhere fails every journey by itself.
  expect(heavy).toEqual([]);
});

test('a post without photos weighs at most 30 KB in all', { tag: '@once' }, async ({
  page,
  baseURL,
}) => {
  const guest = await requestsOf('guest', baseURL);
  const posts = (await crawl(guest, '/', 4)).filter(
    ({ pattern, html }) =>
      /^\/v\/:name\/(a|talks|notices|diary|stories|letters)\/:no$/.test(pattern) &&
      !/<img/.test(html),
  );
  await guest.dispose();

  const weighed = [];
  for (const { path } of posts) {
    const loaded = await load(page, path);
    weighed.push({ path, bytes: bytesOf(loaded), requests: loaded.length });
  }

  const { bytes, requests } = POST_WITHOUT_PHOTOS;
  expect(weighed.length).toBeGreaterThan(3);
  expect(weighed.filter((one) => one.bytes > bytes || one.requests > requests)).toEqual([]);
});

interface Loaded {
  url: string;
  type: string;
  bytes: number;
}

/** Everything that a first visit to the page loads, with its bytes on the line. */
async function load(page: Page, path: string): Promise<Loaded[]> {
  const loaded: Promise<Loaded>[] = [];
  const note = (request: Request) =>
    loaded.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => ({
        url: request.url(),
        type: request.resourceType(),
        bytes: responseBodySize + responseHeadersSize,
      })),
    );
  page.on('requestfinished', note);
  // Whoever listens in asks anew for every file: each visit is a first one.
  await page.route('**', (route) => route.continue());
  await page.goto(path);
  await page.unroute('**');
  page.off('requestfinished', note);
  return Promise.all(loaded);
}

function bytesOf(loaded: Loaded[]): number {
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}
