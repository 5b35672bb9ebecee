import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { surveyAnswer, surveyAnswerer, surveyText } from '#db/schema/surveys.ts';
import { ownData } from '#server/accounts/export.ts';
import { newToken } from '#server/kernel/ids.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { editPost } from '#server/posts/commands.ts';
import { DAY_MS, instantOf } from '#server/rules/dates.ts';
import { answerOnPaper, answerSurvey } from '#server/surveys/answering.ts';
import { closeSurveys } from '#server/surveys/closing.ts';
import { surveyDesk, surveyWork } from '#server/surveys/desk.ts';
import { makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { dropQuestion, moveQuestion, writeQuestion } from '#server/surveys/questions.ts';
import { surveyTable } from '#server/surveys/results.ts';
import { publishText, tellOutcome } from '#server/surveys/telling.ts';
import { draftDesk, runningNow, surveyList, surveyPage } from '#server/surveys/views.ts';
import { must } from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const TITLE = '村口的垃圾桶放哪里好';
const frame = (more = {}) => ({
  title: TITLE,
  body: '想先听听大家怎么说，下个月照多数人说的摆。',
  groups: [] as string[],
  closesOn: '2026-11-29',
  least: 5,
  key: newToken(),
  ...more,
});
const question = (more = {}) => ({
  ...{ no: 0, kind: 'single' as const, label: '放哪里', hint: '', isRequired: true },
  ...{ options: ['村口', '晒场边'], rows: [], most: 0 },
  ...more,
});
const words = question({ kind: 'text', label: '还想说什么', isRequired: false, options: [] });

const clerk = async () => world.ctx(world.people.clerk);

async function draft(more = {}): Promise<string> {
  const { id } = must(await makeSurvey(await clerk(), world.county.north, frame(more)));
  must(await writeQuestion(await clerk(), id, question()));
  must(await writeQuestion(await clerk(), id, words));
  return id;
}

async function opened(more = {}) {
  const id = await draft(more);
  const { path } = must(await openSurvey(await clerk(), id));
  return { id, slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

type Ref = Awaited<ReturnType<typeof opened>>;

const say = async (ref: Ref, personId: string, typed: Record<string, string>) =>
  answerSurvey(await world.ctx(personId), ref, typed);
const pageFor = async (ref: Ref, personId?: string) => surveyPage(await world.ctx(personId), ref);
const close = async () => {
  world.clock.set(instantOf('2026-11-30', '00:01'));
  await closeSurveys.run(await world.ctx());
};

/** So many villagers of a group with accounts. */
function people(n: number, group = '001'): Promise<string[]> {
  const { north } = world.county;
  const place = { gridCode: `${north}${group}`, villageCode: north };
  return Array.from({ length: n }, (_, at) => at).reduce<Promise<string[]>>(async (before, at) => {
    const household = `${north}${group}${String(at + 20).padStart(3, '0')}`;
    const added = await world.county.addPerson(`柳${'一二三四五六七八九'[at]}`, {
      ...place,
      household,
    });
    return [...(await before), added];
  }, Promise.resolve([]));
}

/** A survey that six people of two groups answered, and that is closed. */
async function answered() {
  const ref = await opened();
  const folk = await people(6);
  for (const [at, personId] of folk.entries()) {
    must(await say(ref, personId, { q1: at < 4 ? '1' : '2', q2: `第${at}句` }));
  }
  await close();
  return { ref, folk };
}

describe('a survey under way', () => {
  test('is a draft that nobody reads but those who make surveys there', async () => {
    const id = await draft();

    const desk = await surveyDesk(await clerk(), null);
    const work = await surveyWork(await world.ctx(world.people.villager), id);
    const list = await surveyList(await world.ctx(), 'beipo', { before: null, after: null });

    expect(desk).toMatchObject({ draft: [{ id, title: TITLE }], open: [], closed: [] });
    const ref = { slug: 'beipo', no: (await surveyWork(await clerk(), id))?.no ?? 0 };
    expect(await surveyPage(await clerk(), ref)).toBeNull();
    expect(await draftDesk(await clerk(), ref)).toBe(`/desk/surveys/${id}`);
    expect(await draftDesk(await world.ctx(), ref)).toBeNull();
    expect(await surveyWork(await world.ctx(world.people.southSecretary), id)).toBeNull();
    expect(work).toBeNull();
    expect(list?.rows).toEqual([]);
  });

  test('questions are moved, changed and taken away while it is a draft, and never afterwards', async () => {
    const id = await draft();
    must(await moveQuestion(await clerk(), id, { no: 2, to: 'up' }));
    must(await writeQuestion(await clerk(), id, { ...question(), no: 2, label: '放在哪里' }));
    const before = await surveyWork(await clerk(), id);
    must(await dropQuestion(await clerk(), id, 1));
    must(await openSurvey(await clerk(), id));

    const late = await dropQuestion(await clerk(), id, 1);
    const ctx = await clerk();
    const edited = await editPost(ctx, id, { title: '别的', body: '别的', key: newToken() });

    expect(before?.questions.map(({ no, label }) => [no, label])).toEqual([
      [1, '还想说什么'],
      [2, '放在哪里'],
    ]);
    expect(late).toMatchObject({ ok: false, code: 'surveyFixed' });
    expect(edited.ok).toBe(false);
  });

  test.each([
    ['too few people', { least: 4 }, 'leastWrong', 'least'],
    ['a last day that is too near', { closesOn: '2026-11-17' }, 'closingWrong', 'closesOn'],
    ['a last day that is too far', { closesOn: '2027-03-01' }, 'closingWrong', 'closesOn'],
    ['a group of another village', { groups: ['999999101202001'] }, 'pickOne', 'groups'],
  ])('is refused with %s', async (_what, more, code, field) => {
    const made = await makeSurvey(await clerk(), world.county.north, frame(more));

    expect(made).toMatchObject({ ok: false, code, field });
  });

  test('is not put to the village without a question, nor by somebody else', async () => {
    const { id } = must(await makeSurvey(await clerk(), world.county.north, frame()));

    const empty = await openSurvey(await clerk(), id);
    const stranger = await openSurvey(await world.ctx(world.people.cadre), id);

    expect(empty).toMatchObject({ code: 'questionsNone' });
    expect(stranger).toMatchObject({ code: 'notFound' });
  });
});

describe('answering', () => {
  test('each villager of the asked groups answers once, and nobody else', async () => {
    const ref = await opened({ groups: [`${world.county.north}001`] });

    must(await say(ref, world.people.villager, { q1: '1' }));
    const again = await say(ref, world.people.villager, { q1: '2' });
    const otherGroup = await say(ref, world.people.second, { q1: '1' });
    const elsewhere = await say(ref, world.people.southerner, { q1: '1' });
    const phoneOnly = await say(ref, world.people.phoneOnly, { q1: '1' });
    const guest = await answerSurvey(await world.ctx(), ref, { q1: '1' });

    expect(again).toMatchObject({ code: 'answeredBefore' });
    expect(otherGroup).toMatchObject({ code: 'notAskedHere' });
    expect(elsewhere).toMatchObject({ code: 'notOfThisVillage' });
    expect(phoneOnly).toMatchObject({ code: 'notOfThisVillage' });
    expect(guest).toMatchObject({ code: 'signInFirst' });
    const mine = async (personId?: string) => (await pageFor(ref, personId))?.mine;
    expect(await mine(world.people.villager)).toBe('answered');
    expect(await mine(world.people.second)).toBe('not-asked');
    expect(await mine(world.people.neighbour)).toBe('may');
    expect(await mine()).toBe('sign-in');
    expect((await pageFor(ref))?.answers).toBe(1);
  });

  test('two at the same instant are one answer', async () => {
    const ref = await opened();

    const both = await Promise.all([1, 2].map(() => say(ref, world.people.villager, { q1: '1' })));

    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await pageFor(ref))?.answers).toBe(1);
  });

  test('nothing of it can be read before closing, by nobody', async () => {
    const ref = await opened();
    must(await say(ref, world.people.villager, { q1: '2', q2: '桶要有盖子' }));

    const rows = await world.app.db.read.select().from(surveyAnswerer);
    const work = await surveyWork(await clerk(), ref.id);
    const entries = await world.app.db.read.select().from(ledgerEntry);

    expect(JSON.stringify(rows)).not.toContain('桶');
    expect(rows[0]).not.toHaveProperty('at');
    expect(work?.results).toBeNull();
    expect(await surveyTable(await clerk(), ref.id, 'answers')).toBeNull();
    expect((await pageFor(ref))?.results).toBeNull();
    expect(entries.filter(({ actorId }) => actorId === world.people.villager)).toEqual([]);
  });

  test('over the phone’s form: what was said is kept on an error, page after page', async () => {
    const ref = await opened();
    const cookie = await world.cookieOf(world.people.villager);
    const path = `/v/beipo/surveys/${ref.no}/answer`;

    const wrong = await world.post(path, { q2: '桶要有盖子' }, cookie);
    const phone = await world.post(path, { q1: '1', q2: '打 13912345678' }, cookie);
    const sent = await world.post(path, { q1: '1', q2: '桶要有盖子' }, cookie);

    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({
      form: { values: { q2: '桶要有盖子' }, errors: { q1: 'pickOne' } },
    });
    expect(await phone.json()).toMatchObject({
      form: { values: { q2: '打 ■■■■■■■■■■■' }, errors: { q2: 'personalMasked' } },
    });
    expect(sent.headers.get('location')).toBe(`/v/beipo/surveys/${ref.no}`);
  });

  test('a long survey goes page by page, and only the last press counts', async () => {
    const id = await draft();
    for (let at = 0; at < 5; at += 1) must(await writeQuestion(await clerk(), id, question()));
    const { path } = must(await openSurvey(await clerk(), id));
    const cookie = await world.cookieOf(world.people.villager);
    const first = { page: '1', q1: '1', q3: '1', q4: '2', q5: '1', q6: '2' };

    const next = await world.post(`${path}/answer`, first, cookie);
    const back = await world.post(`${path}/answer`, { ...first, page: '2', go: 'back' }, cookie);
    const last = await world.post(`${path}/answer`, { ...first, page: '2', q7: '1' }, cookie);

    expect([next.status, back.status, last.status]).toEqual([200, 200, 303]);
    expect(await next.json()).toMatchObject({ form: { values: { ...first, page: '2' } } });
    expect(await back.json()).toMatchObject({ form: { values: { page: '1' } } });
    expect(await world.app.db.read.select().from(surveyAnswerer)).toHaveLength(1);
  });

  test('the paper of somebody who is there is written in once, marked, and he is told', async () => {
    const ref = await opened();
    const paper = { name: '罗白露', household: '', typed: { q1: '2' } };

    must(await answerOnPaper(await clerk(), ref.id, paper));
    const again = await say(ref, world.people.villager, { q1: '1' });
    const nobody = await answerOnPaper(await clerk(), ref.id, { ...paper, name: '没有人' });

    const [row] = await world.app.db.read.select().from(surveyAnswerer);
    expect(row?.enteredById).toBe(world.people.clerk);
    expect(again).toMatchObject({ code: 'answeredBefore' });
    expect(nobody).toMatchObject({ code: 'rosterNoMatch', field: 'name' });
    expect(await told('survey.entered')).toEqual([world.people.villager]);
  });
});

describe('those who are asked', () => {
  test('hear that it is open, and nobody else does', async () => {
    const { villager, neighbour, second, southSecretary } = world.people;
    await draft();
    expect(await told('survey.opened')).toEqual([]);

    await opened();

    const heard = await told('survey.opened');
    expect(heard.toSorted()).toEqual([villager, neighbour, second].toSorted());
    expect(heard).not.toContain(southSecretary);
  });

  test('hear of its result, in words that tell nothing of it', async () => {
    const { folk } = await answered();

    const heard = await told('survey.result');
    const rows = await world.app.db.read.select().from(outboxMessage);

    expect(heard).toEqual(expect.arrayContaining(folk));
    expect(new Set(heard).size).toBe(heard.length);
    for (const { body } of rows) expect(body).not.toMatch(/村口：|晒场边|第\d句/);
  });

  test('hear of no result where too few answered', async () => {
    const ref = await opened();
    must(await say(ref, world.people.villager, { q1: '1' }));

    await close();

    expect(await told('survey.result')).toEqual([]);
    expect(await told('survey.closed')).toEqual([world.people.clerk]);
  });
});

describe('closing', () => {
  test('three days before, those who have not answered are reminded, once', async () => {
    const ref = await opened();
    must(await say(ref, world.people.villager, { q1: '1' }));
    world.clock.set(instantOf('2026-11-30') - 3 * DAY_MS);

    await closeSurveys.run(await world.ctx());
    await closeSurveys.run(await world.ctx());

    const { neighbour, second } = world.people;
    expect((await told('survey.remind')).toSorted()).toEqual([neighbour, second].toSorted());
  });

  test('answers are counted once they can be nobody’s any more', async () => {
    const { ref, folk } = await answered();

    const page = await pageFor(ref);
    const rows = await world.app.db.read.select().from(surveyAnswerer);
    const kept = await world.app.db.read.select().from(surveyAnswer);

    expect(page).toMatchObject({ state: 'closed', answers: 6 });
    expect(page?.results?.[0]?.tally.whole).toEqual({ answered: 6, counts: [[4, 2]] });
    expect(page?.results?.[1]?.tally.whole).toEqual({ answered: 6, counts: [] });
    expect(rows.every(({ sealed }) => sealed === null)).toBe(true);
    expect(kept).toHaveLength(6);
    // Neither a person nor the words beside a choice.
    const all = JSON.stringify(kept);
    expect(folk.some((id) => all.includes(id))).toBe(false);
    expect(all).not.toMatch(/第\d句/);
  });

  test('what stood on one sheet stands nowhere together any more', async () => {
    const id = await draft();
    must(
      await writeQuestion(
        await clerk(),
        id,
        question({ label: '几个桶', options: ['两个', '三个'] }),
      ),
    );
    const { path } = must(await openSurvey(await clerk(), id));
    const ref = { id, slug: 'beipo', no: Number(path.split('/').at(-1)) };
    const sheets = [...Array(5).fill({ q1: '1', q3: '1' }), { q1: '2', q3: '2' }];
    const folk = await people(6);
    for (const [at, personId] of folk.entries()) must(await say(ref, personId, sheets[at]));

    await close();

    const kept = await world.app.db.read.select().from(surveyAnswer);
    const told = kept.map(({ answers }) => JSON.stringify(answers)).toSorted();
    expect(told).toEqual([
      ...[...Array(5).fill('{"1":1}'), '{"1":2}'],
      ...[...Array(5).fill('{"3":1}'), '{"3":2}'],
    ]);
    const file = await world.get(
      `/desk/surveys/${id}/answers.csv`,
      await world.cookieOf(world.people.clerk),
    );
    expect((await file.text()).trim().split(/\r?\n/)).toHaveLength(5);
  });

  test('no order of answering is left in what is kept', async () => {
    const { ref } = await answered();

    const texts = await world.app.db.read
      .select()
      .from(surveyText)
      .where(eq(surveyText.surveyId, ref.id));
    const said = texts.toSorted((a, b) => a.no - b.no).map(({ body }) => body);

    expect(said.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((at) => `第${at}句`));
    expect(Object.keys(texts[0] ?? {})).not.toContain('at');
  });

  test('with four answers nothing is opened, and nothing of them is kept', async () => {
    const ref = await opened();
    for (const personId of await people(4)) must(await say(ref, personId, { q1: '1' }));

    await close();

    expect(await pageFor(ref)).toMatchObject({ state: 'too-few', answers: 4, results: null });
    expect(await world.app.db.read.select().from(surveyAnswer)).toEqual([]);
    const rows = await world.app.db.read.select().from(surveyAnswerer);
    expect(rows.map(({ sealed }) => sealed)).toEqual([null, null, null, null]);
    expect(await surveyTable(await clerk(), ref.id, 'answers')).toBeNull();
  });

  test('who comes after closing is too late, though the minute has not come yet', async () => {
    const ref = await opened();
    world.clock.set(instantOf('2026-11-30'));

    const late = await say(ref, world.people.villager, { q1: '1' });

    expect(late).toMatchObject({ code: 'surveyOver' });
  });

  test('a group is shown apart only when it and all others are enough', async () => {
    const ref = await opened();
    const ones = await people(6);
    const twos = await people(5, '002');
    for (const personId of [...ones, ...twos]) must(await say(ref, personId, { q1: '1' }));

    await close();

    const groups = (await pageFor(ref))?.results?.[0]?.tally.groups;
    expect(groups?.map(({ code, answered: n }) => [code.slice(-3), n])).toEqual([
      ['001', 6],
      ['002', 5],
    ]);
    // So few wrote words that they are not kept.
    expect((await surveyWork(await clerk(), ref.id))?.results?.[1]?.texts).toEqual([]);
  });
});

test('everybody reads how many answers the office wrote in', async () => {
  const ref = await opened();
  for (const personId of await people(5)) must(await say(ref, personId, { q1: '1' }));
  const paper = { name: '吴夏至', household: '', typed: { q1: '2' } };
  must(await answerOnPaper(await clerk(), ref.id, paper));

  await close();

  expect(await pageFor(ref)).toMatchObject({ answers: 6, entered: 1 });
});

test('a group of which few answered is not kept beside what they said', async () => {
  const ref = await opened();
  for (const personId of await people(6)) must(await say(ref, personId, { q1: '1' }));
  const [alone = ''] = await people(1, '002');
  must(await say(ref, alone, { q1: '2' }));

  await close();

  const kept = await world.app.db.read.select().from(surveyAnswer);
  expect(kept).toHaveLength(7);
  expect(kept.filter(({ groupCode }) => groupCode?.endsWith('002'))).toEqual([]);
});

describe('afterwards', () => {
  test('words are read at the desk, and by everybody once they are published one by one', async () => {
    const { ref } = await answered();
    const before = (await pageFor(ref))?.results?.[1]?.texts;
    const work = await surveyWork(await clerk(), ref.id);

    must(await publishText(await clerk(), ref.id, { question: 2, text: 1, shown: true }));
    const shown = (await pageFor(ref))?.results?.[1]?.texts;
    must(await publishText(await clerk(), ref.id, { question: 2, text: 1, shown: false }));

    expect(before).toEqual([]);
    expect(work?.results?.[1]?.texts).toHaveLength(6);
    expect(shown).toHaveLength(1);
    expect((await pageFor(ref))?.results?.[1]?.texts).toEqual([]);
    const other = await world.ctx(world.people.villager);
    const refused = await publishText(other, ref.id, { question: 2, text: 1, shown: true });
    expect(refused).toMatchObject({ code: 'notFound' });
  });

  test('the tables to take away name nobody, and only the desk takes them', async () => {
    const { ref } = await answered();
    const cookie = await world.cookieOf(world.people.clerk);
    const stranger = await world.cookieOf(world.people.villager);

    const table = await surveyTable(await clerk(), ref.id, 'answers');
    const csv = await world.get(`/desk/surveys/${ref.id}/answers.csv`, cookie);
    const xlsx = await world.get(`/desk/surveys/${ref.id}/texts.xlsx`, cookie);
    const refused = await world.get(`/desk/surveys/${ref.id}/answers.csv`, stranger);

    expect(table?.rows.map((row) => row.at(-1))).toEqual(['人数', '4', '2']);
    expect(await csv.text()).not.toMatch(/柳|999999|第\d句/);
    expect(xlsx.status).toBe(200);
    expect(refused.status).toBe(404);
  });

  test('the village says what came of it, by name and day', async () => {
    const { ref } = await answered();
    const said = { body: '放村口，12 月 5 日前摆好。', key: newToken() };

    must(await tellOutcome(await clerk(), ref.id, said));

    const page = await pageFor(ref);
    expect(page?.outcome).toMatchObject({ at: world.clock.now(), by: { name: '钟芒种' } });
    expect(page?.outcome?.html).toContain('12 月 5 日前摆好');
  });

  test('a privacy correction reaches questions, words and what came of it', async () => {
    const { ref } = await answered();
    must(await tellOutcome(await clerk(), ref.id, { body: '放在晒场边', key: newToken() }));

    must(await correctPrivacy(await clerk(), ref.id, { datum: '晒场边', key: newToken() }));

    const page = await pageFor(ref);
    expect(JSON.stringify(page?.results)).not.toContain('晒场边');
    expect(page?.outcome?.html).not.toContain('晒场边');
  });

  test('stands in one’s own data as answered, and never with what was said', async () => {
    const { folk } = await answered();

    const data = await ownData(await world.ctx(folk[0]));

    expect(data?.surveys).toEqual([
      { village: world.county.north, no: expect.any(Number), isWrittenIn: false },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/第\d句/);
  });

  test('what runs now is one line, until it closes', async () => {
    const ref = await opened();
    const village = (await pageFor(ref))?.village;
    if (!village) throw new Error('there is no village');

    const now = await runningNow(await world.ctx(), village);
    await close();

    expect(now).toMatchObject([{ title: TITLE, what: 'survey', lastDay: '2026-11-29' }]);
    expect(await runningNow(await world.ctx(), village)).toEqual([]);
  });
});

async function told(template: string): Promise<(string | null)[]> {
  const rows = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(and(eq(outboxMessage.template, template)));
  return rows.map(({ personId }) => personId);
}
