import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { formPageOf } from '#server/guest-forms.ts';
import { newToken } from '#server/kernel/ids.ts';
import { listRoutes } from '#server/route-list.ts';
import { aTalk } from '#tests/support/posts.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

/** A private matter of the villager's; only he and who handles it may see its page. */
async function privateMatter(): Promise<string> {
  const raised = await raiseAppeal(await world.ctx(world.people.villager), 'beipo', {
    ...{ key: newToken(), picture: null, words: '和隔壁为地界红了脸', photoIds: [] },
    ...{ groupCode: `${world.county.north}001`, landmark: '', latitude: null, longitude: null },
    ...{ addressee: 'cadre', audience: 'handlers', shownAs: 'resident' },
    ...{ notAccusation: false, forPersonId: null },
  });
  if (!raised.ok) throw new Error(raised.code);
  return `/v/beipo/a/${raised.value.no}`;
}

/** A browser that has just been signed in as somebody of the county. */
async function signIn(phone: ReturnType<typeof browser>, number: string): Promise<Response> {
  await phone.post('/login', { phone: number });
  return phone.post('/login/code', { code: await phone.codeFor(number) });
}

// As tests/support/county.ts numbers them.
const VILLAGER = '19900000014';
const SOUTHERNER = '19900000017';

const signInFor = (page: string) => `/login?back=${encodeURIComponent(page)}`;

describe('words that were typed before signing in', () => {
  test('come back on a private page, which is not given away to a guest', async () => {
    const page = await privateMatter();
    const words = { act: 'not-yet', key: newToken(), words: '还差三盏灯没有亮' };
    const phone = browser(world);

    const sent = await phone.post(`${page}/not-yet`, words);
    const toNowhere = await browser(world).post('/v/beipo/a/999999/not-yet', words);
    await signIn(phone, VILLAGER);
    const shown = await (await phone.get(page)).json();
    const later = await (await phone.get(page)).json();

    expect([sent.status, sent.headers.get('location')]).toEqual([303, signInFor(page)]);
    expect(toNowhere.headers.get('location')).toBe(signInFor('/v/beipo/a/999999'));
    expect(toNowhere.headers.getSetCookie().length).toBe(sent.headers.getSetCookie().length);
    expect(shown.form.values).toEqual(words);
    expect(later.form).toBeNull();
  });

  test('come back below a post, whose page is known only after signing in', async () => {
    const { id, path } = await aTalk(world);
    const phone = browser(world);

    const sent = await phone.post(`/posts/${id}/comments`, { body: '是我家的狗', key: newToken() });
    const nowhere = await browser(world).post('/posts/no-such/comments', { body: '是我家的狗' });
    await signIn(phone, VILLAGER);
    const led = await phone.get(`/posts/${id}`);
    const shown = await (await phone.get(path)).json();

    expect(sent.headers.get('location')).toBe(signInFor(`/posts/${id}`));
    expect(nowhere.headers.get('location')).toBe(signInFor('/posts/no-such'));
    expect(led.headers.get('location')).toBe(path);
    expect(shown.form.values.body).toBe('是我家的狗');
  });

  test('wait while somebody else signs in, whom the page is not for', async () => {
    const page = await privateMatter();
    const phone = browser(world);
    await phone.post(`${page}/contest`, { words: '这条路是坏了，不是新修' });

    await signIn(phone, SOUTHERNER);
    await phone.get('/posts/no-such');
    await signIn(phone, VILLAGER);
    const shown = await (await phone.get(page)).json();

    expect(shown.form.values.words).toBe('这条路是坏了，不是新修');
  });

  test('come back without the photos chosen beside them, however large these are', async () => {
    const phone = browser(world);
    const form = new FormData();
    form.set('body', '桃子熟了');
    form.set('photo1', new Blob([new Uint8Array(2 * 1024 * 1024)]), 'a.jpg');

    const sent = await phone.post('/v/beipo/talks', form);
    await signIn(phone, VILLAGER);
    const shown = await (await phone.get('/v/beipo/talks/new')).json();

    expect(sent.headers.get('location')).toBe(signInFor('/v/beipo/talks/new'));
    expect(shown.form.values).toEqual({ body: '桃子熟了' });
  });

  test('are not kept where they are secrets', async () => {
    const sent = await browser(world).post('/me/password', { 'new-password': '屋后有三棵桃子树' });

    expect(sent.headers.get('location')).toBe(signInFor('/me/password'));
    expect(sent.headers.getSetCookie()).toEqual([]);
  });
});

describe('the page of a form', () => {
  test.each([
    ['/v/beipo/a/7/answer', '/v/beipo/a/7'],
    ['/v/beipo/appeals/new/photo', '/v/beipo/appeals/new/photo'],
    ['/v/beipo/talks', '/v/beipo/talks/new'],
    ['/posts/x/reports', '/posts/x/report'],
    ['/posts/x/likes/undo', '/posts/x'],
    ['/comments/x/answers', '/comments/x'],
    ['/comments/x/edit', '/comments/x/edit'],
    ['/desk/reviews/x/decision', '/desk/reviews/x'],
    ['/desk/posts/510681/grant', '/desk/posts/510681'],
    ['/desk/posts/510681/x/end', '/desk/posts/510681/x'],
    ['/desk/duty/510681/leave', '/desk/duty/510681'],
    ['/me/devices/all', '/me/devices'],
    ['/login/password', null],
    ['/track', null],
    ['/no/such/form', null],
  ])('%s stands on %s', (form, page) => {
    expect(formPageOf(form)).toBe(page);
  });

  test('is known for every form that only somebody signed in may send', () => {
    const routes = listRoutes(process.cwd());
    const pages = new Set(routes.map(({ route }) => route));
    const closed = routes
      .filter(({ route, roles }) => route.startsWith('POST ') && !roles.includes('visitor'))
      .map(({ route }) => formPageOf(route.slice('POST '.length)) ?? route);

    const lost = closed.filter(
      (page) => !pages.has(`GET ${page}`) && page !== '/v/:village/:list/new',
    );
    expect(lost).toEqual([]);
  });
});
