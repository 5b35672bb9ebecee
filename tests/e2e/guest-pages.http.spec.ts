import { type APIRequestContext, expect, request as requests, test } from 'playwright/test';
import { aMatter } from '#tests/e2e/support/crawl.ts';

const PAGES = 120;
const ROLES = ['villager', 'cadre', 'secretary', 'town', 'county'];

test('nothing of anybody enters the pages that guests share', async ({
  request,
  baseURL: base,
}) => {
  const baseURL = base ?? '';
  test.setTimeout(180_000);
  const pages = await crawl(request);
  for (const role of ROLES) await visitAs(role, baseURL, pages);

  const changed: string[] = [];
  for (const page of pages) {
    const kept = await read(request, page);
    const fresh = await read(request, anew(page));
    // A clock on the page may have moved on between the two: then both move together.
    if (kept !== fresh && (await read(request, page)) !== (await read(request, anew(page)))) {
      changed.push(page);
    }
  }
  expect(pages.length).toBeGreaterThan(50);
  expect(changed).toEqual([]);
});

test('a page is the same by whatever name of the machine it was asked for', async ({
  request,
  baseURL,
}) => {
  const matter = await aMatter(request);
  const pages = ['/', '/v/shiti', '/en/v/shiti/appeals', matter];
  const named = await Promise.all(
    pages.map((page) => request.get(page, { headers: { host: 'evil.example' } })),
  );
  const sheet = await request.get(`${matter}/poster`, { headers: { host: 'evil.example' } });

  for (const answer of named) expect(await answer.text()).not.toContain('evil.example');
  // Who came by that name is shown it; nobody else is.
  expect(sheet.headers()['cache-control']).toBe('no-store');
  expect(await (await request.get(`${matter}/poster`)).text()).toContain(`${baseURL}/v/shiti`);
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
  return answer.text();
}

// An address with a parameter that no page knows is rendered, and not kept.
function anew(page: string): string {
  return `${page}${page.includes('?') ? '&' : '?'}anew=1`;
}
