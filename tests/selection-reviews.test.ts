import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { selectionSheet } from '#db/schema/selections.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import { poolPage } from '#server/draws/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { addTable } from '#server/kernel/rule-versions.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { instantOf } from '#server/rules/dates.ts';
import { enterPost, openRound, recommend } from '#server/selections/commands.ts';
import { selectionDesk, selectionRoundDesk } from '#server/selections/desk.ts';
import { drawNeeds } from '#server/selections/drawing.ts';
import { keepSheet, recuse, sendSheet } from '#server/selections/judging.ts';
import { declareReviewerKin, endReviewer, nameReviewer } from '#server/selections/pool.ts';
import { publishResults, tableHash } from '#server/selections/publishing.ts';
import { ownReadings, readingList, readingPage } from '#server/selections/reading-views.ts';
import { remindReviewers } from '#server/selections/reminding.ts';
import { entryResultPage, formulaPage, resultOf } from '#server/selections/result-views.ts';
import { reviewerDesk, reviewerKinDesk } from '#server/selections/reviewer-views.ts';
import { selectionPage } from '#server/selections/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const ROUND = 'letters-202611';
const DRAW = 'S-202612';
const NAMES = ['严一', '蒋二', '沈三', '韩四', '杨五', '朱六', '秦七', '尤八', '许九', '何十'];
let world: World;
let organizer: string;
/** People who agreed to review, by name. */
let judges: Map<string, string>;

beforeEach(async () => {
  world = await openWorld();
  await startAgain();
});

afterEach(() => world.close());

const writers = () => {
  const { secretary, southSecretary, communitySecretary } = world.people;
  return { beipo: secretary, nanba: southSecretary, qiaotou: communitySecretary };
};

/** A letter of a village is entered and recommended; gives its id. */
async function recommended(slug: 'beipo' | 'nanba' | 'qiaotou', body = '先把三件事说清楚。') {
  const writer = writers()[slug];
  const line = { what: '修好组道', measure: '2.6 公里铺完', helpers: '', dueOn: '2026-12-30' };
  const title = `${slug} 的三件事`;
  const letter = { title, body, lines: [line], photoIds: [], key: newToken() };
  const sent = await publishLetter(await world.ctx(writer), slug, letter);
  if (!sent.ok) throw new Error(sent.code);
  const { village, no } = sent.value;
  const isIt = and(eq(post.villageCode, village.code), eq(post.no, no));
  const [row] = await world.app.db.read.select({ id: post.id }).from(post).where(isIt);
  const postId = row?.id ?? '';
  const entered = await enterPost(await world.ctx(writer), { roundId: ROUND, postId });
  if (!entered.ok) throw new Error(entered.code);
  return postId;
}

async function named(name: string, townCode = '') {
  const [row] = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.id, judges.get(name) ?? ''));
  const phone = world.app.secrets.open('phone', row?.phoneSealed ?? '');
  const one = { name, phone, townCode, consentOn: '2026-11-10' };
  return nameReviewer(await world.ctx(organizer), one);
}

/** Letters were entered in this order and recommended; the towns' days are over. */
async function townsHaveChosen(
  slugs: ('beipo' | 'nanba' | 'qiaotou')[] = ['beipo', 'nanba'],
  body?: string,
) {
  await openRound(await world.ctx(organizer), 'letters');
  const ids = new Map<string, string>();
  for (const slug of slugs) ids.set(slug, await recommended(slug, body));
  world.clock.set(instantOf('2026-12-02', '09:00'));
  for (const postId of [...ids.values()].slice(0, 2)) {
    const said = await recommend(
      await world.ctx(world.people.town),
      { roundId: ROUND, postId },
      '没办成的也写清楚了',
    );
    if (!said.ok) throw new Error(said.code);
  }
  world.clock.set(instantOf('2026-12-06', '09:00'));
  return ids;
}

const sources = [
  { lottery: 'double-colour', issue: '2026141', on: '2026-12-08' },
  { lottery: 'super-lotto', issue: '2026142', on: '2026-12-09' },
];
const numbers = [
  [3, 8, 15, 21, 27, 33, 9],
  [4, 11, 19, 26, 35, 2, 7],
];
const announce = async () =>
  announceRound(await world.ctx(organizer), { purpose: 'selection', sources, key: newToken() });

async function typeBoth(id = DRAW) {
  world.clock.set(instantOf('2026-12-10', '09:00'));
  await typeNumbers(await world.ctx(organizer), id, numbers);
  return typeNumbers(await world.ctx(world.people.discipline), id, numbers);
}

/** The reviewers are named, drawn, and have something to read. */
async function drawn(count = 7, ...of: Parameters<typeof townsHaveChosen>) {
  const ids = await townsHaveChosen(...of);
  for (const name of NAMES.slice(0, count)) await named(name);
  await announce();
  const typed = await typeBoth();
  if (!typed.ok) throw new Error(typed.code);
  return ids;
}

const rubric = () => world.app.book.selections.kinds.letters.rubric;

/** A sheet that gives this much less than everything on the first line. */
const sheetOf = (less = 0) => ({
  points: Object.fromEntries(
    rubric().map(({ code, most }, at) => [code, most - (at === 0 ? less : 0)]),
  ),
  reasons: Object.fromEntries(rubric().map(({ code }) => [code, '写得清楚'])),
  remark: `少给了 ${less} 分`,
});

/** Whoever reads this entry, in the order of the draw. */
async function readersOf(postId: string): Promise<string[]> {
  const readers = [];
  for (const id of judges.values()) {
    const list = await readingList(await world.ctx(id), ROUND);
    const line = list?.lines.find((one) => one.postId === postId);
    if (line && line.state !== 'recused') readers.push(id);
  }
  return readers;
}

const send = async (personId: string, postId: string, less = 0) =>
  sendSheet(await world.ctx(personId), { roundId: ROUND, postId }, sheetOf(less));

async function everySheet(postId: string, lesses: number[]) {
  const readers = await readersOf(postId);
  for (const [at, reader] of readers.entries()) await send(reader, postId, lesses[at] ?? 0);
}

async function published() {
  world.clock.set(instantOf('2026-12-25', '00:10'));
  await publishResults.run(await world.ctx());
  return resultOf(await world.ctx(), { id: ROUND, kind: 'letters' });
}

describe('the list of reviewers', () => {
  test('holds only people who have an account and agreed, and is kept by one desk', async () => {
    const right = await named('严一');
    const twice = await named('严一');
    const ctx = await world.ctx(organizer);
    const one = { name: '毛一', phone: '13900000000', townCode: '', consentOn: '2026-11-10' };
    const unknown = await nameReviewer(ctx, one);
    const early = await nameReviewer(ctx, { ...one, consentOn: '2026-11-17' });
    const byOther = await nameReviewer(await world.ctx(world.people.dispatcher), one);

    expect(right.ok).toBe(true);
    expect(twice).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(unknown).toMatchObject({ ok: false, code: 'noAccountYet', field: 'phone' });
    expect(early).toMatchObject({ ok: false, code: 'consentFirst', field: 'consentOn' });
    expect(byOther).toMatchObject({ ok: false, code: 'notFound' });
    expect(await reviewerDesk(ctx)).toMatchObject({ reviewers: [{ name: '严一', town: null }] });
    expect(await reviewerDesk(await world.ctx(world.people.town))).toBeNull();
  });

  test('who leaves it is not drawn any more', async () => {
    await named('严一');
    const [listed] = (await reviewerDesk(await world.ctx(organizer)))?.reviewers ?? [];

    const byHimself = await endReviewer(await world.ctx(judges.get('严一')), listed?.id ?? '');
    const ended = await endReviewer(await world.ctx(organizer), listed?.id ?? '');

    expect(byHimself).toMatchObject({ ok: false, code: 'notFound' });
    expect(ended.ok).toBe(true);
    expect(await reviewerDesk(await world.ctx(organizer))).toMatchObject({ reviewers: [] });
  });

  test('what a reviewer declares of his relatives is read by nobody else', async () => {
    await named('严一');
    const own = await world.ctx(judges.get('严一'));

    await declareReviewerKin(own, world.county.south);

    expect(await reviewerKinDesk(own)).toMatchObject({ kin: [{ name: '南坝村' }] });
    expect(await reviewerKinDesk(await world.ctx(organizer))).toBeNull();
    const acts = await world.app.db.read.select().from(ledgerEntry);
    expect(JSON.stringify(acts.map(({ facts }) => facts))).not.toContain(world.county.south);
  });
});

describe('reviewers are drawn by lot', () => {
  test('five who may read everything are needed first, and the desk says so', async () => {
    await townsHaveChosen();
    for (const name of NAMES.slice(0, 4)) await named(name);
    await named('杨五', world.county.townCode);

    const refused = await announce();

    expect(refused).toMatchObject({ ok: false, code: 'nothingDue' });
    expect(await drawNeeds(await world.ctx())).toMatchObject([{ roundId: ROUND, isSecond: false }]);
    const desk = await selectionRoundDesk(await world.ctx(organizer), ROUND);
    expect(desk?.review).toMatchObject({ need: { short: 2 }, readers: [] });
    await named('朱六');
    expect(await announce()).toEqual({ ok: true, value: DRAW });
  });

  test('the draw is public, and who was drawn is not until the result is', async () => {
    await drawn(10);

    const pool = await poolPage(await world.ctx(), `${DRAW}-01`);
    const page = await selectionPage(await world.ctx(), ROUND);

    expect(pool).toMatchObject({ path: `/selections/${ROUND}`, draw: { size: 10, need: 10 } });
    expect(page).toMatchObject({
      round: { phase: 'reviewing' },
      draw: { readers: 7 },
      result: null,
    });
    expect(JSON.stringify([pool, page])).not.toMatch(/严一|蒋二|沈三/);
  });

  test('whoever entered a letter is not in the pool', async () => {
    await townsHaveChosen();
    for (const name of NAMES.slice(0, 6)) await named(name);
    judges.set('曾谷雨', world.people.secretary);
    await named('曾谷雨');

    await announce();

    const pool = await poolPage(await world.ctx(), `${DRAW}-01`);
    expect(pool).toMatchObject({ draw: { size: 6 }, excluded: { entrant: 1 } });
  });

  test('each of the first seven is told once, with a way to what he reads', async () => {
    const ids = await drawn(10);

    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'selection.read'));

    expect(told).toHaveLength(7);
    expect(new Set(told.map(({ path }) => path))).toEqual(
      new Set([`/desk/selections/${ROUND}/read`]),
    );
    expect(await readersOf(ids.get('beipo') ?? '')).toHaveLength(7);
    const readers = await readersOf(ids.get('beipo') ?? '');
    const standing = [...judges.values()].find((id) => !readers.includes(id));
    expect(await ownReadings(await world.ctx(standing))).toEqual([]);
    const [first] = readers;
    expect(await selectionDesk(await world.ctx(first), null)).toMatchObject({
      reading: [{ id: ROUND }],
      isReviewer: true,
      hasRounds: false,
    });
  });

  test('a further draw in the same month has a name of its own', async () => {
    const ids = await drawn(5);
    const beipo = ids.get('beipo') ?? '';
    const [first = ''] = await readersOf(beipo);
    await recuse(await world.ctx(first), { roundId: ROUND, postId: beipo });
    await named('朱六');
    const second = await announceRound(await world.ctx(organizer), {
      purpose: 'selection',
      sources: sources.map((source) => ({ ...source, on: '2026-12-12' })),
      key: newToken(),
    });
    world.clock.set(instantOf('2026-12-13', '09:00'));
    await typeNumbers(await world.ctx(organizer), `${DRAW}-2`, numbers);
    await typeNumbers(await world.ctx(world.people.discipline), `${DRAW}-2`, numbers);

    expect(second).toEqual({ ok: true, value: `${DRAW}-2` });
    expect(await readersOf(beipo)).toHaveLength(5);
    expect(await readersOf(beipo)).toContain(judges.get('朱六'));
  });
});

describe('reading without names', () => {
  test('a reviewer sees words, no writer, no village, no town', async () => {
    const body = '我是曾谷雨，柳河镇北坡村的书记。曾书记说话算数，北坡的路年底修好。';
    const ids = await drawn(7, ['beipo'], body);
    const postId = ids.get('beipo') ?? '';
    const [reader = ''] = await readersOf(postId);

    const page = await readingPage(await world.ctx(reader), ROUND, postId);

    expect(page?.paragraphs.join('')).toBe('我是■■，■■的书记。■■书记说话算数，■■的路年底修好。');
    expect(page?.lines).toEqual(['修好组道 · 2.6 公里铺完 · 2026-12-30']);
    expect(JSON.stringify(page)).not.toMatch(/北坡|柳河|曾谷雨|likes|comments/);
  });

  test('nobody else reads along: not other reviewers-to-be, not whoever opened the round', async () => {
    const ids = await drawn(7);
    const postId = ids.get('beipo') ?? '';
    const others = [organizer, world.people.town, world.people.secretary, judges.get('何十') ?? ''];

    const pages = await Promise.all(
      others.map(async (id) => readingPage(await world.ctx(id), ROUND, postId)),
    );

    expect(pages).toEqual([null, null, null, null]);
    expect(await readingList(await world.ctx(), ROUND)).toBeNull();
  });

  test('a sheet is kept unfinished, and sent when every line has points and a reason', async () => {
    const ids = await drawn();
    const postId = ids.get('beipo') ?? '';
    const [reader = ''] = await readersOf(postId);
    const key = { roundId: ROUND, postId };
    const half = { points: { feasible: 12 }, reasons: {}, remark: '' };

    const kept = await keepSheet(await world.ctx(reader), key, half);
    const unfinished = await sendSheet(await world.ctx(reader), key, half);
    const tooMany = { ...sheetOf(), points: { ...sheetOf().points, wording: 6 } };
    const wrong = await sendSheet(await world.ctx(reader), key, tooMany);

    expect(kept.ok).toBe(true);
    expect(unfinished).toMatchObject({ ok: false, code: 'sheetUnfinished' });
    expect(wrong).toMatchObject({ ok: false, code: 'sheetUnfinished' });
    expect(await readingPage(await world.ctx(reader), ROUND, postId)).toMatchObject({
      state: 'draft',
      given: { points: { feasible: 12 } },
    });
    expect(await send(reader, postId)).toMatchObject({ ok: true });
  });

  test('the form tells each line that lacks something, and keeps what was typed', async () => {
    const ids = await drawn();
    const postId = ids.get('beipo') ?? '';
    const [reader = ''] = await readersOf(postId);
    const path = `/desk/selections/${ROUND}/read/${postId}`;
    const typed = {
      'points-feasible': '21',
      'reason-feasible': '打他电话 13812345678',
      act: 'send',
    };

    const answer = await world.post(path, typed, await world.cookieOf(reader));
    const draft = { ...typed, 'points-feasible': '12', act: 'save' };
    const personal = await world.post(path, draft, await world.cookieOf(reader));

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      path,
      form: {
        values: { 'points-feasible': '21' },
        errors: {
          'points-feasible': 'pointsWrong',
          'points-concerns': 'required',
          'reason-wording': 'required',
          remark: 'required',
        },
      },
    });
    expect(await personal.json()).toMatchObject({
      form: { errors: { 'reason-feasible': 'personalMasked' } },
    });
  });

  test('a sheet may change until the last day, and not after it', async () => {
    const ids = await drawn();
    const postId = ids.get('beipo') ?? '';
    const [reader = ''] = await readersOf(postId);
    await send(reader, postId, 3);
    world.clock.set(instantOf('2026-12-24', '23:59'));
    const again = await send(reader, postId, 5);
    world.clock.set(instantOf('2026-12-25', '00:00'));
    const late = await send(reader, postId, 9);

    expect(again.ok).toBe(true);
    expect(late).toMatchObject({ ok: false, code: 'roundMovedOn' });
  });

  test('who steps back is replaced by whoever was drawn next', async () => {
    const ids = await drawn(8, ['beipo']);
    const postId = ids.get('beipo') ?? '';
    const before = await readersOf(postId);
    const gone = before.slice(0, 3);
    for (const reader of gone) {
      await send(reader, postId);
      await recuse(await world.ctx(reader), { roundId: ROUND, postId });
    }

    const after = await readersOf(postId);

    expect(before).toHaveLength(7);
    expect(after).toHaveLength(5);
    expect(after.filter((id) => before.includes(id))).toHaveLength(4);
    expect(await send(gone[0] ?? '', postId)).toMatchObject({ ok: false, code: 'notFound' });
    const sheets = await world.app.db.read.select().from(selectionSheet);
    expect(sheets.filter(({ sentAt }) => sentAt !== null)).toEqual([]);
  });

  test('relatives that are declared while he reads take that village from him', async () => {
    const ids = await drawn(8);
    const postId = ids.get('beipo') ?? '';
    const [reader = ''] = await readersOf(postId);

    await declareReviewerKin(await world.ctx(reader), world.county.north);

    expect(await readersOf(postId)).not.toContain(reader);
    expect(await readersOf(ids.get('nanba') ?? '')).toContain(reader);
  });

  test('nobody reads a letter of his own town', async () => {
    await townsHaveChosen();
    for (const name of NAMES.slice(0, 6)) await named(name);
    await named('秦七', world.county.townCode);
    await announce();
    await typeBoth();

    const list = await readingList(await world.ctx(judges.get('秦七')), ROUND);

    expect(list).toBeNull();
  });
});

describe('the result', () => {
  test('is the mean without highest and lowest, and what was kept', async () => {
    const ids = await drawn();
    const [beipo = '', nanba = ''] = [ids.get('beipo'), ids.get('nanba')];
    await everySheet(beipo, [0, 2, 2, 2, 4, 4, 20]);
    await everySheet(nanba, [10, 10, 10, 10, 10, 10, 10]);

    const result = await published();

    // 80 − (2+2+2+4+4)/5 = 77.2, and nothing was due, so all 10 points are given.
    expect(result?.entries).toMatchObject([
      { postId: beipo, review: 7720, fulfilment: 1000, score: 8720, place: 1 },
      { postId: nanba, review: 7000, score: 8000, place: 2 },
    ]);
    const page = await entryResultPage(await world.ctx(), ROUND, beipo);
    expect(
      page?.sheets
        .map(({ dropped }) => dropped)
        .filter(Boolean)
        .toSorted(),
    ).toEqual(['highest', 'lowest']);
    expect(page?.sheets[0]?.lines[0]).toMatchObject({ code: 'feasible', reason: '写得清楚' });
    expect(page?.entry.remark).toBe('少给了 2 分');
  });

  test('is published once, on the first minute after the last day, and may be objected to', async () => {
    const ids = await drawn();
    await everySheet(ids.get('beipo') ?? '', []);
    world.clock.set(instantOf('2026-12-24', '23:59'));
    await publishResults.run(await world.ctx());
    const before = await selectionPage(await world.ctx(), ROUND);

    const result = await published();
    await publishResults.run(await world.ctx());

    expect(before).toMatchObject({ round: { phase: 'reviewing' }, result: null });
    expect(result?.versions).toHaveLength(1);
    expect(await selectionPage(await world.ctx(), ROUND)).toMatchObject({
      // Five working days: 28, 29, 30, 31 December and 4 January.
      round: { phase: 'objecting', objectionsUntil: instantOf('2027-01-05') },
    });
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'selection.published'));
    expect(acts.map(({ facts }) => facts)).toMatchObject([{ version: 1, hash: result?.hash }]);
    expect(result && tableHash(result.table)).toBe(result?.hash);
  });

  test('an entry with four sheets is not scored, and says so', async () => {
    const ids = await drawn();
    const [beipo = '', nanba = ''] = [ids.get('beipo'), ids.get('nanba')];
    for (const reader of (await readersOf(beipo)).slice(0, 4)) await send(reader, beipo);
    await everySheet(nanba, []);

    const result = await published();

    expect(result?.entries).toMatchObject([
      { postId: nanba, place: 1 },
      { postId: beipo, review: null, score: null, place: null },
    ]);
  });

  test('a draft that was never sent counts for nothing', async () => {
    const ids = await drawn();
    const postId = ids.get('beipo') ?? '';
    const readers = await readersOf(postId);
    for (const reader of readers.slice(0, 5)) await send(reader, postId, 4);
    await keepSheet(await world.ctx(readers[5]), { roundId: ROUND, postId }, sheetOf(20));

    const result = await published();

    expect(result?.entries.find((entry) => entry.postId === postId)?.sheets).toHaveLength(5);
  });

  test('letters with equal points share their place', async () => {
    const ids = await drawn();
    await everySheet(ids.get('beipo') ?? '', [1, 1, 1, 1, 1, 1, 1]);
    await everySheet(ids.get('nanba') ?? '', [1, 1, 1, 1, 1, 1, 1]);

    const result = await published();

    expect(result?.entries.map(({ place }) => place)).toEqual([1, 1]);
  });

  test('names who reviewed, and never whose sheet is whose', async () => {
    const ids = await drawn(7, ['beipo']);
    await everySheet(ids.get('beipo') ?? '', []);

    const result = await published();

    expect(result?.reviewers).toEqual(NAMES.slice(0, 7).toSorted());
    expect(JSON.stringify([result?.entries, result?.table])).not.toMatch(/严一|蒋二|沈三/);
  });

  test('stays what it was, whatever becomes of promises afterwards', async () => {
    const ids = await drawn(7, ['beipo']);
    await everySheet(ids.get('beipo') ?? '', []);
    const before = await published();

    await world.app.db.write(async (tx) => {
      await tx.update(promise).set({ state: 'broken', dueAt: instantOf('2026-12-01') });
    });
    await publishResults.run(await world.ctx());

    expect(await resultOf(await world.ctx(), { id: ROUND, kind: 'letters' })).toEqual(before);
  });

  test('counts promises that villagers called kept, and those that nobody reported on', async () => {
    const ids = await drawn(7, ['beipo']);
    await everySheet(ids.get('beipo') ?? '', []);
    const [own] = await world.app.db.read.select().from(promise);
    if (!own) throw new Error('no promise was made');
    const due = { dueAt: instantOf('2026-12-10'), dueOn: '2026-12-09' };
    const states = ['kept', 'kept', 'part', 'standing', 'asked', 'undecided'];
    await world.app.db.write(async (tx) => {
      await tx.update(promise).set({ dueAt: instantOf('2027-06-01') });
      await tx
        .insert(promise)
        .values(states.map((state, at) => ({ ...own, ...due, id: `p${at}`, no: at + 2, state })));
    });

    const result = await published();

    expect(result?.entries).toMatchObject([{ done: 2, due: 4, fulfilment: 500, score: 8500 }]);
  });

  test('a round in which no town recommended anything ends by itself', async () => {
    await openRound(await world.ctx(organizer), 'letters');
    await recommended('beipo');
    world.clock.set(instantOf('2026-12-06', '00:05'));

    await publishResults.run(await world.ctx());

    expect(await selectionPage(await world.ctx(), ROUND)).toMatchObject({
      round: { phase: 'objecting' },
      result: { entries: [] },
      others: [{ place: { name: '北坡村' } }],
    });
  });

  test('whoever entered is told how it came out', async () => {
    const ids = await drawn(7, ['beipo']);
    await everySheet(ids.get('beipo') ?? '', []);

    await published();

    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'selection.published'));
    expect(told).toMatchObject([
      { personId: world.people.secretary, path: `/selections/${ROUND}` },
    ]);
  });
});

describe('before their last day', () => {
  const remind = async (at: string) => {
    world.clock.set(instantOf(at.slice(0, 10), at.slice(11)));
    await remindReviewers.run(await world.ctx());
    const rows = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'selection.remind'));
    return rows.map(({ personId, body, path }) => ({ personId, body, path }));
  };

  test('reviewers are told once how many sheets they owe, and who sent his is not', async () => {
    const ids = await drawn(7);
    const [beipo, nanba] = [ids.get('beipo') ?? '', ids.get('nanba') ?? ''];
    const [done = '', half = '', ...others] = await readersOf(beipo);
    for (const postId of [beipo, nanba]) await send(done, postId);
    await send(half, beipo);

    const early = await remind('2026-12-23 08:29');
    const told = await remind('2026-12-23 08:30');
    const again = await remind('2026-12-24 12:00');

    expect(early).toEqual([]);
    expect(told.map(({ personId }) => personId).toSorted()).toEqual([half, ...others].toSorted());
    expect(again).toHaveLength(told.length);
    const own = (id: string) => told.find(({ personId }) => personId === id);
    expect(own(half)?.body).toContain('还有 1 份没交，12月24日');
    expect(own(others[0] ?? '')?.body).toContain('还有 2 份没交');
    expect(own(half)?.path).toBe(`/desk/selections/${ROUND}/read`);
  });

  test('nobody is told of what he gave back, or of a letter that was taken down', async () => {
    const ids = await drawn(7);
    const [beipo, nanba] = [ids.get('beipo') ?? '', ids.get('nanba') ?? ''];
    const [first = '', ...others] = await readersOf(beipo);
    for (const reader of others) await send(reader, beipo);
    await recuse(await world.ctx(first), { roundId: ROUND, postId: beipo });
    await world.app.db.write((tx) =>
      tx.update(post).set({ removedAt: world.clock.now() }).where(eq(post.id, nanba)),
    );

    expect(await remind('2026-12-23 09:00')).toEqual([]);
  });

  test('when that is over, nobody is reminded any more', async () => {
    await drawn(7);

    expect(await remind('2026-12-25 00:00')).toEqual([]);
  });
});

test('a number that the county changes counts from the next round on', async () => {
  const { book, db } = world.app;
  const { version } = book.selections;
  const body = structuredClone(book.selections);
  await db.write((tx) => addTable(tx, { name: 'selections', version, body }, world.clock.now()));
  const ids = await drawn(7, ['beipo']);
  await everySheet(ids.get('beipo') ?? '', []);

  Object.assign(book.selections, { version: version + 1 });
  Object.assign(book.selections.kinds.letters, { leastSheets: 9, fulfilment: 20 });
  const result = await published();

  expect(result?.entries).toMatchObject([{ review: 8000, fulfilment: 1000, place: 1 }]);
  expect(await formulaPage(await world.ctx())).toMatchObject({
    kinds: expect.arrayContaining([
      expect.objectContaining({ numbers: expect.objectContaining({ fulfilment: 20 }) }),
    ]),
  });
});

test('what a reviewer sends is committed to at once, and his name stands nowhere', async () => {
  const ids = await drawn(7, ['beipo']);
  await everySheet(ids.get('beipo') ?? '', []);

  const acts = await world.app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, 'selection.sheet-sent'));

  expect(acts).toHaveLength(7);
  expect(acts.every(({ actorId }) => actorId === null)).toBe(true);
  expect(JSON.stringify(acts)).not.toContain('写得清楚');
});

describe('what never counts', () => {
  test('changing every like, comment, co-signature, view and sign-in changes no score', async () => {
    const tables = [await scoredWith(false), await scoredWith(true)];

    expect(tables[1]).toEqual(tables[0]);
  });

  test('the same letters entered in another order come to the same result', async () => {
    const there = await orderOf(['beipo', 'nanba']);
    await world.close();
    world = await openWorld();
    await startAgain();
    const back = await orderOf(['nanba', 'beipo']);

    expect(back).toEqual(there);
  });
});

/** A whole round up to its result, in a county where figures of readers are as they are, or all changed. */
async function scoredWith(isChanged: boolean) {
  await world.close();
  world = await openWorld();
  await startAgain();
  const ids = await drawn();
  if (isChanged) await changeEveryFigure(ids.get('nanba') ?? '');
  await everySheet(ids.get('beipo') ?? '', [0, 2, 2, 2, 4, 4, 20]);
  await everySheet(ids.get('nanba') ?? '', [3, 3, 3, 3, 3, 3, 3]);
  if (isChanged) await changeEveryFigure(ids.get('nanba') ?? '');
  const result = await published();
  return result?.entries.map(({ villageCode, review, fulfilment, score, place, shown }) => {
    return { villageCode, review, fulfilment, score, place, title: shown?.title };
  });
}

async function orderOf(slugs: ('beipo' | 'nanba')[]) {
  const ids = await drawn(7, slugs);
  await everySheet(ids.get('beipo') ?? '', [1, 1, 1, 1, 1, 1, 1]);
  await everySheet(ids.get('nanba') ?? '', [1, 1, 1, 1, 1, 1, 1]);
  const result = await published();
  return result?.entries.map(({ villageCode, score, place }) => ({ villageCode, score, place }));
}

/** The county at the beginning, with the days that these stories count. */
async function startAgain() {
  Object.assign(world.app.book.selections.kinds.letters, {
    ...{ townDays: 5, perTown: 2, reviewWorkDays: 10, remindWorkDays: 1 },
    objectionWorkDays: 5,
    ...{ reviewers: 7, standIns: 7, leastSheets: 5 },
  });
  world.clock.set(instantOf('2026-11-16', '09:00'));
  const { countyCode: gridCode, addPerson } = world.county;
  organizer = await addPerson('冷小满', { post: 'org_dept', gridCode, title: '组织部', no: 90 });
  judges = new Map();
  for (const name of NAMES) judges.set(name, await addPerson(name, {}));
}

/** Likes, comments and co-signatures of every post, and when everybody last came. */
async function changeEveryFigure(favourite: string) {
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ likes: 238, comments: 91, cosigns: 40 });
    await tx.update(post).set({ likes: 9999 }).where(eq(post.id, favourite));
  });
  for (const id of judges.values()) await world.cookieOf(id);
}
