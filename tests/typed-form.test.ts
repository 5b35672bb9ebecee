import { afterAll, beforeAll, expect, test } from 'vitest';
import { draft } from '#db/schema/kernel.ts';
import { newToken } from '#server/kernel/ids.ts';
import { HOUR_MS } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const SCREEN = '/v/beipo/appeals/new/photo';
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

test('a session that ends while somebody types costs him no word', async () => {
  const phone = browser(world);

  const sent = await phone.post(SCREEN, { words: '门口水沟堵了' });
  const stored = JSON.stringify(await world.app.db.read.select().from(draft));
  await phone.signUp('13900010001', '水小满');
  const again = await (await phone.get(SCREEN)).json();
  const once = await (await phone.get(SCREEN)).json();

  expect(sent.headers.get('location')).toBe(`/login?back=${encodeURIComponent(SCREEN)}`);
  expect(stored, 'nobody can read it in the database').not.toContain('水沟');
  expect(again.form.values.words).toBe('门口水沟堵了');
  expect(once.form).toBeNull();
});

test('it is given back on its own page, to whoever has the key, within the hour', async () => {
  const phone = browser(world);
  const other = browser(world);
  await phone.post('/en/v/beipo/talks', {
    key: newToken(),
    body: '柿子红了',
    audience: 'public',
  });
  await phone.signUp('13900010002', '池小满');
  await other.signUp('13900010003', '康小满');

  const elsewhere = await (await phone.get('/me')).json();
  const stranger = await (await other.get('/v/beipo/talks/new')).json();
  const own = await (await phone.get('/en/v/beipo/talks/new')).json();

  expect(elsewhere.form).toBeNull();
  expect(stranger.form).toBeNull();
  expect(own.form?.values.body).toBe('柿子红了');
});

test('nobody can fill the disk with what he types', async () => {
  const before = (await world.app.db.read.select().from(draft)).length;

  await browser(world).post(SCREEN, { words: '水'.repeat(70_000) });
  await browser(world).post(SCREEN, { words: '水沟' });
  world.clock.set(world.clock.now() + 2 * HOUR_MS);
  await browser(world).post(SCREEN, { words: '水渠' });

  expect((await world.app.db.read.select().from(draft)).length).toBe(before + 1);
});
