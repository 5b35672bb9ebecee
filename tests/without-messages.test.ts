import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsFor } from '#content/messages/words.ts';
import { person } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { grantPost } from '#server/grids/granting.ts';
import { helpPage } from '#server/help/views.ts';
import { createHttp } from '#server/http.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { answerInJson, openWorld, type World } from '#tests/support/world.ts';

let world: World;
/** The same county without a gateway: no code reaches a phone. */
let quiet: World;

beforeEach(async () => {
  world = await openWorld();
  const app = { ...world.app, env: { ...world.app.env, sms: null } };
  const http = createHttp(app, answerInJson);
  quiet = {
    ...world,
    app,
    http,
    get: async (path, cookie = '') => http.request(path, { headers: { cookie } }),
    post: async (path, fields, cookie = '') =>
      http.request(path, {
        method: 'POST',
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
        headers: { cookie, origin: 'http://localhost' },
      }),
  };
});

afterEach(() => world.close());

const DEPUTY = {
  ...{ name: '汪芒种', phone: '13900005566', post: 'grid_cadre', isDeputy: 'yes' },
  since: '2026-11-16',
};

async function appoint(fields: Record<string, string> = {}) {
  const form = { ...DEPUTY, gridCode: `${world.county.north}002`, ...fields };
  const cookie = await world.cookieOf(world.people.town);
  return quiet.post(`/desk/posts/${world.county.north}/grant`, form, cookie);
}

async function firstPassword(): Promise<string> {
  return (await (await appoint()).json()).form.values.password;
}

const enter = (who: ReturnType<typeof browser>, password: string) =>
  who.post('/login/password', { phone: DEPUTY.phone, password });

async function accountOf(phone: string) {
  const phoneHmac = world.app.secrets.hmac('phone', phone);
  const [row] = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.phoneHmac, phoneHmac));
  return row;
}

test('where no code reaches a phone the sign-in says so and offers none', async () => {
  const page = await quiet.get('/login?back=/v/beipo');
  const asked = await quiet.post('/login', { phone: DEPUTY.phone });
  const wrong = await quiet.post('/login/password', { phone: DEPUTY.phone, password: 'no such' });

  expect(page.headers.get('location')).toBe('/login/password?back=/v/beipo');
  expect(asked.headers.get('location')).toBe('/login/password');
  expect((await wrong.json()).form.errors).toEqual({ password: 'passwordWrongNoCodes' });
  expect(await world.app.db.read.select().from(outboxMessage)).toEqual([]);
});

test('whoever is appointed gets a first password from whoever appoints him', async () => {
  const answer = await appoint();
  const { path, form } = await answer.json();

  expect([answer.status, path]).toEqual([200, `/desk/posts/${world.county.north}/password`]);
  expect(form.values).toMatchObject({
    name: DEPUTY.name,
    password: expect.stringMatching(/^\w{10}$/),
  });
  const everything = JSON.stringify([
    await world.app.db.read.select().from(person),
    await world.app.db.read.select().from(ledgerEntry),
    await world.app.db.read.select().from(outboxMessage),
  ]);
  expect(everything).not.toContain(form.values.password);
});

test('it lets him in once, and nowhere before he has chosen his own', async () => {
  const password = await firstPassword();
  const [desk, thief] = [browser(quiet), browser(quiet)];

  const entered = await enter(desk, password);
  const again = await enter(thief, password);
  const elsewhere = await desk.get('/desk');
  const act = await desk.post('/me/name', { nickname: '汪哥' });
  const chosen = await desk.post('/me/password', { 'new-password': '堰塘边上的黄葛树' });
  const inside = await desk.get('/desk');

  expect(entered.headers.get('location')).toBe('/me/password');
  expect(again.status).toBe(422);
  for (const shut of [elsewhere, act]) expect(shut.headers.get('location')).toBe('/me/password');
  expect(chosen.headers.get('location')).toBe('/me');
  expect(inside.status).toBe(200);
});

test('it is good for a day', async () => {
  const password = await firstPassword();
  world.clock.set(world.clock.now() + DAY_MS);

  expect((await enter(browser(quiet), password)).status).toBe(422);
});

test('whoever has a password of his own keeps it when he is appointed', async () => {
  const desk = browser(quiet);
  await enter(desk, await firstPassword());
  await desk.post('/me/password', { 'new-password': '堰塘边上的黄葛树' });

  const second = await appoint({ post: 'group_leader' });

  expect(second.status).toBe(303);
  expect((await enter(browser(quiet), '堰塘边上的黄葛树')).headers.get('location')).toBe('/desk');
});

test('who cannot come in any more gets a new one, and it is known who gave it', async () => {
  const desk = browser(quiet);
  await enter(desk, await firstPassword());
  await desk.post('/me/password', { 'new-password': '堰塘边上的黄葛树' });
  const [granted] = await entries('post.granted');
  const renew = `/desk/posts/${world.county.north}/${granted?.subjectId}/password`;

  const stranger = await quiet.post(renew, {}, await world.cookieOf(world.people.clerk));
  const given = await quiet.post(renew, {}, await world.cookieOf(world.people.town));
  const { password } = (await given.json()).form.values;

  expect(stranger.status).toBe(404);
  expect((await desk.get('/me')).status, 'signed out everywhere').toBe(303);
  expect((await enter(browser(quiet), '堰塘边上的黄葛树')).status).toBe(422);
  expect((await enter(browser(quiet), password)).headers.get('location')).toBe('/me/password');
  expect(await entries('post.password-renewed')).toMatchObject([{ actorId: world.people.town }]);
});

describe('a villager who forgot his password', () => {
  const NEW = '堰塘边上的黄葛树';

  async function slipOf(personId: string, http = quiet): Promise<string | undefined> {
    const { memberships } = (await world.ctx(personId)).viewer;
    const path = `/desk/roster/${memberships[0]?.villagerId}/slip`;
    const answer = await http.post(path, {}, await world.cookieOf(world.people.cadre));
    return (await answer.json()).form.values.code;
  }

  async function useSlip(code: string | undefined, phone: string): Promise<Response> {
    const fields = { code: code ?? '', name: '罗白露', phone, 'new-password': NEW };
    return browser(quiet).post('/login/paper', fields);
  }

  async function phoneOf(personId: string): Promise<string> {
    const [row] = await world.app.db.read.select().from(person).where(eq(person.id, personId));
    return world.app.secrets.open('phone', row?.phoneSealed ?? '');
  }

  test('chooses another with a slip from his cadre, and his devices are signed out', async () => {
    const { villager } = world.people;
    const [phone, before] = [await phoneOf(villager), await world.cookieOf(villager)];
    const code = await slipOf(villager);

    const stranger = await useSlip(code, '13900000099');
    const used = await useSlip(code, phone);
    const again = await useSlip(code, phone);
    const entered = await browser(quiet).post('/login/password', { phone, password: NEW });

    expect((await stranger.json()).form.errors).toEqual({ code: 'paperCodeWrong' });
    expect(used.headers.get('location')).toBe('/me');
    expect(again.status).toBe(422);
    expect((await quiet.get('/me', before)).status).toBe(303);
    expect(entered.headers.get('location')).toBe('/me');
    expect(await entries('villager.password-renewed')).toHaveLength(1);
  });

  test('gets a code by message where there is a gateway, and no slip', async () => {
    expect(await slipOf(world.people.villager, world)).toBeUndefined();
  });

  test('and holds a post does not get it from a colleague', async () => {
    const since = world.clock.now();
    const { town, villager } = world.people;
    const post = { post: 'group_leader', gridCode: `${world.county.north}002`, since } as const;
    await grantPost(await world.ctx(town), { ...post, personId: villager });

    expect(await slipOf(villager)).toBeUndefined();
  });
});

test.each(['zh', 'en'] as const)(
  'the help tells of codes only where they arrive, in %s',
  async (lang) => {
    const guide = async (on: World) => {
      const view = await helpPage({ ...(await world.ctx()), env: on.app.env });
      return JSON.stringify(wordsFor(lang).help.sections({ ...view, hours: '', county: '' }));
    };

    expect(await guide(world)).toMatch(/验证码|ask for a code/);
    expect(await guide(quiet)).not.toMatch(/验证码|ask for a code/);
  },
);

test('with a gateway nobody is handed a password: a code does it', async () => {
  const form = { ...DEPUTY, gridCode: `${world.county.north}002` };
  const cookie = await world.cookieOf(world.people.town);

  const answer = await world.post(`/desk/posts/${world.county.north}/grant`, form, cookie);

  expect(answer.status).toBe(303);
  expect(await accountOf(DEPUTY.phone)).toMatchObject({ passwordHash: null, passwordUntil: null });
});

function entries(what: string) {
  return world.app.db.read.select().from(ledgerEntry).where(eq(ledgerEntry.what, what));
}
