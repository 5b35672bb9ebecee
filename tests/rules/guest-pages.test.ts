import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { clientAddress, stampAddress } from '#server/client-address.ts';
import { listenHost } from '#server/demo-safety.ts';
import { encodingFor, finish } from '#server/finished-answer.ts';
import { createGuestCache, type Rendered } from '#server/guest-cache.ts';
import { guestPageOf } from '#server/guest-key.ts';
import { instantOf, MINUTE_MS } from '#server/rules/dates.ts';

const MORNING = instantOf('2026-11-16', '08:30');

function page(body = 'page', notes: Partial<NonNullable<Rendered['notes']>> = {}, status = 200) {
  const answer = finish(status, [['content-type', 'text/html']], Buffer.from(body));
  return async (): Promise<Rendered> => ({
    answer,
    notes: { tags: new Set<string>(), staleAt: null, isShared: true, ...notes },
  });
}

function openCache(limitBytes?: number) {
  const clock = { now: MORNING };
  return { clock, cache: createGuestCache(() => clock.now, limitBytes) };
}

describe('the guest cache', () => {
  test('keeps a page and gives it again', async () => {
    const { cache } = openCache();

    const rendered = await cache.render('/a', page());

    expect(cache.find('/a')).toBe(rendered);
  });

  test.each([
    ['a page made for one reader', page('x', { isShared: false })],
    ['a page that was not found', page('x', {}, 404)],
    ['a form sent back', page('x', {}, 422)],
    ['a broken page', page('x', {}, 500)],
    ['what is no page', async (): Promise<Rendered> => ({ ...(await page()()), notes: null })],
  ])('does not keep %s', async (_what, make) => {
    const { cache } = openCache();

    await cache.render('/a', make);

    expect(cache.find('/a')).toBeUndefined();
  });

  test('keeps the tombstone of a removed post', async () => {
    const { cache } = openCache();

    await cache.render('/a', page('gone', {}, 410));

    expect(cache.find('/a')?.status).toBe(410);
  });

  test.each([
    [['post:1'], false],
    [['post:2'], true],
    [['clock'], false],
    [['*'], false],
    [[], true],
  ])('after a write touching %j it is still there: %s', async (tags, isKept) => {
    const { cache } = openCache();
    await cache.render('/a', page('x', { tags: new Set(['post:1', 'village:9']) }));

    cache.drop(tags);

    expect(cache.find('/a') !== undefined).toBe(isKept);
  });

  test('drops a page at the instant at which a clock on it changes', async () => {
    const { cache, clock } = openCache();
    await cache.render('/a', page('x', { staleAt: MORNING + MINUTE_MS }));

    clock.now = MORNING + MINUTE_MS - 1;
    const before = cache.find('/a');
    clock.now = MORNING + MINUTE_MS;

    expect(before).toBeDefined();
    expect(cache.find('/a')).toBeUndefined();
  });

  test('drops every page at midnight, when 今天 becomes 昨天', async () => {
    const { cache, clock } = openCache();
    await cache.render('/a', page());

    clock.now = instantOf('2026-11-17');

    expect(cache.find('/a')).toBeUndefined();
  });

  test('renders once for all who ask meanwhile', async () => {
    const { cache } = openCache();
    let times = 0;
    const make = () => {
      times += 1;
      return page()();
    };

    const answers = await Promise.all([1, 2, 3].map(() => cache.render('/a', make)));

    expect(times).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  test('gives each his own when the page turns out to be personal', async () => {
    const { cache } = openCache();
    const make = () => page('form', { isShared: false })();

    const answers = await Promise.all([1, 2, 3].map(() => cache.render('/a', make)));

    expect(new Set(answers).size).toBe(3);
  });

  test('asks again after a failure', async () => {
    const { cache } = openCache();
    const failing = cache.render('/a', () => Promise.reject(new Error('no disk')));
    await expect(failing).rejects.toThrow('no disk');

    await cache.render('/a', page());

    expect(cache.find('/a')).toBeDefined();
  });

  test('stays inside its bytes and keeps what is read', async () => {
    const { cache } = openCache(20_000);
    await cache.render('/read', page('x'.repeat(1000)));

    for (let no = 0; no < 50; no += 1) {
      cache.find('/read');
      await cache.render(`/page-${no}`, page('x'.repeat(1000)));
    }

    expect(cache.size().bytes).toBeLessThanOrEqual(20_000);
    expect(cache.find('/read')).toBeDefined();
    expect(cache.find('/page-0')).toBeUndefined();
  });
});

function asked(
  url: string,
  { cookie = '', method = 'GET', from = '10.0.0.7', forwarded = '' } = {},
) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: from });
  const request = new IncomingMessage(socket);
  Object.assign(request, { url, method });
  const headers = { host: 'cuntou.test', cookie, 'x-forwarded-for': forwarded };
  for (const [name, value] of Object.entries(headers)) {
    if (value === '') continue;
    request.headers[name] = value;
    request.rawHeaders.push(name, value);
  }
  return request;
}

describe('which requests share a page', () => {
  test.each([
    ['/v/shiti', '', true],
    ['/en/v/shiti', '', true],
    ['/v/shiti/appeals?state=open', '', true],
    ['/v/shiti', 'size=care', true],
    ['/v/shiti', 'village=shiti; size=large', true],
    ['/v/shiti', 'session=abc', false],
    ['/v/shiti', 'a=b; __Host-session=abc', false],
    ['/v/shiti', 'size=care; flash=saved', false],
    ['/v/shiti?utm=1', '', false],
    ['/v/shiti/appeals?state=open&state=done', '', false],
    [`/v/shiti/appeals?before=${'9'.repeat(200)}`, '', false],
    ['//elsewhere', '', false],
    ['http://elsewhere/', '', false],
    ['/photos/abc-320.webp', '', false],
    ['/v/shiti/open/item/1012.csv', '', true],
    ['/en/v/shiti/open/2026/10/datapackage.json', '', true],
    ['/feeds/shiti.atom?before=1_x', '', true],
    ['/cal/shiti.ics', '', true],
    ['/en/cal/shiti.ics', '', true],
    ['/cal/shiti.ics?before=1_x', '', false],
    ['/cal/a/b.ics', '', false],
    ['/v/shiti/open/item/1012.csv', 'session=x', false],
    ['/v/shiti/open/voucher/1.webp', '', false],
  ])('%s with cookies "%s": %s', (url, cookie, isShared) => {
    expect(guestPageOf(asked(url, { cookie })) !== null).toBe(isShared);
  });

  test('a form that is sent is never shared', () => {
    expect(guestPageOf(asked('/v/shiti', { method: 'POST' }))).toBeNull();
  });

  test('the order of the parameters makes no second page, the text size does', () => {
    const one = guestPageOf(asked('/a?state=open&kind=talk'));
    const same = guestPageOf(asked('/a?kind=talk&state=open'));
    const larger = guestPageOf(asked('/a?kind=talk&state=open', { cookie: 'size=care' }));

    expect(one?.key).toBe(same?.key);
    expect(larger?.key).not.toBe(one?.key);
  });
});

describe('the address that counts', () => {
  test.each([
    ['the socket', '10.0.0.7', undefined, '', '10.0.0.7'],
    ['the socket, whatever a stranger claims', '10.0.0.7', undefined, '1.2.3.4', '10.0.0.7'],
    ['the socket, when the peer is not the proxy', '10.0.0.7', '10.0.0.1', '1.2.3.4', '10.0.0.7'],
    ['what the proxy saw last', '10.0.0.1', '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['the proxy itself when it says nothing', '10.0.0.1', '10.0.0.1', '', '10.0.0.1'],
    ['IPv4 in IPv6 clothes', '::ffff:10.0.0.7', undefined, '', '10.0.0.7'],
  ])('is %s', (_what, from, proxy, forwarded, expected) => {
    expect(clientAddress(asked('/', { from, forwarded }), proxy)).toBe(expected);
  });

  test('a client cannot bring our own header', () => {
    const request = asked('/');
    request.rawHeaders.push('X-Cuntou-Address', '6.6.6.6');

    stampAddress(request, '10.0.0.7');

    expect(request.rawHeaders.join(' ')).not.toContain('6.6.6.6');
    expect(request.headers['x-cuntou-address']).toBe('10.0.0.7');
  });
});

describe('a finished answer', () => {
  test.each([
    [undefined, 'identity'],
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', 'identity'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
  ])('for "%s" is sent as %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });

  test('says its length, charset and a tag that follows the content', () => {
    const one = finish(200, [['content-type', 'text/html']], Buffer.from('村头'));
    const other = finish(200, [['content-type', 'text/html']], Buffer.from('村尾'));

    const headers = one.forms.get('identity')?.headers ?? [];

    expect(headers).toContain('text/html; charset=utf-8');
    expect(headers[headers.indexOf('content-length') + 1]).toBe('6');
    expect(other.forms.get('identity')?.etag).not.toBe(one.forms.get('identity')?.etag);
  });

  test('uses the compressed file that the build made', () => {
    const made = { gzip: Buffer.from('already compressed') };

    const answer = finish(200, [['content-type', 'text/css']], Buffer.alloc(5000, 'a'), made);

    expect(answer.forms.get('gzip')?.body).toBe(made.gzip);
    expect(() => gunzipSync(made.gzip)).toThrow();
  });
});

describe('a demonstration', () => {
  const env = { host: undefined, publicOrigin: undefined, isPublicDemo: false };

  test('answers on this machine only', () => {
    expect(listenHost(env, true)).toBe('127.0.0.1');
  });

  test.each([
    ['another address', { ...env, host: '0.0.0.0' }],
    ['an https address', { ...env, publicOrigin: 'https://cuntou.example' }],
  ])('refuses %s', (_what, unsafe) => {
    expect(() => listenHost(unsafe, true)).toThrow('demonstration');
    expect(listenHost({ ...unsafe, isPublicDemo: true }, true)).toBe(unsafe.host);
  });

  test('leaves a real installation alone', () => {
    expect(listenHost({ ...env, host: '0.0.0.0' }, false)).toBe('0.0.0.0');
    expect(listenHost(env, false)).toBeUndefined();
  });
});
