import { isNull } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '#server/kinds.ts';
import { photo } from '#db/schema/posts.ts';
import { newId } from '#server/kernel/ids.ts';
import { postPlain } from '#server/plain/commands.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { updatePost } from '#server/posts/records.ts';
import { postList } from '#server/posts/views.ts';
import { firstWords } from '#server/posts/wording.ts';
import { DAY_MS, type EpochMs, HOUR_MS } from '#server/rules/dates.ts';
import { countyFront } from '#server/squares/county-views.ts';
import { villageHome } from '#server/squares/views.ts';
import { talkKind } from '#server/talks/kind.ts';
import { known, talk } from '#tests/support/posts.ts';
import { MONDAY_MORNING, openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const now = MONDAY_MORNING;

/** A public appeal of 北坡村, as lists see it. */
async function anAppeal(title: string, changes: Partial<NewPost> = {}): Promise<string> {
  const { north, people } = world.county;
  const ctx = await world.ctx(people.villager);
  const fields: NewPost = {
    kind: 'appeal',
    villageCode: north,
    groupCode: `${north}001`,
    authorId: people.villager,
    enteredById: null,
    shownAs: 'resident',
    title,
    body: title,
    html: `<p>${title}</p>`,
    renderedBy: 'test',
    audience: 'public',
    state: 'received',
    holderId: people.cadre,
    holderGridCode: `${north}001`,
    firstDueAt: now + DAY_MS,
    finishDueAt: null,
    nextDueAt: null,
    at: now,
    photoIds: [],
    holdWords: false,
    ...changes,
  };
  return world.app.db.write(async (tx) => (await createPost(tx, ctx, fields)).id);
}

interface Solved {
  raisedAt?: EpochMs;
  finishedAt?: EpochMs;
  cosigns?: number;
}

/** One whose author said it is done. */
async function aSolvedOne(title: string, { raisedAt, finishedAt = now, cosigns = 0 }: Solved = {}) {
  const at = raisedAt ?? finishedAt - DAY_MS;
  const id = await anAppeal(title, { state: 'solved', at });
  const done = { firstAnsweredAt: at + HOUR_MS, finishedAt, cosigns };
  await world.app.db.write((tx) => updatePost(tx, id, done));
  return id;
}

interface Taken {
  subjectKind?: string;
  purpose?: string;
  at?: EpochMs;
  releasedAt?: EpochMs | null;
}

/** A photo of a post; its hash is its name here. */
async function aPhoto(postId: string, hash: string, taken: Taken = {}) {
  const { subjectKind = 'post', purpose = 'post', at = now, releasedAt = now } = taken;
  const subjectId = subjectKind === 'post' ? postId : newId();
  await world.app.db.write(async (tx) => {
    await tx.insert(photo).values({
      id: newId(),
      ownerId: world.people.villager,
      postId,
      subjectKind,
      subjectId,
      purpose,
      sort: 0,
      hash,
      width: 900,
      height: 600,
      bytes: { 320: 9000, 720: 30_000, 1600: 200_000 },
      state: 'ready',
      caption: '',
      createdAt: at,
      releasedAt,
    });
  });
}

async function picturesOf(id: string, name: string) {
  await aPhoto(id, `${name}-before`);
  await aPhoto(id, `${name}-after`, { subjectKind: 'step', purpose: 'after' });
}

const home = async () => {
  const view = await villageHome(await world.ctx(), 'beipo', null);
  if (!view) throw new Error('no village');
  return view;
};

describe("The list of a village's home", () => {
  test('begins with what is due next, however old it is, and ends with what was done', async () => {
    await aSolvedOne('做完的');
    await anAppeal('后天到期', { nextDueAt: now + 2 * DAY_MS });
    await anAppeal('等本人看', { state: 'awaiting' });
    await anAppeal('早就过了', {
      state: 'planned',
      at: now - 80 * DAY_MS,
      nextDueAt: now - DAY_MS,
    });

    const { appeals } = await home();

    expect(appeals.map((row) => row.title)).toEqual(['早就过了', '后天到期', '等本人看', '做完的']);
  });

  test('is never longer than five, and what is owed comes before what is done', async () => {
    for (const n of [1, 2, 3, 4]) await anAppeal(`欠着${n}`, { nextDueAt: now + n * DAY_MS });
    await aSolvedOne('先做完的', { finishedAt: now - 3 * DAY_MS });
    await aSolvedOne('刚做完的');

    const { appeals } = await home();

    expect(appeals.map((row) => row.title)).toEqual([
      '欠着1',
      '欠着2',
      '欠着3',
      '欠着4',
      '刚做完的',
    ]);
  });

  test('leaves out what only handlers read and what was taken back', async () => {
    await anAppeal('只给办事的人', { audience: 'handlers', nextDueAt: now });
    const taken = await anAppeal('收回了的', { nextDueAt: now });
    await world.app.db.write((tx) => updatePost(tx, taken, { withdrawnAt: now }));

    const { appeals } = await home();

    expect(appeals).toEqual([]);
  });
});

describe('What was put right, with pictures', () => {
  test('shows how it was and how it is now, and how long it took', async () => {
    const id = await aSolvedOne('装路灯', { raisedAt: now - 36 * DAY_MS, cosigns: 26 });
    await picturesOf(id, 'lamp');
    await aPhoto(id, 'lamp-count', { subjectKind: 'step', purpose: 'progress' });

    const { story, appeals } = await home();

    expect(story).toMatchObject({
      row: { title: '装路灯', cosigns: 26 },
      pictures: { before: { hash: 'lamp-before' }, after: { hash: 'lamp-after' } },
      days: 36,
    });
    expect(appeals).toEqual([]);
  });

  test('after a second try the last picture stands, and the first of how it was', async () => {
    const id = await aSolvedOne('补路');
    await picturesOf(id, 'road');
    await aPhoto(id, 'road-again', { purpose: 'before', subjectKind: 'step', at: now + 1 });
    await aPhoto(id, 'road-mended', { purpose: 'after', subjectKind: 'step', at: now + 2 });

    const { story } = await home();

    expect(story?.pictures).toMatchObject({
      before: { hash: 'road-before' },
      after: { hash: 'road-mended' },
    });
  });

  test('waits until somebody has looked at both pictures', async () => {
    const id = await aSolvedOne('换井盖');
    await aPhoto(id, 'cover-before');
    const held = { subjectKind: 'step', purpose: 'after', releasedAt: null };
    await aPhoto(id, 'cover-after', held);

    const before = await home();
    await world.app.db.write((tx) =>
      tx.update(photo).set({ releasedAt: now }).where(isNull(photo.releasedAt)),
    );
    const after = await home();

    expect(before.story).toBeNull();
    expect(before.appeals.map((row) => row.title)).toEqual(['换井盖']);
    expect(after.story?.row.title).toBe('换井盖');
  });

  test('of this month and the last, the one that most households had stands on the home', async () => {
    const lamp = await aSolvedOne('装路灯', { finishedAt: now - 20 * DAY_MS, cosigns: 26 });
    const cover = await aSolvedOne('换井盖', { cosigns: 2 });
    const old = await aSolvedOne('修桥', { finishedAt: now - 90 * DAY_MS, cosigns: 99 });
    await picturesOf(lamp, 'lamp');
    await picturesOf(cover, 'cover');
    await picturesOf(old, 'bridge');

    const { story, appeals } = await home();

    expect(story?.row.title).toBe('装路灯');
    expect(appeals.map((row) => row.title)).toEqual(['换井盖', '修桥']);
  });

  test('the county shows the two done last, no picture twice, and plain rows where there are few', async () => {
    const ditch = await aSolvedOne('掏水沟', { finishedAt: now - HOUR_MS });
    await picturesOf(ditch, 'ditch');
    await picturesOf(await aSolvedOne('又掏水沟', { finishedAt: now - 2 * HOUR_MS }), 'ditch');
    const first = await countyFront(await world.ctx(), null);
    await picturesOf(await aSolvedOne('换井盖', { finishedAt: now - 3 * HOUR_MS }), 'cover');

    const second = await countyFront(await world.ctx(), null);

    expect(first?.justSolved).toMatchObject({
      stories: [{ row: { title: '掏水沟' } }],
      plain: [{ title: '又掏水沟' }],
    });
    expect(second?.justSolved).toMatchObject({
      stories: [{ row: { title: '掏水沟' } }, { row: { title: '换井盖' } }],
      plain: [],
    });
  });
});

test('a finished page is dropped when a photo it shows is blackened or taken down', async () => {
  const id = await aSolvedOne('掏水沟');
  await picturesOf(id, 'ditch');
  const ctx = await world.ctx();

  await countyFront(ctx, null);

  expect([...ctx.page.tags]).toContain(`post:${id}`);
});

describe('A row of 村里话', () => {
  test.each([
    ['<p>豆瓣酱晒好了，路过的来尝一勺</p><p>晒了两个月。</p>', '豆瓣酱晒好了，路过的来尝一勺'],
    ['<p>谁家的黄狗？脖子上系红绳</p>', '谁家的黄狗？'],
    ['<p>停水了<br>下午来</p>', '停水了'],
    ['<ul><li>一袋米</li><li>两斤油</li></ul>', '一袋米'],
    ['<p></p><p>前面空着</p>', '前面空着'],
  ])('%s is named %s', (html, title) => {
    expect(firstWords(html)).toBe(title);
  });

  test('shows its first released photo and who said it, as he chose', async () => {
    const villager = await known(world, world.people.villager);
    const ctx = await world.ctx(villager);
    await postPlain(ctx, talkKind, 'beipo', talk('豆瓣酱晒好了'));
    await postPlain(ctx, talkKind, 'beipo', { ...talk('柿子红了'), shownAs: 'name' });
    const list = { villageCode: world.county.north, kind: 'talk' };
    const [, paste] = (await postList(await world.ctx(), list)).rows;
    if (!paste) throw new Error('nothing was said');
    await world.app.db.write((tx) => updatePost(tx, paste.id, { photos: 3 }));
    await aPhoto(paste.id, 'held', { releasedAt: null, at: now - 2 });
    await aPhoto(paste.id, 'jar', { at: now - 1 });
    await aPhoto(paste.id, 'spoon');

    const { rows } = await postList(await world.ctx(), list);

    expect(rows).toMatchObject([
      { title: '柿子红了', saidBy: ctx.viewer.name, photo: null },
      { title: '豆瓣酱晒好了', saidBy: '本村村民', photo: { hash: 'jar', width: 900 } },
    ]);
  });
});
