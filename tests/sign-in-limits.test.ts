import { afterEach, beforeEach, expect, test } from 'vitest';
import { countedAddress } from '#server/accounts/limits.ts';
import { passwordFits } from '#server/accounts/passwords.ts';
import { createHttp } from '#server/http.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const wrong = { phone: '13900000001', password: '不是这一个密码' };

test('the eleventh try at one account within five minutes is sent away for a while', async () => {
  const guesser = browser(world);
  const answers: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    answers.push((await guesser.post('/login/password', wrong)).status);
  }

  const eleventh = await guesser.post('/login/password', wrong);

  expect(answers).toEqual(Array(10).fill(422));
  expect(eleventh.status).toBe(429);
  expect(Number(eleventh.headers.get('retry-after'))).toBe(300);
  expect((await eleventh.json()).form.errors).toEqual({ phone: 'tooManyTries' });
  world.clock.set(world.clock.now() + 5 * MINUTE_MS);
  expect((await guesser.post('/login/password', wrong)).status).toBe(422);
});

test('codes and passwords of one account are counted together', async () => {
  const guesser = browser(world);
  await guesser.post('/login', { phone: wrong.phone });
  for (let n = 0; n < 5; n += 1) await guesser.post('/login/password', wrong);
  for (let n = 0; n < 5; n += 1) await guesser.post('/login/code', { code: '000000' });

  const eleventh = await guesser.post('/login/code', { code: '000000' });

  expect(eleventh.status).toBe(429);
});

test('a phone is sent ten codes an hour, whoever asks', async () => {
  for (let n = 0; n < 10; n += 1) await browser(world).post('/login', { phone: wrong.phone });

  const eleventh = await browser(world).post('/login', { phone: wrong.phone });

  expect(eleventh.status).toBe(429);
});

test('forty villagers behind one address all get in', async () => {
  for (let n = 10; n < 50; n += 1) {
    const entered = await browser(world).signUp(`139000000${n}`, `村民${n}`);

    expect(entered.headers.get('location')).toBe('/me');
  }
});

test('the hundred and first wrong try from one address waits, and a forged header helps nobody', async () => {
  for (let n = 0; n < 100; n += 1) {
    const phone = `1390000${String(n).padStart(4, '0')}`;
    await world.post('/login/paper', paperFields(phone));
  }

  const plain = await world.post('/login/paper', paperFields('13911110000'));
  const forged = await forgedPost('/login/paper', paperFields('13911110001'));

  expect(plain.status).toBe(429);
  expect(forged.status).toBe(429);
});

test('one household of IPv6 is one address', () => {
  expect(countedAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
  expect(countedAddress('2001:db8:1:2::9')).toBe('2001:db8:1:2');
  expect(countedAddress('2001:db8::9')).toBe('2001:db8:0:0');
  expect(countedAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(countedAddress('::ffff:192.0.2.7')).toBe('::ffff:192.0.2.7');
});

test('when too many passwords wait to be checked, the next is asked to come back', async () => {
  // Two are slow enough that the queue behind them is still full when the next one comes.
  const [salt, digest] = [16, 32].map((n) =>
    Buffer.alloc(n, 7).toString('base64').replace(/=/g, ''),
  );
  const slow = `$argon2id$v=19$m=19456,t=80,p=1$${salt}$${digest}`;
  const flood = Array.from({ length: 60 }, (_, at) =>
    passwordFits(at < 2 ? slow : null, '不是这一个密码'),
  );

  const answer = await browser(world).post('/login/password', wrong);

  expect(answer.status).toBe(503);
  const fits = await Promise.all(flood);
  expect(fits.filter((one) => one === null).length).toBeGreaterThan(0);
  expect(fits.filter((one) => one === true)).toEqual([]);
});

function paperFields(phone: string): Record<string, string> {
  return { code: 'K7Q2M-9XH4T', name: '甲', phone, 'new-password': '屋后有三棵桃子树' };
}

function forgedPost(path: string, fields: Record<string, string>): Promise<Response> {
  const headers = { origin: 'http://localhost', 'x-forwarded-for': '203.0.113.9' };
  return Promise.resolve(
    createHttp(world.app, async ({ status }) => new Response(null, { status })).request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
    }),
  );
}
