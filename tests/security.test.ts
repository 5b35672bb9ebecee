import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { guestPageOf } from '#server/guest-key.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** A request as Node reads it from a browser with these cookies. */
function requestWith(cookie: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = '/v/beipo/talks';
  request.headers = { host: 'localhost', cookie };
  return request;
}

describe('pages that guests share', () => {
  test.each([
    'session=abc',
    'session =abc',
    ' session\t=abc',
    'a=1;session=abc',
    'a=1; __Host-session =abc',
    'flash =saved',
  ])('are never made for whoever sends the cookie %j', (cookie) => {
    const page = guestPageOf(requestWith(cookie));

    expect(page).toBeNull();
  });

  test.each([
    ['size=%6carge', ''],
    ['size="large"', ''],
    ['size =large', ''],
    ['size=large; size=odd', ''],
    ['size=care', 'size=care'],
    ['village=beipo; size=care', 'village=beipo; size=care'],
  ])('are made in the size that their key names: %j', (cookie, passed) => {
    const page = guestPageOf(requestWith(cookie));

    expect(page?.cookies).toBe(passed);
    expect(page?.key.startsWith(passed === '' ? ' ' : 'care ')).toBe(true);
  });
});

describe('what no browser sends', () => {
  const send = (path: string, type: string, body: string) =>
    world.http.request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': type, origin: 'http://localhost' },
    });

  test.each([
    ['/login', 'multipart/form-data'],
    ['/login', 'multipart/form-data; boundary=x'],
    ['/size', 'multipart/form-data; boundary=x'],
    ['/my-village', 'multipart/form-data; boundary=x'],
    ['/v/beipo/talks', 'multipart/form-data; boundary=x'],
  ])('a form to %s as %s that is none is answered with 400', async (path, type) => {
    const answer = await send(path, type, 'garbage');

    expect(answer.status).toBe(400);
  });

  test.each(['/v/%00', '/s/%00', '/posts/%00/edit', '/photos/%00-320.webp', '/search?q=%00'])(
    'an address with a NUL, %s, leads nowhere',
    async (path) => {
      const answer = await world.get(path);

      expect(await answer.json()).toMatchObject({ path: '/404' });
    },
  );

  test('a NUL in a field is no letter of it', async () => {
    const { villager } = world.people;
    const cookie = await world.cookieOf(villager);

    const answer = await world.post('/me/name', { nickname: '老\0张' }, cookie);

    const [saved] = await world.app.db.read.select().from(person).where(eq(person.id, villager));
    expect(answer.status).toBe(303);
    expect(saved?.nickname).toBe('老张');
  });

  test.each(['/_image?href=/favicon.svg', '/_server-islands/x', '/en/_image', '/500'])(
    'a service of the framework, %s, is none of ours',
    async (path) => {
      const answer = await world.get(path);

      expect(await answer.json()).toMatchObject({ path: '/404' });
    },
  );

  test('words of more than a megabyte are refused before they are read', async () => {
    const answer = await send(
      '/login',
      'application/x-www-form-urlencoded',
      `phone=${'1'.repeat(1024 * 1024)}`,
    );

    expect(answer.status).toBe(413);
  });

  test('photos of somebody who is not signed in are not taken in', async () => {
    const photos = new FormData();
    photos.set('photo', new Blob([new Uint8Array(2 * 1024 * 1024)]), 'a.jpg');

    const answer = await world.post('/v/beipo/talks', photos);

    expect(answer.headers.get('location')).toBe('/login');
  });
});
