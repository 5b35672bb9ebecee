import { eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '#db/schema/posts.ts';
import { clockSheets } from '#server/appeals/clock-sheets.ts';
import { proposeClose } from '#server/appeals/closing.ts';
import { raiseAppeal, withdrawAppeal } from '#server/appeals/commands.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { answerAppeal, planAppeal } from '#server/appeals/handling.ts';
import { appealList } from '#server/appeals/lists.ts';
import { paperPage } from '#server/appeals/paper.ts';
import { checkPage, raisePage } from '#server/appeals/raising.ts';
import { classifyAppeal } from '#server/appeals/remedy.ts';
import { receiptPage, trackPage } from '#server/appeals/tracking.ts';
import { appealPage } from '#server/appeals/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-11-16', '09:00'));
});
afterAll(() => world.close());

async function raise(words: string, changes = {}) {
  const result = await raiseAppeal(await world.ctx(world.people.villager), 'beipo', {
    key: newToken(),
    picture: null,
    words,
    photoIds: [],
    groupCode: `${world.county.north}001`,
    landmark: '老槐树下',
    latitude: null,
    longitude: null,
    addressee: 'cadre',
    audience: 'public',
    shownAs: 'resident',
    notAccusation: false,
    forPersonId: null,
    ...changes,
  });
  if (!result.ok) throw new Error(result.code);
  return { slug: 'beipo', no: result.value.no, slipCode: result.value.slipCode };
}

async function release() {
  const releasedAt = world.clock.now();
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ releasedAt }).where(isNull(post.releasedAt));
  });
}

async function setState(no: number, state: string) {
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ state }).where(eq(post.no, no));
  });
}

const asked = { state: null, group: null, before: null, after: null };
const cadre = () => world.ctx(world.people.cadre);
const villager = () => world.ctx(world.people.villager);

describe('the four screens', () => {
  const step = (name: string) => `/v/beipo/appeals/new${name}`;

  test('what was said on one screen is there on the last, numbers covered', async () => {
    const cookie = await world.cookieOf(world.people.villager);
    await world.post(step(''), { picture: 'roads' }, cookie);
    const words = '三组的路灯不亮,打我电话 13800138000';
    const next = await world.post(step('/photo'), { words }, cookie);
    const group = `${world.county.north}001`;
    const landmark = '晒坝边，到了打 13900139000';
    await world.post(step('/where'), { groupCode: group, landmark }, cookie);

    const page = await checkPage(await villager(), 'beipo');

    expect(next.headers.get('location')).toBe(step('/where'));
    expect(page).toMatchObject({ isComplete: true, wasMasked: true, mayBePublic: true });
    expect(page?.shownWords).not.toContain('13800138000');
    expect(page?.shownLandmark).toBe('晒坝边，到了打 ■■■■■■■■■■■');
    expect(page?.duty?.holder.name).toBe('廖小满');
    expect(page?.secretary?.name).toBe('曾谷雨');
    expect(page?.picture?.code).toBe('roads');
  });

  test('the group where the person lives stands ready', async () => {
    const page = await raisePage(await world.ctx(world.people.second), 'beipo');

    expect(page?.groupCode).toBe(`${world.county.north}002`);
  });

  test('words may be missing while a photo is added, not when going on', async () => {
    const cookie = await world.cookieOf(world.people.neighbour);

    const more = await world.post(step('/photo'), { words: '', more: 'yes' }, cookie);
    const on = await world.post(step('/photo'), { words: '' }, cookie);

    expect(more.headers.get('location')).toBe(`${step('/photo')}#photos`);
    expect(on.status).toBe(422);
  });

  test('an accusation comes back with its text and is kept nowhere', async () => {
    const cookie = await world.cookieOf(world.people.second);
    const words = '有人克扣补贴款';

    const answer = await world.post(step('/photo'), { words }, cookie);

    const { form } = await answer.json();
    expect(form).toMatchObject({ values: { words }, errors: { words: 'accusation' } });
    const page = await raisePage(await world.ctx(world.people.second), 'beipo');
    expect(page?.draft.words ?? '').toBe('');
  });

  test('whoever says it is no accusation writes to the town alone', async () => {
    const cookie = await world.cookieOf(world.people.second);
    const words = '有人克扣补贴款';
    await world.post(step('/photo'), { words, notAccusation: 'yes' }, cookie);
    await world.post(step('/where'), { groupCode: `${world.county.north}002` }, cookie);

    const page = await checkPage(await world.ctx(world.people.second), 'beipo');

    expect(page?.plan?.audience).toBe('town');
    expect(page?.duty?.holder.name).toBe('邱立冬');
    expect(page?.mayBePublic).toBe(false);
  });

  test('a neighbour who says the same is offered 我家也是', async () => {
    await raise('晒坝边那盏路灯不亮,晚上看不见路');
    await release();
    const cookie = await world.cookieOf(world.people.neighbour);

    const words = '晒坝边那盏路灯不亮,晚上看不见';
    const answer = await world.post(step('/photo'), { words }, cookie);

    expect(answer.headers.get('location')).toBe(`${step('/photo')}?same=1#same`);
    const page = await raisePage(await world.ctx(world.people.neighbour), 'beipo');
    expect(page?.same[0]?.title).toContain('路灯不亮');
  });

  test('a solved matter is offered only where no open one says the same, to see how it was done', async () => {
    const words = '村口的水泵房漏电,跳闸三回了';
    const solved = await raise(words);
    await release();
    await setState(solved.no, 'solved');
    const asked = async () => {
      const cookie = await world.cookieOf(world.people.neighbour);
      await world.post(step('/photo'), { words }, cookie);
      const page = await raisePage(await world.ctx(world.people.neighbour), 'beipo');
      return page?.same.map(({ no, state }) => ({ no, state }));
    };

    expect(await asked()).toEqual([{ no: solved.no, state: 'solved' }]);
    const open = await raise(words);
    await release();
    expect(await asked()).toEqual([{ no: open.no, state: 'received' }]);
    await setState(open.no, 'withdrawn');
    expect(await asked()).toEqual([{ no: solved.no, state: 'solved' }]);
    await setState(solved.no, 'withdrawn');
    expect(await asked()).toEqual([]);
  });
});

describe('the page of an appeal', () => {
  test('shows each viewer what he may do', async () => {
    const ref = await raise('水池边的水管漏水');
    await release();

    const forCadre = await appealPage(await cadre(), ref);
    const forNeighbour = await appealPage(await world.ctx(world.people.neighbour), ref);
    const forAuthor = await appealPage(await villager(), ref);
    const forGuest = await appealPage(await world.ctx(), ref);

    expect(forCadre?.acts).toMatchObject({ sign: true, answer: true, plan: true, progress: false });
    expect(forCadre?.desk?.starts.length).toBeGreaterThan(0);
    expect(forNeighbour?.acts).toMatchObject({ cosign: true, answer: false });
    expect(forNeighbour?.desk).toBeNull();
    expect(forAuthor?.acts).toMatchObject({ cosign: false, withdraw: true, confirm: false });
    expect(forGuest?.parts.key).toBe('');
  });

  test('asks the author to look once it is said to be done', async () => {
    const ref = await raise('路口的镜子歪了');
    const close = { key: newToken(), words: '镜子扶正了。', photoIds: [], count: '1 面' };
    await proposeClose(await cadre(), ref, close);

    const page = await appealPage(await villager(), ref);

    expect(page?.acts).toMatchObject({ confirm: true, notYet: true });
    expect(page?.awaitsUntil).toBe(instantOf('2026-12-01', '09:00'));
    expect(page?.steps.at(-1)).toMatchObject({ kind: 'proposed', facts: { count: '1 面' } });
  });

  test('keeps number and dates of what was taken back, and hides the words', async () => {
    const ref = await raise('我家门口的沟堵了');
    await release();
    await withdrawAppeal(await villager(), ref, newToken());

    const forGuest = await appealPage(await world.ctx(), ref);
    const forAuthor = await appealPage(await villager(), ref);

    expect(forGuest).toMatchObject({ no: ref.no, title: null, html: null, steps: [] });
    expect(forAuthor?.html).toContain('我家门口的沟堵了');
  });

  test('a number that is none finds nothing', async () => {
    expect(await appealPage(await world.ctx(), { slug: 'beipo', no: Number.NaN })).toBeNull();
    expect(await appealPage(await world.ctx(), { slug: 'beipo', no: 1e15 })).toBeNull();
  });
});

describe('the sheets of the clocks', () => {
  test('name every counted day, and keep what was counted before', async () => {
    world.clock.set(instantOf('2026-11-20', '17:59'));
    const ref = await raise('桥头的护栏松了');
    await release();
    await classifyAppeal(await cadre(), ref, {
      key: newToken(),
      itemCode: '0201',
      remedy: 'repair',
      isUrgent: false,
      words: '拧紧螺丝就好。',
    });

    const sheets = await clockSheets(await world.ctx(), ref);

    expect(sheets?.first[0]?.dueAt).toBe(instantOf('2026-11-23', '18:00'));
    expect(sheets?.first[0]?.days.map((day) => [day.date, day.counted, day.why])).toEqual([
      ['2026-11-20', false, 'start'],
      ['2026-11-21', false, 'weekend'],
      ['2026-11-22', false, 'weekend'],
      ['2026-11-23', true, 'workday'],
    ]);
    expect(sheets?.finish.map((sheet) => [sheet.reason, sheet.isCurrent])).toEqual([
      ['repair', true],
      ['raised', false],
    ]);
    world.clock.set(instantOf('2026-11-16', '09:00'));
  });

  test('say that a plan counts by its own days', async () => {
    const ref = await raise('三组要装新灯');
    const words = '要新装，先定计划。';
    const build = { itemCode: '0202', remedy: 'build', isUrgent: false, words } as const;
    await classifyAppeal(await cadre(), ref, { key: newToken(), ...build });
    const steps = [{ what: '报镇上审', dueOn: '2026-11-25' }];
    await planAppeal(await cadre(), ref, { key: newToken(), words: '先报镇上。', steps });

    const sheets = await clockSheets(await cadre(), ref);

    expect(sheets?.finish[0]).toMatchObject({ reason: 'plan', limit: null, days: [] });
    expect(sheets?.finish[0]?.dueAt).toBe(instantOf('2026-11-25', '18:00'));
  });

  test('say that nobody is on the roster of an emergency', async () => {
    const ref = await raise('隔壁着火了');

    const sheets = await clockSheets(await villager(), ref);

    expect(sheets?.first[0]).toMatchObject({ dueAt: null, noDue: 'no-roster' });
  });
});

describe('following a matter', () => {
  const byNumber = async (no: number, personId?: string) =>
    trackPage(await world.ctx(personId), { place: '北坡村', no: `#${no}`, code: null });

  test('by village and number anybody reads states and dates, never a word', async () => {
    const ref = await raise('公厕的灯不亮');

    const page = await byNumber(ref.no);

    expect(page.found).toMatchObject({ no: ref.no, state: 'received', words: null });
  });

  test('what is not public is no number to anybody who may not read it', async () => {
    const ref = await raise('家里老人看病,想问救助', { audience: 'handlers' });

    const [guest, neighbour, unused] = await Promise.all([
      byNumber(ref.no),
      byNumber(ref.no, world.people.neighbour),
      byNumber(99_999),
    ]);

    expect(guest).toEqual({ ...unused, no: guest.no });
    expect(neighbour).toEqual({ ...unused, no: neighbour.no });
    expect(unused).toMatchObject({ found: null, isMissing: true });
    for (const personId of [world.people.villager, world.people.cadre]) {
      const { found } = await byNumber(ref.no, personId);
      expect(found).toMatchObject({ no: ref.no, words: null, mayOpen: true });
    }
  });

  test('a matter about conduct is no number to the village secretary, and leaves no gap', async () => {
    const before = await raise('水沟盖板断了');
    const told = await raise('村干部说话太难听', { picture: 'accounts' });
    const after = await raise('路灯又不亮了');

    const asked = await byNumber(told.no, world.people.secretary);

    expect(asked).toMatchObject({ found: null, isMissing: true });
    expect((await byNumber(told.no, world.people.villager)).found).toMatchObject({ no: told.no });
    expect(after.no).toBe(before.no + 1);
    expect(await appealPage(await villager(), told)).toMatchObject({ audience: 'town' });
  });

  test('the slip shows the words; five wrong codes an hour are enough', async () => {
    const ref = await raise('家里老人看病,想问救助', { audience: 'handlers' });
    const ctx = { ...(await world.ctx()), address: '203.0.113.7' };
    const by = (code: string) => trackPage(ctx, { place: '', no: '', code });

    const found = await by(` ${ref.slipCode.toLowerCase()} `);
    for (let tries = 0; tries < 6; tries += 1) await by('22222-22222');
    const late = await by(ref.slipCode);

    expect(found.found?.words?.html).toContain('救助');
    expect(late.found).toBeNull();
  });

  test('only the author holds the receipt', async () => {
    const ref = await raise('水沟盖板断了');

    const own = await receiptPage(await villager(), 'beipo', ref.no);

    expect(own).toMatchObject({ no: ref.no, slipCode: ref.slipCode });
    expect(own?.qr).toContain('<svg');
    expect(await receiptPage(await cadre(), 'beipo', ref.no)).toBeNull();
  });
});

describe('a matter on paper', () => {
  const sheet = async (ref: { slug: string; no: number }, personId?: string) =>
    paperPage(await world.ctx(personId), ref);

  test('is printed by whoever may read it, and never with the code of the slip', async () => {
    const ref = await raise('水沟盖板断了');
    await release();

    const printed = await sheet(ref);

    expect(printed?.url).toBe(`http://cuntou.test/v/beipo/a/${ref.no}`);
    expect(JSON.stringify(printed)).not.toContain(ref.slipCode);
  });

  test('stays with author and handlers when the matter does', async () => {
    const ref = await raise('家里老人看病,想问救助', { audience: 'handlers' });

    expect(await sheet(ref)).toBeNull();
    expect(await sheet(ref, world.people.neighbour)).toBeNull();
    expect(await sheet(ref, world.people.villager)).toMatchObject({ title: expect.any(String) });
    expect(await sheet(ref, world.people.cadre)).toMatchObject({ title: expect.any(String) });
  });
});

describe('lists and desks', () => {
  test('a village list narrows by state and group', async () => {
    const ref = await raise('二组的路烂了', { groupCode: `${world.county.north}002` });
    await release();
    const list = (changes: object) =>
      world.ctx().then((ctx) => appealList(ctx, 'beipo', { ...asked, ...changes }));

    const inGroup = await list({ group: `${world.county.north}002` });
    const solved = await list({ state: 'solved' });
    const nonsense = await list({ state: 'withdrawn', group: '1' });

    expect(inGroup?.rows.map((row) => row.no)).toEqual([ref.no]);
    expect(solved).toMatchObject({ state: 'solved', rows: [] });
    expect(nonsense).toMatchObject({ state: null, group: null });
  });

  test('a desk shows what waits for a look too: its clock runs', async () => {
    const ref = await raise('新来的人头一回说事');
    await world.app.db.write(async (tx) => {
      await tx.update(post).set({ releasedAt: null }).where(eq(post.no, ref.no));
    });

    const desk = await deskPage(await cadre(), 'mine', null);

    expect(desk?.rows.find((row) => row.no === ref.no)).toMatchObject({ isHeld: true });
    expect(desk?.lists).toMatchObject([{ list: 'mine' }]);
  });

  test('letters wait on the secretary until they are answered', async () => {
    const ref = await raise('写给书记:路口要装镜子', { addressee: 'secretary' });
    await release();
    const secretary = () => world.ctx(world.people.secretary);
    const letters = async () =>
      (await deskPage(await secretary(), 'letters', null))?.rows.map((row) => row.no);

    expect(await letters()).toContain(ref.no);
    const words = '我明天上午十点去路口看,看完给您回话。';
    await answerAppeal(await secretary(), ref, { key: newToken(), words, photoIds: [] });

    expect(await letters()).not.toContain(ref.no);
  });

  test('a villager has no desk', async () => {
    expect(await deskPage(await villager(), 'mine', null)).toBeNull();
  });
});
