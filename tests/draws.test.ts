import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { drawPick, drawPool } from '#db/schema/draws.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { promiseAsk } from '#db/schema/verdicts.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { checkTable } from '#server/draws/checking.ts';
import { askToOpen, openWithSecond } from '#server/draws/opening.ts';
import { freezeTable, sha256 } from '#server/draws/table.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import {
  type DrawDesk,
  drawDesk,
  drawList,
  poolPage,
  publishedDraw,
  roundDesk,
} from '#server/draws/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { answerAsk } from '#server/promises/answering.ts';
import { claimPromise } from '#server/promises/commands.ts';
import { decidePromises } from '#server/promises/deciding.ts';
import { declareKin, kinDesk } from '#server/promises/kin.ts';
import { promisePage } from '#server/promises/page.ts';
import { enterPaper, paperDesk } from '#server/promises/paper.ts';
import { askPage, ownAsks, recentVerdicts } from '#server/promises/verdict-views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { replayDraw } from '#server/rules/draw-replay.ts';
import type { Answer } from '#server/rules/promise-verdict.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let organiser: string;
let inspector: string;
let owner: string;
let south: string;
/** Nine villagers with accounts, by name; 郑霜降 lives there too. */
let folk: Map<string, string>;

const NAMES = ['一', '二', '三', '四', '五', '六', '七', '八', '九'].map((one) => `柳${one}`);

beforeEach(async () => {
  world = await openWorld();
  const { county, people } = world;
  owner = people.southSecretary;
  inspector = people.discipline;
  south = county.south;
  organiser = await county.addPerson('葛立秋', {
    post: 'org_dept',
    gridCode: county.countyCode,
    title: '组织部',
    no: 31,
  });
  folk = new Map();
  for (const [at, name] of NAMES.entries()) {
    const household = `${south}00100${at + 2}`;
    const home = { household, gridCode: `${south}001`, villageCode: south };
    folk.set(name, await county.addPerson(name, home));
  }
  world.clock.set(instantOf('2026-05-08', '10:00'));
});

afterEach(async () => {
  await world.close();
});

const lines = [
  { what: '桃子冷库用上', measure: '能存 20 吨桃子', helpers: '', dueOn: '2026-06-30' },
  { what: '组道硬化', measure: '3.4 公里铺完', helpers: '', dueOn: '2026-12-31' },
];

/** A letter, and its first promise called done twenty days after its day. */
async function coldStore() {
  const ctx = await world.ctx(owner);
  const letter = {
    title: '今年的三件事',
    body: '先说冷库。',
    lines,
    photoIds: [],
    key: newToken(),
  };
  const sent = await publishLetter(ctx, 'nanba', letter);
  if (!sent.ok) throw new Error(sent.code);
  world.clock.set(instantOf('2026-07-20', '09:00'));
  const ref = { slug: 'nanba', letterNo: sent.value.no, no: 1 };
  const claim = { claim: 'done' as const, words: '20 吨，7 月 18 日通电。' };
  await claimPromise(await world.ctx(owner), ref, { ...claim, key: newToken(), photoIds: [] });
  return ref;
}

const sources = [
  { lottery: 'double-colour', issue: '2026084', on: '2026-07-23' },
  { lottery: 'super-lotto', issue: '2026085', on: '2026-07-25' },
];
const numbers = [
  [3, 8, 15, 21, 27, 33, 9],
  [4, 11, 19, 26, 35, 2, 7],
];

async function announce(byId = organiser) {
  return announceRound(await world.ctx(byId), { purpose: 'promise', sources, key: newToken() });
}

const type = async (byId: string, typed = numbers) =>
  typeNumbers(await world.ctx(byId), 'P-202607', typed);

/** The round is announced and drawn; the clock stands on the morning after the last lottery. */
async function drawn() {
  const ref = await coldStore();
  await announce();
  world.clock.set(instantOf('2026-07-26', '09:00'));
  await type(organiser);
  await type(inspector);
  return ref;
}

/** The codes of the links that went out, each with whose it is. */
async function links() {
  const sent = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'promise.ask'));
  return sent.map(({ personId, path }) => ({
    personId: personId ?? '',
    code: (path ?? '').slice('/verdict/'.length),
  }));
}

const say = async (code: string, answer: Answer, reasons: string[] = []) =>
  answerAsk(await world.ctx(), code, { answer, reasons });

const page = async (ref: { slug: string; letterNo: number; no: number }) =>
  promisePage(await world.ctx(), { slug: ref.slug, letterNo: String(ref.letterNo), no: '1' });

const decide = async () => decidePromises.run(await world.ctx());

test('a round names its numbers before they exist, and freezes who may be drawn', async () => {
  await coldStore();

  const announced = await announce();
  const again = await announce();

  expect(announced).toEqual({ ok: true, value: 'P-202607' });
  expect(again).toMatchObject({ ok: false, code: 'roundThere' });
  const view = await poolPage(await world.ctx(), 'P-202607-01');
  // Nine villagers and 郑霜降; the promise due in December is not there.
  expect(view).toMatchObject({ title: '桃子冷库用上', draw: { size: 10, need: 7, numbers: null } });
  expect(await poolPage(await world.ctx(), 'P-202607-02')).toBeNull();
  const [pool] = await world.app.db.read.select().from(drawPool);
  expect(pool?.tableSealed).not.toContain('柳');
});

test('the desk offers no second round in a month: what came too late waits for the next', async () => {
  const ref = await coldStore();
  const before = await drawDesk(await world.ctx(organiser));
  await announce();
  const frozen = await drawDesk(await world.ctx(organiser));
  const claim = {
    claim: 'done' as const,
    words: '3.4 公里铺完了。',
    key: newToken(),
    photoIds: [],
  };
  await claimPromise(await world.ctx(owner), { ...ref, no: 2 }, claim);
  const late = await drawDesk(await world.ctx(organiser));
  world.clock.set(instantOf('2026-08-03', '09:00'));
  const next = await drawDesk(await world.ctx(organiser));

  const titles = (desk: DrawDesk | null) => ({
    open: desk?.open.flatMap(({ due }) => due.map(({ title }) => title)),
    later: desk?.later.map(({ title }) => title),
  });
  expect(titles(before)).toEqual({ open: ['桃子冷库用上'], later: [] });
  expect(titles(frozen)).toEqual({ open: [], later: [] });
  expect(titles(late)).toEqual({ open: [], later: ['组道硬化'] });
  // Nobody typed July's numbers, so the cold store is still to be drawn for.
  expect(titles(next)).toEqual({ open: ['桃子冷库用上', '组道硬化'], later: [] });
});

test.each([
  ['today', '2026-07-20', 'sourceKnown'],
  ['too far away', '2026-09-01', 'sourceTooFar'],
])('a source whose day is %s is refused', async (_what, on, code) => {
  await coldStore();
  const wrong = sources.map((source, at) => (at === 1 ? { ...source, on } : source));

  const form = { purpose: 'promise', sources: wrong, key: newToken() };
  const refused = await announceRound(await world.ctx(organiser), form);

  expect(refused).toMatchObject({ ok: false, code, field: 'on2' });
});

test('only the organization department opens a round', async () => {
  await coldStore();

  const others = [inspector, owner, world.people.dispatcher, world.people.sysadmin];
  const refused = await Promise.all(others.map(announce));

  expect(refused.map((one) => !one.ok && one.code)).toEqual(Array(4).fill('notFound'));
});

test('whoever owes the promise, is in office or was declared kin is left out and only counted', async () => {
  await coldStore();
  const declared = await declareKin(await world.ctx(owner), { name: '柳九', household: '' });
  const home = { household: `${south}001001`, gridCode: `${south}001`, villageCode: south };
  // A line of the roster that is bound to no account and bears the cadre's name is taken for his.
  const unbound = await world.county.addPerson('冯立夏', home);
  await world.app.db.write((tx) =>
    tx.update(villager).set({ personId: null }).where(eq(villager.personId, unbound)),
  );

  await announce();

  expect(declared.ok).toBe(true);
  const view = await poolPage(await world.ctx(), 'P-202607-01');
  expect(view).toMatchObject({ draw: { size: 9 }, excluded: { staff: 1, kin: 1 } });
  expect((await kinDesk(await world.ctx(owner)))?.kin).toMatchObject([{ name: '柳九' }]);
  expect(await kinDesk(await world.ctx(world.people.southCadre))).toBeNull();
});

test('numbers are typed after the named day by two people of two posts, and only equal ones draw', async () => {
  await coldStore();
  await announce();

  world.clock.set(instantOf('2026-07-25', '23:59'));
  const early = await type(organiser);
  world.clock.set(instantOf('2026-07-26', '09:00'));
  const first = await type(organiser);
  const same = await type(organiser);
  const wrong = await type(inspector, [[3, 8, 15, 21, 27, 33, 10], numbers[1] ?? []]);
  const desk = await roundDesk(await world.ctx(inspector), 'P-202607');
  const right = await type(
    inspector,
    numbers.map((one) => one.toReversed()),
  );
  const late = await type(organiser);

  expect(early).toMatchObject({ ok: false, code: 'numbersNotYet' });
  expect([first, same, wrong, right]).toMatchObject(
    ['waits', 'waits', 'differs', 'drawn'].map((value) => ({ value })),
  );
  expect(late).toMatchObject({ ok: false, code: 'alreadyDone' });
  expect(JSON.stringify(desk?.typed)).not.toContain('33');
  const told = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'draw.differs'));
  expect(told.map(({ personId }) => personId).sort()).toEqual([organiser, inspector].sort());
});

test('two people who type at the same moment make one draw', async () => {
  await coldStore();
  await announce();
  world.clock.set(instantOf('2026-07-26', '09:00'));

  const typed = await Promise.all([type(organiser), type(inspector)]);

  const values = typed.map((one) => (one.ok ? one.value : one.code)).sort();
  expect(values).toContain('drawn');
  expect(await links()).toHaveLength(7);
});

test('a draw comes out the same for whoever computes it again', async () => {
  await drawn();

  const draw = await publishedDraw(await world.ctx(), 'P-202607-01');

  if (!draw) throw new Error('nothing was drawn');
  // Computed by another program in another language.
  expect(draw.poolHash).toBe('14ea06967f0b1529d0626080f517692b287030f9f1dac72aeff75cd305fe4d77');
  expect(draw.steps.map(({ token }) => token).join(' ')).toBe(
    '00006 00005 00003 00009 00008 00004 00002',
  );
  expect(await replayDraw(draw, sha256)).toMatchObject({ agrees: true, differing: [] });
  const [first, second = first] = draw.steps;
  if (!first || !second) throw new Error('nothing was drawn');
  const swapped = [{ ...first, token: second.token }, ...draw.steps.slice(1)];
  const altered = await replayDraw({ ...draw, steps: swapped }, sha256);
  expect(altered).toMatchObject({ agrees: false, differing: [0] });
});

test('a table or a pick that is altered after the draw is found out', async () => {
  await drawn();
  const id = 'P-202607-01';
  const check = async () => checkTable(await world.ctx(), id);
  expect(await check()).toEqual({ isTableSame: true, isHashSame: true });

  const other = freezeTable(await world.ctx(), ['a', 'b']);
  await world.app.db.write((tx) =>
    tx.update(drawPool).set({ tableSealed: other.tableSealed }).where(eq(drawPool.id, id)),
  );
  const resealed = await check();
  await world.app.db.write((tx) =>
    tx.update(drawPool).set({ tableHash: other.tableHash }).where(eq(drawPool.id, id)),
  );
  const rehashed = await check();

  expect(resealed).toEqual({ isTableSame: false, isHashSame: true });
  expect(rehashed).toEqual({ isTableSame: true, isHashSame: false });
});

test('whoever moved away meanwhile is recorded and skipped; the next pick counts', async () => {
  await coldStore();
  await announce();
  // Eight of the ten move away between the freezing and the draw.
  const leaving = NAMES.slice(0, 8).map((name) => folk.get(name) ?? '');
  for (const personId of leaving) {
    await world.app.db.write((tx) =>
      tx.update(villager).set({ leftAt: world.clock.now() }).where(eq(villager.personId, personId)),
    );
  }
  world.clock.set(instantOf('2026-07-26', '09:00'));

  await type(organiser);
  await type(inspector);

  const draw = await publishedDraw(await world.ctx(), 'P-202607-01');
  expect(draw?.steps).toHaveLength(10);
  expect(draw?.steps.filter(({ skipped }) => skipped === 'left')).toHaveLength(8);
  expect(await links()).toHaveLength(2);
  expect(draw && (await replayDraw(draw, sha256))).toMatchObject({ agrees: true });
});

test('the cold store: five of seven answer, three say kept, so it was kept in part', async () => {
  const ref = await drawn();
  const sent = await links();
  expect(sent).toHaveLength(7);
  const said: [Answer, string[]][] = [
    ['kept', ['late']],
    ['kept', ['late']],
    ['kept', ['as-said']],
    ['part', ['late']],
    ['broken', ['of-no-use']],
  ];

  for (const [at, [answer, reasons]] of said.entries()) {
    expect((await say(sent[at]?.code ?? '', answer, reasons)).ok).toBe(true);
  }
  await decide();
  const before = await page(ref);
  world.clock.set(instantOf('2026-08-06'));
  await decide();

  expect(before?.line.face.state).toBe('asked');
  expect(before?.verdicts).toEqual([]);
  expect(before?.asking).toEqual({
    drawId: 'P-202607-01',
    closesAt: instantOf('2026-08-06'),
  });
  const after = await page(ref);
  expect(after?.line.face.state).toBe('part');
  expect(after?.asking).toBeNull();
  expect(after?.verdicts).toMatchObject([
    {
      ...{ drawId: 'P-202607-01', verdict: 'part', invited: 7, answered: 5 },
      counts: { kept: 3, part: 1, broken: 1 },
    },
  ]);
  expect(after?.verdicts[0]?.reasons[0]).toEqual({ words: '能用，但晚了 20 天', n: 3 });
  const village = { code: south, slug: 'nanba' };
  expect(await recentVerdicts(await world.ctx(), village)).toMatchObject([{ verdict: 'part' }]);
  const asks = await world.app.db.read.select().from(promiseAsk);
  expect(asks.every((ask) => ask.answerSealed === null && ask.inviteeMark === '')).toBe(true);
});

test('an answer may be changed until the end, and not after it', async () => {
  const ref = await drawn();
  const sent = await links();
  for (const { code } of sent.slice(0, 6)) await say(code, 'broken');
  const last = sent[6]?.code ?? '';

  const first = await askPage(await world.ctx(), sent[0]?.code ?? '');
  for (const { code } of sent.slice(0, 6)) await say(code, 'kept');
  const own = await askPage(await world.ctx(), sent[0]?.code ?? '');
  await say(last, 'kept');
  await decide();
  await decide();
  const late = await say(last, 'broken');

  expect(own).toMatchObject({ ok: true, value: { isAnswered: true } });
  // Whatever he said, his page is the same: nobody can make him prove it.
  expect(own).toEqual(first);
  expect(late).toMatchObject({ ok: false, code: 'askingOver' });
  expect((await page(ref))?.verdicts).toMatchObject([{ verdict: 'kept', answered: 7 }]);
});

test('when it is decided, the links fall silent: messages say so, and lead to the result', async () => {
  const ref = await drawn();
  const sent = await links();
  for (const { code } of sent.slice(0, 6)) await say(code, 'kept');
  world.clock.set(instantOf('2026-08-06'));
  await decide();

  const told = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'promise.ask'));
  expect(told).toHaveLength(7);
  expect(told.every(({ path, readAt }) => path?.startsWith('/posts/') && readAt !== null)).toBe(
    true,
  );
  expect(told[0]?.body).toContain('评完了');
  expect((await page(ref))?.line.face.state).toBe('kept');
  const late = await askPage(await world.ctx(), sent[6]?.code ?? '');
  expect(late).toMatchObject({ ok: true, value: { isOver: true, isAnswered: false } });
});

test('with too few answers it is asked once more, and then stays undecided', async () => {
  const ref = await drawn();
  for (const { code } of (await links()).slice(0, 4)) await say(code, 'kept');
  world.clock.set(instantOf('2026-08-06'));
  await decide();
  expect((await page(ref))?.line.face.state).toBe('undecided');

  world.clock.set(instantOf('2026-08-10', '09:00'));
  const later = sources.map((source, at) => ({ ...source, on: `2026-08-1${at + 2}` }));
  const form = { purpose: 'promise', sources: later, key: newToken() };
  const second = await announceRound(await world.ctx(organiser), form);
  world.clock.set(instantOf('2026-08-20', '09:00'));
  for (const byId of [organiser, inspector])
    await typeNumbers(await world.ctx(byId), 'P-202608', numbers);
  world.clock.set(instantOf('2026-08-31', '09:00'));
  await decide();

  expect(second.ok).toBe(true);
  expect((await page(ref))?.verdicts).toMatchObject([
    { verdict: 'undecided', answered: 0 },
    { verdict: 'undecided', answered: 4 },
  ]);
  world.clock.set(instantOf('2026-09-02', '09:00'));
  const third = await announceRound(await world.ctx(organiser), {
    ...{ purpose: 'promise', key: newToken() },
    sources: sources.map((source, at) => ({ ...source, on: `2026-09-0${at + 4}` })),
  });
  expect(third).toMatchObject({ ok: false, code: 'nothingDue' });
});

test('whoever was drawn finds it on his own page; the owner finds nothing, even with a link', async () => {
  await drawn();
  const [link] = await links();
  if (!link) throw new Error('nobody was asked');

  const own = await ownAsks(await world.ctx(link.personId));
  const byId = await askPage(await world.ctx(link.personId), own[0]?.id ?? '');
  const others = [owner, world.people.southCadre, world.people.town];
  const refused = await Promise.all(
    others.map(async (personId) => askPage(await world.ctx(personId), link.code)),
  );
  const stolen = await askPage(await world.ctx(world.people.villager), own[0]?.id ?? '');

  expect(own).toMatchObject([{ what: '桃子冷库用上', isAnswered: false }]);
  expect(byId.ok).toBe(true);
  expect([...refused, stolen].map((one) => !one.ok && one.code)).toEqual(Array(4).fill('notFound'));
});

test('guessed codes are counted, and then nothing is looked at for some minutes', async () => {
  await drawn();
  const guess = async () => world.get(`/verdict/${newToken()}`);
  const post = async () => world.post(`/verdict/${newToken()}`, { answer: 'kept' });

  const tries = [];
  for (let n = 0; n < 20; n++) tries.push((await post()).status);

  expect(new Set(tries)).toEqual(new Set([404]));
  const tooMany = await post();
  expect(tooMany.status).toBe(429);
  expect(tooMany.headers.get('retry-after')).toBe('600');
  expect((await guess()).status).toBeLessThan(500);
});

test('a sheet of paper counts when two people of two posts have opened the table and entered the same', async () => {
  const ref = await coldStore();
  // Nobody of the village has an account any more.
  for (const personId of [...folk.values(), world.people.southerner])
    await world.app.db.write((tx) =>
      tx.update(villager).set({ personId: null }).where(eq(villager.personId, personId)),
    );
  await announce();
  world.clock.set(instantOf('2026-07-26', '09:00'));
  await type(organiser);
  await type(inspector);
  const poolId = 'P-202607-01';
  const desk = async (personId: string) => paperDesk(await world.ctx(personId), poolId);

  const closed = await desk(organiser);
  await askToOpen(await world.ctx(organiser), poolId, '都没有账号，要上门问');
  const alone = await openWithSecond(await world.ctx(organiser), poolId);
  const second = await openWithSecond(await world.ctx(inspector), poolId);

  expect(await links()).toEqual([]);
  expect(closed?.sheets.map(({ name }) => name)).toEqual(Array(7).fill(null));
  expect(alone).toMatchObject({ ok: false, code: 'otherPost' });
  expect(second.ok).toBe(true);
  const open = await desk(organiser);
  expect(open?.sheets.every(({ name }) => name !== null)).toBe(true);
  const outside = [owner, world.people.clerk, world.people.town, world.people.sysadmin];
  expect(await Promise.all(outside.map(desk))).toEqual(Array(4).fill(null));

  const enter = async (byId: string, askId: string, answer: Answer) =>
    enterPaper(await world.ctx(byId), { poolId, askId, answer, reasons: [] });
  const sheets = open?.sheets ?? [];
  for (const { id } of sheets.slice(0, 5)) {
    await enter(organiser, id, 'kept');
    await enter(organiser, id, 'kept');
    await enter(inspector, id, 'kept');
  }
  const [, , , , , sixth, seventh] = sheets;
  await enter(organiser, sixth?.id ?? '', 'broken');
  await enter(organiser, seventh?.id ?? '', 'broken');
  await enter(inspector, seventh?.id ?? '', 'kept');
  expect((await desk(organiser))?.sheets.map(({ state }) => state)).toEqual([
    ...Array(5).fill('done'),
    'entered',
    'open',
  ]);
  world.clock.set(instantOf('2026-08-06'));
  await decide();

  expect((await page(ref))?.verdicts).toMatchObject([
    { verdict: 'kept', answered: 5, counts: { kept: 5, part: 0, broken: 0 } },
  ]);
  expect(await desk(organiser)).toMatchObject({ isOver: true, sheets: [] });
});

test('every act of a draw stands in the ledger, and no name in its facts', async () => {
  await drawn();
  const poolId = 'P-202607-01';
  await askToOpen(await world.ctx(inspector), poolId, '核对一次');
  await openWithSecond(await world.ctx(organiser), poolId);

  const acts = await world.app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.subjectKind, 'draw'));

  expect(acts.map(({ what }) => what).sort()).toEqual([
    'draw.announced',
    'draw.frozen',
    'draw.made',
    'draw.numbers-typed',
    'draw.numbers-typed',
    'draw.opening-asked',
    'draw.table-opened',
  ]);
  const facts = JSON.stringify(acts.map((act) => act.facts));
  expect([...folk.values()].filter((id) => facts.includes(id))).toEqual([]);
  expect((await drawList(await world.ctx(), null)).rounds).toMatchObject([{ id: 'P-202607' }]);
});

test('what anybody may download says nothing about who was drawn', async () => {
  await drawn();

  const answer = await world.get('/draws/P-202607-01/data.json');

  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(NAMES.filter((name) => text.includes(name))).toEqual([]);
  expect(await world.get('/draws/P-209901-01/data.json')).toMatchObject({ status: 404 });
  const picks = await world.app.db.read.select().from(drawPick);
  expect(picks.map(({ poolId }) => poolId)).toContain('P-202607-01');
});
