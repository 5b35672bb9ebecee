import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { waitingForMe } from '#server/agenda/mine.ts';
import { runningNow } from '#server/agenda/running.ts';
import { daysPage, villageCalendar } from '#server/agenda/views.ts';
import { nominate } from '#server/contests/nominating.ts';
import { openContest } from '#server/contests/opening.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { inviteToMotion } from '#server/motions/inviting.ts';
import { motionList } from '#server/motions/list.ts';
import { motionState } from '#server/motions/state.ts';
import { updatePost } from '#server/posts/records.ts';
import { addDays, DAY_MS, instantOf, localDate } from '#server/rules/dates.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { villageHome } from '#server/squares/views.ts';
import { callOffStep } from '#server/steps/checking.ts';
import { answerSurvey } from '#server/surveys/answering.ts';
import { makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { writeQuestion } from '#server/surveys/questions.ts';
import { voidVote } from '#server/votes/voiding.ts';
import { allAdults, announcedVote, openVote, preparedVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { aMotion, calledStep, deciders, stepRow, usualRolls } from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const days = async (person?: string) => {
  const view = await daysPage(await world.ctx(person), 'beipo');
  if (!view) throw new Error('no village');
  return view;
};
const calendar = async (person?: string) =>
  (await villageCalendar(await world.ctx(person), 'beipo'))?.replaceAll('\r\n ', '') ?? '';
const running = async () => {
  const ctx = await world.ctx();
  const village = await villageBySlug(ctx, 'beipo');
  if (!village) throw new Error('no village');
  return runningNow(ctx, village);
};

async function postIdOf(path: string): Promise<string> {
  const [row] = await world.app.db.read
    .select({ id: post.id })
    .from(post)
    .where(
      and(eq(post.villageCode, world.county.north), eq(post.no, Number(path.split('/').at(-1)))),
    );
  return row?.id ?? '';
}

async function calledMeeting() {
  await deciders(world);
  await usualRolls(world);
  const matter = await aMotion(world);
  return { matter, ref: await calledStep(world, matter.id, { step: 's1_propose' }) };
}

async function openSurveyUntil(closesOn: string, groups: string[] = []) {
  const ctx = await world.ctx(world.people.clerk);
  const frame = { title: '垃圾桶放哪里好', body: '想先听听大家怎么说。', groups, least: 5 };
  const made = await makeSurvey(ctx, world.county.north, { ...frame, closesOn, key: newToken() });
  const { id } = must(made);
  const asked = { no: 0, kind: 'single' as const, label: '放哪里', hint: '', isRequired: true };
  const answers = { options: ['村口', '晒场边'], rows: [], most: 0, key: newToken() };
  must(await writeQuestion(ctx, id, { ...asked, ...answers }));
  return must(await openSurvey(ctx, id)).path;
}

/** A neighbour proposes somebody's family for the finest yard. */
async function nominated(name: string, byId: string) {
  const clerk = await world.ctx(world.people.clerk);
  const { path } = must(
    await openContest(clerk, world.county.north, {
      ...{
        about: 'yards',
        title: '最美庭院',
        body: '谢谢把院子过好的人家。',
        places: 1,
        jurors: 3,
      },
      ...{ nominateThrough: '2026-11-20', objectThrough: '2026-11-27', judgeThrough: '2026-12-10' },
      key: newToken(),
    }),
  );
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const why = '院坝扫得干干净净，花开了一年';
  const form = { name, household: '', why, key: newToken() };
  must(await nominate(await world.ctx(byId), ref, form));
}

describe('a village’s home', () => {
  test('says nothing while there is nothing to decide', async () => {
    await preparedVote(world);

    expect(await running()).toEqual({ lines: [], count: 0 });
  });

  test('counts at the hall what the hall lists, and nothing that stands elsewhere', async () => {
    await openVote(world, {});
    await aMotion(world);
    const over = await aMotion(world);
    const counted = async () => (await villageHome(await world.ctx(), 'beipo', null))?.matters;
    const before = await counted();
    await world.app.db.write((tx) => motionState(tx, over.id, 'closed', world.clock.now()));

    const list = await motionList(await world.ctx(), 'beipo', { before: null, after: null });

    expect([before, await counted()]).toEqual([2, 1]);
    expect(list?.running).toHaveLength(1);
  });

  test('says what runs now, what ends first at the top, with the days that are left', async () => {
    const made = await openVote(world, { days: 6 });
    const today = localDate(world.clock.now());
    await openSurveyUntil(addDays(today, 3));
    await openSurveyUntil(addDays(today, 20));
    await calledMeeting();

    const { lines, count } = await running();

    expect(count).toBe(4);
    expect(lines.map(({ what, name, daysLeft }) => [what, name, daysLeft])).toEqual([
      ['survey', null, 3],
      ['vote', null, 6],
      ['meeting', '村党支部提议', 14],
    ]);
    expect(lines[1]?.path).toBe(`/v/beipo/votes/${made.ref.no}`);
  });

  test('counts the last day of a vote as its own until its hour', async () => {
    await openVote(world, { days: 6 });
    world.clock.set(instantOf(addDays(localDate(world.clock.now()), 6), '17:59'));

    expect((await running()).lines.map(({ daysLeft }) => daysLeft)).toEqual([0]);

    world.clock.set(world.clock.now() + 60_000);
    expect((await running()).lines).toEqual([]);
  });
});

describe('the days of a village', () => {
  test('have a vote’s opening and closing with their hours, from its notice on', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    expect((await days()).ahead).toEqual([]);

    const announced = await announcedVote(world, { title: '修沟还是修路' });

    const { ahead } = await days();
    const today = localDate(world.clock.now());
    const path = `/v/beipo/votes/${announced.ref.no}`;
    const opensOn = addDays(today, 12);
    expect(ahead).toMatchObject([
      { path, title: '开始投票：修沟还是修路', day: opensOn, at: instantOf(opensOn, '08:00') },
      { path, title: '投票截止：修沟还是修路', day: addDays(today, 18) },
    ]);
    expect(ahead.map(({ key }) => key)).not.toContain(`votes-${made.ref.no}-opens`);
  });

  test('have a meeting with its place and who comes, and say when it was called off', async () => {
    const { matter, ref } = await calledMeeting();
    const before = (await days()).ahead.find(({ key }) => key.includes('s1_propose'));

    const reason = { reason: '下大雨，路断了，改天再开', key: newToken() };
    must(await callOffStep(await world.ctx(world.people.clerk), ref, reason));

    const after = (await days()).ahead.find(({ key }) => key.includes('s1_propose'));
    const at = instantOf(before?.day ?? '', '14:30');
    expect(before).toMatchObject({
      ...{ path: `/v/beipo/hall/${matter.no}/steps/s1_propose-1`, at, isOff: false },
      ...{ place: '村委会会议室', who: '村党组织委员会参加' },
    });
    expect(after).toMatchObject({ key: before?.key, day: before?.day, isOff: true });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
  });

  test('have the last day of a survey, not the midnight after it', async () => {
    await openSurveyUntil('2026-11-29');

    expect((await days()).ahead).toMatchObject([
      { title: '问卷最后一天：垃圾桶放哪里好', day: '2026-11-29', at: null },
    ]);
  });

  test('are the same whoever looks', async () => {
    await openSurveyUntil('2026-11-29');
    await preparedVote(world);

    const guest = (await days()).ahead;

    for (const person of [world.people.clerk, world.people.villager]) {
      expect((await days(person)).ahead).toEqual(guest);
    }
  });
});

describe('the calendar to subscribe to', () => {
  test('has a meeting at its hour on the clock of the village, an old one for its whole day', async () => {
    const { ref } = await calledMeeting();
    const timed = await calendar();

    await world.app.db.write((tx) => tx.update(motionStep).set({ meetTime: null }));

    const day = (await stepRow(world, ref)).meetOn.replaceAll('-', '');
    expect(timed).toContain(`DTSTART;TZID=Asia/Shanghai:${day}T143000\r\n`);
    expect(await calendar()).toContain(`DTSTART;VALUE=DATE:${day}\r\n`);
    expect((await days()).ahead[0]).toMatchObject({ at: null });
  });

  test('keeps the name of what changed, with a higher number, and says that it was called off', async () => {
    await allAdults(world);
    const { id, ref } = await announcedVote(world);
    const before = await calendar();
    world.clock.set(world.clock.now() + 2 * DAY_MS);

    const reason = '题目写错了，重新公告';
    must(await voidVote(await world.ctx(world.people.secretary), id, { reason }));

    const after = await calendar();
    const uid = `UID:votes-${ref.no}-closes-${world.county.north}@`;
    expect(before).toContain(uid);
    expect(before).toContain('STATUS:CONFIRMED');
    expect(before).toContain('SEQUENCE:0');
    expect(after).toContain(uid);
    expect(after).not.toContain('STATUS:CONFIRMED');
    expect(after.match(/STATUS:CANCELLED/g)).toHaveLength(2);
    expect(Number(/SEQUENCE:(\d+)/.exec(after)?.[1])).toBeGreaterThan(0);
  });

  test('forgets a day after ninety days', async () => {
    await openVote(world);
    expect(await calendar()).toContain('BEGIN:VEVENT');

    world.clock.set(world.clock.now() + 97 * DAY_MS);
    expect(await calendar()).not.toContain('BEGIN:VEVENT');
  });

  test('leaves out what was taken down', async () => {
    await openSurveyUntil('2026-11-29');
    const [entry] = (await days()).ahead;
    const id = await postIdOf(entry?.path ?? '');
    await world.app.db.write((tx) => updatePost(tx, id, { removedAt: world.clock.now() }));

    expect(await calendar()).not.toContain('垃圾桶');
    expect((await days()).ahead).toEqual([]);
  });

  test('comes over HTTP as a calendar, in both languages, and is nowhere else', async () => {
    await openSurveyUntil('2026-11-29');

    const chinese = await world.get('/cal/beipo.ics');
    const english = await (await world.get('/en/cal/beipo.ics')).text();

    expect(chinese.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(chinese.headers.get('x-robots-tag')).toContain('noindex');
    expect(await chinese.text()).toContain('DTSTART;VALUE=DATE:20261129');
    expect(english).toContain('Last day of the survey');
    expect((await world.get('/cal/nowhere.ics')).status).toBe(404);
  });
});

describe('what waits for somebody', () => {
  const waits = async (person: string) =>
    (await waitingForMe(await world.ctx(person))).map(({ what, lastDay }) => [what, lastDay]);

  test('is a survey until he has answered it', async () => {
    const { villager, neighbour, southSecretary } = world.people;
    const path = await openSurveyUntil('2026-11-29');
    const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };

    const before = await waits(villager);
    must(await answerSurvey(await world.ctx(villager), ref, { q1: '1' }));

    expect(before).toEqual([['survey', '2026-11-29']]);
    expect(await waits(villager)).toEqual([]);
    expect(await waits(neighbour)).toEqual([['survey', '2026-11-29']]);
    expect(await waits(southSecretary)).toEqual([]);
  });

  test('is nothing of a survey that is over or asks other groups', async () => {
    const { villager, second } = world.people;
    await openSurveyUntil('2026-11-29', [`${world.county.north}002`]);

    expect(await waits(villager)).toEqual([]);
    expect(await waits(second)).toEqual([['survey', '2026-11-29']]);
    world.clock.set(instantOf('2026-11-30'));

    expect(await waits(second)).toEqual([]);
  });

  test('is a talk to which he was asked, while it lasts', async () => {
    const { villager, neighbour, secretary } = world.people;
    const { no } = await aMotion(world);
    const form = { who: 'villager', name: '罗白露', household: '', why: '地就在沟边上' } as const;
    const ref = { slug: 'beipo', no };
    must(await inviteToMotion(await world.ctx(secretary), ref, { ...form, key: newToken() }));

    const [line] = await waits(villager);

    expect(line?.[0]).toBe('invited');
    expect(await waits(neighbour)).toEqual([]);
    world.clock.set(instantOf(addDays(line?.[1] ?? '', 1)));
    expect(await waits(villager)).toEqual([]);
  });

  test('is a nomination of his household, which nobody else reads of', async () => {
    const { villager, neighbour } = world.people;
    await nominated('罗白露', neighbour);

    expect(await waits(villager)).toEqual([['nomination', '2026-11-20']]);
    expect(await waits(neighbour)).toEqual([]);
  });
});

test('a promise stands on its day until somebody says how it came out', async () => {
  const ctx = await world.ctx(world.people.secretary);
  const lines = [{ what: '修好五组的路灯', measure: '6 盏都亮', helpers: '', dueOn: '2026-12-30' }];
  const words = { title: '写给大家', body: '先把这一件说清楚。', lines, photoIds: [] };
  must(await publishLetter(ctx, 'beipo', { ...words, key: newToken() }));

  const { ahead } = await days();

  expect(ahead).toMatchObject([
    { title: '说好这天办成：修好五组的路灯', day: '2026-12-30', at: null, sequence: 0, who: null },
  ]);
});

test('search finds what a village decides by its title and its words, and no draft of it', async () => {
  const found = async (q: string) => {
    const view = await searchPage(await world.ctx(), {
      ...{ slug: 'beipo', q, order: null, before: null },
    });
    return view?.rows.map(({ kind }) => kind).toSorted();
  };
  await allAdults(world);
  await announcedVote(world, { title: '支渠怎么修' });
  await preparedVote(world, { title: '还没公告的支渠' });
  await aMotion(world);
  await openSurveyUntil('2026-11-29');
  await nominated('罗白露', world.people.neighbour);

  await indexEverything(world.app);

  expect(await found('支渠')).toEqual(['vote']);
  expect(await found('排水沟')).toEqual(['motion']);
  expect(await found('垃圾桶')).toEqual(['survey']);
  expect(await found('庭院')).toEqual(['contest']);
  // Who was proposed reads nobody before the family has agreed.
  expect(await found('罗白露')).toEqual([]);
});
