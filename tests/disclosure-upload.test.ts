import { and, asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance, disclosureUpload } from '#db/schema/disclosure-accounts.ts';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { draftOf, openDraft } from '#server/disclosure-drafts/drafts.ts';
import { saveRows } from '#server/disclosure-drafts/rows.ts';
import { chooseFrequency } from '#server/disclosure-duties/frequencies.ts';
import { sendForReview } from '#server/disclosure-review/steps.ts';
import { uploadTown } from '#server/disclosure-upload/commands.ts';
import { type TownFile, waitingTownFile } from '#server/disclosure-upload/file.ts';
import { uploadCheck, uploadPage, uploadView } from '#server/disclosure-upload/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  must,
  publishedAccounts,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';
import { xlsx } from '#tests/support/xlsx.ts';

let world: World;
let people: DisclosurePeople;
let north: string;
let south: string;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  ({ north, south } = world.county);
  await startDisclosure(world, { since: '2026-10-01' });
  await startDisclosure(world, { since: '2026-10-01', villageCode: south });
});

afterEach(() => world.close());

const bookkeeper = () => world.ctx(people.bookkeeper);

async function townCode(): Promise<string> {
  return (await uploadTown(await bookkeeper()))?.code ?? '';
}

/** Sends an export as the browser does. */
async function send(file: string | Buffer<ArrayBuffer>, { period = '2026-10', by = '' } = {}) {
  const form = new FormData();
  form.set('period', period);
  form.set('file', new Blob([file]), '10月收支 13812345678.csv');
  return world.post('/desk/open/upload', form, await world.cookieOf(by || people.bookkeeper));
}

async function waiting(): Promise<TownFile & { key: string }> {
  const file = await waitingTownFile(await bookkeeper(), await townCode());
  if (!file) throw new Error('nothing waits');
  return file;
}

/** Sends an export and gives what was understood of it. */
async function sent(lines: string[]) {
  await send(lines.join('\n'));
  return waiting();
}

/** What the check shows of every village now. */
async function looked(): Promise<string[]> {
  const check = await uploadCheck(await bookkeeper());
  return check && check !== 'none' ? check.villages.map(({ seen }) => seen) : [];
}

/** Presses as the page that he looked at does: this very moment unless the story says otherwise. */
async function press(replace: string[] = [], seen?: string[]) {
  const { key } = await waiting();
  const form = new FormData();
  form.set('key', key);
  for (const code of replace) form.append('replace', code);
  for (const one of seen ?? (await looked())) form.append('seen', one);
  const cookie = await world.cookieOf(people.bookkeeper);
  const answered = await world.post('/desk/open/upload/apply', form, cookie);
  return { answered, id: (answered.headers.get('location') ?? '').split('/').at(-1) ?? '' };
}

const draftIn = async (villageCode: string) => {
  const isIt = and(eq(disclosure.villageCode, villageCode), eq(disclosure.period, '2026-10'));
  const [row] = await world.app.db.read.select().from(disclosure).where(isIt).limit(1);
  return row;
};

const rowsIn = async (villageCode: string) =>
  world.app.db.read
    .select()
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, (await draftIn(villageCode))?.id ?? ''),
        eq(disclosureRow.fromVersion, 1),
      ),
    )
    .orderBy(asc(disclosureRow.no));

const HEADS = '账套,日期,凭证号,摘要,类别,收入,支出,余额,经手人,审批人';
const northLines = [
  '北坡村,2026-10-09,记-1,鱼塘发包款,发包和出租,"48,260.00",,"158,337.22",钟芒种,曾谷雨',
  '柳溪镇北坡村股份经济合作联合社,2026-10-16,记-2,机耕道石子,修路修渠,,6800,"151,537.22",钟芒种,曾谷雨',
];
const southLines = ['南坝,2026-10-20,记-1,路灯电费,水电和办公,,120.50,879.50,温惊蛰,温惊蛰'];

describe('the accounts of a whole town', () => {
  test('go into the drafts of their villages, and only when the bookkeeper presses', async () => {
    const file = await sent([HEADS, ...northLines, ...southLines]);
    expect(file).toMatchObject({ faults: [], villages: [{ faults: 0 }, { faults: 0 }] });
    expect(await draftIn(north)).toBeUndefined();

    const { answered, id } = await press();

    expect(answered.status).toBe(303);
    expect(await rowsIn(north)).toMatchObject([
      { no: 1, side: 'in', kind: 'lease', amount: 4_826_000 },
      { no: 2, side: 'out', kind: 'works', amount: 680_000 },
    ]);
    expect(await rowsIn(south)).toMatchObject([{ side: 'out', kind: 'power', amount: 12_050 }]);
    expect(await draftIn(north)).toMatchObject({ state: 'draft', uploadId: id });
    const [upload] = await world.app.db.read.select().from(disclosureUpload);
    expect(upload).toMatchObject({ villages: 2, rows: 3, period: '2026-10', undoneAt: null });
    expect(upload?.fileName).not.toContain('13812345678');
    expect(await waitingTownFile(await bookkeeper(), await townCode())).toBeNull();
  });

  test('bring along what the accounts began and ended with: nobody types it again', async () => {
    await sent([HEADS, ...northLines]);

    await press();

    const balances = await world.app.db.read.select().from(accountBalance);
    expect(balances).toMatchObject([
      { opening: 11_007_722, income: 4_826_000, spending: 680_000, closing: 15_153_722 },
    ]);
    const id = (await draftIn(north))?.id ?? '';
    const clerk = await world.ctx(people.clerk);
    expect(await sendForReview(clerk, id)).toMatchObject({ ok: true });
  });

  test('begin with what the period before closed with, and the check says what is off', async () => {
    await publishedAccounts(world, people, { period: '2026-09', opening: 7_000_000 });

    await sent([HEADS, ...northLines]);

    const view = await uploadCheck(await bookkeeper());
    const closed = 7_000_000 + 4_826_000 - 680_000 - 300_000;
    expect(view).toMatchObject({
      villages: [
        {
          does: 'fill',
          accounts: [
            {
              opening: closed,
              closing: closed + 4_826_000 - 680_000,
              off: 15_153_722 - (closed + 4_826_000 - 680_000),
            },
          ],
        },
      ],
    });
  });

  test('come in though a month before is not out, and the check says which goes first', async () => {
    await startDisclosure(world, { since: '2026-09-01' });

    await sent([HEADS, ...northLines, ...southLines]);

    expect(await uploadCheck(await bookkeeper())).toMatchObject({
      villages: [
        { does: 'fill', first: { kind: 'month', month: 9 } },
        { does: 'fill', first: null },
      ],
    });
    await press();
    const id = (await draftIn(north))?.id ?? '';
    expect(await sendForReview(await world.ctx(people.clerk), id)).toMatchObject({
      ...{ ok: false, code: 'earlierFirst' },
    });
  });

  test('wait for the village: its clerk is told, confirms, and answers for them', async () => {
    await sent([HEADS, ...northLines]);
    await press();
    const { id = '', draftedById } = (await draftIn(north)) ?? {};
    expect(draftedById).toBe(people.bookkeeper);
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'disclosure.uploaded'));

    must(await sendForReview(await world.ctx(people.clerk), id));

    expect(told).toMatchObject([{ personId: people.clerk, path: `/desk/open/draft/${id}` }]);
    expect(await draftIn(north)).toMatchObject({ state: 'review', draftedById: people.clerk });
  });

  test('the bookkeeper himself neither changes nor sends what he brought', async () => {
    await sent([HEADS, ...northLines]);
    await press();
    const id = (await draftIn(north))?.id ?? '';
    const ctx = await bookkeeper();

    expect(await draftOf(ctx, id)).toMatchObject({ mayDraft: false });
    expect(await sendForReview(ctx, id)).toMatchObject({ ok: false, code: 'notAllowed' });
  });
});

describe('what is wrong in an export', () => {
  test('is named with its village, row and column; that village waits, the others do not', async () => {
    const file = await sent([
      HEADS,
      ...northLines,
      '南坝村,2026-10-20,记-1,路灯电费,没有这一类,,120.505,,温惊蛰,温惊蛰',
      '南坝村,2026-09-30,记-2,路灯电费,水电和办公,,120,,温惊蛰,温惊蛰',
    ]);

    await press();

    expect(file.faults).toMatchObject([
      { villageCode: south, row: 4, column: 'E', code: 'kindUnknown' },
      { villageCode: south, row: 4, column: 'G', code: 'moneyWrong' },
      { villageCode: south, row: 5, column: 'B', code: 'otherPeriod' },
    ]);
    expect(await rowsIn(north)).toHaveLength(2);
    expect(await draftIn(south)).toBeUndefined();
  });

  test('a line of no village, and a total that does not come out, hold everything back', async () => {
    const lost = await sent([HEADS, ...northLines, southLines[0]?.replace('南坝', '别处') ?? '']);
    expect(lost.faults).toMatchObject([
      { villageCode: null, row: 4, column: 'A', code: 'villageUnknown' },
    ]);
    expect((await press()).answered.status).toBe(422);

    const off = await sent([HEADS, ...northLines, ...southLines, '合计,,,,,48260,6920.51,,,']);
    expect(off.faults).toMatchObject([
      { villageCode: null, row: 5, column: 'G', code: 'totalWrong', off: 1 },
    ]);
    expect((await press()).answered.status).toBe(422);
    expect(await draftIn(north)).toBeUndefined();
  });

  test('totals of villages and of the whole are held against the lines', async () => {
    const right = await sent([
      HEADS,
      ...northLines,
      '北坡村,小计,,,,48260,6800,,,',
      ...southLines,
      ',合计,,,,48260,6920.50,,,',
    ]);

    expect(right).toMatchObject({ faults: [], totals: 2 });
    expect(right.villages.map(({ rows }) => rows.length)).toEqual([2, 1]);
  });

  test('one sheet for each village is read too, hidden ones are not', async () => {
    const heads = HEADS.split(',').slice(1);
    const row = ['2026-10-20', '记-1', '路灯电费', '水电和办公', null, 120.5, null, '甲', '乙'];

    await send(
      xlsx([
        { name: '北坡村', rows: [['收支明细'], heads, row, row] },
        { name: '南坝村', rows: [heads, row] },
        { name: '底稿', isHidden: true, rows: [heads, row] },
      ]),
    );

    const { villages, faults, skipped } = await waiting();
    expect(faults).toEqual([]);
    expect(skipped).toEqual(['底稿']);
    expect(villages.map(({ code, rows }) => [code, rows.length])).toEqual([
      [north, 2],
      [south, 1],
    ]);
  });
});

describe('what a village has already', () => {
  async function clerkFills(): Promise<string> {
    const ctx = await world.ctx(people.clerk);
    const of = { villageCode: north, itemCode: 'finance-lines', period: '2026-10' };
    const { id } = must(await openDraft(ctx, of));
    const cells = { day: '2026-10-02', item: '打印纸', kind: 'power', out: 100 };
    const row = {
      ...{ cells, side: 'out' as const, kind: 'power', day: '2026-10-02', amount: 100 },
      ...{ account: null, own: {}, idTail: null },
    };
    must(await saveRows(ctx, id, { rows: [row] }));
    return id;
  }

  test('stays, unless the bookkeeper says that it is to be replaced', async () => {
    await clerkFills();

    await sent([HEADS, ...northLines, ...southLines]);
    expect(await uploadCheck(await bookkeeper())).toMatchObject({
      villages: [{ does: 'replace', there: 1 }, { does: 'fill' }],
    });
    await press();
    expect(await rowsIn(north)).toMatchObject([{ amount: 100 }]);

    await sent([HEADS, ...northLines]);
    await press([north]);
    expect(await rowsIn(north)).toMatchObject([{ amount: 4_826_000 }, { amount: 680_000 }]);
  });

  test('stays whatever is chosen where papers lie behind it, and the check says so', async () => {
    const id = await clerkFills();
    await world.app.db.write(async (tx) => {
      await tx.update(disclosureRow).set({ vouchers: 1 }).where(eq(disclosureRow.disclosureId, id));
    });

    await sent([HEADS, ...northLines, ...southLines]);
    expect(await uploadCheck(await bookkeeper())).toMatchObject({
      villages: [{ does: 'papers', accounts: [] }, { does: 'fill' }],
    });
    await press([north]);

    expect(await rowsIn(north)).toMatchObject([{ amount: 100 }]);
    expect(await uploadPage(await bookkeeper())).toMatchObject({ past: [{ villages: 1 }] });
  });

  test.each([
    ['has written a line', async () => void (await clerkFills())],
    [
      'has sent its own accounts on',
      async () => {
        const id = await clerkFills();
        await world.app.db.write((tx) =>
          tx.update(disclosure).set({ sentAt: world.clock.now() }).where(eq(disclosure.id, id)),
        );
      },
    ],
  ])('a village that %s since somebody looked holds the press back', async (_, meanwhile) => {
    await sent([HEADS, ...northLines, ...southLines]);
    const seen = await looked();
    await meanwhile();

    const refused = await press([], seen);

    expect(refused.answered.status).toBe(422);
    const said = JSON.stringify(await refused.answered.json());
    expect(said).toContain('uploadMoved');
    const now = await looked();
    expect(now.filter((one) => !seen.includes(one)).map((one) => one.split('-')[0])).toEqual([
      north,
    ]);
    expect(await rowsIn(north)).toMatchObject([{ amount: 100 }]);
    expect(await draftIn(south)).toBeUndefined();
    expect((await press()).answered.status).toBe(303);
    expect(await rowsIn(north)).toMatchObject([{ amount: 100 }]);
    expect(await rowsIn(south)).toHaveLength(1);
  });

  test.each([
    ['papers were laid behind a line', { vouchers: 1 }],
    ['a line was put right', { amount: 200 }],
  ])('is not replaced when %s since somebody looked', async (_, change) => {
    const id = await clerkFills();
    await sent([HEADS, ...northLines]);
    const seen = await looked();
    world.clock.set(world.clock.now() + 60_000);
    await world.app.db.write(async (tx) => {
      await tx.update(disclosureRow).set(change).where(eq(disclosureRow.disclosureId, id));
      const changedAt = world.clock.now();
      await tx.update(disclosure).set({ changedAt }).where(eq(disclosure.id, id));
    });

    const refused = await press([north], seen);

    expect(refused.answered.status).toBe(422);
    expect(await rowsIn(north)).toMatchObject([{ amount: 100, vouchers: 0, ...change }]);
  });

  test('that is an empty draft opened meanwhile changes nothing of what was shown', async () => {
    await sent([HEADS, ...northLines]);
    const seen = await looked();
    const of = { villageCode: north, itemCode: 'finance-lines', period: '2026-10' };
    must(await openDraft(await world.ctx(people.clerk), of));

    const done = await press([], seen);

    expect(done.answered.status).toBe(303);
    expect(await rowsIn(north)).toHaveLength(2);
  });

  test('is not mixed with months where a village publishes by quarters', async () => {
    const secretary = await world.ctx(people.secretary);
    const quarterly = { itemCode: 'finance-lines', frequency: 'quarterly' as const };
    must(
      await chooseFrequency(secretary, { villageCode: north, ...quarterly, key: 'q'.repeat(20) }),
    );
    world.clock.set(instantOf('2027-02-08', '09:00'));
    const line = northLines[0]?.replace('2026-10-09', '2027-01-09') ?? '';

    await send([HEADS, line].join('\n'), { period: '2027-01' });

    expect(await uploadCheck(await bookkeeper())).toMatchObject({
      villages: [{ does: 'otherRhythm' }],
    });
    expect((await press()).answered.status).toBe(422);
  });

  test('is left alone once it was sent on', async () => {
    await sent([HEADS, ...northLines]);
    await press();
    must(await sendForReview(await world.ctx(people.clerk), (await draftIn(north))?.id ?? ''));

    await sent([HEADS, northLines[0] ?? '']);

    expect(await uploadCheck(await bookkeeper())).toMatchObject({ villages: [{ does: 'sent' }] });
    expect((await press([north])).answered.status).toBe(422);
    expect(await rowsIn(north)).toHaveLength(2);
  });
});

describe('taking an upload back', () => {
  async function undo(id: string, key = 'k'.repeat(20)) {
    const cookie = await world.cookieOf(people.bookkeeper);
    return world.post(`/desk/open/upload/${id}/undo`, { key }, cookie);
  }

  test('takes its lines out of all drafts, and the ledger keeps that it was there', async () => {
    await sent([HEADS, ...northLines, ...southLines]);
    const { id } = await press();

    expect((await undo(id)).status).toBe(303);

    expect(await rowsIn(north)).toEqual([]);
    expect(await rowsIn(south)).toEqual([]);
    expect(await draftIn(north)).toMatchObject({ uploadId: null });
    expect(await world.app.db.read.select().from(accountBalance)).toEqual([]);
    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what, facts: ledgerEntry.facts })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.subjectKind, 'disclosure-upload'));
    expect(acts.sort((a, b) => (a.what < b.what ? -1 : 1))).toMatchObject([
      { what: 'disclosure.upload-undone', facts: { villages: 2 } },
      { what: 'disclosure.uploaded', facts: { villages: 2, rows: 3 } },
    ]);
    await sent([HEADS, ...northLines]);
    await press();
    expect((await rowsIn(north)).map(({ no }) => no)).toEqual([1, 2]);
  });

  test('is refused once a village has added a line of its own: nothing of it is lost', async () => {
    await sent([HEADS, ...northLines, ...southLines]);
    const { id } = await press();
    world.clock.set(world.clock.now() + 60_000);
    const cells = { day: '2026-10-02', item: '打印纸', kind: 'power', out: 100 };
    const row = {
      ...{ cells, side: 'out' as const, kind: 'power', day: '2026-10-02', amount: 100 },
      ...{ account: null, own: {}, idTail: null },
    };
    const draft = (await draftIn(north))?.id ?? '';
    must(await saveRows(await world.ctx(people.clerk), draft, { rows: [row] }));

    const answered = await undo(id);

    expect(answered.status).toBe(422);
    expect(await rowsIn(north)).toHaveLength(3);
    expect(await rowsIn(south)).toHaveLength(1);
  });

  test('is refused once a village has sent its part on', async () => {
    await sent([HEADS, ...northLines, ...southLines]);
    const { id } = await press();
    must(await sendForReview(await world.ctx(people.clerk), (await draftIn(north))?.id ?? ''));

    const answered = await undo(id);

    expect(answered.status).toBe(422);
    expect(await uploadView(await bookkeeper(), id)).toMatchObject({
      mayUndo: false,
      drafts: [{ rows: 2 }, { rows: 1 }],
    });
  });
});

test('only the town sends accounts for its villages', async () => {
  const file = [HEADS, ...northLines].join('\n');

  for (const by of [people.clerk, people.secretary, people.supervision[0]]) {
    expect((await send(file, { by })).status).toBe(404);
    expect(await uploadCheck(await world.ctx(by))).toBeNull();
  }
  expect((await send(file, { by: world.people.town })).status).toBe(303);
  expect((await send(file, { period: '2031-01' })).status).toBe(422);
});
