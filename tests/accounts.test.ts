import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { person, session, signInCode } from '#db/schema/accounts.ts';
import { assignment } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ownData } from '#server/accounts/export.ts';
import { messagesPage, myPage } from '#server/accounts/my-page.ts';
import { hashPassword } from '#server/accounts/passwords.ts';
import { sweepAccounts } from '#server/accounts/sweep.ts';
import { createAdmin, endPost, grantPost } from '#server/grids/granting.ts';
import { systemViewer } from '#server/kernel/viewer.ts';
import { signOutPhone } from '#server/operator/sign-out.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

const NEW_PHONE = '139 0000 8888';

/** Moves the machine's clock, on which sessions live; everything else keeps its own. */
function laterOnTheMachine(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

async function passwordOf(personId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await world.app.db.write((tx) =>
    tx.update(person).set({ passwordHash }).where(eq(person.id, personId)),
  );
}

async function phoneOf(personId: string): Promise<string> {
  const [row] = await world.app.db.read.select().from(person).where(eq(person.id, personId));
  return world.app.secrets.open('phone', row?.phoneSealed ?? '');
}

test('a newcomer gets a code, says his name and is in', async () => {
  const phone = browser(world);

  const asked = await phone.post('/login', { phone: NEW_PHONE, back: '/v/beipo' });
  const typed = await phone.post('/login/code', { code: await phone.codeFor('13900008888') });
  const named = await phone.post('/login/name', { name: '陶小雪' });

  expect(asked.headers.get('location')).toBe('/login/code');
  expect(typed.headers.get('location')).toBe('/login/name');
  expect(named.headers.get('location')).toBe('/v/beipo');
  expect((await phone.get('/me')).status).toBe(200);
});

test('what lets a newcomer in does so once, also when it was copied', async () => {
  const phone = browser(world);
  await phone.post('/login', { phone: NEW_PHONE });
  await phone.post('/login/code', { code: await phone.codeFor('13900008888') });
  const copied = phone.cookies();
  await phone.post('/login/name', { name: '陶小雪' });

  const again = await world.post('/login/name', { name: '陶小雪' }, copied);

  expect(again.headers.get('location')).toBe('/login');
  expect(again.headers.getSetCookie().join()).not.toContain('session=');
});

test('a villager who is known is asked for no name', async () => {
  const phone = browser(world);

  await phone.post('/login', { phone: await phoneOf(world.people.villager) });
  const typed = await phone.post('/login/code', { code: await phone.lastCode() });

  expect(typed.headers.get('location')).toBe('/me');
});

test('a cadre comes to his desk', async () => {
  await passwordOf(world.people.cadre, '堰塘边上的黄葛树');
  const desk = browser(world);

  const entered = await desk.post('/login/password', {
    phone: await phoneOf(world.people.cadre),
    password: '堰塘边上的黄葛树',
  });

  expect(entered.headers.get('location')).toBe('/desk');
});

test.each(['１３９ ００００ ８８８８', '+86 139-0000-8888', '0086 13900008888', '13900008888'])(
  'the phone may be written %s',
  async (phone) => {
    const answer = await browser(world).post('/login', { phone });

    expect(answer.status).toBe(303);
  },
);

test.each(['1390000888', '23900008888', '没有'])('%s is no phone, and is kept', async (phone) => {
  const answer = await browser(world).post('/login', { phone });

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: '/login',
    form: { values: { phone }, errors: { phone: 'phoneWrong' } },
  });
});

test('a code is good once, for ten minutes, and bears five wrong tries', async () => {
  const [used, old, tried] = [browser(world), browser(world), browser(world)];
  await used.signUp('13900000001', '甲');
  const code = await used.lastCode();

  const again = browser(world);
  await again.keepPhone('13900000001');
  expect((await again.post('/login/code', { code })).status).toBe(422);

  await old.post('/login', { phone: '13900000002' });
  const oldCode = await old.lastCode();
  await tried.post('/login', { phone: '13900000003' });
  const rightCode = await tried.lastCode();
  const wrongCode = rightCode === '111111' ? '222222' : '111111';
  for (let n = 0; n < 5; n += 1) await tried.post('/login/code', { code: wrongCode });

  expect((await tried.post('/login/code', { code: rightCode })).status).toBe(422);
  world.clock.set(world.clock.now() + 9 * MINUTE_MS);
  await old.keepPhone('13900000002');
  world.clock.set(world.clock.now() + 2 * MINUTE_MS);
  expect((await old.post('/login/code', { code: oldCode })).status).toBe(422);
});

test('a wrong phone, a wrong password and a stopped account read the same', async () => {
  await passwordOf(world.people.villager, '屋后有三棵桃子树');
  await passwordOf(world.people.second, '屋后有三棵桃子树');
  await world.app.db.write((tx) =>
    tx.update(person).set({ disabledAt: 1 }).where(eq(person.id, world.people.second)),
  );
  const ways = [
    ['13911112222', '屋后有三棵桃子树'],
    [await phoneOf(world.people.villager), '屋前有三棵桃子树'],
    [await phoneOf(world.people.second), '屋后有三棵桃子树'],
    [await phoneOf(world.people.neighbour), '屋后有三棵桃子树'],
  ];

  for (const [phone = '', password = ''] of ways) {
    const answer = await browser(world).post('/login/password', { phone, password });

    expect(answer.status).toBe(422);
    const { form } = await answer.json();
    expect(form.errors).toEqual({ password: 'phoneOrPasswordWrong' });
    expect(form.values).not.toHaveProperty('password');
  }
});

test('signing in gives a new session, and its id is nowhere in clear', async () => {
  const phone = browser(world);
  await phone.signUp('13900000001', '甲');
  const first = phone.session();

  await phone.post('/login', { phone: '13900000001' });
  await phone.post('/login/code', { code: await phone.lastCode() });

  expect(phone.session()).not.toBe(first);
  const rows = await world.app.db.read.select().from(session);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(phone.session());
});

test('the session cookie is out of reach of scripts and other sites', async () => {
  const phone = browser(world);

  const answer = await phone.signUp('13900000001', '甲');

  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('session='));
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toMatch(/Path=\//);
});

test('signing out kills the session itself', async () => {
  const phone = browser(world);
  await phone.signUp('13900000001', '甲');
  const kept = phone.cookies();

  await phone.post('/logout', {});

  const answer = await world.get('/me', kept);
  expect(answer.headers.get('location')).toBe('/login?back=%2Fme');
});

test('a villager stays signed in for thirty idle days, and no longer', async () => {
  const cookie = await world.cookieOf(world.people.villager);

  laterOnTheMachine(29 * DAY_MS);
  expect((await world.get('/me', cookie)).status).toBe(200);
  laterOnTheMachine(29 * DAY_MS);
  expect((await world.get('/me', cookie)).status).toBe(200);
  laterOnTheMachine(31 * DAY_MS);
  expect((await world.get('/me', cookie)).status).toBe(303);
});

test('a desk closes after eight hours, however busy it was', async () => {
  const cookie = await world.cookieOf(world.people.cadre);

  for (let hour = 1; hour < 8; hour += 1) {
    laterOnTheMachine(HOUR_MS);
    expect((await world.get('/me', cookie)).status).toBe(200);
  }
  laterOnTheMachine(HOUR_MS + MINUTE_MS);

  expect((await world.get('/me', cookie)).status).toBe(303);
});

test('moving the clock of a demonstration signs nobody out', async () => {
  const cookie = await world.cookieOf(world.people.cadre);

  world.clock.set(world.clock.now() + 3 * DAY_MS);

  expect((await world.get('/me', cookie)).status).toBe(200);
});

test('a stopped account is out at once, on every device', async () => {
  const cookies = [
    await world.cookieOf(world.people.villager),
    await world.cookieOf(world.people.villager),
  ];

  await world.app.db.write((tx) =>
    tx.update(person).set({ disabledAt: 1 }).where(eq(person.id, world.people.villager)),
  );

  for (const cookie of cookies) expect((await world.get('/me', cookie)).status).toBe(303);
});

test('the operator signs a lost device out, and the ledger keeps that he did', async () => {
  const cookies = [
    await world.cookieOf(world.people.villager),
    await world.cookieOf(world.people.villager),
  ];
  const neighbours = await world.cookieOf(world.people.neighbour);

  const isDone = await signOutPhone(world.app, await phoneOf(world.people.villager));

  expect(isDone).toBe(true);
  for (const cookie of cookies) expect((await world.get('/me', cookie)).status).toBe(303);
  expect((await world.get('/me', neighbours)).status).toBe(200);
  expect(await signOutPhone(world.app, '13900009999')).toBe(false);
});

test('one device can be signed out, or all', async () => {
  const [here, there] = [browser(world), browser(world)];
  await here.signUp('13900000001', '甲');
  await there.signUp('13900000001', '甲');
  const other = await otherSession(here.session());

  await here.post('/me/devices', { device: other });

  expect((await there.get('/me')).status).toBe(303);
  expect((await here.get('/me')).status).toBe(200);
  await there.signUp('13900000001', '甲');
  await here.post('/me/devices/all', {});
  expect((await there.get('/me')).status).toBe(303);
});

test("nobody signs out another's device", async () => {
  const mine = browser(world);
  await mine.signUp('13900000001', '甲');
  const theirs = await world.cookieOf(world.people.villager);
  const [row] = await world.app.db.read
    .select()
    .from(session)
    .where(eq(session.personId, world.people.villager));

  await mine.post('/me/devices', { device: row?.idHash ?? '' });

  expect((await world.get('/me', theirs)).status).toBe(200);
});

test('a new password ends the other devices and keeps this one', async () => {
  const [here, there] = [browser(world), browser(world)];
  await here.signUp('13900000001', '甲');
  await there.signUp('13900000001', '甲');

  const weak = await here.post('/me/password', { 'new-password': '12345678' });
  const set = await here.post('/me/password', { 'new-password': '屋后有三棵桃子树' });
  const blind = await here.post('/me/password', { 'new-password': '门前有一口老水井' });

  expect((await weak.json()).form.errors).toEqual({ 'new-password': 'passwordCommon' });
  expect(set.headers.get('location')).toBe('/me');
  expect((await blind.json()).form.errors).toEqual({ 'current-password': 'passwordWrong' });
  expect((await here.get('/me')).status).toBe(200);
  expect((await there.get('/me')).status).toBe(303);
});

test('a name with an office in it is not taken', async () => {
  const phone = browser(world);
  await phone.post('/login', { phone: '13900000001' });
  await phone.post('/login/code', { code: await phone.lastCode() });

  const answer = await phone.post('/login/name', { name: '曾书记' });

  expect((await answer.json()).form.errors).toEqual({ name: 'nameOffice' });
});

test('nobody is called like somebody in office, however it is written; the official himself may be', async () => {
  const read = world.app.db.read;
  const [head] = await read.select().from(person).where(eq(person.id, world.people.secretary));
  const name = head?.name ?? '';
  const phone = browser(world);
  await phone.post('/login', { phone: '13900000001' });
  await phone.post('/login/code', { code: await phone.lastCode() });
  const cookie = await world.cookieOf(world.people.villager);

  const asName = await phone.post('/login/name', { name });
  const later = await phone.post('/login/name', { name: '桃花' });
  const spaced = await world.post('/me/name', { nickname: [...name].join(' ') }, cookie);
  const own = await world.post(
    '/me/name',
    { nickname: name },
    await world.cookieOf(world.people.secretary),
  );

  expect((await asName.json()).form.errors).toEqual({ name: 'nameOfficial' });
  expect(later.status).toBe(303);
  expect((await spaced.json()).form.errors).toEqual({ nickname: 'nameOfficial' });
  expect(own.headers.get('location')).toBe('/me');
});

test('a villager changes the nickname, not the name of the roster', async () => {
  const cookie = await world.cookieOf(world.people.villager);

  await world.post('/me/name', { name: '别人', nickname: '白露姐' }, cookie);

  const view = await myPage(await world.ctx(world.people.villager));
  expect(view).toMatchObject({
    name: '罗白露',
    nickname: '白露姐',
    villages: [{ name: '北坡村' }],
  });
});

test('people read their own messages in full, and only their own', async () => {
  const mine = browser(world);
  await mine.signUp('13900000001', '甲');
  await mine.post('/me/password', { 'new-password': '屋后有三棵桃子树' });

  const [me] = await world.app.db.read.select().from(person).where(eq(person.name, '甲'));
  const mineShown = await messagesPage(await world.ctx(me?.id), null);
  const othersShown = await messagesPage(await world.ctx(world.people.villager), null);
  expect(mineShown?.messages.map(({ body }) => body)).toEqual([
    expect.stringContaining('密码换过了'),
  ]);
  expect(othersShown?.messages).toEqual([]);
});

test('what we hold on a person is his to download', async () => {
  const answer = await world.get('/me/data.json', await world.cookieOf(world.people.villager));

  expect(answer.headers.get('content-disposition')).toContain('attachment');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toMatchObject({
    account: { name: '罗白露', phone: await phoneOf(world.people.villager) },
    roster: [{ village: '北坡村', group: '1组' }],
  });
});

test('a closed account leaves no name and no phone, and the phone is free again', async () => {
  const phone = browser(world);
  await phone.signUp('13900000001', '甲');

  const unsure = await phone.post('/me/close', {});
  const closed = await phone.post('/me/close', { sure: 'yes' });

  expect((await unsure.json()).form.errors).toEqual({ sure: 'tickFirst' });
  expect(closed.headers.get('location')).toBe('/');
  expect((await phone.get('/me')).status).toBe(303);
  const rows = await world.app.db.read.select().from(person).where(eq(person.name, '甲'));
  expect(rows).toHaveLength(0);
  expect((await phone.signUp('13900000001', '乙')).headers.get('location')).toBe('/me');
});

test('somebody in office hands over before closing the account', async () => {
  const cookie = await world.cookieOf(world.people.cadre);

  const answer = await world.post('/me/close', { sure: 'yes' }, cookie);

  expect((await answer.json()).form.errors).toEqual({ sure: 'holdsPost' });
  expect(await ownData(await world.ctx(world.people.cadre))).not.toBeNull();
});

test('signing in leads back to our own pages only', async () => {
  await passwordOf(world.people.villager, '屋后有三棵桃子树');
  const fields = { phone: await phoneOf(world.people.villager), password: '屋后有三棵桃子树' };

  for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', 'me']) {
    const answer = await browser(world).post('/login/password', { ...fields, back });

    expect(answer.headers.get('location')).toBe('/me');
  }
});

test('English stays English through signing in', async () => {
  const answer = await browser(world).post('/en/login', { phone: '13900000001' });

  expect(answer.headers.get('location')).toBe('/en/login/code');
});

test('the town grants posts below it, nobody to himself, nobody above', async () => {
  const since = world.clock.now();
  const gridCode = `${world.county.north}002`;
  const post = { post: 'grid_cadre', gridCode, since, isDeputy: true } as const;
  const { town, sysadmin, secretary, neighbour, dispatcher } = world.people;

  const granted = await grantPost(await world.ctx(town), { ...post, personId: neighbour });
  const toSelf = await grantPost(await world.ctx(town), { ...post, personId: town });
  const bySecretary = await grantPost(await world.ctx(secretary), { ...post, personId: neighbour });
  const ownLevel = await grantPost(await world.ctx(town), {
    ...{ post: 'town_admin', gridCode: world.county.townCode, since },
    personId: neighbour,
  });
  const countyPost = { post: 'dispatcher', gridCode: world.county.countyCode, since } as const;
  const byOperator = await grantPost(await world.ctx(sysadmin), {
    ...countyPost,
    personId: neighbour,
  });
  const byDispatcher = await grantPost(await world.ctx(dispatcher), {
    ...countyPost,
    personId: neighbour,
  });

  expect(granted).toMatchObject({ ok: true });
  expect(toSelf).toMatchObject({ code: 'notYourself' });
  expect(bySecretary).toMatchObject({ code: 'notFound' });
  expect(ownLevel).toMatchObject({ code: 'notFound' });
  expect(byOperator).toMatchObject({ ok: true });
  expect(byDispatcher).toMatchObject({ code: 'notFound' });
});

test('a post counts from the moment it is granted to the moment it ends', async () => {
  const { town, neighbour } = world.people;
  const granted = await grantPost(await world.ctx(town), {
    ...{ personId: neighbour, post: 'clerk', gridCode: world.county.north },
    since: world.clock.now(),
  });
  expect((await world.ctx(neighbour)).viewer.posts).toMatchObject([{ post: 'clerk' }]);

  await endPost(await world.ctx(town), granted.ok ? granted.value.id : '');

  expect((await world.ctx(neighbour)).viewer.posts).toEqual([]);
});

test('the operator gets a password that works once and must be changed', async () => {
  const system = { ...(await world.ctx()), viewer: systemViewer };
  const made = await createAdmin(system, { name: '苏谷雨', phone: '13900007777' });
  if (!made.ok) throw new Error(made.code);
  const fields = { phone: '13900007777', password: made.value.password };

  const first = await browser(world).post('/login/password', fields);
  const second = await browser(world).post('/login/password', fields);

  expect(first.headers.get('location')).toBe('/me/password');
  expect(second.status).toBe(422);
  expect((await world.ctx(made.value.personId)).viewer.posts).toMatchObject([{ post: 'sysadmin' }]);
  await createAdmin(system, { name: '苏谷雨', phone: '13900007777' });
  const held = await world.app.db.read
    .select()
    .from(assignment)
    .where(and(eq(assignment.personId, made.value.personId), eq(assignment.post, 'sysadmin')));
  expect(held).toHaveLength(1);
});

test('codes, their messages and ended sessions do not pile up', async () => {
  await browser(world).post('/login', { phone: NEW_PHONE });
  await world.cookieOf(world.people.cadre);
  world.clock.set(world.clock.now() + 2 * DAY_MS);
  laterOnTheMachine(9 * HOUR_MS);

  await sweepAccounts.run(await world.ctx());

  const left = [
    ...(await world.app.db.read.select().from(signInCode)),
    ...(await world.app.db.read.select().from(outboxMessage)),
    ...(await world.app.db.read.select().from(session)),
  ];
  expect(left).toEqual([]);
});

test('a message with a code names nobody and shows no phone', async () => {
  await browser(world).post('/login', { phone: NEW_PHONE });

  const [message] = await world.app.db.read.select().from(outboxMessage);

  expect(message).toMatchObject({ personId: null, template: 'code' });
  expect(JSON.stringify(message)).not.toContain('13900008888');
});

async function otherSession(token: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  const mine = createHash('sha256').update(token).digest('hex');
  const rows = await world.app.db.read.select().from(session);
  return rows.find(({ idHash }) => idHash !== mine)?.idHash ?? '';
}
