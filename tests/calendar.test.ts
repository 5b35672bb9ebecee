import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appeal } from '#db/schema/appeals.ts';
import { ruleVersion } from '#db/schema/kernel.ts';
import { comment, post } from '#db/schema/posts.ts';
import { clockSheets } from '#server/appeals/clock-sheets.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { answerAppeal } from '#server/appeals/handling.ts';
import { recountAppeals } from '#server/appeals/recount.ts';
import { calendarDesk } from '#server/grids/calendar-desk.ts';
import { importCalendar } from '#server/grids/calendar-import.ts';
import { calendarInForce, settleCalendar } from '#server/kernel/calendar-in-force.ts';
import { ruleTables } from '#server/kernel/county-book.ts';
import { newToken } from '#server/kernel/ids.ts';
import { recordRules } from '#server/kernel/rule-versions.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { recountQuestions } from '#server/posts/recount.ts';
import { instantOf } from '#server/rules/dates.ts';
import { isWorkingDay } from '#server/rules/work-calendar.ts';
import { aTalk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await recordRules(world.app.db, ruleTables(world.app.env.root), world.clock.now());
});
afterEach(() => world.close());

const NOTICE = '国务院办公厅关于2028年部分节假日安排的通知,国办发明电〔2027〕0号,2027-11-04';
const off = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

/** A notice for a year: the holidays the law fixes to a date, and what else is given. */
function notice(year: string, more: string[] = []): string {
  const rows = off.map((day) => `${year}-${day},放假,节日,${NOTICE}`);
  return ['日期,类别,节日,通知,文号,发布日期', ...rows, ...more].join('\n');
}

async function send(who: string, path: string, fields: Record<string, string> = {}) {
  return world.post(`/desk/calendar${path}`, fields, await world.cookieOf(who));
}

async function secondDispatcher() {
  return world.county.addPerson('汪芒种', {
    post: 'dispatcher',
    gridCode: world.county.countyCode,
    no: 40,
  });
}

describe('A year’s holidays are brought in', () => {
  test('by two people: one enters the notice, the other confirms it', async () => {
    const { dispatcher } = world.people;
    const other = await secondDispatcher();

    const proposed = await send(dispatcher, '', { rows: notice('2028') });
    const alone = await send(dispatcher, '/confirm');
    const before = isWorkingDay(world.app.book.calendar, '2028-03-01');
    const confirmed = await send(other, '/confirm');

    expect(proposed.status).toBe(303);
    expect(await alone.json()).toMatchObject({ form: { errors: { '': 'secondPerson' } } });
    expect(before).toBe('unknown');
    expect(confirmed.status).toBe(303);
    expect(isWorkingDay(world.app.book.calendar, '2028-03-01')).toBe(true);
    expect(isWorkingDay(world.app.book.calendar, '2028-10-02')).toBe(false);
    const desk = await calendarDesk(await world.ctx(dispatcher));
    expect(desk?.waiting).toBeNull();
    expect(desk?.years[0]).toMatchObject({ year: '2028', isOfficial: true });
  });

  test('pasted with full-width commas, as a Chinese keyboard types them', async () => {
    const rows = notice('2028').replaceAll(',', '，');

    const answer = await send(world.people.dispatcher, '', { rows });

    expect(answer.status).toBe(303);
    const desk = await calendarDesk(await world.ctx(world.people.dispatcher));
    expect(desk?.waiting?.rows).toHaveLength(6);
  });

  test('once: the second of two confirmations finds nothing to do', async () => {
    const other = await secondDispatcher();
    await send(world.people.dispatcher, '', { rows: notice('2028') });

    await send(other, '/confirm');
    const again = await send(other, '/confirm');

    expect(again.status).toBe(422);
    const rows = await world.app.db.read
      .select()
      .from(ruleVersion)
      .where(eq(ruleVersion.name, 'calendar'));
    expect(rows.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  test('what is wrong is said by its row, and what was typed stays', async () => {
    const rows = notice('2028', [`2028-03-01,上班,补班,${NOTICE}`, '2028-03-02,放假,没有通知,,,']);

    const answer = await send(world.people.dispatcher, '', { rows });

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      form: {
        errors: { rows: 'calendarWrong' },
        values: { rows, problems: ['8 weekday 2028-03-01', '9 notice 2028-03-02'] },
      },
    });
  });

  test.each(['secretary', 'town', 'sysadmin', 'villager'] as const)('not by a %s', async (key) => {
    const answer = await send(world.people[key], '', { rows: notice('2028') });

    expect(answer.status).toBe(404);
    expect(await calendarDesk(await world.ctx(world.people[key]))).toBeNull();
  });

  test('after a new start the calendar brought in is in force; a newer file adds to it', async () => {
    await importCalendar(systemContext(world.app), notice('2028'));
    const { db, env } = world.app;

    await recordRules(db, ruleTables(env.root), world.clock.now());
    await settleCalendar(db, env.root, world.clock.now());

    const calendar = await calendarInForce(db.read, env.root);
    expect(calendar.version).toBe(2);
    expect(calendar.years['2027']?.status).toBe('provisional');
    expect(calendar.years['2028']?.status).toBe('official');
  });
});

describe('What was open is counted again', () => {
  async function raise(words = '路灯坏了三盏，晚上看不见路') {
    const made = await raiseAppeal(await world.ctx(world.people.villager), 'beipo', {
      key: newToken(),
      picture: '02',
      words,
      groupCode: `${world.county.north}001`,
      landmark: '小学门口',
      latitude: null,
      longitude: null,
      addressee: 'cadre',
      audience: 'public',
      shownAs: 'resident',
      photoIds: [],
      notAccusation: false,
      forPersonId: null,
    });
    if (!made.ok) throw new Error(made.code);
    return made.value.no;
  }

  async function answer(no: number) {
    const cadre = await world.ctx(world.people.cadre);
    const words = '看过了，是灯头坏了，后天带两个人把三盏都换上';
    const form = { key: newToken(), words, photoIds: [] };
    const done = await answerAppeal(cadre, { slug: 'beipo', no }, form);
    if (!done.ok) throw new Error(done.code);
  }

  async function onDesk() {
    const desk = await deskPage(await world.ctx(world.people.cadre), null, null);
    return desk?.rows.map(({ no, duty }) => [no, duty?.finish?.dueAt ?? null]);
  }

  async function onlyAppeal() {
    const [row] = await world.app.db.read
      .select({ post, appeal })
      .from(post)
      .innerJoin(appeal, eq(appeal.postId, post.id));
    if (!row) throw new Error('no appeal');
    return row;
  }

  test('a date that waited for the notice is there, with the version it rests on', async () => {
    world.clock.set(instantOf('2027-12-30', '10:00'));
    await raise();
    const before = await onlyAppeal();
    world.clock.set(instantOf('2028-01-02', '10:00'));
    await importCalendar(systemContext(world.app), notice('2028'));

    const changed = await recountAppeals(systemContext(world.app));
    const again = await recountAppeals(systemContext(world.app));

    const { post: after, appeal: own } = await onlyAppeal();
    expect(before.post.finishDueAt).toBeNull();
    expect(changed).toBe(1);
    expect(again).toBe(0);
    expect(after.finishDueAt).toBeGreaterThan(instantOf('2028-01-01'));
    expect(own.calendarVersion).toBe(2);
    const sheets = await clockSheets(await world.ctx(world.people.cadre), {
      slug: 'beipo',
      no: after.no,
    });
    expect(sheets?.finish.map(({ reason, dueAt }) => [reason, dueAt === null])).toEqual([
      ['calendar', false],
      ['raised', true],
    ]);
    expect(sheets?.finish[0]).toMatchObject({
      calendarVersion: 2,
      startedAt: before.post.createdAt,
    });
  });

  test('a provisional date moves when the notice gives more days off', async () => {
    world.clock.set(instantOf('2027-09-30', '10:00'));
    await raise();
    const before = await onlyAppeal();
    const week = ['04', '05', '06', '07'].map((day) => `2027-10-${day},放假,国庆节,${NOTICE}`);
    await importCalendar(systemContext(world.app), notice('2027', week));

    await recountAppeals(systemContext(world.app));

    const { post: after } = await onlyAppeal();
    expect(after.firstDueAt ?? 0).toBeGreaterThan(before.post.firstDueAt ?? 0);
    expect(after.nextDueAt).toBe(after.firstDueAt);
    expect(after.createdAt).toBe(before.post.createdAt);
  });

  test('answered while its last day waits for the notice, it stays on the desk, after all others', async () => {
    world.clock.set(instantOf('2027-12-30', '10:00'));
    const waiting = await raise();
    world.clock.set(instantOf('2027-12-30', '10:05'));
    const later = await raise('水管也裂了，家家户户接不到水');
    await answer(waiting);
    const answered = await onDesk();

    world.clock.set(instantOf('2027-12-30', '10:10'));
    await answer(later);
    await importCalendar(systemContext(world.app), notice('2028'));
    await recountAppeals(systemContext(world.app));
    const counted = await onDesk();

    expect(answered).toEqual([
      [later, null],
      [waiting, null],
    ]);
    expect(counted?.map(([, dueAt]) => dueAt)).not.toContain(null);
    expect(counted).toHaveLength(2);
  });

  test('an open question under a post gets its day; an answered one keeps what it had', async () => {
    world.clock.set(instantOf('2027-12-31', '17:30'));
    const talk = await aTalk(world);
    const ask = async (body: string) => {
      const form = { kind: 'ask', body, shownAs: 'resident', key: newToken() } as const;
      const asked = await speakUnder(await world.ctx(world.people.villager), talk.id, form);
      if (!asked.ok) throw new Error(asked.code);
      return asked.value.id;
    };
    const open = await ask('门口那段路哪天修？');
    const answered = await ask('喂狗的是哪一家？');
    const cadre = await world.ctx(world.people.cadre);
    await answerQuestion(cadre, answered, { key: newToken(), body: '是三组何家，已经领回去了' });
    const dueAt = async (id: string) => {
      const [row] = await world.app.db.read.select().from(comment).where(eq(comment.id, id));
      return row?.firstDueAt;
    };
    const before = await dueAt(open);
    await importCalendar(systemContext(world.app), notice('2028'));

    const changed = await recountQuestions(systemContext(world.app));
    const again = await recountQuestions(systemContext(world.app));

    expect(before).toBeNull();
    expect([changed, again]).toEqual([1, 0]);
    expect(await dueAt(open)).toBeGreaterThan(instantOf('2028-01-03'));
    expect(await dueAt(answered)).toBeNull();
  });
});
