import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { letterList, letterPage } from '#server/letters/views.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { withdrawPost } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { questionCount, questionDesk } from '#server/posts/questions-desk.ts';
import { changePromise, claimPromise, reportProgress } from '#server/promises/commands.ts';
import { promisePage } from '#server/promises/page.ts';
import { promisesOfPerson, unreportedPromises } from '#server/promises/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-05-08', '10:00'));
});

afterEach(async () => {
  await world.close();
});

/** The letter of a new secretary: three promises and one intention. */
const letter = {
  title: '成了一家人，先把三件事说清楚',
  body: '我是温惊蛰。改厕办成了 61 户，还有 25 户卡在化粪池。',
  lines: [
    { what: '86 户改厕全部验收', measure: '86 张验收表', helpers: '', dueOn: '2026-12-31' },
    { what: '易家河坝步道', measure: '1.2 公里走得通', helpers: '', dueOn: '2027-05-01' },
    { what: '组道硬化', measure: '3.4 公里铺完', helpers: '何立秋', dueOn: '2026-09-30' },
    { what: '办一个老年食堂', measure: '', helpers: '', dueOn: null },
  ],
  photoIds: [],
};

async function publish(changes: Partial<typeof letter> = {}) {
  const ctx = await world.ctx(world.people.southSecretary);
  const sent = await publishLetter(ctx, 'nanba', { ...letter, ...changes, key: newToken() });
  if (!sent.ok) throw new Error(sent.code);
  return sent.value.no;
}

const page = async (no: number, personId?: string) =>
  letterPage(await world.ctx(personId), { slug: 'nanba', no: String(no), commentsAfter: null });

const road = (letterNo: number) => ({ slug: 'nanba', letterNo, no: 3 });

test('a letter shows its promises with their days, and intentions apart', async () => {
  const no = await publish();

  const view = await page(no);

  expect(view?.parts.byline.official).toMatchObject({ name: '温惊蛰', post: '党支部书记' });
  expect(view?.promises.map(({ what, face }) => [what, face.state, face.days])).toEqual([
    ['86 户改厕全部验收', 'standing', 237],
    ['易家河坝步道', 'standing', 358],
    ['组道硬化', 'standing', 145],
  ]);
  expect(view?.intentions).toMatchObject([{ what: '办一个老年食堂' }]);
  const list = await letterList(await world.ctx(), { slug: 'nanba', before: null, after: null });
  expect(list).toMatchObject({ rows: [{ title: letter.title }], mayWrite: false });
});

test('only the secretary of the village writes letters, and a form sent twice is one letter', async () => {
  const key = newToken();
  const send = async (personId: string) =>
    publishLetter(await world.ctx(personId), 'nanba', { ...letter, key });

  const refused = await send(world.people.secretary);
  const first = await send(world.people.southSecretary);
  const again = await send(world.people.southSecretary);

  expect(refused).toMatchObject({ ok: false, code: 'notAllowed' });
  expect(first).toEqual(again);
});

test.each([
  ['a day that is over', { dueOn: '2026-05-07' }, 'planInPast'],
  ['a day too far away', { dueOn: '2036-01-01' }, 'dateTooFar'],
])('%s is refused at its line', async (_what, wrong, code) => {
  const lines = letter.lines.map((line, at) => (at === 2 ? { ...line, ...wrong } : line));
  const ctx = await world.ctx(world.people.southSecretary);

  const refused = await publishLetter(ctx, 'nanba', { ...letter, lines, key: newToken() });

  expect(refused).toMatchObject({ ok: false, code, field: 'dueOn3' });
});

test('the form comes back with what was typed and every error', async () => {
  const cookie = await world.cookieOf(world.people.southSecretary);
  const form = new FormData();
  const typed = { title: '', body: '大家好', what: '', measure: '走得通', dueOn: '下个月' };
  for (const [name, value] of Object.entries({ ...typed, key: newToken() })) form.set(name, value);

  const answer = await world.post('/v/nanba/letters', form, cookie);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: '/v/nanba/letters/new',
    form: {
      values: { body: '大家好', measure: '走得通' },
      errors: { title: 'required', what1: 'nothingPromised', dueOn1: 'dateWrong' },
    },
  });
});

test('a letter cannot be taken back: what it promised is still owed', async () => {
  const no = await publish();
  const id = (await page(no))?.parts.id ?? '';

  const refused = await withdrawPost(await world.ctx(world.people.southSecretary), id);

  expect(refused).toMatchObject({ ok: false, code: 'notFound' });
  expect((await page(no, world.people.southSecretary))?.parts.may).toMatchObject({
    edit: true,
    withdraw: false,
  });
});

test('wording and day change before the day is over; the old ones stay with the reason', async () => {
  const no = await publish();
  const change = {
    what: '组道硬化',
    measure: '2.6 公里铺完',
    helpers: '何立秋',
    dueOn: '2026-10-15',
    reason: '石子涨价，先铺 2.6 公里',
    key: newToken(),
  };
  const owner = await world.ctx(world.people.southSecretary);

  const changed = await changePromise(owner, road(no), change);
  world.clock.set(instantOf('2026-10-16', '09:00'));
  const tooLate = await changePromise(owner, road(no), {
    ...change,
    dueOn: '2026-12-31',
    key: newToken(),
  });

  expect(changed.ok).toBe(true);
  expect(tooLate).toMatchObject({ ok: false, code: 'promiseOver' });
  const view = await promisePage(await world.ctx(), {
    slug: 'nanba',
    letterNo: String(no),
    no: '3',
  });
  expect(view?.line).toMatchObject({ measure: '2.6 公里铺完', dueOn: '2026-10-15', changes: 1 });
  expect(view?.versions).toMatchObject([
    { measure: '2.6 公里铺完', reason: '石子涨价，先铺 2.6 公里' },
    { measure: '3.4 公里铺完', dueOn: '2026-09-30', reason: '' },
  ]);
});

test('the village’s front says 到期未报 from the midnight after the day until the owner reports', async () => {
  const no = await publish();
  const south = (await page(no))?.village.code ?? '';
  const unreported = async () => unreportedPromises(await world.ctx(), south);

  world.clock.set(instantOf('2026-09-30', '23:59'));
  const before = await world.ctx();
  expect(await unreportedPromises(before, south)).toEqual([]);
  expect(before.page.staleAt).toBe(instantOf('2026-10-01'));
  world.clock.set(instantOf('2026-10-04', '08:00'));
  expect(await unreported()).toMatchObject([{ what: '组道硬化', face: { days: 4 } }]);

  const owner = await world.ctx(world.people.southSecretary);
  const words = '修了 2.6 公里，剩下的等石子。';
  const form = { claim: 'part' as const, words, key: newToken(), photoIds: [] };
  await claimPromise(owner, road(no), form);

  expect(await unreported()).toEqual([]);
  expect((await page(no))?.promises[2]).toMatchObject({
    claim: 'part',
    face: { state: 'claimed', days: null },
  });
});

test('progress is told in words; what is called done needs a photo or a figure', async () => {
  const no = await publish();
  const owner = await world.ctx(world.people.southSecretary);
  const said = (words: string) => ({ words, key: newToken(), photoIds: [] });

  const told = await reportProgress(owner, road(no), said('水泥拉来了'));
  const bare = await claimPromise(owner, road(no), { ...said('都好了'), claim: 'done' });
  const other = await world.ctx(world.people.secretary);
  const notHis = await reportProgress(other, road(no), said('我也说一句'));

  expect(told.ok).toBe(true);
  expect(bare).toMatchObject({ ok: false, code: 'needsEvidence', field: 'words' });
  expect(notHis).toMatchObject({ ok: false, code: 'notAllowed' });
  const view = await promisePage(await world.ctx(), {
    slug: 'nanba',
    letterNo: String(no),
    no: '3',
  });
  expect(view?.reports).toMatchObject([{ kind: 'progress', by: { name: '温惊蛰' } }]);
});

test('an intention becomes a promise with a measure and a day, and cannot be claimed before', async () => {
  const no = await publish();
  const canteen = { slug: 'nanba', letterNo: no, no: 4 };
  const owner = await world.ctx(world.people.southSecretary);
  const claim = { claim: 'done' as const, words: '开了 1 个', key: newToken(), photoIds: [] };

  const early = await claimPromise(owner, canteen, claim);
  await changePromise(owner, canteen, {
    what: '办一个老年食堂',
    measure: '连开 10 天，每天 20 份',
    helpers: '',
    dueOn: '2026-12-01',
    reason: '锅灶定了',
    key: newToken(),
  });

  expect(early).toMatchObject({ ok: false, code: 'notCounted' });
  const view = await page(no);
  expect(view?.promises).toHaveLength(4);
  expect(view?.intentions).toEqual([]);
});

test('what somebody promised is told together, across letters', async () => {
  await publish();
  await publish({ title: '第二封', lines: letter.lines.slice(0, 1) });
  world.clock.set(instantOf('2026-10-04', '08:00'));

  const promised = await promisesOfPerson(await world.ctx(), world.people.southSecretary);

  expect(promised.tally).toMatchObject({ all: 4, unreported: 1, running: 3, kept: 0 });
  expect(promised.intentions).toHaveLength(1);
});

test('a datum covered in a letter is covered in its promises and all their wordings', async () => {
  const lines = [
    { what: '给唐立夏家修路', measure: '唐立夏签字', helpers: '', dueOn: '2026-12-31' },
  ];
  const no = await publish({ lines });
  const id = (await page(no))?.parts.id ?? '';

  const ctx = await world.ctx(world.people.southSecretary);
  const covered = await correctPrivacy(ctx, id, { datum: '唐立夏', key: newToken() });

  expect(covered.ok).toBe(true);
  const view = await promisePage(await world.ctx(), {
    slug: 'nanba',
    letterNo: String(no),
    no: '1',
  });
  expect(view?.line).toMatchObject({ what: '给■■■家修路', measure: '■■■签字' });
  expect(view?.versions).toMatchObject([{ what: '给■■■家修路' }]);
});

test('beside a letter stands what its author has promised in all, and who owes an answer', async () => {
  const first = await publish();
  await publish({ title: '第二封', lines: letter.lines.slice(0, 1) });
  const id = (await page(first))?.parts.id ?? '';
  const asks = { kind: 'ask' as const, body: '食堂收不收钱？', shownAs: 'resident' as const };
  await speakUnder(await world.ctx(world.people.villager), id, { ...asks, key: newToken() });

  const ctx = await world.ctx();
  const view = await letterPage(ctx, { slug: 'nanba', no: String(first), commentsAfter: null });

  expect(view?.writer).toMatchObject({ name: '温惊蛰', tally: { all: 4, running: 4 } });
  expect(view?.parts.questions).toEqual({ asked: 1, answered: 0 });
  expect(view?.parts.comments[0]?.duty?.holder.name).toBe('温惊蛰');
  expect([...ctx.page.tags]).toContain(`person:${world.people.southSecretary}`);
});

test('a list of letters says what became of each letter’s promises', async () => {
  await publish();
  world.clock.set(instantOf('2026-10-04', '08:00'));
  await publish({ title: '第二封', lines: letter.lines.slice(0, 1) });

  const list = await letterList(await world.ctx(), { slug: 'nanba', before: null, after: null });

  const tallies = list?.rows.map(({ id }) => list.tallies.get(id));
  expect(tallies).toMatchObject([
    { all: 1, running: 1, unreported: 0 },
    { all: 3, running: 2, unreported: 1 },
  ]);
});

test('what was asked lies on the desk of whoever owes the answer, the first due first', async () => {
  const no = await publish();
  const id = (await page(no))?.parts.id ?? '';
  const ask = async (body: string) => {
    const asks = { kind: 'ask' as const, body, shownAs: 'resident' as const, key: newToken() };
    await speakUnder(await world.ctx(world.people.villager), id, asks);
  };
  await ask('食堂收不收钱？');
  world.clock.set(instantOf('2026-05-09', '10:00'));
  await ask('步道哪天开工？');

  const desk = await questionDesk(await world.ctx(world.people.southSecretary), null);

  expect(desk?.questions).toMatchObject([
    { words: '食堂收不收钱？', post: { title: letter.title, village: '南坝村' } },
    { words: '步道哪天开工？' },
  ]);
  expect(desk?.questions[0]?.path).toMatch(new RegExp(`/letters/${no}#talk-`));
  expect(await questionCount(await world.ctx(world.people.secretary))).toBe(0);
  expect(await questionDesk(await world.ctx(world.people.villager), null)).toBeNull();
});
