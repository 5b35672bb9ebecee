import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty, disclosureOrder } from '#db/schema/disclosure-duties.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { changeRow } from '#server/disclosure-drafts/rows.ts';
import { boardPage } from '#server/disclosure-duties/board.ts';
import { declareNone } from '#server/disclosure-duties/declaring.ts';
import { openDesk } from '#server/disclosure-duties/desk.ts';
import { lateItems } from '#server/disclosure-duties/late.ts';
import { orderDisclosure } from '#server/disclosure-duties/ordering.ts';
import { homeOpen, openPage } from '#server/disclosure-duties/views.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { sendForReview } from '#server/disclosure-review/steps.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  ledgerLine,
  must,
  publishedDraft,
  publishedTable,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** What the town orders about something that is out, or that was said to be empty. */

let world: World;
let people: DisclosurePeople;
let north: string;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  ({ north } = world.county);
  await startDisclosure(world, { since: '2026-07-01' });
});

afterEach(() => world.close());

const WORDS = '群众说少了一次盖章';
const clerk = () => world.ctx(people.clerk);
const order = async (itemCode: string, period = '', words = WORDS) =>
  orderDisclosure(await world.ctx(world.people.town), {
    ...{ villageCode: north, itemCode, period, words },
  });

const seals = () =>
  publishedTable(world, people, {
    ...{ itemCode: 'seal-use', period: '2026-Q3', lines: [{ shown: { matter: '开户口证明' } }] },
  });

async function dutyOf(itemCode: string, period: string) {
  const isIt = and(
    eq(disclosureDuty.villageCode, north),
    eq(disclosureDuty.itemCode, itemCode),
    eq(disclosureDuty.period, period),
  );
  const [row] = await world.app.db.read.select().from(disclosureDuty).where(isIt);
  if (!row) throw new Error(`no duty ${itemCode} ${period}`);
  return row;
}

async function sayNone(itemCode: string, period: string) {
  const { id } = await dutyOf(itemCode, period);
  return declareNone(await clerk(), { villageCode: north, dutyIds: [id] });
}

const orders = () =>
  world.app.db.read.select().from(disclosureOrder).orderBy(disclosureOrder.orderedAt);
const linesOf = async (part: 'late' | 'due' | 'shown' | 'none') =>
  (await openPage(await world.ctx(), 'beipo'))?.[part] ?? [];
const homeLine = async () => {
  const village = await villageBySlug(await world.ctx(), 'beipo');
  return village && homeOpen(await world.ctx(), village);
};
/** How many more than the first are late on the village’s home, and how many are by the town’s desk. */
const lateCounts = async () => {
  const town = await lateItems(await world.ctx(world.people.town));
  return [(await homeLine())?.more ?? 0, town?.items ?? 0];
};
const told = () =>
  world.app.db.read
    .select({ body: outboxMessage.body })
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'disclosure.ordered'));

describe('an order on what is out', () => {
  test('asks for a correction by a day of its own, and everybody reads that', async () => {
    await seals();
    const before = await dutyOf('seal-use', '2026-Q3');

    must(await order('seal-use'));

    expect(await dutyOf('seal-use', '2026-Q3')).toEqual(before);
    expect(await orders()).toMatchObject([{ asks: 'correct', dueOn: '2026-11-26', metAt: null }]);
    expect(await linesOf('due')).toContainEqual(
      expect.objectContaining({
        ...{ itemCode: 'seal-use', state: 'correct', days: 10, correctBy: '2026-11-26' },
        orders: [expect.objectContaining({ words: WORDS })],
      }),
    );
    expect((await told())[0]?.body).toContain('要求更正');
  });

  test('is met by the next version, and late when that comes after its day', async () => {
    const { id } = await seals();
    const { lateDays } = await dutyOf('seal-use', '2026-Q3');
    must(await order('seal-use'));
    must(await beginCorrection(await clerk(), id, '少写了一次'));
    world.clock.set(instantOf('2026-11-29', '09:00'));
    expect(await linesOf('late')).toContainEqual(
      expect.objectContaining({ itemCode: 'seal-use', state: 'correct-late', days: 3 }),
    );

    await publishedDraft(world, people, id);

    expect(await orders()).toMatchObject([{ metAt: world.clock.now(), lateDays: 3 }]);
    expect(await dutyOf('seal-use', '2026-Q3')).toMatchObject({ lateDays });
    const [line] = (await linesOf('shown')).filter(({ itemCode }) => itemCode === 'seal-use');
    expect(line).toMatchObject({ correctBy: null, orders: [{ words: WORDS, lateDays: 3 }] });
  });

  test('said twice keeps the day of the first', async () => {
    await seals();
    must(await order('seal-use'));
    world.clock.set(instantOf('2026-11-20', '09:00'));

    must(await order('seal-use', '', '还是没改'));

    expect((await orders()).map(({ dueOn }) => dueOn)).toEqual(['2026-11-26', '2026-11-26']);
  });

  test('is told on the village’s home and counted by the town once its day is over', async () => {
    await seals();
    world.clock.set(instantOf('2026-11-29', '09:00'));
    const before = await lateCounts();
    world.clock.set(instantOf('2026-11-16', '09:00'));
    must(await order('seal-use'));
    world.clock.set(instantOf('2026-11-26', '09:00'));
    const onItsDay = await linesOf('late');
    world.clock.set(instantOf('2026-11-29', '09:00'));

    expect(onItsDay.map(({ state }) => state)).not.toContain('correct-late');
    expect(await lateCounts()).toEqual(before.map((n) => n + 1));
  });

  test('stands on the board, in its file, and on the desk with the way to correct', async () => {
    const { id } = await seals();
    must(await order('seal-use'));
    const town = await world.ctx(world.people.town);
    const path = '/desk/open/board.csv?period=2026-Q3';

    const board = await boardPage(town, { period: '2026-Q3', town: null });
    const file = await (await world.get(path, await world.cookieOf(world.people.town))).text();
    const desk = await openDesk(await clerk(), north);

    const row = board?.rows.find(({ name }) => name === '北坡村');
    expect(row?.cells.get('seal-use')).toMatchObject({ state: 'correct', words: '要更正' });
    expect(file).toMatch(/要更正,0,2026-11-26/);
    expect(desk?.due).toContainEqual(
      expect.objectContaining({ disclosureId: id, state: 'correct' }),
    );
  });

  test('may be about a period of long ago, but about none that was never owed', async () => {
    await publishedTable(world, people, {
      ...{ itemCode: 'finance-lines', period: '2026-07', opening: 5_000 },
      lines: [ledgerLine('out', '2026-07-08', '打印纸', 'power', 1_000)],
    });
    const cookie = await world.cookieOf(world.people.town);
    const form = { ordered: 'seal-use', period: '2026-08', reason: WORDS, key: newToken() };

    must(await order('finance-lines', '2026-07'));
    const never = await world.post(`/desk/open/${north}/order`, form, cookie);

    expect(await orders()).toMatchObject([{ asks: 'correct' }]);
    expect(never.status).toBe(422);
    expect((await never.json()).form.errors).toEqual({ period: 'periodNotOwed' });
  });
});

describe('an order on what was said to be empty', () => {
  test('makes it owed again by its old day, and tells who had said so', async () => {
    must(await sayNone('seal-use', '2026-Q3'));

    must(await order('seal-use'));

    const duty = await dutyOf('seal-use', '2026-Q3');
    expect(duty).toMatchObject({ metAt: null, isNone: false, dueOn: '2026-10-10', words: WORDS });
    const [line] = (await linesOf('late')).filter(({ itemCode }) => itemCode === 'seal-use');
    expect(line).toMatchObject({
      ...{ state: 'late', days: 37, isOrdered: true },
      orders: [{ asks: 'withdraw', noneBy: { name: '钟芒种' }, noneAt: world.clock.now() }],
    });
    expect((await told())[0]?.body).toContain('不是本期无');
  });

  test('stays to be read after the table came out, late by its old day', async () => {
    must(await sayNone('seal-use', '2026-Q3'));
    must(await order('seal-use'));

    await seals();

    expect(await dutyOf('seal-use', '2026-Q3')).toMatchObject({ isNone: false, lateDays: 37 });
    expect(await orders()).toMatchObject([{ asks: 'withdraw', metAt: world.clock.now() }]);
    const [line] = (await linesOf('shown')).filter(({ itemCode }) => itemCode === 'seal-use');
    expect(line?.orders).toMatchObject([{ asks: 'withdraw' }]);
  });

  test('cannot be answered with another 本期无', async () => {
    must(await sayNone('seal-use', '2026-Q3'));
    must(await order('seal-use'));

    expect(await sayNone('seal-use', '2026-Q3')).toMatchObject({ code: 'nothingToConfirm' });
  });

  test('is kept in the ledger with what it asked for', async () => {
    must(await sayNone('seal-use', '2026-Q3'));
    must(await order('seal-use'));

    const [entry] = await world.app.db.read
      .select({ facts: ledgerEntry.facts })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'disclosure.ordered'));

    expect(entry?.facts).toMatchObject({ period: '2026-Q3', asks: 'withdraw' });
  });

  test('of accounts lets them come out, and has the month after them corrected', async () => {
    const month = (period: string, opening: number, spent: number) =>
      draftTable(world, {
        ...{ itemCode: 'finance-lines', period, opening, owesEarlier: period !== '2026-08' },
        lines: [ledgerLine('out', `${period}-08`, '打印纸', 'power', spent)],
      });
    await publishedDraft(world, people, await month('2026-08', 10_000, 1_000));
    must(await sayNone('finance-lines', '2026-09'));
    const october = await publishedDraft(world, people, await month('2026-10', 9_000, 1_000));
    must(await order('finance-lines', '2026-09', '9月买过种子'));
    await publishedDraft(world, people, await month('2026-09', 9_000, 400));
    const [, follows] = await orders();
    must(await beginCorrection(await clerk(), october.id, '接着9月的账'));
    const early = await sendForReview(await clerk(), october.id);
    const cells = { day: '2026-10-08', item: '打印纸', kind: 'power', out: 600 };
    const row = { ...{ cells, side: 'out' as const, kind: 'power', day: cells.day, amount: 600 } };
    const typed = { ...row, account: null, own: {}, idTail: null };
    must(await changeRow(await clerk(), october.id, { no: 1, row: typed }));

    await publishedDraft(world, people, october.id);

    const { id } = await dutyOf('finance-lines', '2026-10');
    expect(follows).toMatchObject({ dutyId: id, asks: 'correct', orderedById: null });
    expect(follows?.words).toContain('9月的账');
    expect(early).toMatchObject({ ok: false, code: 'ledgerOff' });
    expect((await orders()).every(({ metAt }) => metAt !== null)).toBe(true);
    const standing = await world.app.db.read
      .select({ opening: accountBalance.opening, closing: accountBalance.closing })
      .from(accountBalance)
      .where(eq(accountBalance.isStanding, true))
      .orderBy(accountBalance.endsOn);
    expect(standing).toEqual([
      { opening: 10_000, closing: 9_000 },
      { opening: 9_000, closing: 8_600 },
      { opening: 8_600, closing: 8_000 },
    ]);
  });
});
