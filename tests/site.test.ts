import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp } from '#server/http.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';
const placeOf = (response: Response) => response.headers.get('location');

describe('the size of the text is chosen once and kept', () => {
  test('a button leads back to the page it stands on', async () => {
    const response = await world.post('/en/size', { size: 'care', back: '/en/v/shiti?state=open' });

    expect(response.status).toBe(303);
    expect(placeOf(response)).toBe('/en/v/shiti?state=open');
    expect(cookieOf(response)).toMatch(/^size=care;.*HttpOnly.*SameSite=Lax/);
  });

  test('the standard size needs no cookie', async () => {
    const response = await world.post('/size', { size: 'standard', back: '/help' });

    expect(cookieOf(response)).toMatch(/^size=;.*Max-Age=0/);
  });

  test.each(['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', ''])(
    'nobody is led to another site by %j',
    async (back) => {
      const response = await world.post('/en/size', { size: 'large', back });

      expect(placeOf(response)).toBe('/en/');
    },
  );

  test('an address printed on the notice board opens in 大字版', async () => {
    const response = await world.get('/en/v/shiti?size=care&state=open');

    expect(placeOf(response)).toBe('/en/v/shiti?state=open');
    expect(cookieOf(response)).toMatch(/^size=care;/);
  });

  test('a size that nobody knows is the standard one', async () => {
    const response = await world.get('/v/shiti?size=huge');

    expect(placeOf(response)).toBe('/v/shiti');
    expect(cookieOf(response)).toMatch(/^size=;.*Max-Age=0/);
  });
});

describe('search engines', () => {
  test('may keep the help page and no appeal', async () => {
    const help = await world.get('/help');
    const appeal = await world.get('/en/v/shiti/a/1');

    expect(help.headers.get('x-robots-tag')).toBeNull();
    expect(appeal.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  });

  test('are told so in robots.txt', async () => {
    const robots = await world.get('/robots.txt');

    expect(await robots.text()).toContain('Disallow: /v/*/a/');
  });
});

describe('when something breaks', () => {
  const silentDatabase = () => {
    throw new Error('the database does not answer');
  };
  /** The site on a database that has stopped answering. */
  const brokenSite = (isPageWorking: boolean) => {
    const read = {
      select: silentDatabase,
      selectDistinct: silentDatabase,
      rows: silentDatabase,
      prepared: silentDatabase,
    };
    const app = { ...world.app, db: { ...world.app.db, read } };
    return createHttp(app, async ({ path, status }) => {
      if (!isPageWorking) throw new Error('no page either');
      return Response.json({ path }, { status });
    });
  };

  test('somebody signed in gets the calm page, although nobody can be looked up', async () => {
    const cookie = await world.cookieOf(world.people.cadre);

    const response = await brokenSite(true).request('/me', { headers: { cookie } });

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ path: '/500' });
  });

  test('when no page can be made, plain words in the reader’s language still name the code', async () => {
    const cookie = await world.cookieOf(world.people.cadre);

    const response = await brokenSite(false).request('/en/me', { headers: { cookie } });

    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/not your fault[\s\S]*[0-9A-F]{6}$/);
  });
});
