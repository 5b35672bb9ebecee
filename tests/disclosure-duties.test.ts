import { setTimeout } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lock } from '#db/dialect.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { divisionSuccession } from '#db/schema/grids.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { declareEvent, declareNone } from '#server/disclosure-duties/declaring.ts';
import { meetDuty, startDisclosure } from '#server/disclosure-duties/duties.ts';
import { chooseFrequency } from '#server/disclosure-duties/frequencies.ts';
import { openDuties } from '#server/disclosure-duties/job.ts';
import { recountDuties } from '#server/disclosure-duties/recount.ts';
import { openPage } from '#server/disclosure-duties/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { dayOfDate, instantOf } from '#server/rules/dates.ts';
import { runJobs } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;
beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
});
afterEach(() => world.close());

const started = async (since: string) =>
  startDisclosure(await world.ctx(world.people.secretary), { villageCode: north, since });

const minute = () => runJobs(world.app, [openDuties]);

async function dutiesOf(itemCode: string, villageCode = north) {
  const rows = await world.app.db.read
    .select()
    .from(disclosureDuty)
    .where(and(eq(disclosureDuty.villageCode, villageCode), eq(disclosureDuty.itemCode, itemCode)));
  return rows.sort((a, b) => (a.period < b.period ? -1 : 1));
}

async function dutyOf(itemCode: string, period: string) {
  const found = (await dutiesOf(itemCode)).find((one) => one.period === period);
  if (!found) throw new Error(`no duty ${itemCode} ${period}`);
  return found;
}

/** Publishes as the review does at its end: in one write. */
async function publish(code: string, period: string, lateReason = '') {
  const ctx = await world.ctx(world.people.secretary);
  const item = ctx.book.catalogue.items.find((one) => one.code === code)!;
  const duty = { villageCode: north, item, period, disclosureId: newId(), lateReason };
  return ctx.db.write((tx) => meetDuty(tx, ctx, duty));
}

describe('what a village owes', () => {
  test('from its first day a village owes the catalogue, and each period as it begins', async () => {
    await started('2026-10-15');

    expect((await dutiesOf('finance-lines')).map(({ period, dueOn }) => [period, dueOn])).toEqual([
      ['2026-10', '2026-11-10'],
      ['2026-11', '2026-12-10'],
    ]);
    expect(await dutiesOf('debts')).toMatchObject([{ period: '2026-Q4', dueOn: '2027-01-11' }]);
    expect(await dutiesOf('village-rules')).toMatchObject([
      { period: '2026-10-15', dueOn: '2026-10-26' },
    ]);
    // Its pages name the grid officers at all times.
    expect(await dutiesOf('grids')).toEqual([]);
    expect(await dutiesOf('audits')).toEqual([]);

    world.clock.set(instantOf('2026-12-01', '00:01'));
    await minute();

    expect((await dutiesOf('finance-lines')).map(({ period }) => period)).toEqual([
      '2026-10',
      '2026-11',
      '2026-12',
    ]);
  });

  test('a round of the worker that is done again opens nothing twice', async () => {
    await started('2026-10-15');
    const before = await dutiesOf('finance-lines');

    await minute();
    await openDuties.run(await world.ctx());
    await openDuties.run(await world.ctx());

    expect(await dutiesOf('finance-lines')).toEqual(before);
  });

  test('what a stopped server missed is opened when it runs again', async () => {
    await started('2026-11-01');
    await minute();

    world.clock.set(instantOf('2027-03-05', '09:00'));
    await minute();

    expect((await dutiesOf('finance-lines')).map(({ period }) => period)).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
      '2027-03',
    ]);
  });

  test('a day to begin that lies ahead is waited for', async () => {
    await started('2026-12-20');
    await minute();
    expect(await dutiesOf('finance-lines')).toEqual([]);

    world.clock.set(instantOf('2026-12-20', '00:01'));
    await minute();

    expect(await dutiesOf('finance-lines')).toMatchObject([{ period: '2026-12' }]);
  });

  test('a village that has not begun owes nothing, and only its secretary or town begins', async () => {
    const clerk = await world.ctx(world.people.clerk);
    const other = await world.ctx(world.people.southSecretary);
    const begin = { villageCode: north, since: '2026-11-01' };

    expect(await startDisclosure(clerk, begin)).toMatchObject({ code: 'notFound' });
    expect(await startDisclosure(other, begin)).toMatchObject({ code: 'notFound' });
    await minute();
    expect(await dutiesOf('finance-lines')).toEqual([]);

    const town = await world.ctx(world.people.town);
    expect(await startDisclosure(town, begin)).toMatchObject({ ok: true });
  });

  test('the first day may move back, and never forward: what is owed would go away', async () => {
    await started('2026-11-01');

    expect(await started('2026-11-10')).toMatchObject({ code: 'alreadyDone', field: 'since' });
    expect(await started('2026-09-01')).toMatchObject({ ok: true });
    expect((await dutiesOf('finance-lines')).map(({ period }) => period)).toEqual([
      '2026-09',
      '2026-10',
      '2026-11',
    ]);
  });
});

describe('meeting it', () => {
  test('published four days after its day, it is four days late for ever', async () => {
    await started('2026-07-01');
    world.clock.set(instantOf('2026-11-14', '16:00'));

    const met = await publish('finance-lines', '2026-10', '报账员住院，镇代账会计补齐');

    expect(met).toEqual({ dueOn: '2026-11-10', lateDays: 4 });
    world.clock.set(instantOf('2026-12-20', '09:00'));
    expect(await publish('finance-lines', '2026-10', '')).toEqual(met);
    expect(await dutyOf('finance-lines', '2026-10')).toMatchObject({
      lateDays: 4,
      lateReason: '报账员住院，镇代账会计补齐',
      metAt: instantOf('2026-11-14', '16:00'),
    });
  });

  test('in the last minute of its day it is in time', async () => {
    await started('2026-10-01');
    world.clock.set(instantOf('2026-11-10', '23:59'));

    expect(await publish('finance-lines', '2026-10')).toMatchObject({ lateDays: 0 });
  });

  test('what was published before the village began here has its day all the same', async () => {
    await started('2026-11-01');
    world.clock.set(instantOf('2026-10-14', '10:00'));

    expect(await publish('finance-lines', '2026-Q3')).toEqual({
      dueOn: '2026-10-10',
      lateDays: 4,
    });
  });
});

describe('本期无', () => {
  const none = async (dutyIds: string[], who = world.people.clerk) =>
    declareNone(await world.ctx(who), { villageCode: north, dutyIds });

  beforeEach(async () => {
    await started('2026-09-01');
    world.clock.set(instantOf('2027-01-13', '10:00'));
    await minute();
  });

  test('the clerk confirms several at once, and the ledger keeps who and which', async () => {
    const duties = [await dutyOf('debts', '2026-Q4'), await dutyOf('seal-use', '2026-Q3')];

    const result = await none(duties.map(({ id }) => id));

    expect(result).toMatchObject({ ok: true });
    expect(await dutyOf('debts', '2026-Q4')).toMatchObject({
      isNone: true,
      lateDays: 2,
      metById: world.people.clerk,
    });
    expect(await dutyOf('seal-use', '2026-Q3')).toMatchObject({ isNone: true, lateDays: 95 });
    const [entry] = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'disclosure.none'));
    expect(entry).toMatchObject({
      actorId: world.people.clerk,
      facts: { duties: expect.arrayContaining(['debts 2026-Q4', 'seal-use 2026-Q3']) },
    });
  });

  test('not while the period runs, not for what cannot be empty, and not for another village', async () => {
    const running = await dutyOf('debts', '2027-Q1');
    const plan = await dutyOf('year-plan', '2026');
    const fine = await dutyOf('debts', '2026-Q4');

    expect(await none([running.id])).toMatchObject({ code: 'nothingToConfirm' });
    expect(await none([plan.id, fine.id])).toMatchObject({ code: 'nothingToConfirm' });
    expect(await none([])).toMatchObject({ code: 'pickOne' });
    expect(await none([fine.id], world.people.southSecretary)).toMatchObject({ code: 'notFound' });
    expect(await none([fine.id], world.people.villager)).toMatchObject({ code: 'notFound' });
    expect(await dutyOf('debts', '2026-Q4')).toMatchObject({ metAt: null });
  });

  test('a draft waits for whoever says just now that there was nothing', async () => {
    const ctx = await world.ctx(world.people.clerk);
    const said = Promise.withResolvers<void>();
    const saying = world.app.db.write(async (tx) => {
      await lock(tx, 'village_disclosure', 'village_code', north);
      await said.promise;
    });

    const draft = { villageCode: north, itemCode: 'debts', period: '2026-Q4' };
    let isOpen = false;
    const opening = openDraft(ctx, draft).then((result) => {
      isOpen = true;
      return result;
    });
    await setTimeout(100);
    const wasOpen = isOpen;
    said.resolve();
    await saying;

    expect(wasOpen).toBe(false);
    expect(await opening).toMatchObject({ ok: true });
  });

  test('what is published after all was published on that day', async () => {
    const { id } = await dutyOf('debts', '2026-Q4');
    await none([id]);
    world.clock.set(instantOf('2027-01-20', '10:00'));

    expect(await publish('debts', '2026-Q4')).toMatchObject({ lateDays: 9 });
    expect(await dutyOf('debts', '2026-Q4')).toMatchObject({ isNone: false, lateDays: 9 });
  });
});

describe('events', () => {
  const event = async (itemCode: string, day: string) =>
    declareEvent(await world.ctx(world.people.clerk), {
      villageCode: north,
      itemCode,
      day,
      words: '修3组机耕道招标',
    });

  test('something that happened is owed from its day on, twice if it happens twice', async () => {
    await started('2026-11-01');

    expect(await event('works', '2026-11-13')).toMatchObject({ ok: true });
    expect(await event('works', '2026-11-13')).toMatchObject({ ok: true });

    expect(await dutiesOf('works')).toMatchObject([
      { period: '2026-11-13', dueOn: '2026-11-23', why: 'event', words: '修3组机耕道招标' },
      { period: '2026-11-13-2', dueOn: '2026-11-23' },
    ]);
  });

  test('the hundredth of a day is one more, and is told from the others', async () => {
    await started('2026-11-01');
    await event('works', '2026-11-13');
    const first = await dutyOf('works', '2026-11-13');
    const many = Array.from({ length: 250 }, (_, at) => ({
      ...{ ...first, id: newId(), period: `2026-11-13-${at + 2}` },
    }));
    await world.app.db.write((tx) => tx.insert(disclosureDuty).values(many.slice(0, 98)));

    expect(await event('works', '2026-11-13')).toMatchObject({ ok: true });
    await world.app.db.write((tx) => tx.insert(disclosureDuty).values(many.slice(99)));
    expect(await event('works', '2026-11-13')).toMatchObject({ ok: true });

    const periods = (await dutiesOf('works')).map(({ period }) => period);
    expect(periods).toContain('2026-11-13-100');
    expect(periods).toContain('2026-11-13-252');
    expect(new Set(periods).size).toBe(252);
    expect((await openPage(await world.ctx(), 'beipo'))?.due.length).toBeGreaterThan(200);
  });

  test('the list of voters is owed twenty days before the election', async () => {
    await started('2026-11-01');

    await event('voters', '2026-12-20');

    expect(await dutiesOf('voters')).toMatchObject([{ dueOn: '2026-11-30' }]);
  });

  test('what comes by the month is no event, and a village that has not begun has none', async () => {
    expect(await event('works', '2026-11-13')).toMatchObject({ code: 'notFound' });
    await started('2026-11-01');

    expect(await event('finance-lines', '2026-11-13')).toMatchObject({ field: 'itemCode' });
    expect(await event('works', '2024-11-13')).toMatchObject({ field: 'day' });
  });
});

test('quarters begin with the next whole quarter, and no month is owed beside them', async () => {
  await started('2026-11-01');
  const ctx = await world.ctx(world.people.secretary);
  const choice = { villageCode: north, itemCode: 'finance-lines' };

  const result = await chooseFrequency(ctx, { ...choice, frequency: 'quarterly' });

  expect(result).toMatchObject({ ok: true });
  world.clock.set(instantOf('2027-04-02', '09:00'));
  await minute();
  expect((await dutiesOf('finance-lines')).map(({ period }) => period)).toEqual([
    '2026-11',
    '2026-12',
    '2027-Q1',
    '2027-Q2',
  ]);
  expect(await chooseFrequency(ctx, { ...choice, frequency: 'yearly' })).toMatchObject({
    field: 'frequency',
  });
});

test('the village into which another is merged inherits what was owed, and whose it was stays', async () => {
  await startDisclosure(await world.ctx(world.people.southSecretary), {
    villageCode: world.county.south,
    since: '2026-10-01',
  });
  await world.app.db.write((tx) =>
    tx.insert(divisionSuccession).values({
      oldCode: world.county.south,
      oldName: '南坝村',
      oldSlug: 'nanba-old',
      newCode: north,
      since: '2026-11-15',
      note: '',
    }),
  );

  await minute();
  await minute();

  expect(await dutiesOf('finance-lines', world.county.south)).toEqual([]);
  const inherited = (await dutiesOf('finance-lines')).filter((one) => one.ofVillageCode !== '');
  expect(inherited.map(({ period, ofVillageCode }) => [period, ofVillageCode])).toEqual([
    ['2026-10', world.county.south],
    ['2026-11', world.county.south],
  ]);
  await publish('finance-lines', '2026-10');
  const october = (await dutiesOf('finance-lines')).filter((one) => one.period === '2026-10');
  expect(october.every(({ metAt }) => metAt !== null)).toBe(true);
});

test('what is inherited after the successor has published is met by its next version', async () => {
  await started('2026-10-01');
  await startDisclosure(await world.ctx(world.people.southSecretary), {
    villageCode: world.county.south,
    since: '2026-10-01',
  });
  await publish('finance-lines', '2026-10');
  const own = await dutyOf('finance-lines', '2026-10');
  await world.app.db.write((tx) =>
    tx.insert(divisionSuccession).values({
      oldCode: world.county.south,
      oldName: '南坝村',
      oldSlug: 'nanba-old',
      newCode: north,
      since: '2026-11-15',
      note: '',
    }),
  );
  await minute();
  const october = async () =>
    (await dutiesOf('finance-lines')).filter((one) => one.period === '2026-10');
  const before = await october();
  world.clock.set(instantOf('2026-12-14', '09:00'));

  const said = await publish('finance-lines', '2026-10', '并村以后补的');

  const inherited = (await october()).find((one) => one.ofVillageCode !== '');
  expect(before.map(({ metAt }) => metAt !== null).toSorted()).toEqual([false, true]);
  expect(inherited).toMatchObject({ lateReason: '并村以后补的' });
  expect(inherited?.lateDays).toBeGreaterThan(own.lateDays ?? 0);
  const { metAt, lateDays: late } = own;
  const after = (await october()).find(({ id }) => id === own.id);
  expect(after).toMatchObject({ metAt, lateDays: late });
  expect(said.lateDays).toBe(own.lateDays);
});

test('when the notice of a year comes in, what is still owed gets its days', async () => {
  await started('2026-11-01');
  const { moved, ...calendar } = world.app.book.calendar;
  expect(await dutyOf('debts', '2026-Q4')).toMatchObject({ dueOn: '2027-01-11' });
  const states = calendar.states.slice();
  const monday = dayOfDate('2027-01-11') - calendar.firstDay;
  states[monday] = states[dayOfDate('2027-01-10') - calendar.firstDay] ?? 0;
  const workdays = calendar.workdays.filter((day) => day !== monday);
  const workdaysBefore = calendar.workdaysBefore.map((n, day) => (day > monday ? n - 1 : n));
  world.app.book.calendar = { ...calendar, moved, states, workdays, workdaysBefore };

  expect(await recountDuties(await world.ctx())).toBeGreaterThan(0);
  expect(await recountDuties(await world.ctx())).toBe(0);

  expect(await dutyOf('debts', '2026-Q4')).toMatchObject({ dueOn: '2027-01-12' });
});

test.each([
  [
    'names people is for the village, until it says otherwise',
    '户主 姓名\n金额 金额',
    undefined,
    'village',
  ],
  ['names people is for all where the village says so', '户主 姓名\n金额 金额', 'public', 'public'],
  ['names nobody is for all, whatever is said', '事项\n金额 金额', 'village', 'public'],
])('an item of the village’s own that %s', async (_, columns, said, openTo) => {
  await started('2026-10-01');
  const cookie = await world.cookieOf(world.people.secretary);
  const form = { name: '爱心超市兑换', how: 'quarterly', columns, key: newToken() };

  await world.post(`/desk/open/${north}/item`, said ? { ...form, openTo: said } : form, cookie);

  expect(await itemOf(await world.ctx(), north, 'own-1')).toMatchObject({ openTo });
});

test('an item of the village’s own is never called after a villager', async () => {
  await started('2026-10-01');
  const cookie = await world.cookieOf(world.people.secretary);
  const form = { name: '周寒露家修房补助', how: 'yearly', columns: '周寒露签字 文字' };

  await world.post(`/desk/open/${north}/item`, { ...form, key: newToken() }, cookie);

  const item = await itemOf(await world.ctx(), north, 'own-1');
  expect(item?.name.zh).toBe('周*露家修房补助');
  expect(JSON.stringify(item)).not.toContain('周寒露');
});
