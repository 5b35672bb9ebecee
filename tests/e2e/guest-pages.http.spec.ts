import { type APIRequestContext, expect, request as requests, test } from 'playwright/test';

const PAGES = 120;
const ROLES = ['villager', 'cadre', 'secretary', 'town', 'county'];

test('nothing of anybody enters the pages that guests share', async ({
  request,
  baseURL: base,
}) => {
  const baseURL = base ?? '';
  test.setTimeout(180_000);
  const pages = await crawl(request);
  // Under the machine's other name the same pages are rendered anew.
  const otherName = baseURL.replace('localhost', '127.0.0.1');
  const anew = await requests.newContext({ baseURL: otherName });

  for (const role of ROLES) await visitAs(role, baseURL, pages);

  const changed: string[] = [];
  for (const page of pages) {
    const kept = await read(request, page);
    const fresh = await read(anew, page);
    // A clock on the page may have moved on between the two: then both move together.
    if (kept !== fresh && (await read(request, page)) !== (await read(anew, page))) {
      changed.push(page);
    }
  }
  await anew.dispose();
  expect(pages.length).toBeGreaterThan(50);
  expect(changed).toEqual([]);
});

test('what is made for one reader is never stored on the way', async ({ baseURL: base }) => {
  const baseURL = base ?? '';
  const cadre = await signIn('cadre', baseURL);

  for (const page of ['/', '/me', '/v/shiti']) {
    const answer = await cadre.get(page);

    expect(answer.headers()['cache-control'], page).toBe('no-store');
    expect(answer.headers().etag, page).toBeUndefined();
  }
  await cadre.dispose();
});

async function crawl(guest: APIRequestContext): Promise<string[]> {
  const waiting = ['/', '/en/'];
  const seen = new Set(waiting);
  const pages: string[] = [];
  for (const page of waiting) {
    if (pages.length === PAGES) break;
    const answer = await guest.get(page, { maxRedirects: 0 });
    if (answer.headers()['cache-control'] !== 'private, no-cache' || !answer.ok()) continue;
    pages.push(page);
    for (const [, found = ''] of (await answer.text()).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const link = found.replaceAll('&amp;', '&');
      if (seen.has(link)) continue;
      seen.add(link);
      waiting.push(link);
    }
  }
  return pages;
}

async function visitAs(role: string, baseURL: string, pages: string[]) {
  const person = await signIn(role, baseURL);
  for (const page of pages) await person.get(page, { maxRedirects: 0 });
  await person.dispose();
}

async function signIn(role: string, baseURL: string): Promise<APIRequestContext> {
  const person = await requests.newContext({ baseURL });
  const answer = await person.post('/demo/become', {
    form: { who: role },
    headers: { origin: baseURL },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return person;
}

async function read(guest: APIRequestContext, page: string): Promise<string> {
  const answer = await guest.get(page, { maxRedirects: 0 });
  return (await answer.text()).replaceAll(/(localhost|127\.0\.0\.1):\d+/g, 'host');
}
