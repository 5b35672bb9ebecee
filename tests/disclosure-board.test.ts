import { and, eq, isNull, ne } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import { boardPage } from '#server/disclosure-duties/board.ts';
import { openDesk, openDeskStart } from '#server/disclosure-duties/desk.ts';
import { meetDuty, startDisclosure } from '#server/disclosure-duties/duties.ts';
import { chooseFrequency } from '#server/disclosure-duties/frequencies.ts';
import { openDuties } from '#server/disclosure-duties/job.ts';
import { catalogueList, homeOpen, openPage } from '#server/disclosure-duties/views.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import { runJobs } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let desk: string;
beforeEach(async () => {
  world = await openWorld();
  desk = `/desk/open/${world.county.north}`;
});
afterEach(() => world.close());

const begin = async (since: string) => {
  const ctx = await world.ctx(world.people.secretary);
  await startDisclosure(ctx, { villageCode: world.county.north, since });
};

const minute = () => runJobs(world.app, [openDuties]);

async function publish(code: string, period: string, lateReason = '') {
  const ctx = await world.ctx(world.people.secretary);
  const item = ctx.book.catalogue.items.find((one) => one.code === code)!;
  const villageCode = world.county.north;
  const duty = { villageCode, item, period, disclosureId: newId(), lateReason };
  await ctx.db.write((tx) => meetDuty(tx, ctx, duty));
}

async function home() {
  const ctx = await world.ctx();
  const village = await villageBySlug(ctx, 'beipo');
  return homeOpen(ctx, village!);
}

describe('what hangs at the head of the village', () => {
  test('a quarter of accounts that came four days late is said until the next one comes in time', async () => {
    world.clock.set(instantOf('2026-06-20', '09:00'));
    await begin('2026-06-20');
    const ctx = await world.ctx(world.people.secretary);
    const choice = { villageCode: world.county.north, itemCode: 'finance-lines' };
    await chooseFrequency(ctx, { ...choice, frequency: 'quarterly' });
    world.clock.set(instantOf('2026-07-05', '09:00'));
    await publish('finance-lines', '2026-06');
    await minute();
    world.clock.set(instantOf('2026-10-14', '15:00'));

    await publish('finance-lines', '2026-Q3', '报账员住院，镇代账会计补齐');
    const page = await openPage(await world.ctx(), 'beipo');
    expect(page?.shown).toContainEqual(
      expect.objectContaining({
        title: '三季度的账',
        state: 'shown-late',
        days: 4,
        dueOn: '2026-10-10',
        lateReason: '报账员住院，镇代账会计补齐',
      }),
    );
    // The other items of the catalogue are another story.
    const others = and(isNull(disclosureDuty.metAt), ne(disclosureDuty.itemCode, 'finance-lines'));
    await world.app.db.write((tx) =>
      tx.update(disclosureDuty).set({ metAt: world.clock.now(), isNone: true }).where(others),
    );
    expect(await home()).toMatchObject({ what: '三季度财务', days: 4, how: 'shown-late' });
  });

  test('accounts that are late are named before anything else, with how many more there are', async () => {
    await begin('2026-10-01');
    world.clock.set(instantOf('2026-11-13', '09:00'));

    expect(await home()).toMatchObject({ what: '10月的账', days: 3, how: 'late', more: 2 });
  });

  test('what is left from another year says of which', async () => {
    await begin('2026-10-01');
    world.clock.set(instantOf('2027-02-25', '09:00'));

    const titles = (await openPage(await world.ctx(), 'beipo'))?.late.map(({ title }) => title);

    expect(await home()).toMatchObject({ what: '2026年10月的账' });
    expect(titles).toContain('2026年四季度债权债务');
  });

  test('a village that has not begun, or owes nothing, says nothing', async () => {
    expect(await home()).toBeNull();

    await begin('2026-11-16');

    expect(await home()).toBeNull();
  });
});

test('a guest reads what is late, due and shown, and the page changes at midnight by itself', async () => {
  await begin('2026-10-01');
  world.clock.set(instantOf('2026-11-08', '09:00'));
  const before = await openPage(await world.ctx(), 'beipo');
  await publish('finance-lines', '2026-10');
  const ctx = await world.ctx();

  const page = await openPage(ctx, 'beipo');

  expect(before?.due.map(({ title, days }) => [title, days])).toEqual([['10月的账', 2]]);
  expect(page?.late.map(({ title }) => title)).toContain('村民代表名单与联系户');
  expect(page?.shown).toMatchObject([{ title: '10月的账', state: 'shown', by: null }]);
  expect(page?.sum).toEqual({ inTime: 1, lateShown: 0, none: 0, late: 2 });
  expect(page?.months).toEqual(['2026-11', '2026-10']);
  expect(page?.deskPath).toBeNull();
  expect(ctx.page.staleAt).toBe(instantOf('2026-11-09'));
  expect(ctx.page.isShared).toBe(true);
});

test('the catalogue of a community names its own law and not that of villages', async () => {
  const lawsOf = async (slug: string) => {
    const list = await catalogueList(await world.ctx(), slug);
    return new Set(list?.lines.flatMap(({ basis }) => basis.map(({ law }) => law.zh)));
  };

  expect(await lawsOf('qiaotou')).toContain('城市居民委员会组织法');
  expect(await lawsOf('qiaotou')).not.toContain('村民委员会组织法');
  expect(await lawsOf('beipo')).not.toContain('城市居民委员会组织法');
});

describe('the desk of a village', () => {
  test('the clerk ticks what there was nothing of, and sends it twice on a bad line', async () => {
    await begin('2026-10-01');
    world.clock.set(instantOf('2027-01-05', '09:00'));
    await minute();
    const cookie = await world.cookieOf(world.people.clerk);
    const view = await openDesk(await world.ctx(world.people.clerk), world.county.north);
    const some = view!.noneable.slice(0, 2).map(({ id }) => id);
    const form = new FormData();
    for (const id of some) form.append('duty', id);
    const key = newToken();
    form.append('key', key);

    const first = await world.post(`${desk}/none`, form, cookie);
    const again = new FormData();
    for (const id of some) again.append('duty', id);
    again.append('key', key);
    const second = await world.post(`${desk}/none`, again, cookie);

    expect([first.status, second.status]).toEqual([303, 303]);
    const page = await openPage(await world.ctx(), 'beipo');
    expect(page?.none.map(({ id }) => id).sort()).toEqual(some.sort());
    expect(page?.none[0]?.by).toMatchObject({ name: '钟芒种', post: '文书' });
  });

  test('nothing ticked comes back with a word, and a villager has no such desk', async () => {
    await begin('2026-10-01');
    const form = { key: newToken() };

    const clerk = await world.post(`${desk}/none`, form, await world.cookieOf(world.people.clerk));
    const villager = await world.cookieOf(world.people.villager);

    expect(clerk.status).toBe(422);
    expect(await clerk.json()).toMatchObject({ form: { errors: { duty: 'pickOne' } } });
    expect((await world.post(`${desk}/none`, { ...form, duty: newId() }, villager)).status).toBe(
      404,
    );
    expect(await openDesk(await world.ctx(world.people.villager), world.county.north)).toBeNull();
    expect(
      await openDesk(await world.ctx(world.people.southSecretary), world.county.north),
    ).toBeNull();
  });

  test('a number typed into what happened is covered before it is kept', async () => {
    await begin('2026-10-01');
    const cookie = await world.cookieOf(world.people.clerk);
    const form = { itemCode: 'works', day: '2026-11-13', key: newToken() };

    const answer = await world.post(
      `${desk}/event`,
      { ...form, words: '修路找13800001234' },
      cookie,
    );

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      form: {
        errors: { words: 'personalMasked' },
        values: { words: expect.not.stringMatching(/1380000/) },
      },
    });
  });

  test('the secretary adds an item of the village’s own, and from then on it is owed', async () => {
    await begin('2026-10-01');
    const cookie = await world.cookieOf(world.people.secretary);
    const form = {
      name: '停车场收费',
      how: 'monthly',
      columns: '日期 日期\n收了多少 金额\n经手人 干部',
    };

    const made = await world.post(`${desk}/item`, { ...form, key: newToken() }, cookie);
    const twice = await world.post(`${desk}/item`, { ...form, key: newToken() }, cookie);
    const wrong = await world.post(
      `${desk}/item`,
      { ...form, name: '别的', columns: '金额 多少多少', key: newToken() },
      cookie,
    );

    expect([made.status, twice.status, wrong.status]).toEqual([303, 422, 422]);
    const ctx = await world.ctx(world.people.clerk);
    const [own] = (await itemsOf(ctx, world.county.north)).slice(-1);
    expect(own).toMatchObject({
      code: 'own-1',
      no: null,
      columns: [{ is: 'day' }, { is: 'money' }, { is: 'officer' }],
    });
    world.clock.set(instantOf('2026-12-01', '00:10'));
    await minute();
    const duties = await world.app.db.read
      .select({ period: disclosureDuty.period })
      .from(disclosureDuty)
      .where(eq(disclosureDuty.itemCode, 'own-1'));
    expect(duties.map(({ period }) => period).sort()).toEqual(['2026-11', '2026-12']);
  });
});

describe('the town', () => {
  test('orders what is late, the village is told, and its day does not move', async () => {
    await begin('2026-10-01');
    const cookie = await world.cookieOf(world.people.town);
    const form = { ordered: 'finance-lines', reason: '群众问了三次', key: newToken() };

    const answer = await world.post(`${desk}/order`, form, cookie);

    expect(answer.status).toBe(303);
    const page = await openPage(await world.ctx(), 'beipo');
    expect(page?.late).toContainEqual(
      expect.objectContaining({
        itemCode: 'finance-lines',
        period: '2026-10',
        dueOn: '2026-11-10',
        isOrdered: true,
        words: '群众问了三次',
      }),
    );
    const told = await world.app.db.read
      .select({ personId: outboxMessage.personId, body: outboxMessage.body })
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'disclosure.ordered'));
    expect(told.map(({ personId }) => personId).sort()).toEqual(
      [world.people.clerk, world.people.secretary].sort(),
    );
    expect(told[0]?.body).toContain('10月的账');
  });

  test('orders what comes by event with days of its own, and no village orders itself', async () => {
    await begin('2026-10-01');
    const form = { ordered: 'audits', reason: '上一任的审计', key: newToken() };

    const own = await world.post(`${desk}/order`, form, await world.cookieOf(world.people.clerk));
    const town = await world.post(`${desk}/order`, form, await world.cookieOf(world.people.town));

    expect([own.status, town.status]).toEqual([404, 303]);
    const page = await openPage(await world.ctx(), 'beipo');
    expect(page?.due).toContainEqual(
      expect.objectContaining({ itemCode: 'audits', why: 'ordered', dueOn: '2026-11-26' }),
    );
  });

  test('reads its villages by items, and the county every town', async () => {
    await begin('2026-10-01');
    world.clock.set(instantOf('2026-11-13', '09:00'));
    await publish('echo-wall', '2026-10');

    const board = await boardPage(await world.ctx(world.people.town), { period: null, town: null });

    expect(board?.period).toBe('2026-10');
    expect(board?.items.map(({ code }) => code)).toEqual(['echo-wall', 'finance-lines']);
    const row = board?.rows.find(({ name }) => name === '北坡村');
    expect(row?.cells.get('finance-lines')).toMatchObject({ state: 'late', days: 3 });
    expect(row?.cells.get('echo-wall')).toMatchObject({ state: 'shown-late', days: 3 });
    expect(board?.rows.find(({ name }) => name === '南坝村')).toMatchObject({ isStarted: false });
    const county = await world.ctx(world.people.dispatcher);
    expect((await boardPage(county, { period: '2026-Q4', town: null }))?.town.name).toBe('柳河镇');
    expect(await boardPage(await world.ctx(world.people.clerk), { period: null, town: null })).toBe(
      null,
    );
  });

  test('takes the board away as a table, and nobody else does', async () => {
    await begin('2026-10-01');
    world.clock.set(instantOf('2026-11-13', '09:00'));
    const path = '/desk/open/board.csv?period=2026-10';

    const file = await world.get(path, await world.cookieOf(world.people.town));
    const clerk = await world.get(path, await world.cookieOf(world.people.clerk));

    expect(await file.text()).toContain('柳河镇,北坡村,财务收支明细,2026-10,2026-11-10,,晚 3 天,3');
    expect(clerk.status).toBe(404);
    expect((await world.get(path)).status).toBe(404);
  });

  test('finds the villages of its town with what each of them is late with', async () => {
    await begin('2026-10-01');

    const list = await openDeskStart(await world.ctx(world.people.town));
    const own = await openDeskStart(await world.ctx(world.people.clerk));

    expect(list).toMatchObject({ hasBoard: true, place: { name: '柳河镇' } });
    expect(list && 'villages' in list ? list.villages : []).toContainEqual(
      expect.objectContaining({ name: '北坡村', isStarted: true, late: 3 }),
    );
    expect(own).toMatchObject({ village: { name: '北坡村' }, mayOrder: false, mayDraft: true });
  });
});
