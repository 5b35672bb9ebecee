import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendCode } from '#server/accounts/sign-in.ts';
import { appealPage } from '#server/appeals/views.ts';
import { demoBar } from '#server/demo/bar.ts';
import { followMoves, moveToNextWorkday } from '#server/demo/clock.ts';
import { outboxPage } from '#server/demo/outbox.ts';
import { gridGaps } from '#server/grids/gaps.ts';
import { shiftedClock } from '#server/kernel/clock.ts';
import { readSetting } from '#server/kernel/settings.ts';
import { demoPeople } from '#server/operator/people.ts';
import { instantOf, MINUTE_MS } from '#server/rules/dates.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';
import { openWorld } from '#tests/support/world.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['shiti', 'shuangfu', 'fanghu']);
}, 120_000);
afterAll(() => demo.close());

async function appealCalled(slug: string, title: string, key?: string) {
  const ctx = await demo.ctx(key);
  for (let no = 1001; no < 1200; no += 1) {
    const page = await appealPage(ctx, { slug, no });
    if (page?.title?.includes(title)) return page;
  }
  return null;
}

describe('the scenes', () => {
  test('1: the lamps of 石梯村, from a dark road to 确实好了', async () => {
    const lamps = await appealCalled('shiti', '能不能装路灯');

    expect(lamps).toMatchObject({
      state: 'solved',
      cosigns: 26,
      totalDays: 36,
      reopened: 1,
      secretary: { name: '曾谷雨' },
      duty: { holder: { name: '廖小满', groupName: '3组' } },
    });
    expect(lamps?.duty?.first).toMatchObject({
      state: 'done',
      amount: { n: 17, unit: 'minutes' },
      endedAt: instantOf('2026-09-11', '08:47'),
    });
  });

  test('9: 叶霜降 has no phone; the clerk wrote for her, and another from the town asked her', async () => {
    const ditch = await appealCalled('shuangfu', '门前水沟堵了');

    expect(ditch).toMatchObject({ state: 'solved', isEntered: true, isAuthor: false });
    expect(ditch?.steps.at(-1)).toMatchObject({ kind: 'confirmed', by: { name: '滕小寒' } });
  });

  test('10: the charging piles of 房湖社区 went to the street office, and the days go on', async () => {
    const piles = await appealCalled('fanghu', '充电桩');

    expect(piles).toMatchObject({ state: 'answered', cosigns: 8, totalDays: 4 });
    expect(piles?.duty).toMatchObject({ holder: { name: '郎立春' }, finish: { state: 'run' } });
    expect(piles?.steps.at(-1)).toMatchObject({ kind: 'progress', by: { name: '赖立冬' } });
  });
});

describe('the county of the demonstration', () => {
  test('has one responsible person with a deputy for every household and place', async () => {
    expect(await gridGaps(demo.app)).toEqual({
      householdsWithoutCadre: [],
      gridsOfHouseholds: [],
      placesWithoutHead: [],
      placesWithTwoHeads: [],
      placesWithoutDeputy: [],
    });
  });

  test('prints the people of the slim bar first, each with a phone and the one password', async () => {
    const people = await demoPeople(demo.app);

    expect(people.slice(0, 5).map(({ name }) => name)).toEqual([
      '罗白露',
      '廖小满',
      '曾谷雨',
      '邱立冬',
      '鲍小雪',
    ]);
    expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
  });

  test('prints everything that somebody is, what he is known for first', async () => {
    const people = await demoPeople(demo.app);

    const inBar = ['villager', 'cadre', 'secretary', 'town', 'county'];
    const viewers = await Promise.all(inBar.map((key) => demo.ctx(key)));
    const held = viewers.map(({ viewer }) => [...new Set(viewer.posts.map(({ post }) => post))]);
    expect(people.slice(0, 5).map(({ roles }) => roles)).toEqual([['villager'], ...held.slice(1)]);
    expect(people.map(({ role }) => role)).toEqual(people.map(({ roles }) => roles[0]));
    expect(people.filter(({ roles }) => roles.length > 1).length).toBeGreaterThan(3);
  });

  test('tells how far it has come, and only forwards', () => {
    expect(demo.progress).toEqual(demo.progress.toSorted((a, b) => a - b));
    expect(demo.progress.at(-1)).toBe(1);
  });
});

describe('the slim bar', () => {
  test('lets one tap be somebody, and another be nobody again', async () => {
    const become = await demo.post('/demo/become', { who: 'cadre', back: '/v/shiti' });
    const cookie = become.headers.get('set-cookie')?.split(';')[0] ?? '';

    expect(become.headers.get('location')).toBe('/v/shiti');
    expect(cookie).toMatch(/^session=./);
    const leave = await demo.post('/demo/become', { who: 'guest', back: '//elsewhere' }, cookie);
    expect(leave.headers.get('location')).toBe('/');
  });

  test('shows guests a time that a shared page can keep for ten minutes', async () => {
    demo.clock.set(instantOf('2026-11-16', '08:37'));
    const guest = await demo.ctx();
    const cadre = await demo.ctx('cadre');

    expect((await demoBar(guest))?.now).toBe(instantOf('2026-11-16', '08:30'));
    expect(guest.page.staleAt).toBe(instantOf('2026-11-16', '08:40'));
    expect((await demoBar(cadre))?.now).toBe(instantOf('2026-11-16', '08:37'));
    expect((await demoBar(cadre))?.people.filter(({ current }) => current)).toMatchObject([
      { key: 'cadre', title: '网格员 廖小满' },
    ]);
  });

  test('moves the clock of every process to the next working morning', async () => {
    const clock = shiftedClock(0);
    followMoves(demo.app.db, clock);
    demo.clock.set(instantOf('2026-11-20', '15:00'));

    await moveToNextWorkday(await demo.ctx());

    const monday = instantOf('2026-11-23', '08:30');
    expect(await readSetting(demo.app.db.read, 'demo.shift')).toBeTypeOf('number');
    await expect.poll(() => Math.abs(clock.now() - monday)).toBeLessThan(MINUTE_MS);
  });

  test('shows the messages of the last days page by page', async () => {
    demo.clock.set(instantOf('2026-11-16', '08:30'));
    const ctx = await demo.ctx();

    const first = await outboxPage(ctx, null);
    const second = await outboxPage(ctx, first?.older ?? null);

    expect(first?.messages).toHaveLength(30);
    expect(second?.messages[0]?.at).toBeLessThanOrEqual(first?.messages.at(-1)?.at ?? 0);
    const ids = [...(first?.messages ?? []), ...(second?.messages ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ctx.page.isShared).toBe(false);
  });
});

test('everybody who may be signed in as has a place beside his name', async () => {
  const people = await demoPeople(demo.app);

  expect(people.find(({ name }) => name === '鲍小雪')?.village).toBe('广汉市');
  expect(people.filter(({ village }) => village === '')).toEqual([]);
});

test('a message leads through signing in, as whom its page is for', async () => {
  demo.clock.set(instantOf('2026-11-16', '08:30'));
  const guest = await outboxPage(await demo.ctx(), null);
  const found = guest?.messages.find(({ path, phone }) => path !== null && phone !== null);
  const person = (await demoPeople(demo.app)).find(({ phone }) => phone === found?.phone);

  expect(found).toMatchObject({ forOther: true, to: person?.name });
});

test('a newcomer reads his code in the messages', async () => {
  // Later than any day to which another story has moved the county: the newest stand first.
  demo.clock.set(instantOf('2027-01-04', '09:00'));
  const ctx = await demo.ctx();

  await sendCode(ctx, '19912345678');

  const page = await outboxPage(ctx, null);
  const code = page?.messages.find(({ to }) => to === '199****5678');
  expect(code).toMatchObject({ path: null });
  expect(code?.body).toMatch(/\d{6}/);
});

test('in a database that is no demonstration nothing of it exists', async () => {
  const world = await openWorld();
  const ctx = await world.ctx();

  const answers = await Promise.all([
    world.post('/demo/become', { who: 'cadre' }),
    world.post('/demo/next-workday', {}),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(await outboxPage(ctx, null)).toBeNull();
  expect(await demoBar(ctx)).toBeNull();
  expect(await demoPeople(world.app)).toEqual([]);
  await world.close();
});
