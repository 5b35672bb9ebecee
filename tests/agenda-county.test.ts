import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runningCounts, runningPage } from '#server/agenda/county.ts';
import { openContest } from '#server/contests/opening.ts';
import { closeDrive, openDrive } from '#server/drives/commands.ts';
import { newToken } from '#server/kernel/ids.ts';
import { addDays, DAY_MS, instantOf, localDate } from '#server/rules/dates.ts';
import { countyFront, townPage } from '#server/squares/county-views.ts';
import { callOffStep } from '#server/steps/checking.ts';
import { makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { writeQuestion } from '#server/surveys/questions.ts';
import { openVote, preparedVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { aMotion, calledStep, deciders, usualRolls } from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const COUNTY = { code: '999999', slug: null };
const today = () => localDate(world.clock.now());

const counts = async (place: { code: string; slug: string | null } = COUNTY) => {
  const found = await runningCounts(await world.ctx(), place);
  return Object.fromEntries(found.map(({ kind, n }) => [kind, n]));
};

const page = async (kind: string | null, { town = null, after = null }: Asked = {}) => {
  const view = await runningPage(await world.ctx(), { kind, town, after });
  if (!view) throw new Error('there is no such place');
  return view;
};
interface Asked {
  town?: string | null;
  after?: string | null;
}

async function anOpenSurvey(closesOn = addDays(today(), 3)) {
  const ctx = await world.ctx(world.people.clerk);
  const frame = { title: '垃圾桶放哪里好', body: '想听听大家怎么说。', groups: [], least: 5 };
  const made = await makeSurvey(ctx, world.county.north, { ...frame, closesOn, key: newToken() });
  const { id } = must(made);
  const asked = { no: 0, kind: 'single' as const, label: '放哪里', hint: '', isRequired: true };
  const answers = { options: ['村口', '晒场边'], rows: [], most: 0, key: newToken() };
  must(await writeQuestion(ctx, id, { ...asked, ...answers }));
  must(await openSurvey(ctx, id));
}

async function aDrive(title: string, tellThrough = addDays(today(), 14)) {
  const ctx = await world.ctx(world.people.secretary);
  const form = { title, body: '问题和建议都收。', tellThrough, key: newToken() };
  const { path } = must(await openDrive(ctx, 'beipo', form));
  return { slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

async function aContest() {
  const days = { nominateThrough: addDays(today(), 4), objectThrough: addDays(today(), 11) };
  const words = { about: 'yards' as const, title: '最美庭院', body: '谢谢把院子过好的人家。' };
  const form = { ...words, ...days, judgeThrough: addDays(today(), 24), places: 1, jurors: 3 };
  const ctx = await world.ctx(world.people.clerk);
  must(await openContest(ctx, world.county.north, { ...form, key: newToken() }));
}

async function aMeeting() {
  await deciders(world);
  await usualRolls(world);
  const { id } = await aMotion(world);
  return calledStep(world, id, { step: 's1_propose' });
}

describe('what runs in a county', () => {
  test('is nothing while a village only prepares', async () => {
    await preparedVote(world);

    expect(await counts()).toEqual({});
    expect(await page(null)).toMatchObject({ kind: 'vote', counts: [], lines: [], next: null });
  });

  test('is counted kind by kind, for the county and for the town it lies in', async () => {
    await openVote(world, { days: 6 });
    await anOpenSurvey();
    await aMeeting();
    await aContest();
    await aDrive('明年先办哪几件');

    const all = { vote: 1, survey: 1, meeting: 1, contest: 1, drive: 1 };
    expect(await counts()).toEqual(all);
    expect(await counts({ code: world.county.north.slice(0, 9), slug: 'liuhe' })).toEqual(all);
    expect(await counts({ code: '999999999', slug: 'elsewhere' })).toEqual({});
  });

  test('each stands in the list of its kind, with its village, its day and its page', async () => {
    const vote = await openVote(world, { days: 6 });
    const ref = await aMeeting();
    await aContest();

    const [votes, meetings, contests] = [
      await page('vote'),
      await page('meeting'),
      await page('contest'),
    ];

    expect(votes.lines).toMatchObject([
      { path: `/v/beipo/votes/${vote.ref.no}`, villageName: '北坡村', name: null, daysLeft: 6 },
    ]);
    const { step, attempt } = ref;
    expect(meetings.lines).toMatchObject([{ name: '村党支部提议', daysLeft: 14 }]);
    expect(meetings.lines[0]?.path).toMatch(new RegExp(`/hall/\\d+/steps/${step}-${attempt}$`));
    expect(contests.lines).toMatchObject([{ title: '最美庭院', daysLeft: 4 }]);
  });

  test('ends with its hour or its day, and a choice goes on while families may be spoken of', async () => {
    await openVote(world, { days: 6 });
    await aContest();
    const end = instantOf(addDays(today(), 6), '18:00');

    world.clock.set(end - 60_000);
    expect(await counts()).toEqual({ vote: 1, contest: 1 });
    expect((await page('contest')).lines).toMatchObject([{ daysLeft: 5 }]);

    world.clock.set(end);
    expect(await counts()).toEqual({ contest: 1 });

    world.clock.set(end + 6 * DAY_MS);
    expect(await counts()).toEqual({});
  });

  test('a meeting called off and a discussion closed are gone at once', async () => {
    const ref = await aMeeting();
    const drive = await aDrive('明年先办哪几件');
    expect(await counts()).toEqual({ meeting: 1, drive: 1 });

    const form = { reason: '下大雨', key: newToken() };
    must(await callOffStep(await world.ctx(world.people.clerk), ref, form));
    must(await closeDrive(await world.ctx(world.people.secretary), drive, newToken()));

    expect(await counts()).toEqual({});
  });
});

test('the county’s front and the town’s page say how many run, each with a way to its list', async () => {
  await aDrive('明年先办哪几件');

  const front = await countyFront(await world.ctx(), null);
  const town = await townPage(await world.ctx(), 'liuhe');

  expect(front?.running).toEqual([{ kind: 'drive', n: 1, path: '/now?kind=drive' }]);
  expect(town?.running).toEqual([{ kind: 'drive', n: 1, path: '/now?kind=drive&town=liuhe' }]);
});

describe('the list', () => {
  test('is paged by what ends first, and nobody stands in it twice', async () => {
    const { posts: limit } = world.app.book.rules.pages;
    for (let n = 0; n <= limit; n += 1) {
      await aDrive(`第 ${n} 件`, addDays(today(), 30 - (n % 3)));
    }

    const first = await page('drive');
    const second = await page('drive', { after: first.next });

    expect(first.lines).toHaveLength(limit);
    expect(second.lines).toHaveLength(1);
    expect(second.next).toBeNull();
    expect(first.lines[0]?.daysLeft).toBe(28);
    expect(second.lines[0]?.daysLeft).toBe(30);
    const titles = [...first.lines, ...second.lines].map(({ title }) => title);
    expect(new Set(titles).size).toBe(limit + 1);
  });

  test('takes a cursor of another list for none', async () => {
    await aDrive('明年先办哪几件');
    const after = `1763000000000_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`;

    expect((await page('drive', { after })).lines).toHaveLength(1);
    expect((await page('vote', { after: after.replace(/^\d+/, '2026-11-20') })).lines).toEqual([]);
  });

  test('is there for every town, and for no place that is none', async () => {
    await aDrive('明年先办哪几件');

    expect(await page('drive', { town: 'liuhe' })).toMatchObject({ lines: [{ daysLeft: 14 }] });
    expect(
      await runningPage(await world.ctx(), { kind: 'drive', town: 'nowhere', after: null }),
    ).toBeNull();
  });

  test('changes for guests when something of it ends, and with every write that moves it', async () => {
    await openVote(world, { days: 6 });
    const [ctx, list] = [await world.ctx(), await world.ctx()];

    await runningCounts(ctx, COUNTY);
    await runningPage(list, { kind: 'vote', town: null, after: null });

    expect(ctx.page.tags).toContain('county');
    expect(ctx.page.staleAt).toBe(instantOf(addDays(today(), 6), '18:00'));
    expect(list.page.staleAt).toBe(instantOf(addDays(today(), 1)));
    expect(ctx.page.isShared).toBe(true);
  });
});
