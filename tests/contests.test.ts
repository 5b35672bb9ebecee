import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { contestJuror, contestNominee } from '#db/schema/surveys.ts';
import { ownData } from '#server/accounts/export.ts';
import { agreeToNomination, paperNominee } from '#server/contests/consent.ts';
import { decideContest } from '#server/contests/deciding.ts';
import { contestDesk, contestWork } from '#server/contests/desk.ts';
import { juryPurpose } from '#server/contests/drawing.ts';
import { extendContest } from '#server/contests/extending.ts';
import { excuseJuror, joinJury, judge } from '#server/contests/jury.ts';
import { likeNominee } from '#server/contests/liking.ts';
import { moveContests } from '#server/contests/moving.ts';
import { nominate } from '#server/contests/nominating.ts';
import { awardPage, familyPage, judgePage } from '#server/contests/nominees.ts';
import { decideObjection, objectToNominee } from '#server/contests/objecting.ts';
import { openContest, voidContest } from '#server/contests/opening.ts';
import { contestPage, runningNow } from '#server/contests/views.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { must } from '#tests/support/disclosures.ts';
import { NUMBERS } from '#tests/support/draws.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const TITLE = '2026 年最美庭院';
const WHY = '院坝扫得干干净净，花开了一年';
const form = (more = {}) => ({
  ...{ about: 'yards' as const, title: TITLE, body: '谢谢把院子过好的人家。', places: 1 },
  ...{ jurors: 3, nominateThrough: '2026-11-20', objectThrough: '2026-11-27' },
  ...{ judgeThrough: '2026-12-10', key: newToken() },
  ...more,
});

async function opened(more = {}) {
  const ctx = await world.ctx(world.people.clerk);
  const { path } = must(await openContest(ctx, world.county.north, form(more)));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const page = await contestPage(await world.ctx(), ref);
  return { ...ref, id: page?.id ?? '' };
}

type Ref = Awaited<ReturnType<typeof opened>>;

const propose = async (ref: Ref, byId: string, name: string, why = WHY) =>
  nominate(await world.ctx(byId), ref, { name, household: '', why, key: newToken() });
const say = async (
  ref: Ref,
  personId: string,
  choice: 'agree' | 'refuse' | 'withdraw',
  more: { name?: string; kin?: string } = {},
) => agreeToNomination(await world.ctx(personId), ref, { choice, name: '罗家', kin: '', ...more });
const pageFor = async (ref: Ref, personId?: string) => contestPage(await world.ctx(personId), ref);
const told = async (template: string) =>
  (
    await world.app.db.read.select().from(outboxMessage).where(eq(outboxMessage.template, template))
  ).map(({ personId }) => personId);
const town = async () => world.ctx(world.people.town);

/** So many villagers with accounts who agreed to judge. */
async function volunteers(ref: Ref, n: number): Promise<string[]> {
  const { north } = world.county;
  const place = { gridCode: `${north}001`, villageCode: north };
  const ids: string[] = [];
  for (let at = 0; at < n; at += 1) {
    const household = `${north}001${String(at + 30).padStart(3, '0')}`;
    const id = await world.county.addPerson(`柳${'一二三四五六七八九'[at]}`, {
      ...place,
      household,
    });
    must(await joinJury(await world.ctx(id), ref));
    ids.push(id);
  }
  return ids;
}

/** 罗白露's family stands, proposed by a neighbour. */
async function standing() {
  const ref = await opened();
  must(await propose(ref, world.people.neighbour, '罗白露'));
  must(await say(ref, world.people.villager, 'agree'));
  return ref;
}

/** The jury of a choice is drawn in its objection days. */
async function drawn(ref: Ref): Promise<string> {
  const { county, people, clock } = world;
  const office = { post: 'org_dept' as const, gridCode: county.countyCode };
  const organiser = await county.addPerson('葛立秋', { ...office, title: '组织部', no: 31 });
  clock.set(instantOf('2026-11-21', '09:00'));
  await moveContests.run(await world.ctx());
  const today = localDate(clock.now());
  const sources = [
    { lottery: 'double-colour', issue: '2026001', on: addDays(today, 1) },
    { lottery: 'super-lotto', issue: '2026001', on: addDays(today, 2) },
  ];
  const round = { purpose: 'contest', sources, key: newToken() };
  const id = must(await announceRound(await world.ctx(organiser), round));
  clock.set(instantOf(addDays(today, 3), '09:00'));
  for (const byId of [organiser, people.discipline]) {
    must(await typeNumbers(await world.ctx(byId), id, NUMBERS));
  }
  expect((await pageFor(ref))?.draw).not.toBeNull();
  return id;
}

/** Accounts of those who judge now, in the order of their seats. */
async function sitting(ref: Ref): Promise<string[]> {
  const work = await contestWork(await town(), ref.id);
  const jurors = work?.decides?.jurors ?? [];
  return (work?.decides?.sitting ?? []).map(
    (id) => jurors.find(({ villagerId }) => villagerId === id)?.personId ?? '',
  );
}

/** Two families stand, a jury of three is drawn, and its days have come. */
async function judging() {
  const ref = await opened();
  must(await propose(ref, world.people.neighbour, '罗白露'));
  must(await propose(ref, world.people.neighbour, '吴夏至', '门口一排果树'));
  must(await say(ref, world.people.villager, 'agree'));
  must(await say(ref, world.people.second, 'agree', { name: '吴家' }));
  await volunteers(ref, 7);
  await drawn(ref);
  world.clock.set(instantOf('2026-11-30', '09:00'));
  await moveContests.run(await world.ctx());
  return ref;
}

async function allJudge(ref: Ref, first = 9, second = 5): Promise<void> {
  for (const personId of await sitting(ref)) {
    const typed = {
      points1: String(first),
      reason1: '干净',
      points2: String(second),
      reason2: '好',
    };
    expect(must(await judge(await world.ctx(personId), ref, typed)).ok).toBe(true);
  }
}

test('without a jury nothing is judged: it waits, its opener hears of it, and more days let one be drawn', async () => {
  const ref = await standing();
  const { clerk } = world.people;
  const about = async (template: string) =>
    (
      await world.app.db.read
        .select()
        .from(outboxMessage)
        .where(eq(outboxMessage.template, template))
    ).map(({ personId, body }) => ({ personId, length: [...body].length <= 70 }));
  const moveOn = async (day: string) => {
    world.clock.set(instantOf(day, '09:00'));
    await moveContests.run(await world.ctx());
    await moveContests.run(await world.ctx());
  };

  await moveOn('2026-11-21');
  const early = await about('contest.jury-objections');
  await moveOn('2026-11-28');
  const late = await about('contest.jury-waiting');

  expect([early, late]).toEqual([
    [{ personId: clerk, length: true }],
    [{ personId: clerk, length: true }],
  ]);
  expect(await pageFor(ref)).toMatchObject({ stage: 'waiting', through: null, draw: null });
  const work = await contestWork(await world.ctx(clerk), ref.id);
  expect(work).toMatchObject({ stage: 'waiting', volunteers: 0, extendable: '2026-11-27' });
  expect(await juryPurpose.due(await world.ctx())).toEqual([]);
  const more = { through: '2026-12-02', reason: '再问问谁愿意当评委', key: newToken() };
  must(await extendContest(await world.ctx(clerk), ref.id, more));
  await moveOn('2026-11-28');
  expect(await pageFor(ref)).toMatchObject({ stage: 'objections', through: '2026-12-02' });
  await volunteers(ref, 3);
  expect(await juryPurpose.due(await world.ctx())).toEqual([ref.id]);
  await moveOn('2026-12-03');
  expect(await pageFor(ref)).toMatchObject({ stage: 'waiting' });
  expect(await juryPurpose.due(await world.ctx())).toEqual([ref.id]);
});

describe('a nomination', () => {
  test('is read by nobody before the family has agreed, but by the family', async () => {
    const ref = await opened();
    must(await propose(ref, world.people.neighbour, '罗白露'));

    const seen = await Promise.all(
      [undefined, world.people.neighbour, world.people.clerk, world.people.town].map((one) =>
        pageFor(ref, one),
      ),
    );
    const desks = await Promise.all(
      [world.people.clerk, world.people.cadre, world.people.town].map(async (one) =>
        contestWork(await world.ctx(one), ref.id),
      ),
    );
    const entries = await world.app.db.read.select().from(ledgerEntry);

    expect(JSON.stringify([seen, desks])).not.toMatch(/罗白露|干干净净/);
    expect(JSON.stringify(entries)).not.toMatch(/罗白露|干干净净/);
    const family = await familyPage(await world.ctx(world.people.villager), ref);
    expect(family?.html).toContain('干干净净');
    expect(await familyPage(await world.ctx(world.people.neighbour), ref)).toBeNull();
    expect(await told('contest.asked')).toEqual([world.people.villager]);
  });

  test('once agreed it stands under the name the family chose, without who proposed it', async () => {
    const ref = await standing();

    const page = await pageFor(ref);

    expect(page?.nominees).toMatchObject([{ no: 1, name: '罗家', likes: 0 }]);
    expect(JSON.stringify(page)).not.toContain('周寒露');
  });

  test('refused, it is hidden for good, its words are gone, and nobody can tell', async () => {
    const ref = await opened();
    must(await propose(ref, world.people.neighbour, '罗白露'));
    must(await say(ref, world.people.villager, 'refuse'));

    const again = await propose(ref, world.people.second, '罗白露', '再提一次');
    const late = await say(ref, world.people.villager, 'agree');

    const rows = await world.app.db.read.select().from(contestNominee);
    expect(rows).toMatchObject([{ state: 'refused', name: '', why: '', html: '' }]);
    // The same answer as for a family that nobody had proposed.
    expect(again).toEqual(await propose(ref, world.people.second, '周寒露'));
    expect(late).toMatchObject({ ok: false });
    expect(JSON.stringify(await pageFor(ref))).not.toMatch(/罗家|再提一次/);
  });

  test('consent taken back later takes name, words and place away', async () => {
    const ref = await judging();
    await allJudge(ref);
    must(await decideContest(await town(), ref.id, { body: '谢谢大家', key: newToken() }));
    const before = await awardPage(await world.ctx(), ref, 1);

    must(await say(ref, world.people.villager, 'withdraw'));

    expect(before?.name).toBe('罗家');
    expect(await awardPage(await world.ctx(), ref, 1)).toBeNull();
    expect(JSON.stringify(await pageFor(ref))).not.toMatch(/罗家|干干净净/);
  });

  test.each([['a name of nobody', '没有人', 'rosterNoMatch', 'name']])(
    'is refused for %s',
    async (_what, name, code, field) => {
      const ref = await opened();

      expect(await propose(ref, world.people.neighbour, name)).toMatchObject({ code, field });
    },
  );

  test('goes on longer when its office says so, with a reason that everybody reads', async () => {
    const ref = await opened();
    const reason = '这几天都在收油菜，多留三天';
    const put = async (through: string, who = world.people.clerk) =>
      extendContest(await world.ctx(who), ref.id, { through, reason, key: newToken() });

    must(await put('2026-11-23'));
    const shorter = await put('2026-11-22');
    const villager = await put('2026-11-25', world.people.villager);
    const decider = await put('2026-11-25', world.people.town);
    world.clock.set(instantOf('2026-11-22', '10:00'));
    const page = await pageFor(ref);
    const late = await propose(ref, world.people.neighbour, '罗白露');
    world.clock.set(instantOf('2026-11-24', '10:00'));
    must(await put('2026-12-02'));
    const acts = await world.app.db.read
      .select({ facts: ledgerEntry.facts })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'contest.extended'));

    expect(page).toMatchObject({
      days: { nominateThrough: '2026-11-23', objectThrough: '2026-11-30' },
      extensions: [{ stage: 'nominate', before: '2026-11-20', through: '2026-11-23', reason }],
    });
    expect(late.ok).toBe(true);
    expect([shorter, villager, decider]).toMatchObject([
      { code: 'extensionDay', field: 'through' },
      { code: 'notFound' },
      { code: 'notFound' },
    ]);
    expect((await pageFor(ref))?.extensions.map(({ stage }) => stage)).toEqual([
      ...['nominate', 'object'],
    ]);
    expect(acts).toHaveLength(2);
    expect(JSON.stringify(acts)).not.toContain(reason);
  });

  test('has no more days once the jury is drawn', async () => {
    const ref = await standing();
    await volunteers(ref, 4);
    await drawn(ref);

    const put = { through: '2026-12-02', reason: '多留几天看一看', key: newToken() };
    const refused = await extendContest(await world.ctx(world.people.clerk), ref.id, put);

    expect(refused).toMatchObject({ ok: false, field: 'through' });
    expect((await pageFor(ref))?.extensions).toEqual([]);
  });

  test('comes from villagers and cadres of the village, in its days', async () => {
    const ref = await opened();

    const southerner = await propose(ref, world.people.southerner, '罗白露');
    const guest = await nominate(await world.ctx(), ref, {
      ...{ name: '罗白露', household: '', why: WHY, key: newToken() },
    });
    const cadre = await propose(ref, world.people.cadre, '罗白露');
    world.clock.set(instantOf('2026-11-21'));
    const late = await propose(ref, world.people.neighbour, '吴夏至');

    expect(southerner).toMatchObject({ code: 'notOfThisVillage' });
    expect(guest).toMatchObject({ code: 'signInFirst' });
    expect(cadre.ok).toBe(true);
    expect(late).toMatchObject({ code: 'nominationsOver' });
  });

  test('to which no family said a word is no consent: it lapses, and its words with it', async () => {
    const ref = await opened();
    must(await propose(ref, world.people.neighbour, '罗白露'));
    world.clock.set(instantOf('2026-11-21', '00:01'));

    await moveContests.run(await world.ctx());

    const rows = await world.app.db.read.select().from(contestNominee);
    expect(rows).toMatchObject([{ state: 'out', outReason: 'lapsed', why: '', html: '' }]);
    expect(await familyPage(await world.ctx(world.people.villager), ref)).toBeNull();
  });

  test('a family without a phone is asked by its own cadre alone, and agrees by a signed sheet', async () => {
    const ref = await opened();
    await withoutPhone('安立冬');
    must(await propose(ref, world.people.neighbour, '安立冬'));

    const work = await contestWork(await world.ctx(world.people.cadre), ref.id);
    const other = await contestWork(await world.ctx(world.people.cadreTwo), ref.id);
    const id = work?.toAsk[0]?.nomineeId ?? '';
    const cookie = await world.cookieOf(world.people.cadre);
    const paper = { nominee: id, choice: 'agree', name: '安家', kin: '' };
    const bare = await world.post(`/desk/contests/${ref.id}/paper`, paper, cookie);

    expect(work?.toAsk).toMatchObject([{ head: '安立冬', group: '1组' }]);
    expect(other?.toAsk).toEqual([]);
    expect(await bare.json()).toMatchObject({ form: { errors: { photo1: 'choosePhoto' } } });
    const two = await paperNominee(await world.ctx(world.people.cadreTwo), ref.id, id);
    expect(two).toMatchObject({ code: 'notFound' });
    const no = { ...paper, choice: 'refuse' };
    expect((await world.post(`/desk/contests/${ref.id}/paper`, no, cookie)).status).toBe(303);
    const rows = await world.app.db.read.select().from(contestNominee);
    expect(rows).toMatchObject([{ state: 'refused', why: '' }]);
  });
});

test('a signed sheet brings a family onto the list, and only who decides sees its photo', async () => {
  const ref = await opened();
  await withoutPhone('安立冬');
  must(await propose(ref, world.people.neighbour, '安立冬'));
  const work = await contestWork(await world.ctx(world.people.cadre), ref.id);
  const id = work?.toAsk[0]?.nomineeId ?? '';
  const form = new FormData();
  for (const [name, value] of Object.entries({
    nominee: id,
    choice: 'agree',
    name: '安家',
    kin: '',
  })) {
    form.append(name, value);
  }
  form.append('photo1', await photo(), 'sheet.jpg');
  const cookies = await Promise.all(
    [world.people.cadre, world.people.town, world.people.villager].map((one) =>
      world.cookieOf(one),
    ),
  );
  const [cadre = '', town = '', villagers = ''] = cookies;

  const sent = await world.post(`/desk/contests/${ref.id}/paper`, form, cadre);

  expect(sent.status).toBe(303);
  expect((await pageFor(ref))?.nominees).toMatchObject([{ name: '安家' }]);
  const sheet = `/desk/contests/${ref.id}/signed/${id}`;
  const seen = await Promise.all([cadre, town, villagers].map((one) => world.get(sheet, one)));
  expect(seen.map(({ status }) => status)).toEqual([404, 200, 404]);
});

describe('likes', () => {
  test('are one per villager, may move, and are shown without any weight', async () => {
    const ref = await judging();
    must(await likeNominee(await world.ctx(world.people.neighbour), ref, 2));
    must(await likeNominee(await world.ctx(world.people.villager), ref, 2));
    must(await likeNominee(await world.ctx(world.people.neighbour), ref, 1));
    must(await likeNominee(await world.ctx(world.people.neighbour), ref, 2));

    await allJudge(ref, 9, 2);
    must(await decideContest(await town(), ref.id, { body: '谢谢大家', key: newToken() }));

    const page = await pageFor(ref);
    expect(page?.nominees.map(({ name, likes, place }) => [name, likes, place])).toEqual([
      ['罗家', 0, 1],
      ['吴家', 2, null],
    ]);
    const stranger = await likeNominee(await world.ctx(world.people.southerner), ref, 1);
    expect(stranger).toMatchObject({ code: 'notOfThisVillage' });
  });
});

describe('objections', () => {
  test('are read by those who decide alone; upheld, the family stands no more and is told why', async () => {
    const ref = await standing();
    world.clock.set(instantOf('2026-11-21', '09:00'));
    const said = { nominee: 1, body: '院墙占了村里的路', key: newToken() };
    must(await objectToNominee(await world.ctx(world.people.second), ref, said));

    const readers = await Promise.all(
      [world.people.clerk, world.people.cadre].map(async (one) =>
        contestWork(await world.ctx(one), ref.id),
      ),
    );
    const work = await contestWork(await town(), ref.id);
    const objection = work?.decides?.objections[0]?.id ?? '';
    const verdict = { objection, verdict: 'upheld' as const, answer: '去看过，是占了' };
    const notMine = await decideObjection(await world.ctx(world.people.clerk), ref.id, verdict);
    must(await decideObjection(await town(), ref.id, verdict));

    expect(JSON.stringify(readers)).not.toContain('院墙');
    expect(JSON.stringify(await pageFor(ref))).not.toMatch(/院墙|罗家|占了/);
    expect(notMine).toMatchObject({ code: 'notFound' });
    const news = (await told('contest.objection')).toSorted();
    expect(news).toEqual([world.people.second, world.people.villager].toSorted());
  });

  test('are said in their days alone', async () => {
    const ref = await standing();
    const said = { nominee: 1, body: '不同意', key: newToken() };

    const early = await objectToNominee(await world.ctx(world.people.second), ref, said);

    expect(early).toMatchObject({ code: 'objectionsOver' });
  });

  test('left undecided, there is no result', async () => {
    const ref = await judging();
    await allJudge(ref);
    world.clock.set(instantOf('2026-11-25', '09:00'));
    const said = { nominee: 1, body: '不同意', key: newToken() };
    must(await objectToNominee(await world.ctx(world.people.neighbour), ref, said));
    world.clock.set(instantOf('2026-12-01', '09:00'));

    const decided = await decideContest(await town(), ref.id, { body: '谢谢', key: newToken() });

    expect(decided).toMatchObject({ code: 'objectionsOpen' });
  });
});

describe('the jury', () => {
  test('is drawn from villagers who agreed, without families that stand, their kin and who proposed', async () => {
    const ref = await opened();
    const folk = await volunteers(ref, 7);
    must(await joinJury(await world.ctx(world.people.neighbour), ref));
    must(await joinJury(await world.ctx(world.people.second), ref));
    must(await propose(ref, world.people.neighbour, '罗白露'));
    must(await propose(ref, world.people.neighbour, '吴夏至'));
    must(await say(ref, world.people.villager, 'agree', { kin: '柳一 柳二' }));
    must(await say(ref, world.people.second, 'agree', { name: '吴家' }));
    const own = await joinJury(await world.ctx(world.people.villager), ref);

    await drawn(ref);

    const rows = await world.app.db.read.select().from(contestJuror);
    const seated = rows.filter(({ state }) => state === 'drawn').map(({ personId }) => personId);
    const { neighbour, second } = world.people;
    expect(own).toMatchObject({ code: 'isNominee' });
    expect(seated).toHaveLength(5);
    expect(seated.toSorted()).toEqual(folk.slice(2).toSorted());
    expect(seated).not.toContain(neighbour);
    expect(seated).not.toContain(second);
    expect(await told('contest.judge')).toHaveLength(3);
  });

  test('is not drawn while fewer agreed than are needed', async () => {
    const ref = await standing();
    await volunteers(ref, 2);

    await expect(drawn(ref)).rejects.toThrow('nothingDue');
  });

  test('gives points with a reason, and steps back from relatives', async () => {
    const ref = await judging();
    const [first = ''] = await sitting(ref);
    const ctx = await world.ctx(first);

    const bare = must(await judge(ctx, ref, { points1: '9', points2: '4', reason2: '好' }));
    const whole = { points1: '9', reason1: '干净', kin2: 'yes' };
    const done = must(await judge(ctx, ref, whole));
    const stranger = await judge(await world.ctx(world.people.neighbour), ref, whole);

    expect(bare).toEqual({ ok: false, faults: { reason1: 'required' } });
    expect(done.ok).toBe(true);
    expect(stranger).toMatchObject({ code: 'notFound' });
    const sheet = await judgePage(await world.ctx(first), ref);
    expect(sheet?.nominees).toMatchObject([
      { no: 1, points: 9, reason: '干净', isKin: false },
      { no: 2, points: null, isKin: true },
    ]);
    expect(await judgePage(await world.ctx(world.people.neighbour), ref)).toBeNull();
  });

  test('calls the next in the order of the draw when one is excused', async () => {
    const ref = await judging();
    const before = await sitting(ref);
    const work = await contestWork(await town(), ref.id);

    must(await excuseJuror(await town(), ref.id, work?.decides?.sitting[0] ?? ''));

    const after = await sitting(ref);
    expect(after.slice(0, 2)).toEqual(before.slice(1));
    expect(after).toHaveLength(3);
    expect((await told('contest.judge')).at(-1)).toBe(after[2]);
  });
});

describe('the result', () => {
  test('needs every sheet or the end of the days, and is decided by who did not open it', async () => {
    const ref = await judging();
    const words = { body: '谢谢大家', key: newToken() };

    const early = await decideContest(await town(), ref.id, words);
    const clerk = await decideContest(await world.ctx(world.people.clerk), ref.id, words);
    const before = await contestWork(await town(), ref.id);
    await allJudge(ref);
    const after = await contestWork(await town(), ref.id);
    must(await decideContest(await town(), ref.id, { ...words, key: newToken() }));

    expect(early).toMatchObject({ code: 'sheetsOpen' });
    expect(before?.decides?.judged).toEqual([]);
    expect(after?.decides?.judged.toSorted()).toEqual(after?.decides?.sitting.toSorted());
    expect(clerk).toMatchObject({ code: 'notFound' });
    const page = await pageFor(ref);
    expect(page).toMatchObject({ stage: 'decided', decision: { words: '谢谢大家' } });
    expect(page?.nominees[0]).toMatchObject({ name: '罗家', place: 1, points: 900 });
    expect(page?.nominees[0]?.reasons).toEqual(['干净', '干净', '干净']);
    expect(await told('contest.thanked')).toEqual([world.people.villager]);
    expect(JSON.stringify(page)).not.toMatch(/柳[一二三四五六七八九]/);
  });

  test('is decided by nobody who proposed or is of a family that stands', async () => {
    const ref = await opened();
    const { north } = world.county;
    const home = { household: `${north}001080`, villageCode: north };
    const post = { post: 'supervision' as const, gridCode: north, title: '监督委员', no: 41 };
    const member = await world.county.addPerson('匡大暑', { ...home, ...post });
    must(await propose(ref, member, '罗白露'));
    must(await say(ref, world.people.villager, 'agree'));
    await volunteers(ref, 7);
    await drawn(ref);
    world.clock.set(instantOf('2026-11-30', '09:00'));
    await allJudge(ref);

    const words = { body: '谢谢大家', key: newToken() };
    const own = await decideContest(await world.ctx(member), ref.id, words);

    expect(own).toMatchObject({ code: 'notOwnWork' });
    expect((await decideContest(await town(), ref.id, words)).ok).toBe(true);
  });

  test('called off, it says why and has no places', async () => {
    const ref = await standing();
    const ctx = await world.ctx(world.people.clerk);

    must(await voidContest(ctx, ref.id, { body: '人太少，明年再评', key: newToken() }));

    const page = await pageFor(ref);
    expect(page).toMatchObject({ stage: 'void', decision: { words: '人太少，明年再评' } });
    expect((await likeNominee(await world.ctx(world.people.neighbour), ref, 1)).ok).toBe(false);
  });
});

test('is opened with days that fit, by the office of the village alone', async () => {
  const ctx = await world.ctx(world.people.clerk);
  const { north } = world.county;

  const short = await openContest(ctx, north, form({ nominateThrough: '2026-11-17' }));
  const nobody = await openContest(await world.ctx(world.people.villager), north, form());
  const desk = await contestDesk(await world.ctx(world.people.cadre), null);

  expect(short).toMatchObject({ code: 'stageDays', field: 'nominateThrough' });
  expect(nobody).toMatchObject({ code: 'notFound' });
  expect(desk).toMatchObject({ mayOpen: false, village: { code: north } });
});

test('what one proposed, objected and judged stands in one’s own data', async () => {
  const ref = await judging();
  await allJudge(ref);
  const [juror = ''] = await sitting(ref);

  const [own, judged] = await Promise.all(
    [world.people.neighbour, juror].map(async (one) => ownData(await world.ctx(one))),
  );

  expect(own?.thanks.proposed.map(({ why }) => why).toSorted()).toEqual(['门口一排果树', WHY]);
  expect(judged?.thanks.judged.map(({ points }) => points).toSorted()).toEqual([5, 9]);
});

test('what runs now is one line, until nobody can take part any more', async () => {
  const ref = await opened();
  const village = (await pageFor(ref))?.village;
  if (!village) throw new Error('there is no village');

  const now = await runningNow(await world.ctx(), village);
  world.clock.set(instantOf('2026-11-28', '09:00'));
  await moveContests.run(await world.ctx());

  expect(now).toMatchObject([{ title: TITLE, what: 'contest', lastDay: '2026-11-20' }]);
  expect(await runningNow(await world.ctx(), village)).toEqual([]);
});

/** Somebody of the first group's roster who has no account, in a household of his own. */
async function withoutPhone(name: string): Promise<void> {
  const { north: villageCode } = world.county;
  const home = { id: newId(), code: `${villageCode}001099`, gridCode: `${villageCode}001` };
  const line = { id: newId(), villageCode, householdId: home.id, name, isHead: true };
  await world.app.db.write(async (tx) => {
    await tx.insert(household).values({ ...home, createdAt: world.clock.now() });
    await tx.insert(villager).values(line);
  });
}

async function photo(): Promise<Blob> {
  const background = { r: 240, g: 240, b: 230 };
  const sheet = sharp({ create: { width: 900, height: 600, channels: 3, background } });
  return new Blob([new Uint8Array(await sheet.jpeg().toBuffer())], { type: 'image/jpeg' });
}
