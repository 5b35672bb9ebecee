import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { assignment } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { tooFast } from '#server/accounts/limits.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { appealPage } from '#server/appeals/views.ts';
import { guestPageOf } from '#server/guest-key.ts';
import { newToken } from '#server/kernel/ids.ts';
import { securityHeaders } from '#server/kernel/security-headers.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { withdrawComment } from '#server/posts/comment-changes.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { readPath } from '#server/rules/links.ts';
import { aTalk, known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** A request as Node reads it from a browser with these cookies. */
function requestWith(cookie: string, url = '/v/beipo/talks'): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = url;
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

  test.each([
    ['/v/beipo/open/item/1001.csv', true],
    ['/v/beipo/open/item/1001.csv?after=1', false],
    ['/v/beipo/open/2026/10/datapackage.json?sort=day', false],
    ['/feeds/beipo.atom?before=1763000000000_a', true],
    ['/v/beipo/open/item/1001?q=%E5%91%A8%E5%AF%92%E9%9C%B2', false],
  ])('keep one copy of a table, however often it is asked for: %s', (url, isShared) => {
    expect(guestPageOf(requestWith('', url)) !== null).toBe(isShared);
  });
});

describe("another site's page", () => {
  const form = 'application/x-www-form-urlencoded';
  const rename = async (nickname: string, headers: Record<string, string>) => {
    const cookie = await world.cookieOf(world.people.villager);
    const body = new URLSearchParams({ nickname }).toString();
    const sent = { 'content-type': form, cookie, ...headers };
    return world.http.request('/me/name', { method: 'POST', body, headers: sent });
  };
  const nickname = async () => {
    const is = eq(person.id, world.people.villager);
    const [row] = await world.app.db.read.select().from(person).where(is).limit(1);
    return row?.nickname;
  };

  test.each([
    [form, 'https://evil.example'],
    ['multipart/form-data; boundary=x', 'https://evil.example'],
    ['application/json', 'https://evil.example'],
    ['foo/bar', 'https://evil.example'],
    ['', 'https://evil.example'],
    ['application/json', 'null'],
  ])('is refused whatever it says it sends: %j from %s', async (type, origin) => {
    await rename('王大爷', { origin: 'http://localhost' });

    const answer = await rename('上当了', { 'content-type': type, origin });

    expect(answer.status).toBe(403);
    expect(await nickname()).toBe('王大爷');
  });

  test.each([
    ['no origin and no form', { 'content-type': 'application/json' }],
    ['its own origin', { 'content-type': 'foo/bar', origin: 'http://localhost' }],
    [
      'the word of the browser that it is our page',
      { origin: 'http://other.test', 'sec-fetch-site': 'same-origin' },
    ],
  ])('is not meant by a request with %s', async (_what, headers) => {
    expect((await rename('王大爷', headers)).status).not.toBe(403);
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

  test.each([
    ['a turned direction', '老\u202E张\u2067', '老张'],
    ['a sign nobody sees', '老\u200B张\u00AD', '老张'],
    ['an emoji of several', '老张👨\u200D👩\u200D👧', '老张👨\u200D👩\u200D👧'],
  ])('of %s a name keeps what is seen', async (_what, nickname, kept) => {
    const { villager } = world.people;

    await world.post('/me/name', { nickname }, await world.cookieOf(villager));

    const [saved] = await world.app.db.read.select().from(person).where(eq(person.id, villager));
    expect(saved?.nickname).toBe(kept);
  });

  test.each(['\u200D', '\uFE0F\u200D', '\u3164', '\u2800'])(
    'a name of which nothing is seen is none',
    async (nickname) => {
      const { villager } = world.people;

      const answer = await world.post('/me/name', { nickname }, await world.cookieOf(villager));

      expect(answer.status).toBe(422);
    },
  );

  test('words keep the direction in which everybody reads', async () => {
    const { villager } = world.people;
    const form = new FormData();
    const fields = { audience: 'public', shownAs: 'resident', key: newToken() };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('body', '赶场\u202E那天\u202C卖姜\n第二行');

    await world.post('/v/beipo/talks', form, await world.cookieOf(villager));

    const [row] = await world.app.db.read.select().from(post);
    expect(row?.body.replace('\r\n', '\n')).toBe('赶场那天卖姜\n第二行');
    const written = prepareWords(await world.ctx(), '赶场&#x202E;那天', { isOfficial: false });
    expect(written).toMatchObject({ ok: true, value: { html: '<p>赶场那天</p>' } });
  });

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

    expect(answer.headers.get('location')).toBe('/login?back=%2Fv%2Fbeipo%2Ftalks%2Fnew');
  });
});

describe('names and words that everybody reads', () => {
  const rename = async (nickname: string) => {
    const { villager } = world.people;
    return world.post('/me/name', { nickname }, await world.cookieOf(villager));
  };

  test.each([
    '村支书',
    '書記老王',
    '书-记',
    '石梯村 村长',
    '13800138000',
    '打一三八零零一三八零零零',
  ])('%s is no nickname', async (nickname) => {
    const answer = await rename(nickname);

    expect(answer.status).toBe(422);
  });

  test.each([
    '电话138**0013**8000',
    '电话1&#51;800138000',
    '电话138`0013`8000',
    '电话[138](/a)[0013](/b)8000',
  ])('a number that only its Markdown shows is covered: %s', async (words) => {
    const ctx = await world.ctx();

    const made = prepareWords(ctx, words, { isOfficial: false });

    expect(made).toMatchObject({ ok: true });
    if (made.ok) expect(`${made.value.html}${made.value.body}`).toContain('■■■■■■■■■■■');
  });

  test('numbers of different lines and cells stay what they are', async () => {
    const table = '| 门牌 | 水表 |\n| --- | --- |\n| 138 | 0013 |\n| 8000 | **1** |';

    const made = prepareWords(await world.ctx(), table, { isOfficial: true });

    expect(made).toMatchObject({ ok: true, value: { body: table } });
  });

  test('what was typed before numbers were covered is corrected too, and stays sealed', async () => {
    const { villager, clerk } = world.people;
    const raised = await raiseAppeal(await world.ctx(await known(world, villager)), 'beipo', {
      ...{ key: newToken(), picture: null, photoIds: [], landmark: '', forPersonId: null },
      ...{ groupCode: `${world.county.north}001`, latitude: null, longitude: null },
      ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident', notAccusation: false },
      words: '郑小雪家门口的沟堵了，电话 13800138000',
    });
    const no = raised.ok ? raised.value.no : 0;
    const [row] = await world.app.db.read.select().from(post).where(eq(post.no, no));

    const datum = { datum: '郑小雪', key: newToken() };
    const done = await correctPrivacy(await world.ctx(clerk), row?.id ?? '', datum);

    const page = await appealPage(await world.ctx(villager), { slug: 'beipo', no });
    expect(done.ok).toBe(true);
    expect(page?.sealedWords).toBe('■■■家门口的沟堵了，电话 13800138000');
  });

  test('who left office changes no notice and takes none back', async () => {
    const { clerk, secretary } = world.people;
    const notice = {
      title: '停水',
      body: '明天停水一天。',
      audience: 'public',
      until: '',
    } as const;
    const form = { ...notice, key: newToken(), photoIds: [] };
    await postPlain(await world.ctx(clerk), noticeKind, 'beipo', form);
    const [row] = await world.app.db.read.select().from(post).where(eq(post.kind, 'notice'));
    const id = row?.id ?? '';
    const until = world.clock.now() - 1;
    await world.app.db.write((tx) =>
      tx.update(assignment).set({ until }).where(eq(assignment.personId, clerk)),
    );
    const edit = () => ({ title: '停水', body: '不停了。', key: newToken() });

    const byFormer = await editPost(await world.ctx(clerk), id, edit());
    const takenBack = await withdrawPost(await world.ctx(clerk), id);
    const bySecretary = await editPost(await world.ctx(secretary), id, edit());

    expect([byFormer, takenBack]).toMatchObject([{ code: 'notFound' }, { code: 'notFound' }]);
    expect(bySecretary.ok).toBe(true);
  });
});

test.each([
  ['//evil.example', { lang: 'zh', path: '/evil.example' }],
  ['/en//evil.example/a', { lang: 'en', path: '/evil.example/a' }],
  ['///me', { lang: 'zh', path: '/me' }],
])('the address %s names a page of ours, never another site', (pathname, expected) => {
  expect(readPath(pathname)).toEqual(expected);
});

test.each([
  ['https://cuntou.example', 'max-age=31536000'],
  ['http://192.168.1.5:4321', undefined],
  [undefined, undefined],
])('browsers are told to stay with https only where it is: %s', (publicOrigin, expected) => {
  const headers = new Map(securityHeaders('', { publicOrigin }));

  expect(headers.get('strict-transport-security')).toBe(expected);
});

test('lists hear of a comment that was taken back', async () => {
  const { neighbour } = world.people;
  const { id } = await aTalk(world);
  const said = { kind: 'say', body: '我家也看到了', shownAs: 'resident', key: newToken() } as const;
  const spoken = await speakUnder(await world.ctx(neighbour), id, said);
  const heard: string[] = [];
  world.app.db.onTouched((tags) => heard.push(...tags));

  await withdrawComment(await world.ctx(neighbour), spoken.ok ? spoken.value.id : '');

  expect(heard).toContain(`village:${world.county.north}`);
});

describe('machines that speak', () => {
  test('comments, posts and reports of one account have a pace; its neighbours do not wait', async () => {
    const { villager, neighbour } = world.people;
    const { id } = await aTalk(world);
    const say = async (who: string) => {
      const fields = { kind: 'say', body: '晓得了', key: newToken() };
      return world.post(`/posts/${id}/comments`, fields, await world.cookieOf(who));
    };
    const { allowed, withinMinutes } = world.app.book.rules.pace.comments;
    for (let n = 0; n < allowed; n += 1) await say(villager);

    const tooMany = await say(villager);
    const byNeighbour = await say(neighbour);
    world.clock.set(world.clock.now() + withinMinutes * 60_000);
    const later = await say(villager);

    expect(tooMany.status).toBe(429);
    const waits = Number(tooMany.headers.get('retry-after'));
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThanOrEqual(withinMinutes * 60);
    expect(await tooMany.json()).toMatchObject({
      form: { values: { body: '晓得了' }, errors: { body: 'tooFast' } },
    });
    expect([byNeighbour.status, later.status]).toEqual([303, 303]);
  });

  test('whoever guesses at slips is told how long to leave it', async () => {
    const guess = () => world.post('/track', { code: '22222-22222' });
    for (let n = 0; n < world.app.book.rules.slips.tries; n += 1) await guess();

    const tooMany = await guess();

    expect(tooMany.status).toBe(429);
    expect(tooMany.headers.get('retry-after')).toBe('3600');
  });

  test('whoever holds a post writes for many, and is not stopped', async () => {
    const ctx = await world.ctx(world.people.clerk);
    const { allowed } = ctx.book.rules.pace.reports;

    const waits = [];
    for (let n = 0; n <= allowed; n += 1) waits.push(await tooFast(ctx, 'reports', 'words'));

    expect(new Set(waits)).toEqual(new Set([null]));
  });
});
