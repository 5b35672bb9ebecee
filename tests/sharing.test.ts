import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { post } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { editComment } from '#server/posts/comment-changes.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { postPage } from '#server/posts/page.ts';
import { sharePage } from '#server/posts/share.ts';
import { historyPage } from '#server/posts/word-pages.ts';
import { instantOf } from '#server/rules/dates.ts';
import { slipCode as makeCode, SLIP_CODE_BYTES } from '#server/rules/slip-code.ts';
import { talkKind } from '#server/talks/kind.ts';
import { aTalk, talk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function aNotice(): Promise<string> {
  await postPlain(await world.ctx(world.people.secretary), noticeKind, 'beipo', {
    title: '停水',
    body: '明天停水到下午五点',
    audience: 'public',
    until: '',
    key: newToken(),
    photoIds: [],
  });
  const [row] = await world.app.db.read.select().from(post).where(eq(post.kind, 'notice'));
  return row?.id ?? '';
}

async function rowOf(id: string) {
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, id));
  if (!row) throw new Error(`no post ${id}`);
  return row;
}

const talkAt = (no: number) => ({ slug: 'beipo', list: 'talks', no });

test('what is copied for the group chat names nobody and ends with a short address', async () => {
  const { id, path } = await aTalk(world, '谁家的黄狗跑到我家院坝了');
  const { no } = await rowOf(id);

  const view = await sharePage(await world.ctx(), talkAt(no));

  expect(view?.text.split('\n')).toEqual([
    '柳河镇北坡村有人说：谁家的黄狗跑到我家院坝了',
    '还没有人说话，您来开个头。',
    '点开看全文，也可以说一句、问一句。',
    `打开看：http://cuntou.test${path}`,
  ]);
  expect(view?.text).not.toContain('罗白露');
  expect(view?.qr).toMatch(/^<svg/);
});

test('in English the address leads to the English page', async () => {
  const { id, path } = await aTalk(world);
  const { no } = await rowOf(id);

  const view = await sharePage({ ...(await world.ctx()), lang: 'en' }, talkAt(no));

  expect(view?.text.split('\n')).toHaveLength(4);
  expect(view?.url).toBe(`http://cuntou.test/en${path}`);
});

test('the code of the author’s slip stands on nothing that others read or carry away', async () => {
  const { id, path } = await aTalk(world);
  const { no, slipCode } = await rowOf(id);
  const visitor = await world.ctx();

  const shared = await sharePage(visitor, talkAt(no));
  const page = await postPage(visitor, {
    slug: 'beipo',
    kind: 'talk',
    no: String(no),
    commentsAfter: null,
  });

  const { loaded: _ours, ...printed } = shared ?? { loaded: null };
  expect(printed).toMatchObject({ url: `http://cuntou.test${path}` });
  expect(JSON.stringify([printed, page])).not.toContain(slipCode);
});

test('only a post that stands for everybody is handed on, under its own address', async () => {
  const { id } = await aTalk(world);
  const { no } = await rowOf(id);
  await postPlain(
    await world.ctx(world.people.villager),
    talkKind,
    'beipo',
    talk('只给村里', { audience: 'village' }),
  );
  const [inner] = await world.app.db.read.select().from(post).where(eq(post.audience, 'village'));
  const visitor = await world.ctx();
  const neighbour = await world.ctx(world.people.neighbour);

  const elsewhere = await sharePage(visitor, { ...talkAt(no), list: 'notices' });
  const ofNobody = await sharePage(visitor, talkAt(Number.NaN));
  const ofTheVillage = await sharePage(neighbour, talkAt(inner?.no ?? 0));
  await withdrawPost(await world.ctx(world.people.villager), id);
  const takenBack = await sharePage(visitor, talkAt(no));

  expect([elsewhere, ofNobody, ofTheVillage, takenBack]).toEqual([null, null, null, null]);
});

test('a slip leads to its post; whoever may not see that is asked for the code', async () => {
  const { id, path } = await aTalk(world);
  const { slipCode } = await rowOf(id);
  await postPlain(
    await world.ctx(world.people.villager),
    talkKind,
    'beipo',
    talk('只给村里', { audience: 'village' }),
  );
  const [inner] = await world.app.db.read.select().from(post).where(eq(post.audience, 'village'));
  const leadsTo = async (slip: string) => (await world.get(`/s/${slip}`)).headers.get('location');
  const unused = makeCode(new Uint8Array(SLIP_CODE_BYTES).fill(7));

  expect(await leadsTo(slipCode.toLowerCase())).toBe(path);
  expect(await leadsTo(inner?.slipCode ?? '')).toBe(`/track?code=${inner?.slipCode}#slip`);
  // The same answer: the address does not say whether there is such a matter.
  expect(await leadsTo(unused)).toBe(`/track?code=${unused}#slip`);
  expect((await world.get('/s/AAAAAAAAAA')).status).toBe(404);
});

test.each([
  ['10.0.0.8:4321', 'http://10.0.0.8:4321'],
  ['cuntou.lan', 'http://cuntou.lan'],
  ['[fe80::1]:4321', 'http://[fe80::1]:4321'],
  ['a"onclick=', 'http://localhost:4321'],
  [`${'long.'.repeat(60)}cn`, 'http://localhost:4321'],
])(
  'without a public address, who came by %s is handed %s and shares it with nobody',
  async (host, origin) => {
    const { id, path } = await aTalk(world);
    const { no } = await rowOf(id);
    const ctx = { ...(await world.ctx()), host };

    const view = await sharePage(ctx, talkAt(no));

    expect(view?.url).toBe(`${origin}${path}`);
    expect(ctx.page.isShared).toBe(false);
  },
);

test('with a public address every sheet names it, and guests share the sheet', async () => {
  const { id, path } = await aTalk(world);
  const { no } = await rowOf(id);
  const visitor = await world.ctx();
  const env = { ...visitor.env, publicOrigin: 'https://cuntou.example' };
  const ctx = { ...visitor, env, host: 'evil.example' };

  const view = await sharePage(ctx, talkAt(no));

  expect(view?.url).toBe(`https://cuntou.example${path}`);
  expect(ctx.page.isShared).toBe(true);
});

test('official words keep every published wording, with what changed', async () => {
  const id = await aNotice();
  world.clock.set(instantOf('2026-11-16', '10:00'));
  const clerk = await world.ctx(world.people.clerk);
  await editPost(clerk, id, { title: '停水', body: '明天停水到下午三点', key: newToken() });

  const view = await historyPage(await world.ctx(), { kind: 'post', id });

  expect(view?.versions).toMatchObject([
    { no: 2, isCurrent: true, at: instantOf('2026-11-16', '10:00') },
    { no: 1, isCurrent: false, at: instantOf('2026-11-16', '08:30') },
  ]);
  expect(view?.versions[0]?.pieces).toEqual([
    { text: '明天停水到下午', change: 'same' },
    { text: '五', change: 'gone' },
    { text: '三', change: 'added' },
    { text: '点', change: 'same' },
  ]);
});

test('an official answer shows its wordings, a villager’s own words never do', async () => {
  const id = await aNotice();
  const asked = await speakUnder(await world.ctx(world.people.neighbour), id, {
    kind: 'ask',
    body: '几点来水？',
    shownAs: 'resident',
    key: newToken(),
  });
  const questionId = asked.ok ? asked.value.id : '';
  const secretary = await world.ctx(world.people.secretary);
  const said = await answerQuestion(secretary, questionId, { body: '五点来水', key: newToken() });
  const answerId = said.ok ? said.value.id : '';
  await editComment(secretary, answerId, { title: '', body: '三点就来水', key: newToken() });

  const visitor = await world.ctx();
  const ofAnswer = await historyPage(visitor, { kind: 'comment', id: answerId });
  const ofQuestion = await historyPage(visitor, { kind: 'comment', id: questionId });
  const { id: talkId } = await aTalk(world);

  expect(ofAnswer?.versions).toHaveLength(2);
  expect(ofQuestion).toBeNull();
  expect(await historyPage(visitor, { kind: 'post', id: talkId })).toBeNull();
});

test('what a villager said before he changed it is read by him and the handlers, by nobody else', async () => {
  const { id } = await aTalk(world);
  const author = await world.ctx(world.people.villager);
  await editPost(author, id, { title: '', body: '改过的话', key: newToken() });
  const read = async (personId?: string) =>
    historyPage(await world.ctx(personId), { kind: 'post', id });

  expect((await read(world.people.villager))?.versions).toHaveLength(2);
  expect((await read(world.people.secretary))?.versions).toHaveLength(2);
  expect(await read(world.people.neighbour)).toBeNull();
  expect(await read(world.people.southSecretary)).toBeNull();
  expect(await read()).toBeNull();
});
