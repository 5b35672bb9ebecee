import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { comment, post } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { editPost, like, unlike, withdrawPost } from '#server/posts/commands.ts';
import { editComment, withdrawComment } from '#server/posts/comment-changes.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { postParts } from '#server/posts/parts.ts';
import { instantOf } from '#server/rules/dates.ts';
import { aTalk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const said = (kind: 'say' | 'ask', body: string, parentId?: string) => ({
  kind,
  body,
  shownAs: 'resident' as const,
  key: newToken(),
  ...(parentId ? { parentId } : {}),
});

async function speak(personId: string, postId: string, form: ReturnType<typeof said>) {
  const result = await speakUnder(await world.ctx(personId), postId, form);
  if (!result.ok) throw new Error(result.code);
  return result.value.id;
}

const partsFor = async (postId: string, personId?: string) =>
  postParts(await world.ctx(personId), postId);

test('a neighbour says something, another replies, and a reply to the reply stays on one level', async () => {
  const { id } = await aTalk(world);

  const first = await speak(world.people.neighbour, id, said('say', '是我家的'));
  const reply = await speak(world.people.second, id, said('say', '快去领', first));
  await speak(world.people.neighbour, id, said('say', '马上来', reply));

  const parts = await partsFor(id);
  expect(parts?.comments).toHaveLength(1);
  expect(parts?.comments[0]?.replies.map((one) => one.html)).toEqual([
    '<p>快去领</p>',
    '<p>马上来</p>',
  ]);
  const [row] = await world.app.db.read.select().from(post).where(eq(post.id, id));
  expect(row?.comments).toBe(3);
});

test('a question names the cadre of the asker’s household and starts a clock', async () => {
  const { id } = await aTalk(world);

  const before = await partsFor(id, world.people.neighbour);
  await speak(world.people.neighbour, id, said('ask', '捡到的狗该交到哪里？'));

  expect(before?.answerer).toMatchObject({ name: '廖小满', groupName: '1组' });
  const parts = await partsFor(id);
  expect(parts?.comments[0]).toMatchObject({
    kind: 'ask',
    duty: {
      holder: { name: '廖小满' },
      first: { state: 'run', dueAt: instantOf('2026-11-17', '18:00') },
      finish: null,
    },
  });
  expect(parts?.questions).toEqual({ asked: 1, answered: 0 });
  const messages = await world.app.db.read.select().from(outboxMessage);
  expect(messages).toMatchObject([{ personId: world.people.cadre, template: 'question.asked' }]);
});

test('a receipt does not stop the clock, an answer does, and the deputy above is named', async () => {
  const { id } = await aTalk(world);
  const question = await speak(world.people.neighbour, id, said('ask', '狗该交到哪里？'));
  const answer = async (personId: string, body: string) =>
    answerQuestion(await world.ctx(personId), question, { body, key: newToken() });

  world.clock.set(instantOf('2026-11-16', '08:40'));
  const receipt = await answer(world.people.cadre, '收到，会尽快处理。');
  world.clock.set(instantOf('2026-11-16', '08:47'));
  const real = await answer(world.people.secretary, '交到村委会，狗笼子在院子里。');

  expect([receipt.ok, real.ok]).toEqual([true, true]);
  const parts = await partsFor(id);
  expect(parts?.comments[0]?.duty).toMatchObject({
    holder: { name: '廖小满' },
    answeredBy: { name: '曾谷雨' },
    first: { state: 'done', amount: { n: 17, unit: 'minutes' } },
  });
  expect(parts?.questions).toEqual({ asked: 1, answered: 1 });
});

test('a villager and the cadre of another village may not answer officially', async () => {
  const { id } = await aTalk(world);
  const question = await speak(world.people.neighbour, id, said('ask', '狗该交到哪里？'));
  const form = () => ({ body: '交到我这里来', key: newToken() });

  const bySecond = await answerQuestion(await world.ctx(world.people.second), question, form());
  const bySouth = await answerQuestion(await world.ctx(world.people.southCadre), question, form());

  expect(bySecond).toMatchObject({ ok: false, code: 'notAllowed' });
  expect(bySouth).toMatchObject({ ok: false, code: 'notAllowed' });
});

test('a like counts once, and can be taken back', async () => {
  const { id } = await aTalk(world);
  const neighbour = await world.ctx(world.people.neighbour);

  await like(neighbour, id);
  await like(neighbour, id);
  const liked = await partsFor(id, world.people.neighbour);
  await unlike(neighbour, id);
  await unlike(neighbour, id);

  expect(liked?.likes).toEqual({ n: 1, isMine: true });
  expect((await partsFor(id))?.likes).toEqual({ n: 0, isMine: false });
});

test('a changed comment says so, and its old wording is sealed', async () => {
  const { id } = await aTalk(world);
  const mine = await speak(world.people.neighbour, id, said('say', '是我家的狗'));
  const neighbour = await world.ctx(world.people.neighbour);

  const edited = await editComment(neighbour, mine, {
    title: '',
    body: '不是我家的',
    key: newToken(),
  });
  const byOther = await editComment(await world.ctx(world.people.second), mine, {
    title: '',
    body: '乱改',
    key: newToken(),
  });

  expect([edited.ok, byOther.ok]).toEqual([true, false]);
  const parts = await partsFor(id);
  expect(parts?.comments[0]).toMatchObject({
    html: '<p>不是我家的</p>',
    editedAt: world.clock.now(),
  });
  expect(JSON.stringify(parts)).not.toContain('是我家的狗');
});

test('withdrawn words leave the row itself, the page says so', async () => {
  const { id } = await aTalk(world);
  const mine = await speak(world.people.neighbour, id, said('say', '说错话了'));

  await withdrawComment(await world.ctx(world.people.neighbour), mine);
  await withdrawPost(await world.ctx(world.people.villager), id);

  const [row] = await world.app.db.read.select().from(comment).where(eq(comment.id, mine));
  expect(row).toMatchObject({ body: '', html: '' });
  const parts = await partsFor(id);
  expect(parts).toMatchObject({ isWithdrawn: true, comments: [{ isWithdrawn: true, html: null }] });
  const again = await speakUnder(await world.ctx(world.people.second), id, said('say', '为啥'));
  expect(again).toMatchObject({ ok: false, code: 'notFound' });
});

test('a villager’s post can be changed by nobody else', async () => {
  const { id } = await aTalk(world);
  const form = { title: '黄狗', body: '黄狗领走了', key: newToken() };

  const bySecretary = await editPost(await world.ctx(world.people.secretary), id, form);
  const byAuthor = await editPost(await world.ctx(world.people.villager), id, form);

  expect(bySecretary).toMatchObject({ ok: false, code: 'notFound' });
  expect(byAuthor.ok).toBe(true);
});

test('the forms answer with the page: an anchor after speaking, the words again after an error', async () => {
  const { id, path } = await aTalk(world);
  const cookie = await world.cookieOf(world.people.neighbour);
  const send = (fields: Record<string, string>, as = cookie) =>
    world.post(`/posts/${id}/comments`, { key: newToken(), ...fields }, as);

  const empty = await send({ kind: 'ask', body: '  ' });
  const phone = await send({ kind: 'say', body: '打 13800138000' });
  const guest = await send({ kind: 'say', body: '我也想说' }, '');
  const fine = await send({ kind: 'say', body: '是我家的' });
  const unknown = await world.post(`/posts/${newToken()}/comments`, { body: '在吗' }, cookie);

  expect(empty.status).toBe(422);
  expect(await empty.json()).toMatchObject({ path, form: { errors: { body: 'required' } } });
  expect(await phone.json()).toMatchObject({
    form: { values: { body: '打 ■■■■■■■■■■■' }, errors: { body: 'personalMasked' } },
  });
  expect(guest.headers.get('location')).toBe(`/login?back=${encodeURIComponent(`/posts/${id}`)}`);
  expect(fine.status).toBe(303);
  expect(fine.headers.get('location')).toMatch(new RegExp(`^${path}#talk-`));
  expect(unknown.status).toBe(404);
});

test('people choose among the names they have; those in office speak under their own', async () => {
  const { id } = await aTalk(world);
  const speakerFor = async (personId?: string) =>
    (await postParts(await world.ctx(personId), id))?.speaker;

  expect(await speakerFor(world.people.neighbour)).toEqual({
    name: '周寒露',
    nickname: '',
    isOfficial: false,
  });
  expect((await speakerFor(world.people.secretary))?.isOfficial).toBe(true);
  expect(await speakerFor()).toBeNull();
});

test('under a private post it is said that not everybody reads along', async () => {
  const { id } = await aTalk(world);
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ audience: 'village' }).where(eq(post.id, id));
  });

  expect((await postParts(await world.ctx(world.people.neighbour), id))?.isPublic).toBe(false);
});
