import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
