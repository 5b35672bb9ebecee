import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import calendarJson from '#content/calendar.json' with { type: 'json' };
import { disclosureRow } from '#db/schema/disclosures.ts';
import { assignment } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { post } from '#db/schema/posts.ts';
import { ownData } from '#server/accounts/export.ts';
import { deskWork } from '#server/desk/work.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { endPost, grantPost } from '#server/grids/granting.ts';
import { recordLeave } from '#server/grids/rosters.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { askPage } from '#server/line-objections/ask-views.ts';
import { askAboutLine } from '#server/line-objections/asking.ts';
import { objectionCount, objectionDesk } from '#server/line-objections/desk.ts';
import {
  answerObjection,
  raiseObjection,
  replyToObjection,
} from '#server/line-objections/handling.ts';
import { handedObjections, recountObjections } from '#server/line-objections/handover.ts';
import { objectionList, objectionsOfLines } from '#server/line-objections/list.ts';
import { objectionPage } from '#server/line-objections/views.ts';
import { postRows } from '#server/posts/views.ts';
import { DAY_MS, instantOf } from '#server/rules/dates.ts';
import { parseCalendar } from '#server/rules/work-calendar.ts';
import { searchIndexing } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { mySquare } from '#server/squares/my-square.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  must,
  OCTOBER,
  publishedAccounts,
  publishedDraft,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
});

afterEach(async () => {
  await world.close();
});

type Outcome = 'explained' | 'corrected';
type Table = Awaited<ReturnType<typeof publishedAccounts>>;

// As tests/support/county.ts numbers him.
const VILLAGER = '19900000014';
const GRAVEL = '机耕道石子 6,800 元是几车？';
const LOADS = '17 车，每车 400 元，过磅单补上了';

const form = (more: Partial<Parameters<typeof askAboutLine>[2]> = {}) => ({
  ...{ line: 2, body: GRAVEL, shownAs: 'resident' as const, key: newToken() },
  ...more,
});

async function asked(
  table: Table,
  { by = world.people.villager, ...more }: { by?: string; line?: number; body?: string } = {},
) {
  const ref = { slug: 'beipo', no: table.no };
  const { no } = must(await askAboutLine(await world.ctx(by), ref, form(more)));
  return { slug: 'beipo', no };
}

type Ref = Awaited<ReturnType<typeof asked>>;

async function postOf({ no }: Ref) {
  const isIt = and(eq(post.villageCode, world.county.north), eq(post.no, no));
  const [row] = await world.app.db.read.select().from(post).where(isIt);
  if (!row) throw new Error(`there is no post ${no}`);
  return row;
}

const pageFor = async (ref: Ref, personId?: string) =>
  objectionPage(await world.ctx(personId), ref);
const answer = async (ref: Ref, by: string, body = LOADS, outcome: Outcome = 'explained') =>
  answerObjection(await world.ctx(by), ref, { body, outcome, key: newToken() });
const raise = async (ref: Ref, by = world.people.villager) =>
  raiseObjection(await world.ctx(by), ref, { why: '过磅单上的车号看不清', key: newToken() });

const newsOf = async (personId: string) => {
  const rows = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, personId));
  return rows.flatMap(({ template, body }) => (template.startsWith('objection.') ? [body] : []));
};

const subsistence = () =>
  publishedTable(world, people, {
    itemCode: 'subsistence',
    period: '2026-Q3',
    lines: [subsistenceLine('罗立春', 2, 96_000), subsistenceLine('周大雪', 1, 52_000)],
  });

describe('a question about a line of spending', () => {
  test('names who answers, by when, and stands beside the line with its answer', async () => {
    const table = await publishedAccounts(world, people);

    const ref = await asked(table);
    const open = await pageFor(ref);
    world.clock.set(instantOf('2026-11-18', '10:00'));
    must(await answer(ref, world.people.clerk));
    const closed = await pageFor(ref);

    expect(open?.duty?.holder.name).toBe('钟芒种');
    expect(open?.duty?.first.dueAt).toBe(instantOf('2026-11-17', '18:00'));
    expect(open?.duty?.finish?.dueAt).toBe(instantOf('2026-11-26', '18:00'));
    expect(open?.line?.cells.map(({ text }) => text)).toContain('6,800.00');
    expect(open?.parts.byline.name).toBe('本村村民');
    expect(closed?.outcome).toBe('explained');
    expect(closed?.steps.at(-1)?.html).toContain('17 车');
    expect(closed?.duty?.first.state).toBe('done');
    const lines = await linesOf(table);
    expect(lines.get(2)).toMatchObject({ asked: 1, answered: 1, isChecked: false });
    expect(lines.get(2)?.newest?.answerHtml).toContain('17 车');
    expect(lines.has(1)).toBe(false);
  });

  test('is told to whoever answers, and its answer to whoever asked', async () => {
    const table = await publishedAccounts(world, people);

    const ref = await asked(table);
    must(await answer(ref, world.people.clerk));

    expect((await newsOf(world.people.clerk)).at(-1)).toContain(
      '最晚 11月17日（周二）18:00 前要先回一句',
    );
    expect((await newsOf(world.people.villager)).at(-1)).toContain('钟芒种答复您了');
  });

  test('a stock phrase is kept and stops no clock; a first word stops the first one', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    const clerk = await world.ctx(world.people.clerk);

    const receipt = await replyToObjection(clerk, ref, { body: '收到', key: newToken() });
    const afterReceipt = await postOf(ref);
    const word = { body: '过磅单在镇上，后天取回来就答', key: newToken() };
    const reply = await replyToObjection(clerk, ref, word);
    const afterReply = await postOf(ref);

    expect(receipt).toMatchObject({ ok: true, value: { isReceipt: true } });
    expect(afterReceipt.firstAnsweredAt).toBeNull();
    expect(reply).toMatchObject({ ok: true, value: { isReceipt: false } });
    expect(afterReply).toMatchObject({ state: 'replied', finishedAt: null });
    expect(afterReply.nextDueAt).toBe(afterReply.finishDueAt);
    expect(afterReply.firstAnsweredById).toBe(world.people.clerk);
  });

  test('is not settled with a stock phrase, twice, or by whoever asked', async () => {
    const table = await publishedAccounts(world, people);
    const ref = await asked(table);
    const own = await asked(table, { by: world.people.clerk, line: 3, body: '保洁是哪几位？' });

    const empty = await answer(ref, world.people.clerk, '已办结');
    const first = await answer(ref, world.people.secretary);
    const second = await answer(ref, world.people.clerk);
    const self = await answer(own, world.people.clerk);

    expect(empty).toMatchObject({ ok: false, code: 'saysNothing' });
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, code: 'alreadyClosed' });
    expect(self).toMatchObject({ ok: false, code: 'notAllowed' });
    expect((await postOf(own)).holderId).not.toBe(world.people.clerk);
  });

  test('is put right only once its table is corrected, and then leads to what changed', async () => {
    const lines = ['开户口证明', '开户口证明'].map((matter) => ({ shown: { matter } }));
    const draft = { itemCode: 'seal-use', period: '2026-Q3', lines };
    const table = await publishedTable(world, people, draft);
    const ref = await asked(table, { body: '这一次怎么记了两回？' });
    const early = await answer(ref, world.people.clerk, '记重了，已经改过来', 'corrected');

    world.clock.set(world.clock.now() + 60_000);
    const clerk = await world.ctx(world.people.clerk);
    must(await beginCorrection(clerk, table.id, '有一次记了两回'));
    must(await dropRow(clerk, table.id, { no: 2 }));
    await publishedDraft(world, people, table.id);
    const right = await answer(ref, world.people.clerk, '记重了，已经改过来', 'corrected');

    expect(early).toMatchObject({ ok: false, code: 'correctFirst', field: 'outcome' });
    expect(right.ok).toBe(true);
    expect(await pageFor(ref)).toMatchObject({
      ...{ outcome: 'corrected', line: { isStruck: true } },
      versionsPath: `${table.path}/versions`,
    });
  });

  test('cannot be answered by a villager, another village or the supervision committee', async () => {
    const ref = await asked(await publishedAccounts(world, people));

    const tries = [world.people.neighbour, world.people.southSecretary, people.supervision[0]];
    const refused = await Promise.all(tries.map((personId) => answer(ref, personId)));

    expect(refused.map((one) => one.ok)).toEqual([false, false, false]);
    expect((await pageFor(ref))?.outcome).toBeNull();
  });

  test('needs a line that stands, and one open question is enough', async () => {
    const table = await publishedAccounts(world, people);
    await asked(table);
    const ctx = await world.ctx(world.people.villager);
    const ref = { slug: 'beipo', no: table.no };

    const again = await askAboutLine(ctx, ref, form());
    const nowhere = await askAboutLine(ctx, ref, form({ line: 99 }));
    const elsewhere = await askAboutLine(ctx, { slug: 'nanba', no: table.no }, form());
    const guest = await askAboutLine(await world.ctx(), ref, form());

    expect(again).toMatchObject({ ok: false, code: 'askedAlready' });
    expect(nowhere).toMatchObject({ ok: false, code: 'notFound' });
    expect(elsewhere).toMatchObject({ ok: false, code: 'notFound' });
    expect(guest).toMatchObject({ ok: false, code: 'signInFirst' });
  });

  test('that sounds like an accusation is shown the way to 12388, and looked at first', async () => {
    const table = await publishedAccounts(world, people);
    const ctx = await world.ctx(world.people.villager);
    const ref = { slug: 'beipo', no: table.no };
    const body = '这笔石子钱是不是有人吃了回扣？';

    const refused = await askAboutLine(ctx, ref, form({ body }));
    const sent = await askAboutLine(ctx, ref, form({ body, notAccusation: 'yes' }));

    expect(refused).toMatchObject({ ok: false, code: 'accusation' });
    const { no } = must(sent);
    expect(await pageFor({ slug: 'beipo', no })).toBeNull();
    expect((await pageFor({ slug: 'beipo', no }, world.people.clerk))?.mayAnswer).toBe(true);
    expect((await linesOf(table)).size).toBe(0);
  });

  test('pressed twice it is one question', async () => {
    const table = await publishedAccounts(world, people);
    const ctx = await world.ctx(world.people.villager);
    const sent = form();
    const ref = { slug: 'beipo', no: table.no };

    const first = must(await askAboutLine(ctx, ref, sent));
    const second = must(await askAboutLine(ctx, ref, sent));

    expect(second).toEqual(first);
    expect((await linesOf(table)).get(2)?.asked).toBe(1);
  });

  test('stands in the list of the village, on the desk and on its asker’s own page', async () => {
    const ref = await asked(await publishedAccounts(world, people));

    const list = await objectionList(await world.ctx(), 'beipo', { before: null, after: null });
    const desk = await objectionDesk(await world.ctx(world.people.clerk), null);
    const mine = await mySquare(await world.ctx(world.people.villager));
    const data = await ownData(await world.ctx(world.people.villager));
    const others = await objectionDesk(await world.ctx(people.supervision[0]), null);

    expect(list?.rows.map(({ title }) => title)).toEqual([GRAVEL]);
    expect(desk?.rows.map(({ title }) => title)).toEqual([GRAVEL]);
    expect(await objectionCount(await world.ctx(world.people.secretary))).toBe(1);
    expect(mine?.posts.map(({ no }) => no)).toContain(ref.no);
    expect(data?.written.map(({ body }) => body)).toContain(GRAVEL);
    expect(others?.rows).toEqual([]);
    expect(await objectionDesk(await world.ctx(world.people.villager), null)).toBeNull();
  });
});

describe('the form', () => {
  test('leads a guest to sign in and gives back what he wrote', async () => {
    const table = await publishedAccounts(world, people);
    const page = `/v/beipo/open/item/${table.no}/ask`;
    const phone = browser(world);

    const sent = await phone.post(page, { line: '2', body: GRAVEL, shownAs: 'resident', key: '' });
    await phone.post('/login', { phone: VILLAGER });
    await phone.post('/login/code', { code: await phone.codeFor(VILLAGER) });
    const shown = await (await phone.get(page)).json();

    expect(sent.headers.get('location')).toBe(`/login?back=${encodeURIComponent(page)}`);
    expect(shown.form.values).toMatchObject({ line: '2', body: GRAVEL });
  });

  test('covers a telephone number and asks, and keeps the words when the line is gone', async () => {
    const table = await publishedAccounts(world, people);
    const cookie = await world.cookieOf(world.people.villager);
    const page = `/v/beipo/open/item/${table.no}/ask`;
    const fields = { line: '2', shownAs: 'resident', key: newToken() };

    const covered = await world.post(page, { ...fields, body: `${GRAVEL}打 13800001234` }, cookie);
    const empty = await world.post(page, { ...fields, body: ' ' }, cookie);
    const gone = await world.post(page, { ...fields, line: '77', body: GRAVEL }, cookie);
    const sent = await world.post(page, { ...fields, body: GRAVEL }, cookie);

    expect(covered.status).toBe(422);
    expect((await covered.json()).form).toMatchObject({
      values: { body: expect.not.stringContaining('13800001234') },
      errors: { body: 'personalMasked' },
    });
    expect([empty.status, (await empty.json()).form.errors.body]).toEqual([422, 'required']);
    expect(gone.status).toBe(404);
    expect(sent.headers.get('location')).toMatch(/^\/v\/beipo\/open\/asked\/\d+$/);
  });

  test('of an answer keeps its words and says what is missing', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    const path = `/v/beipo/open/asked/${ref.no}`;
    const clerk = await world.cookieOf(world.people.clerk);
    const words = { act: 'answer', body: LOADS, key: newToken() };

    const wrong = await world.post(`${path}/answer`, words, clerk);
    const right = await world.post(`${path}/answer`, { ...words, outcome: 'explained' }, clerk);
    const nowhere = await world.post('/v/beipo/open/asked/9999/answer', words, clerk);

    expect(wrong.status).toBe(422);
    expect((await wrong.json()).form).toMatchObject({
      values: { body: LOADS, act: 'answer' },
      errors: { outcome: 'pickOne' },
    });
    expect(right.headers.get('location')).toBe(path);
    expect(nowhere.status).toBe(404);
  });
});

describe('one level up', () => {
  test('its asker takes an answer to the town within thirty days, not later', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    must(await answer(ref, world.people.clerk));
    const answeredAt = world.clock.now();

    world.clock.set(answeredAt + 30 * DAY_MS);
    const late = await raise(ref);
    world.clock.set(answeredAt + 30 * DAY_MS - 1);
    const stranger = await raise(ref, world.people.neighbour);
    const raised = await raise(ref);

    expect(late).toMatchObject({ ok: false, code: 'limitPassed' });
    expect(stranger).toMatchObject({ ok: false, code: 'notAllowed' });
    expect(raised.ok).toBe(true);
    const page = await pageFor(ref);
    expect(page).toMatchObject({ level: 'town', outcome: null, days: 30, isFinished: false });
    expect(page?.duty?.holder.name).toBe('邱立冬');
    expect(page?.duty?.firstHolder?.name).toBe('钟芒种');
    expect(page?.steps.map(({ what }) => what)).toEqual(['asked', 'answered', 'raised']);
  });

  test('the town has twenty days of its own, and only the town answers then', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    must(await answer(ref, world.people.clerk));
    must(await raise(ref));

    const village = await answer(ref, world.people.clerk);
    const due = (await postOf(ref)).finishDueAt;
    const town = await answer(ref, world.people.town, '查了过磅单，17 张都对得上');

    expect(due).toBe(instantOf('2026-12-07', '18:00'));
    expect(village).toMatchObject({ ok: false, code: 'notAllowed' });
    expect(town.ok).toBe(true);
    expect((await pageFor(ref))?.steps.at(-1)?.by?.name).toBe('邱立冬');
  });

  test('a first answer that is late is seen by the town and the committee, one in private by its own', async () => {
    const [head] = people.supervision;
    await asked(await publishedAccounts(world, people));
    const owes = async (personId: string) =>
      (await objectionDesk(await world.ctx(personId), null))?.rows.length;
    const inTime = [await owes(world.people.town), await owes(head)];
    await asked(await subsistence(), { line: 1, body: '这一户有两个人在外面上班吧' });
    const asked2 = [await owes(world.people.town), await owes(head)];

    world.clock.set(world.clock.now() + 6 * DAY_MS);

    expect([inTime, asked2]).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect([await owes(world.people.town), await owes(head)]).toEqual([2, 2]);
    expect(await owes(people.director)).toBe(1);
    expect(await owes(people.bookkeeper)).toBeUndefined();
    expect((await deskWork(await world.ctx(world.people.town))).late?.questions).toBe(2);
  });

  test('while the village has time it stays there; once it is late it may go up', async () => {
    const ref = await asked(await publishedAccounts(world, people));

    const early = await raise(ref);
    const onTime = await objectionDesk(await world.ctx(world.people.town), null);
    world.clock.set(instantOf('2026-11-26', '18:00'));
    const lateDesk = await objectionDesk(await world.ctx(world.people.town), null);
    const offered = (await pageFor(ref, world.people.villager))?.raise;
    must(await raise(ref));
    const villageDesk = await objectionDesk(await world.ctx(people.director), null);

    expect(early).toMatchObject({ ok: false, code: 'limitPassed' });
    expect(onTime?.rows).toEqual([]);
    expect(lateDesk?.rows.map(({ title }) => title)).toEqual([GRAVEL]);
    expect(offered).toEqual({ to: 'town', why: 'late', until: null });
    expect(villageDesk?.rows).toEqual([]);
  });

  test('from the town it goes to the county’s discipline inspection, and no further', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    must(await answer(ref, world.people.clerk));
    must(await raise(ref));
    must(await answer(ref, world.people.town, '查了过磅单，17 张都对得上'));
    must(await raise(ref));

    const town = await answer(ref, world.people.town, '查了过磅单，17 张都对得上');
    must(await answer(ref, world.people.discipline, '调了运输记录，与过磅单一致'));
    const further = await raise(ref);

    expect(town).toMatchObject({ ok: false, code: 'notAllowed' });
    expect((await pageFor(ref))?.level).toBe('county');
    expect(further).toMatchObject({ ok: false, code: 'limitPassed' });
  });

  test('why it went up is read by who asked and who answers, and by nobody else', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    must(await answer(ref, world.people.clerk));
    must(await raise(ref));

    const whys = await Promise.all(
      [undefined, world.people.neighbour, world.people.villager, world.people.town].map(
        async (personId) => (await pageFor(ref, personId))?.steps.at(-1)?.why,
      ),
    );

    expect(whys).toEqual([null, null, '过磅单上的车号看不清', '过磅单上的车号看不清']);
  });
});

describe('a question about a person', () => {
  test('is read by who asked, the committee, town and discipline, and by nobody else', async () => {
    const ref = await asked(await subsistence(), { line: 1, body: '他家有车，怎么还领低保？' });

    const seen = async (personId?: string) => (await pageFor(ref, personId)) !== null;

    expect((await pageFor(ref, people.supervision[1]))?.duty?.holder.name).toBe('严立春');
    for (const personId of [world.people.villager, ...people.supervision]) {
      expect(await seen(personId)).toBe(true);
    }
    expect(await seen(world.people.town)).toBe(true);
    expect(await seen(world.people.discipline)).toBe(true);
    const others = [world.people.clerk, world.people.secretary, world.people.neighbour];
    for (const personId of [undefined, ...others]) expect(await seen(personId)).toBe(false);
  });

  test('leaves no trace until it was checked; then the line says only that it was', async () => {
    const table = await subsistence();
    const ref = await asked(table, { line: 1, body: '他家有车，怎么还领低保？' });
    const row = await rowOf(table, 1);
    const neighbour = await world.ctx(world.people.neighbour);

    const before = await linesOf(table, world.people.neighbour);
    must(await answer(ref, people.supervision[0], '车是女婿的，核过行驶证'));
    const after = await linesOf(table, world.people.neighbour);
    const list = await objectionList(neighbour, 'beipo', { before: null, after: null });

    expect(row.objections).toBe(0);
    expect(before.size).toBe(0);
    expect(after.get(1)).toEqual({ asked: 0, answered: 0, isChecked: true, newest: null });
    expect((await rowOf(table, 1)).objections).toBe(1);
    expect(list?.rows).toEqual([]);
    expect(await postRows(neighbour, [(await postOf(ref)).id], { showsHeld: true })).toEqual([]);
    expect(await pageFor(ref, world.people.neighbour)).toBeNull();
  });

  test('is answered by the committee alone, and names nobody in a message or the ledger', async () => {
    const ref = await asked(await subsistence(), { line: 1, body: '他家有车，怎么还领低保？' });

    const clerk = await answer(ref, world.people.clerk);
    const town = await answer(ref, world.people.town);
    must(await answer(ref, people.supervision[2], '车是女婿的，核过行驶证'));

    expect(clerk).toMatchObject({ ok: false, code: 'notFound' });
    expect(town).toMatchObject({ ok: false, code: 'notAllowed' });
    expect((await newsOf(world.people.villager)).at(-1)).toMatch(/^您问的一件事：龙白露/);
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.subjectKind, 'objection'));
    expect(JSON.stringify(acts.map(({ facts }) => facts))).not.toContain('row');
  });

  test('is found by nobody else in the search, where public ones are', async () => {
    await asked(await publishedAccounts(world, people));
    await asked(await subsistence(), { line: 1, body: '他家有车，怎么还领低保？' });
    await searchIndexing.run(systemContext(world.app));

    const found = async (q: string, personId?: string) => {
      const query = { slug: 'beipo', q, order: null, before: null };
      const page = await searchPage(await world.ctx(personId), query);
      return page?.rows.filter(({ kind }) => kind === 'objection').length;
    };

    expect(await found('石子')).toBe(1);
    expect(await found('有车')).toBe(0);
    expect(await found('有车', world.people.neighbour)).toBe(0);
    expect(await found('有车', world.people.clerk)).toBe(0);
  });

  test('is answered by no other office while the head of the committee is away', async () => {
    const ref = await asked(await subsistence(), { line: 1, body: '他家有车，怎么还领低保？' });
    const until = instantOf('2026-11-21');
    const leave = { personId: people.supervision[0], fromAt: world.clock.now(), untilAt: until };
    must(await recordLeave(await world.ctx(world.people.town), leave));
    world.clock.set(world.clock.now() + 60_000);

    const plate = (await pageFor(ref, world.people.villager))?.duty;

    expect(plate?.holder.away).toEqual({ until, standIn: null });
    must(await answer(ref, people.supervision[1], '车是女婿的，核过行驶证'));
  });

  test('says before it is sent who will read it', async () => {
    const table = await subsistence();
    const ref = { slug: 'beipo', no: table.no };

    const page = await askPage(await world.ctx(world.people.neighbour), ref, 1);
    const guest = await askPage(await world.ctx(), ref, 1);

    expect(page).toMatchObject({ audience: 'handlers', answerer: { name: '严立春' } });
    expect(page?.line.cells.map(({ text }) => text)).toContain('罗*');
    expect(guest).toBeNull();
  });
});

describe('a question about one of the supervision committee', () => {
  const CAR = '他家有车，怎么还领低保？';
  const NOT_OURS = '核过行驶证，车是女婿的';

  async function tableOf(personId: string) {
    const lines = [{ ...subsistenceLine('罗立春', 2, 96_000), personId }];
    return publishedTable(world, people, { itemCode: 'subsistence', period: '2026-Q3', lines });
  }

  async function joinsCommittee(personId: string) {
    const granted = { personId, post: 'supervision' as const, gridCode: world.county.north };
    const since = world.clock.now();
    must(await grantPost(await world.ctx(world.people.town), { ...granted, since }));
    world.clock.set(since + 60_000);
  }

  const housemate = () =>
    world.county.addPerson('罗寒露', {
      household: `${world.county.north}001002`,
      gridCode: `${world.county.north}001`,
      villageCode: world.county.north,
      no: 66,
    });

  test('goes to the town, and neither he nor his committee reads or answers it', async () => {
    await joinsCommittee(world.people.neighbour);
    const ref = await asked(await tableOf(world.people.neighbour), { line: 1, body: CAR });
    const committee = [world.people.neighbour, ...people.supervision];

    const refused = await Promise.all(committee.map((one) => answer(ref, one, NOT_OURS)));
    const read = await Promise.all(committee.map((one) => pageFor(ref, one)));
    const desk = await objectionDesk(await world.ctx(people.supervision[0]), null);
    const townDesk = await objectionDesk(await world.ctx(world.people.town), null);
    const page = await pageFor(ref, world.people.villager);

    expect(refused.map((one) => !one.ok && one.code)).toEqual(committee.map(() => 'notFound'));
    expect(read).toEqual(committee.map(() => null));
    expect(desk?.rows).toEqual([]);
    expect(townDesk?.rows.map(({ title }) => title)).toEqual([CAR]);
    expect(page).toMatchObject({ audience: 'town', level: 'town' });
    expect(page?.duty?.holder.name).toBe('邱立冬');
    expect(await pageFor(ref, world.people.discipline)).not.toBeNull();
    for (const one of [undefined, world.people.clerk, world.people.secretary]) {
      expect(await pageFor(ref, one)).toBeNull();
    }
    must(await answer(ref, world.people.town, NOT_OURS));
  });

  test('goes there too when it is about his household; its asker is told before', async () => {
    const table = await tableOf(await housemate());
    const ref = { slug: 'beipo', no: table.no };
    const before = await askPage(await world.ctx(world.people.villager), ref, 1);

    await joinsCommittee(world.people.neighbour);
    const after = await askPage(await world.ctx(world.people.villager), ref, 1);

    expect(before).toMatchObject({ audience: 'handlers', answerer: { name: '严立春' } });
    expect(after).toMatchObject({ audience: 'town', answerer: { name: '邱立冬' } });
    const { no } = await asked(table, { line: 1, body: CAR });
    expect((await postOf({ slug: 'beipo', no })).audience).toBe('town');
  });
});

describe('who handled a line himself', () => {
  test('does not answer for it: the director does', async () => {
    const handled = OCTOBER.map((line) => ({
      ...line,
      shown: { ...line.shown, handler: '钟芒种' },
    }));
    const table = { itemCode: 'finance-lines', period: '2026-10', opening: 11_007_722 };
    const published = await publishedTable(world, people, { ...table, lines: handled });

    const page = await askPage(
      await world.ctx(world.people.villager),
      { slug: 'beipo', no: published.no },
      2,
    );
    const ref = await asked(published);

    expect(page?.answerer?.name).toBe('鲁小满');
    expect((await postOf(ref)).holderId).toBe(people.director);

    const reply = { body: '发票在会计那里，今天下午拿来给您看。', key: newToken() };
    const handler = await replyToObjection(await world.ctx(people.clerk), ref, reply);
    const director = await replyToObjection(await world.ctx(people.director), ref, reply);

    expect(handler).toMatchObject({ ok: false, code: 'notAllowed' });
    expect((await objectionPage(await world.ctx(people.clerk), ref))?.mayAnswer).toBe(false);
    expect(director).toMatchObject({ ok: true });
  });
});

describe('when somebody leaves', () => {
  test('open questions pass to whoever holds the post, one level up while it is vacant', async () => {
    const ref = await asked(await subsistence(), { line: 1, body: '他家有车，怎么还领低保？' });
    for (const member of people.supervision) await leaves(member);

    await handedObjections.run(systemContext(world.app));
    const vacant = (await pageFor(ref, world.people.villager))?.duty;
    const personId = await world.county.addPerson('安惊蛰', {});
    const granted = { personId, post: 'supervision' as const, gridCode: world.county.north };
    const since = world.clock.now();
    must(await grantPost(await world.ctx(world.people.town), { ...granted, since }));
    world.clock.set(since + 60_000);
    await handedObjections.run(systemContext(world.app));
    const filled = (await pageFor(ref, world.people.villager))?.duty;

    expect(vacant?.holder.name).toBe('邱立冬');
    expect(filled?.holder.name).toBe('安惊蛰');
    expect(filled?.firstHolder?.name).toBe('严立春');
    expect((await newsOf(world.people.villager)).at(-1)).toContain('现在由安惊蛰来答');
  });

  test('what is answered keeps its names', async () => {
    const ref = await asked(await publishedAccounts(world, people));
    must(await answer(ref, world.people.clerk));
    await leaves(world.people.clerk);

    await handedObjections.run(systemContext(world.app));

    expect((await postOf(ref)).holderId).toBe(world.people.clerk);
  });
});

test('a new calendar counts open questions again, and only those it moves', async () => {
  const ref = await asked(await publishedAccounts(world, people));
  const unmoved = await recountObjections(systemContext(world.app));

  const system = systemContext(world.app);
  const dayOff = { date: '2026-11-26', kind: 'holiday', name: '停电', notice: 'gb-2026' };
  const json = { ...calendarJson, version: 2, days: [...calendarJson.days, dayOff] };
  const calendar = parseCalendar(json, system.book.rules.workingHours);
  const changed = await recountObjections({ ...system, book: { ...system.book, calendar } });

  expect(unmoved).toBe(0);
  expect(changed).toBe(1);
  expect((await postOf(ref)).finishDueAt).toBe(instantOf('2026-11-27', '18:00'));
});

async function linesOf(table: Table, personId?: string) {
  const rows = await world.app.db.read
    .select({ id: disclosureRow.id, no: disclosureRow.no })
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, table.id));
  const { db, viewer } = await world.ctx(personId);
  const ids = rows.map(({ id }) => id);
  const found = await objectionsOfLines(db.read, viewer, table.id, ids);
  return new Map([...found].map(([id, line]) => [rows.find((row) => row.id === id)?.no, line]));
}

async function rowOf(table: Table, no: number) {
  const isIt = and(eq(disclosureRow.disclosureId, table.id), eq(disclosureRow.no, no));
  const [row] = await world.app.db.read.select().from(disclosureRow).where(isIt);
  if (!row) throw new Error(`there is no line ${no}`);
  return row;
}

async function leaves(personId: string) {
  const [held] = await world.app.db.read
    .select()
    .from(assignment)
    .where(eq(assignment.personId, personId));
  must(await endPost(await world.ctx(world.people.town), held?.id ?? ''));
}
